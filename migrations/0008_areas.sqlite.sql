-- What an area of the tenant's own capabilities is called; without a row its key says it.

create table capability_areas (
    environment_id uuid not null references environments (id),
    id uuid not null,
    key text not null,
    name text not null,
    primary key (environment_id, id),
    unique (environment_id, key)
);

insert into sqlite_stat1 (tbl, idx, stat) values
    ('capability_areas', 'sqlite_autoindex_capability_areas_1', '1000 20 1'),
    ('capability_areas', 'sqlite_autoindex_capability_areas_2', '1000 20 1');
analyze sqlite_schema;
