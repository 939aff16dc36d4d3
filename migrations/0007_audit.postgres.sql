-- Ways into a log of millions: each filter alone has an index in which events lie by number, and dates have one.
alter table events alter column action type text collate "C";
create index events_by_action on events (stream_id, action, seq);
create index events_by_outcome on events (stream_id, outcome, seq);
create index events_by_kind on events (stream_id, actor_kind, seq);
create index events_by_time on events (stream_id, at, seq);
