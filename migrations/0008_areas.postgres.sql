-- What an area of the tenant's own capabilities is called; without a row its key says it.

create table capability_areas (
    environment_id uuid not null references environments (id),
    id uuid not null,
    key text not null,
    name text not null,
    primary key (environment_id, id),
    unique (environment_id, key)
);
