-- The deployment: accounts, sessions, tenants, environments.

create table accounts (
    id uuid not null primary key,
    name text not null,
    name_folded text not null,
    email text not null,
    password_hash text,
    password_changed_at bigint,
    site_admin_since bigint,
    suspended_at bigint,
    source text not null,
    created_at bigint not null
);

-- One folded column over addresses and user names: neither can shadow the other.
create table account_logins (
    login text not null primary key,
    account_id uuid not null references accounts (id) on delete cascade,
    kind text not null
);
create index account_logins_by_account on account_logins (account_id);

create table sessions (
    id uuid not null primary key,
    token_hash text not null unique,
    account_id uuid not null references accounts (id) on delete cascade,
    created_at bigint not null,
    last_seen_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint,
    user_agent text not null,
    ip text not null
);
create index sessions_by_account on sessions (account_id, created_at);

create table one_time_tokens (
    token_hash text not null primary key,
    purpose text not null,
    account_id uuid references accounts (id) on delete cascade,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);

create table tenants (
    id uuid not null primary key,
    name text not null,
    slug text not null unique,
    slug_skeleton text not null unique,
    people_directory text not null,
    origin text not null,
    suspended_at bigint,
    created_at bigint not null
);

create table memberships (
    id uuid not null primary key,
    tenant_id uuid not null references tenants (id),
    account_id uuid not null references accounts (id),
    level text not null,
    since bigint not null,
    until bigint
);
create unique index memberships_open on memberships (tenant_id, account_id) where until is null;
create index memberships_by_account on memberships (account_id) where until is null;

create table environments (
    id uuid not null primary key,
    tenant_id uuid not null references tenants (id),
    name text not null,
    slug text not null,
    slug_skeleton text not null,
    hue text not null,
    mode text not null,
    time_zone text not null,
    root_node_id uuid not null,
    position bigint not null,
    revision bigint not null,
    suspended_at bigint,
    created_at bigint not null,
    unique (tenant_id, slug_skeleton)
);

-- What each revision touched, so that a cache can catch up.
create table changes (
    environment_id uuid not null references environments (id),
    revision bigint not null,
    kind text not null,
    id uuid not null,
    primary key (environment_id, revision, kind, id)
);

-- How many live rows of a kind an environment has: unfiltered lists do not count.
create table counters (
    environment_id uuid not null references environments (id),
    kind text not null,
    n bigint not null,
    primary key (environment_id, kind)
);

-- Slugs that are or were in use. Rows are never deleted: a slug is not used twice.
create table slugs (
    environment_id uuid not null references environments (id),
    kind text not null,
    skeleton text not null,
    slug text not null,
    id uuid not null,
    retired_at bigint,
    primary key (environment_id, kind, skeleton)
);
