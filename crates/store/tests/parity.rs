//! One schema on both engines: what holds on SQLite in a test holds on Postgres in production.

use std::collections::{BTreeMap, BTreeSet};
use store::Engine;
use store::testing::{TestDb, databases};

/// SQLite keeps its search index in tables of its own.
const OWN_TABLES: &str = "identity_search%";

#[derive(Debug, PartialEq, Eq, Default)]
struct Table {
    /// Name → type and whether it may be null.
    columns: BTreeMap<String, (String, bool)>,
    primary_key: Vec<String>,
    /// Columns (an expression is one) and whether only a part of the rows is in it.
    unique: BTreeSet<(Vec<String>, bool)>,
}

type Schema = BTreeMap<String, Table>;

const SQLITE_COLUMNS: &str = "select t.name, c.name, lower(c.type), cast(c.\"notnull\" as text), cast(c.pk as text)
    from sqlite_schema t join pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\'";
const SQLITE_UNIQUE: &str = "select t.name, l.name, cast(l.partial as text), coalesce(c.name, '(expression)')
    from sqlite_schema t join pragma_index_list(t.name) l join pragma_index_xinfo(l.name) c
    where t.type = 'table' and l.\"unique\" = 1 and l.origin <> 'pk' and c.key = 1 order by l.name, c.seqno";
const POSTGRES_COLUMNS: &str =
    "select cast(c.table_name as text), cast(c.column_name as text), cast(c.data_type as text),
      case when c.is_nullable = 'NO' then '1' else '0' end, cast(coalesce(k.ordinal_position, 0) as text)
    from information_schema.columns c
    left join information_schema.table_constraints t on t.table_schema = c.table_schema
      and t.table_name = c.table_name and t.constraint_type = 'PRIMARY KEY'
    left join information_schema.key_column_usage k on k.table_schema = c.table_schema
      and k.constraint_name = t.constraint_name and k.column_name = c.column_name and k.table_name = c.table_name
    where c.table_schema = current_schema()";
const POSTGRES_UNIQUE: &str =
    "select t.relname::text, x.relname::text, case when i.indpred is null then '0' else '1' end,
      coalesce(a.attname::text, '(expression)')
    from pg_index i join pg_class t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
    cross join lateral unnest(i.indkey) with ordinality k (number, place)
    left join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number and k.number > 0
    where t.relnamespace = current_schema()::regnamespace and i.indisunique and not i.indisprimary
    order by x.relname, k.place";

async fn text(db: &TestDb, sql: &str) -> Vec<Vec<String>> {
    let rows = db.rows(sql).await;
    rows.into_iter()
        .map(|row| row.into_iter().map(Option::unwrap_or_default).collect())
        .collect()
}

async fn schema(db: &TestDb) -> Schema {
    let (columns, unique) = match db.db.engine() {
        Engine::Sqlite => (SQLITE_COLUMNS, SQLITE_UNIQUE),
        Engine::Postgres => (POSTGRES_COLUMNS, POSTGRES_UNIQUE),
    };
    let mut schema = Schema::new();
    let own = OWN_TABLES.trim_end_matches('%');
    let mut keys: BTreeMap<(String, usize), String> = BTreeMap::new();
    for row in text(db, columns).await {
        let [table, column, kind, not_null, place] = row.try_into().expect("five columns");
        if table.starts_with(own) {
            continue;
        }
        if let Some(place) = place.parse().ok().filter(|place| *place > 0) {
            keys.insert((table.clone(), place), column.clone());
        }
        let columns = &mut schema.entry(table).or_default().columns;
        columns.insert(column, (kind, not_null == "0"));
    }
    for ((table, _), column) in keys {
        schema.entry(table).or_default().primary_key.push(column);
    }
    let mut indexes: BTreeMap<(String, String, bool), Vec<String>> = BTreeMap::new();
    for row in text(db, unique).await {
        let [table, index, partial, column] = row.try_into().expect("four columns");
        if !table.starts_with(own) {
            indexes.entry((table, index, partial == "1")).or_default().push(column);
        }
    }
    for ((table, _, partial), columns) in indexes {
        schema.entry(table).or_default().unique.insert((columns, partial));
    }
    schema
}

