-- An environment: people, groups, roles, capabilities, nodes, assignments.

create table identities (
    environment_id uuid not null references environments (id),
    id uuid not null,
    kind text not null,
    name text not null,
    name_folded text not null,
    email text,
    email_folded text,
    search_text text not null,
    account_id uuid references accounts (id),
    invited_at bigint,
    accepted_at bigint,
    deleted_at bigint,
    last_seen_at bigint,
    created_at bigint not null,
    primary key (environment_id, id)
);
create index identities_by_name on identities (environment_id, name_folded, id) where deleted_at is null;
create unique index identities_email on identities (environment_id, email_folded)
    where email_folded is not null and deleted_at is null;
create unique index identities_account on identities (environment_id, account_id)
    where account_id is not null and deleted_at is null;

-- The one open way in for someone who was invited. Only a hash of its secret is kept.
create table invitations (
    environment_id uuid not null,
    identity_id uuid not null,
    token_hash text not null unique,
    inviter_kind text not null,
    inviter_id uuid,
    inviter_label text not null,
    created_at bigint not null,
    expires_at bigint not null,
    primary key (environment_id, identity_id),
    foreign key (environment_id, identity_id) references identities (environment_id, id)
);

create table identity_suspensions (
    environment_id uuid not null,
    identity_id uuid not null,
    since bigint not null,
    until bigint,
    primary key (environment_id, identity_id, since),
    foreign key (environment_id, identity_id) references identities (environment_id, id)
);
create unique index identity_suspensions_open on identity_suspensions (environment_id, identity_id)
    where until is null;

-- Beginnings of words, for terms too short for the trigram index.
create table identity_beginnings (
    environment_id uuid not null,
    beginning text not null,
    identity_id uuid not null,
    primary key (environment_id, beginning, identity_id),
    foreign key (environment_id, identity_id) references identities (environment_id, id)
);
create index identity_beginnings_by_identity on identity_beginnings (environment_id, identity_id);

create table groups (
    environment_id uuid not null references environments (id),
    id uuid not null,
    name text not null,
    name_folded text not null,
    slug text not null,
    description text,
    created_at bigint not null,
    deleted_at bigint,
    primary key (environment_id, id)
);
create index groups_by_name on groups (environment_id, name_folded, id) where deleted_at is null;

create table group_parents (
    environment_id uuid not null,
    group_id uuid not null,
    parent_id uuid not null,
    since bigint not null,
    until bigint,
    primary key (environment_id, group_id, since),
    foreign key (environment_id, group_id) references groups (environment_id, id),
    foreign key (environment_id, parent_id) references groups (environment_id, id)
);
create unique index group_parents_open on group_parents (environment_id, group_id) where until is null;
create index group_parents_by_parent on group_parents (environment_id, parent_id);

create table group_members (
    environment_id uuid not null,
    group_id uuid not null,
    identity_id uuid not null,
    since bigint not null,
    until bigint,
    -- What put them in, what took them out, and the end that was planned before.
    operation_id uuid,
    ended_operation_id uuid,
    planned_until bigint,
    primary key (environment_id, group_id, identity_id, since),
    foreign key (environment_id, group_id) references groups (environment_id, id),
    foreign key (environment_id, identity_id) references identities (environment_id, id)
);
create index group_members_by_identity on group_members (environment_id, identity_id);
create index group_members_by_operation on group_members (environment_id, operation_id) where operation_id is not null;
create index group_members_by_ending on group_members (environment_id, ended_operation_id)
    where ended_operation_id is not null;

create table capabilities (
    environment_id uuid not null references environments (id),
    id uuid not null,
    key text not null,
    area text not null,
    name text not null,
    description text not null,
    sensitive_since bigint,
    builtin_since bigint,
    position bigint not null,
    created_at bigint not null,
    retired_at bigint,
    primary key (environment_id, id),
    unique (environment_id, key)
);

create table capability_statuses (
    environment_id uuid not null,
    capability_id uuid not null,
    status text not null,
    since bigint not null,
    until bigint,
    primary key (environment_id, capability_id, since),
    foreign key (environment_id, capability_id) references capabilities (environment_id, id)
);

