-- Substring search over names and addresses.

create extension if not exists pg_trgm;

create index identities_search on identities using gin (search_text gin_trgm_ops) where deleted_at is null;
