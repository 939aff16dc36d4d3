-- Ways into a log of millions: each filter alone has an index in which events lie by number, and dates have one.
create index events_by_action on events (stream_id, action, seq);
create index events_by_outcome on events (stream_id, outcome, seq);
create index events_by_kind on events (stream_id, actor_kind, seq);
create index events_by_time on events (stream_id, at, seq);

insert into sqlite_stat1 (tbl, idx, stat) values
    ('events', 'sqlite_autoindex_events_1', '1000000 1'),
    ('events', 'sqlite_autoindex_events_2', '1000000 500000 1'),
    ('events', 'events_by_target', '1000000 500000 50 1'),
    ('events', 'events_by_actor', '1000000 500000 10000 1'),
    ('events', 'events_by_actor_identity', '500000 500000 10000 1'),
    ('events', 'events_by_operation', '100000 10'),
    ('events', 'events_by_action', '1000000 500000 20000 1'),
    ('events', 'events_by_outcome', '1000000 500000 200000 1'),
    ('events', 'events_by_kind', '1000000 500000 100000 1'),
    ('events', 'events_by_time', '1000000 500000 2 1');
analyze sqlite_schema;
