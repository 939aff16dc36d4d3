//! A bare connection: rusqlite on SQLite, sqlx alone on Postgres; with the settings that Rolecall uses.

use anyhow::Result;
use kit::At;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};
use std::str::FromStr;
use std::time::Duration;
use uuid::Uuid;

pub enum Bare {
    Sqlite(rusqlite::Connection),
    Postgres(PgConnection),
}

impl Bare {
    pub async fn open(at: &At) -> Result<Self> {
        Ok(match at {
            At::File(file) => {
                let conn = rusqlite::Connection::open(file)?;
                conn.busy_timeout(Duration::from_secs(5))?;
                conn.set_prepared_statement_cache_capacity(512);
                conn.execute_batch(
                    "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;
                     pragma cache_size = -16384;",
                )?;
                Self::Sqlite(conn)
            }
            At::Url(url) => Self::Postgres(PgConnectOptions::from_str(url)?.connect().await?),
        })
    }

    pub async fn close(self) -> Result<()> {
        match self {
            Self::Sqlite(conn) => Ok(conn.close().map_err(|(_, error)| error)?),
            Self::Postgres(conn) => Ok(conn.close().await?),
        }
    }

    /// The rows of a statement with one column of text. Ids are written as 32 digits by `{hex:column}`.
    pub async fn lines(&mut self, text: &str) -> Result<Vec<String>> {
        let text = self.spell(text);
        match self {
            Self::Sqlite(conn) => {
                let mut statement = conn.prepare(&text)?;
                let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
                Ok(rows.collect::<rusqlite::Result<_>>()?)
            }
            Self::Postgres(conn) => {
                let rows = sqlx::query(AssertSqlSafe(text)).fetch_all(conn).await?;
                Ok(rows.iter().map(|row| row.try_get(0)).collect::<sqlx::Result<_>>()?)
            }
        }
    }

    /// The rows of a statement with one column of `{hex:…}`.
    pub async fn ids(&mut self, text: &str) -> Result<Vec<Uuid>> {
        let lines = self.lines(text).await?;
        Ok(lines
            .iter()
            .map(|line| Uuid::parse_str(line))
            .collect::<std::result::Result<_, _>>()?)
    }

    /// Runs statements.
    pub async fn run(&mut self, text: &str) -> Result<()> {
        let text = self.spell(text);
        match self {
            Self::Sqlite(conn) => conn.execute_batch(&text)?,
            Self::Postgres(conn) => {
                sqlx::raw_sql(AssertSqlSafe(text)).execute(conn).await?;
            }
        }
        Ok(())
    }

    /// `{new:id}` as each makes one, `{hex:column}` as each engine writes an id, `{id:digits}` as each reads one.
    fn spell(&self, text: &str) -> String {
        let (hex, id, new) = match self {
            Self::Sqlite(_) => (("lower(hex(", "))"), ("x'", "'"), "randomblob(16)"),
            Self::Postgres(_) => (
                ("replace(cast(", " as text), '-', '')"),
                ("cast('", "' as uuid)"),
                "gen_random_uuid()",
            ),
        };
        let mut out = String::with_capacity(text.len() * 2);
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            out.push_str(&rest[..at]);
            let end = rest[at..].find('}').map_or(rest.len(), |end| at + end);
            let inside = &rest[at + 1..end];
            let (kind, value) = inside.split_once(':').unwrap_or(("", inside));
            let (before, value, after) = match kind {
                "hex" => (hex.0, value, hex.1),
                "new" => (new, "", ""),
                _ => (id.0, value, id.1),
            };
            out.push_str(before);
            out.push_str(value);
            out.push_str(after);
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        out.push_str(rest);
        out
    }
}

/// An id as the statements of [`Bare::lines`] want it.
pub fn id(id: Uuid) -> String {
    format!("{{id:{}}}", id.simple())
}
