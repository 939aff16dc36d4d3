-- Substring search over names and addresses. A trigram index without positions, kept by triggers,
-- so that the statements that write identities are the same on both databases.

create table identity_search_rows (
    n integer primary key,
    environment_id blob not null,
    identity_id blob not null,
    unique (environment_id, identity_id)
);

create virtual table identity_search using fts5 (
    text, content = '', contentless_delete = 1, detail = 'none', tokenize = 'trigram'
);

create trigger identity_search_insert after insert on identities begin
    insert into identity_search_rows (environment_id, identity_id) values (new.environment_id, new.id);
    insert into identity_search (rowid, text) values (last_insert_rowid(), new.search_text);
end;

create trigger identity_search_update after update of search_text on identities
when old.search_text <> new.search_text begin
    delete from identity_search where rowid = (
        select n from identity_search_rows where environment_id = new.environment_id and identity_id = new.id
    );
    insert into identity_search (rowid, text)
    select n, new.search_text from identity_search_rows
    where environment_id = new.environment_id and identity_id = new.id;
end;