create table roles (
    environment_id uuid not null references environments (id),
    id uuid not null,
    name text not null,
    name_folded text not null,
    slug text not null,
    description text,
    system text,
    created_at bigint not null,
    deleted_at bigint,
    primary key (environment_id, id)
);
create index roles_by_name on roles (environment_id, name_folded, id) where deleted_at is null;

create table role_capabilities (
    environment_id uuid not null,
    role_id uuid not null,
    capability_id uuid not null,
    since bigint not null,
    until bigint,
    primary key (environment_id, role_id, capability_id, since),
    foreign key (environment_id, role_id) references roles (environment_id, id),
    foreign key (environment_id, capability_id) references capabilities (environment_id, id)
);

create table nodes (
    environment_id uuid not null references environments (id),
    id uuid not null,
    name text not null,
    name_folded text not null,
    created_at bigint not null,
    deleted_at bigint,
    primary key (environment_id, id)
);

create table node_parents (
    environment_id uuid not null,
    node_id uuid not null,
    parent_id uuid not null,
    since bigint not null,
    until bigint,
    primary key (environment_id, node_id, since),
    foreign key (environment_id, node_id) references nodes (environment_id, id),
    foreign key (environment_id, parent_id) references nodes (environment_id, id)
);
create unique index node_parents_open on node_parents (environment_id, node_id) where until is null;
create index node_parents_by_parent on node_parents (environment_id, parent_id);

-- effective_from 0 stands for "no start given", so that the unique index sees it.
create table assignments (
    environment_id uuid not null references environments (id),
    id uuid not null,
    identity_id uuid,
    group_id uuid,
    role_id uuid not null,
    node_id uuid not null,
    effective_from bigint not null,
    effective_to bigint,
    reason text,
    granted_by_kind text not null,
    granted_by_id uuid,
    granted_by_label text not null,
    renews uuid,
    -- How often dates or reason were changed.
    version bigint not null default 0,
    operation_id uuid,
    created_at bigint not null,
    revoked_at bigint,
    revoked_operation_id uuid,
    primary key (environment_id, id),
    foreign key (environment_id, identity_id) references identities (environment_id, id),
    foreign key (environment_id, group_id) references groups (environment_id, id),
    foreign key (environment_id, role_id) references roles (environment_id, id),
    foreign key (environment_id, node_id) references nodes (environment_id, id),
    check ((identity_id is null) <> (group_id is null))
);
-- The end stands in the index because one that has ended does not stop the next: those may share
-- a start (none given, twice), never an end.
create unique index assignments_of_identity
    on assignments (environment_id, identity_id, role_id, node_id, effective_from, coalesce(effective_to, 0))
    where revoked_at is null and identity_id is not null;
create unique index assignments_of_group
    on assignments (environment_id, group_id, role_id, node_id, effective_from, coalesce(effective_to, 0))
    where revoked_at is null and group_id is not null;
-- Whatever became of them; also the order of the list by name.
create index assignments_by_identity on assignments (environment_id, identity_id, id) where identity_id is not null;
create index assignments_by_subject_group on assignments (environment_id, group_id, id) where group_id is not null;
-- The order of the list by end; those without one count as ending last.
create index assignments_by_last_day on assignments (environment_id, coalesce(effective_to, 9223372036854775807), id);
create index assignments_by_role on assignments (environment_id, role_id) where revoked_at is null;
-- Who holds a role through a group begins with the groups that have it; the many people who have it are not in the way.
create index assignments_by_role_group on assignments (environment_id, role_id, group_id)
    where revoked_at is null and group_id is not null;
create index assignments_by_end on assignments (environment_id, effective_to)
    where revoked_at is null and effective_to is not null;
create index assignments_by_operation on assignments (environment_id, operation_id)
    where operation_id is not null;
create index assignments_by_revoking on assignments (environment_id, revoked_operation_id)
    where revoked_operation_id is not null;
