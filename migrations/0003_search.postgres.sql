-- Substring search over names and addresses.

create extension if not exists pg_trgm;

create index identities_search on identities using gin (search_text gin_trgm_ops) where deleted_at is null;

-- Folded text is compared byte by byte, as SQLite does: pages, cursors and ranges of beginnings must
-- not hang on the language of the server.
alter table accounts alter column name_folded type text collate "C";
alter table tenants alter column name type text collate "C";
alter table identities alter column name_folded type text collate "C";
alter table identity_beginnings alter column beginning type text collate "C";
alter table groups alter column name_folded type text collate "C";
alter table roles alter column name_folded type text collate "C";
alter table nodes alter column name_folded type text collate "C";
