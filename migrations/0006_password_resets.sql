-- Links that were made for someone to set a new password, and whether they were told of them.

create table password_resets (
    token_hash text not null primary key,
    account_id uuid not null references accounts (id) on delete cascade,
    environment_id uuid not null,
    identity_id uuid not null,
    maker_kind text not null,
    maker_id uuid,
    maker_label text not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint,
    told_at bigint,
    foreign key (environment_id, identity_id) references identities (environment_id, id)
);
create index password_resets_by_account on password_resets (account_id);
