-- How many rows of a large environment have the same beginning of a key: rows, then rows for each value of
-- the first column, of the first two, and so on. Without these numbers SQLite takes environment_id for
-- selective and walks whole environments to save a sort. They are said once and not counted, so that a
-- query takes the same way on every machine and on every day.

analyze;
delete from sqlite_stat1;
insert into sqlite_stat1 (tbl, idx, stat) values
    ('identities', 'sqlite_autoindex_identities_1', '100000 100000 1'),
    ('invitations', 'sqlite_autoindex_invitations_1', '1000 1'),
    ('invitations', 'sqlite_autoindex_invitations_2', '1000 1000 1'),
    ('identities', 'identities_by_name', '100000 100000 3 1'),
    ('identities', 'identities_email', '100000 100000 1'),
    ('identities', 'identities_account', '1000 1000 1'),
    ('identity_suspensions', 'sqlite_autoindex_identity_suspensions_1', '2000 2000 2 1'),
    ('identity_suspensions', 'identity_suspensions_open', '1000 1000 1'),
    ('identity_beginnings', 'sqlite_autoindex_identity_beginnings_1', '600000 600000 3000 1'),
    ('identity_beginnings', 'identity_beginnings_by_identity', '600000 600000 7'),
    ('identity_search_rows', 'sqlite_autoindex_identity_search_rows_1', '100000 100000 1'),
    ('groups', 'sqlite_autoindex_groups_1', '1000 1000 1'),
    ('groups', 'groups_by_name', '1000 1000 1 1'),
    ('group_parents', 'sqlite_autoindex_group_parents_1', '1000 1000 2 1'),
    ('group_parents', 'group_parents_open', '1000 1000 1'),
    ('group_parents', 'group_parents_by_parent', '1000 1000 3'),
    ('group_members', 'sqlite_autoindex_group_members_1', '200000 200000 200 2 1'),
    ('group_members', 'group_members_by_identity', '200000 200000 2'),
    ('capabilities', 'sqlite_autoindex_capabilities_1', '100 100 1'),
    ('capabilities', 'sqlite_autoindex_capabilities_2', '100 100 1'),
    ('capability_statuses', 'sqlite_autoindex_capability_statuses_1', '200 200 2 1'),
    ('roles', 'sqlite_autoindex_roles_1', '500 500 1'),
    ('roles', 'roles_by_name', '500 500 2 1'),
    ('role_capabilities', 'sqlite_autoindex_role_capabilities_1', '6000 6000 12 2 1'),
    ('nodes', 'sqlite_autoindex_nodes_1', '10000 10000 1'),
    ('node_parents', 'sqlite_autoindex_node_parents_1', '10000 10000 2 1'),
    ('node_parents', 'node_parents_open', '10000 10000 1'),
    ('node_parents', 'node_parents_by_parent', '10000 10000 8'),
    ('assignments', 'sqlite_autoindex_assignments_1', '200000 200000 1'),
    ('assignments', 'assignments_of_identity', '200000 200000 3 2 2 1 1'),
    ('assignments', 'assignments_of_group', '2000 2000 3 2 2 1 1'),
    ('assignments', 'assignments_by_role', '200000 200000 400'),
    ('assignments', 'assignments_by_end', '40000 40000 2'),
    ('assignments', 'assignments_by_operation', '100000 100000 1000'),
    ('assignments', 'assignments_by_identity', '200000 200000 3 1'),
    ('assignments', 'assignments_by_subject_group', '2000 2000 3 1'),
    ('assignments', 'assignments_by_last_day', '200000 200000 5 1'),
    ('assignments', 'assignments_by_revoking', '20000 20000 1000'),
    ('slugs', 'sqlite_autoindex_slugs_1', '2000 2000 1000 1'),
    ('changes', 'sqlite_autoindex_changes_1', '100000 100000 2 2 1'),
    ('event_children', 'sqlite_autoindex_event_children_1', '200000 1000 1'),
    ('event_children', 'event_children_by_target', '200000 4'),
    ('plans', 'sqlite_autoindex_plans_1', '100 100 1'),
    ('plan_items', 'sqlite_autoindex_plan_items_1', '100000 100000 1000 1'),
    ('operations', 'sqlite_autoindex_operations_1', '10000 10000 1'),
    ('operations', 'operations_by_time', '10000 10000 2 1'),
    ('operation_changes', 'sqlite_autoindex_operation_changes_1', '100000 100000 1000 1'),
    ('job_chunks', 'sqlite_autoindex_job_chunks_1', '1000 1000 20 1');
-- This connection reads them, too.
analyze sqlite_schema;