#[tokio::test]
async fn both_engines_have_the_same_tables_columns_keys_and_unique_indexes() {
    let mut schemas = Vec::new();
    for db in databases().await {
        schemas.push(schema(&db).await);
    }
    for schema in &schemas {
        assert!(schema.len() > 30, "{} tables", schema.len());
        assert_eq!(schema["assignments"].primary_key, ["environment_id", "id"]);
        assert_eq!(schema["assignments"].unique.len(), 2);
        for (name, table) in schema {
            assert!(!table.primary_key.is_empty(), "{name} has no primary key");
            for (column, (kind, _)) in &table.columns {
                assert!(
                    matches!(kind.as_str(), "uuid" | "text" | "bigint"),
                    "{name}.{column} is {kind}"
                );
            }
        }
    }
    if let [sqlite, postgres] = schemas.as_slice() {
        assert_eq!(sqlite.keys().collect::<Vec<_>>(), postgres.keys().collect::<Vec<_>>());
        for (name, table) in sqlite {
            assert_eq!(table, &postgres[name], "{name}");
        }
    }
}

#[tokio::test]
async fn text_that_is_sorted_or_compared_lies_in_byte_order_on_postgres() {
    for db in databases().await {
        if db.db.engine() == Engine::Sqlite {
            continue;
        }
        let rows = text(
            &db,
            "select cast(table_name as text), cast(column_name as text), cast(coalesce(collation_name, '') as text)
             from information_schema.columns where table_schema = current_schema()
               and (column_name like '%\\_folded' or column_name = 'beginning' or (table_name, column_name) = ('tenants', 'name'))",
        )
        .await;
        assert!(rows.len() >= 7, "{rows:?}");
        for row in rows {
            // An address is only ever looked up as a whole.
            assert!(row[2] == "C" || row[1] == "email_folded", "{row:?}");
        }
    }
}

#[tokio::test]
async fn a_row_cannot_point_into_another_environment() {
    for db in databases().await {
        let sql = match db.db.engine() {
            Engine::Sqlite => {
                "select t.name, f.\"table\", group_concat(f.\"from\", ' ')
                 from sqlite_schema t join pragma_foreign_key_list(t.name) f where t.type = 'table'
                 group by t.name, f.id, f.\"table\""
            }
            Engine::Postgres => {
                "select c.conrelid::regclass::text, c.confrelid::regclass::text, string_agg(a.attname::text, ' ' order by a.attnum)
                 from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
                 where c.contype = 'f' and c.connamespace = current_schema()::regnamespace
                 group by c.oid, c.conrelid, c.confrelid"
            }
        };
        let tables = schema(&db).await;
        let keys = text(&db, sql).await;
        assert!(keys.len() > 20, "{}", keys.len());
        for key in keys {
            // What lies in an environment is pointed at together with the environment.
            let lies_within = tables[&key[1]]
                .primary_key
                .first()
                .is_some_and(|first| first == "environment_id");
            assert!(!lies_within || key[2].contains("environment_id"), "{key:?}");
        }
    }
}

#[tokio::test]
async fn migrations_run_once_and_a_newer_database_is_refused() {
    for db in databases().await {
        store::migrate::run(&db.db).await.expect("nothing left to do");
        let number = store::migrate::NEWEST + 1;
        db.insert(&[("migrations", vec![("number", number.into()), ("digest", "x".into())])])
            .await;
        let refused = store::migrate::run(&db.db)
            .await
            .expect_err("written by a newer release");
        assert!(refused.to_string().contains("newer release"), "{refused}");
        db.delete("migrations", &[("number", number.into())]).await;
        db.set("migrations", &[("digest", "x".into())], &[("number", 1.into())])
            .await;
        let refused = store::migrate::run(&db.db).await.expect_err("another migration");
        assert!(refused.to_string().contains("Migration 1"), "{refused}");
    }
}

/// A name that is wrong in the statistics is silently nothing, and so is an index without a line of its own.
#[tokio::test]
async fn sqlite_knows_how_large_the_tables_are() {
    let place = store::testing::sqlite().await;
    let told = text(
        &place,
        "select idx, stat from sqlite_stat1 where idx is not null order by idx",
    )
    .await;
    let indexes = text(
        &place,
        "select l.name, cast(sum(c.key) as text), max(case when c.seqno = 0 then c.name end)
         from sqlite_schema t join pragma_index_list(t.name) l join pragma_index_xinfo(l.name) c
         where t.type = 'table' group by l.name order by l.name",
    )
    .await;
    let columns: BTreeMap<&str, usize> = indexes
        .iter()
        .map(|row| (row[0].as_str(), row[1].parse().expect("a number")))
        .collect();
    for row in &told {
        assert_eq!(row[1].split(' ').count(), columns[row[0].as_str()] + 1, "{row:?}");
    }
    for index in indexes
        .iter()
        .filter(|index| index[2] == "environment_id" && index[1] != "1")
    {
        let small = ["counters", "api_keys"].iter().any(|table| index[0].contains(table));
        let known = small || told.iter().any(|row| row[0] == index[0]);
        assert!(
            known,
            "say in a migration such as 0005_statistics.sqlite.sql how selective {} is",
            index[0]
        );
    }
}
