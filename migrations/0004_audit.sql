-- The audit log, and bookkeeping around bulk writes.

create table streams (
    id uuid not null primary key,
    seq bigint not null,
    hash text not null
);

create table events (
    stream_id uuid not null references streams (id),
    seq bigint not null,
    id uuid not null unique,
    at bigint not null,
    tenant_id uuid,
    environment_id uuid,
    actor_kind text not null,
    actor_id uuid,
    actor_identity_id uuid,
    action text not null,
    target_kind text,
    target_id uuid,
    outcome text not null,
    reason text,
    request_id text not null,
    operation_id uuid,
    before_data text,
    after_data text,
    children bigint not null,
    children_digest text not null,
    labels_digest text not null,
    previous_hash text not null,
    hash text not null,
    primary key (stream_id, seq)
);
create index events_by_target on events (stream_id, target_id, seq);
create index events_by_actor on events (stream_id, actor_id, seq);
create index events_by_actor_identity on events (stream_id, actor_identity_id, seq) where actor_identity_id is not null;
create index events_by_operation on events (operation_id) where operation_id is not null;

create table event_children (
    event_id uuid not null references events (id),
    position bigint not null,
    target_kind text not null,
    target_id uuid not null,
    object_id uuid,
    outcome text not null,
    code text,
    primary key (event_id, position)
);
create index event_children_by_target on event_children (target_id);

-- Names as they were, beside the chain: they can be erased and the chain still holds.
create table event_labels (
    event_id uuid not null primary key references events (id),
    salt text not null,
    labels text not null
);

create table plans (
    environment_id uuid not null references environments (id),
    id uuid not null,
    owner_kind text not null,
    owner_id uuid,
    action text not null,
    request text not null,
    digest text not null,
    revision bigint not null,
    created_at bigint not null,
    expires_at bigint not null,
    operation_id uuid,
    primary key (environment_id, id)
);

create table plan_items (
    environment_id uuid not null,
    plan_id uuid not null,
    position bigint not null,
    target_kind text not null,
    target_id uuid not null,
    status text not null,
    code text,
    primary key (environment_id, plan_id, position),
    foreign key (environment_id, plan_id) references plans (environment_id, id)
);

create table operations (
    environment_id uuid not null references environments (id),
    id uuid not null,
    action text not null,
    -- What the subjects that were done became: created, updated, removed.
    verb text not null,
    status text not null,
    request text not null,
    total bigint not null,
    done bigint not null,
    skipped bigint not null,
    failed bigint not null,
    owner_kind text not null,
    owner_id uuid,
    owner_label text not null,
    plan_id uuid,
    undo_of uuid,
    undone_by uuid,
    retry_of uuid,
    request_id text not null,
    created_at bigint not null,
    finished_at bigint,
    stopped_reason text,
    -- Which process works on it, and until when nobody else may.
    lease_owner uuid,
    lease_until bigint,
    primary key (environment_id, id)
);
create index operations_by_time on operations (environment_id, created_at, id);
create index operations_running on operations (created_at, id) where status = 'running';

-- The dates that an operation changed, as they were, and the version that it left.
create table operation_changes (
    environment_id uuid not null,
    operation_id uuid not null,
    assignment_id uuid not null,
    before_from bigint not null,
    before_to bigint,
    version bigint not null,
    primary key (environment_id, operation_id, assignment_id),
    foreign key (environment_id, operation_id) references operations (environment_id, id),
    foreign key (environment_id, assignment_id) references assignments (environment_id, id)
);

-- The parts of a job that were done: none is done twice.
create table job_chunks (
    environment_id uuid not null,
    operation_id uuid not null,
    position bigint not null,
    first bigint not null,
    items bigint not null,
    at bigint not null,
    primary key (environment_id, operation_id, position),
    foreign key (environment_id, operation_id) references operations (environment_id, id)
);

create table idempotency (
    scope text not null,
    key text not null,
    body_hash text not null,
    environment_id uuid,
    operation_id uuid,
    status bigint not null,
    answer text,
    created_at bigint not null,
    primary key (scope, key)
);

create table api_keys (
    environment_id uuid not null references environments (id),
    id uuid not null,
    name text not null,
    secret_hash text not null,
    capabilities text,
    creator_kind text not null,
    creator_id uuid,
    created_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint,
    last_used_at bigint,
    primary key (environment_id, id),
    unique (id)
);
