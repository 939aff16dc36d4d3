//! A way around the store, for tests that put a database into a state no use case makes (yet), or
//! look at what no function of the store shows.

use super::TestDb;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};
use uuid::Uuid;

/// How to connect beside the pools.
pub(super) enum Raw {
    Sqlite(SqliteConnectOptions),
    Postgres(PgConnectOptions),
}

/// A value, written into a statement as a literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Null,
    Id(Uuid),
    Number(i64),
    Words(String),
}

impl From<Uuid> for Cell {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

type Columns<'a> = &'a [(&'a str, Cell)];

impl TestDb {
    /// The arguments by which the command line uses this database too.
    pub fn arguments(&self) -> [String; 2] {
        match &self.raw {
            Raw::Sqlite(options) => {
                let folder = options.get_filename().parent().expect("a file in a folder");
                ["--data".to_owned(), folder.to_string_lossy().into_owned()]
            }
            Raw::Postgres(options) => {
                let server = std::env::var(super::SERVER).expect("it was there before");
                let schema = options.get_application_name().expect("the schema's name");
                let mark = if server.contains('?') { '&' } else { '?' };
                let address = format!("{server}{mark}options[search_path]={schema},public");
                ["--database-url".to_owned(), address]
            }
        }
    }

    fn literal(&self, cell: &Cell) -> String {
        match (cell, &self.raw) {
            (Cell::Null, _) => "null".to_owned(),
            (Cell::Id(id), Raw::Sqlite(_)) => format!("x'{}'", id.simple()),
            (Cell::Id(id), Raw::Postgres(_)) => format!("'{id}'::uuid"),
            (Cell::Number(number), _) => number.to_string(),
            (Cell::Words(words), _) => format!("'{}'", words.replace('\'', "''")),
        }
    }

    fn list(&self, columns: Columns<'_>, between: &str) -> String {
        let parts: Vec<String> = columns
            .iter()
            .map(|(name, cell)| match cell {
                Cell::Null if between == " and " => format!("{name} is null"),
                cell => format!("{name} = {}", self.literal(cell)),
            })
            .collect();
        parts.join(between)
    }

    /// Adds rows to tables, all or none.
    pub async fn insert(&self, rows: &[(&str, Vec<(&str, Cell)>)]) {
        let mut text = String::new();
        for (table, columns) in rows {
            let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
            let values: Vec<String> = columns.iter().map(|(_, cell)| self.literal(cell)).collect();
            text += &format!(
                "insert into {table} ({}) values ({});",
                names.join(", "),
                values.join(", ")
            );
        }
        self.script(&format!("begin; {text} commit")).await;
    }

    /// Changes rows of a table.
    pub async fn set(&self, table: &str, set: Columns<'_>, of: Columns<'_>) {
        self.script(&format!(
            "update {table} set {} where {}",
            self.list(set, ", "),
            self.list(of, " and ")
        ))
        .await;
    }

    /// Drops rows of a table.
    pub async fn delete(&self, table: &str, of: Columns<'_>) {
        self.script(&format!("delete from {table} where {}", self.list(of, " and ")))
            .await;
    }

    /// How many rows of a table match; all of them without conditions.
    pub async fn count(&self, table: &str, of: Columns<'_>) -> usize {
        let conditions = match self.list(of, " and ") {
            none if none.is_empty() => String::new(),
            some => format!(" where {some}"),
        };
        let rows = self
            .rows(&format!("select cast(count(*) as text) from {table}{conditions}"))
            .await;
        let count = rows.first().and_then(|row| row.first().cloned().flatten());
        count.and_then(|text| text.parse().ok()).expect("a count is a number")
    }

    /// Runs statements as they are.
    pub async fn script(&self, text: &str) {
        self.try_script(text)
            .await
            .unwrap_or_else(|error| panic!("{error} in {text}"));
    }

    /// The same; what the database says where it refuses them.
    pub async fn try_script(&self, text: &str) -> Result<(), String> {
        let script = sqlx::raw_sql(AssertSqlSafe(text.to_owned()));
        let done = match &self.raw {
            Raw::Sqlite(options) => {
                let mut conn = options.connect().await.expect("a connection");
                let done = script.execute(&mut conn).await.map(|_| ());
                conn.close().await.expect("closed");
                done
            }
            Raw::Postgres(options) => {
                let mut conn = options.connect().await.expect("a connection");
                let done = script.execute(&mut conn).await.map(|_| ());
                conn.close().await.expect("closed");
                done
            }
        };
        done.map_err(|error| error.to_string())
    }

    /// How many write to environments at this moment or wait to; SQLite tells nobody.
    pub async fn writers(&self) -> Option<usize> {
        let text = match &self.raw {
            Raw::Sqlite(_) => "select cast(null as text) from environments",
            Raw::Postgres(_) => {
                "select cast(count(distinct pid) as text) from pg_locks
                 where relation = 'environments'::regclass and mode = 'RowExclusiveLock'"
            }
        };
        self.rows(text).await.first()?.first()?.as_ref()?.parse().ok()
    }

    /// The rows of a statement whose columns are all text.
    pub async fn rows(&self, text: &str) -> Vec<Vec<Option<String>>> {
        let query = AssertSqlSafe(text.to_owned());
        let read = match &self.raw {
            Raw::Sqlite(options) => {
                let mut conn = options.connect().await.expect("a connection");
                let rows = sqlx::query(query).fetch_all(&mut conn).await;
                rows.map(|rows| {
                    rows.iter()
                        .map(|row| (0..row.len()).map(|at| row.get(at)).collect())
                        .collect()
                })
            }
            Raw::Postgres(options) => {
                let mut conn = options.connect().await.expect("a connection");
                let rows = sqlx::query(query).fetch_all(&mut conn).await;
                rows.map(|rows| {
                    rows.iter()
                        .map(|row| (0..row.len()).map(|at| row.get(at)).collect())
                        .collect()
                })
            }
        };
        read.unwrap_or_else(|error| panic!("{error} in {text}"))
    }
}
