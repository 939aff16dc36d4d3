//! SQL texts: fixed ones, pairs where the engines differ, and texts put together from fixed parts.

use crate::db::{Conn, Engine, Native};
use crate::error::Error;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// A text for each engine.
#[derive(Clone, Copy)]
pub(crate) struct Both {
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

/// What the query macros take as text.
pub(crate) trait Text {
    fn sqlite(self) -> &'static str;
    fn postgres(self) -> &'static str;
}

impl Text for &'static str {
    fn sqlite(self) -> &'static str {
        self
    }

    fn postgres(self) -> &'static str {
        self
    }
}

impl Text for Both {
    fn sqlite(self) -> &'static str {
        self.sqlite
    }

    fn postgres(self) -> &'static str {
        self.postgres
    }
}

/// A value bound to a text that is put together.
#[derive(Clone)]
pub(crate) enum Value {
    Id(Uuid),
    Number(i64),
    Words(String),
}

impl From<Uuid> for Value {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<String> for Value {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl From<&str> for Value {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

/// A statement put together from fixed parts; values are only ever bound.
#[derive(Clone)]
pub(crate) struct Sql {
    engine: Engine,
    text: String,
    values: Vec<Value>,
}

impl Sql {
    pub fn new(engine: Engine, text: &'static str) -> Self {
        Self {
            engine,
            text: text.to_owned(),
            values: Vec::new(),
        }
    }

    pub fn push(&mut self, text: impl Text) -> &mut Self {
        self.text.push_str(match self.engine {
            Engine::Sqlite => text.sqlite(),
            Engine::Postgres => text.postgres(),
        });
        self
    }

    /// Appends a placeholder for `value`.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        use std::fmt::Write;
        self.values.push(value.into());
        // Writing to a String cannot fail.
        let _ = write!(self.text, "${}", self.values.len());
        self
    }

    /// Appends `(select …)` over the ids of `list`.
    pub fn ids(&mut self, list: impl IntoIterator<Item = Uuid>) -> &mut Self {
        self.push(Both {
            sqlite: "(select unhex(value) from json_each(",
            postgres: "(select value::uuid from json_array_elements_text(",
        })
        .bind(id_list(list))
        .push(Both {
            sqlite: "))",
            postgres: "::json))",
        })
    }

    /// Appends that what stands before is among the rows of `(select …)`, of which there are few. Postgres
    /// takes rows of a query for many and reads everything; an array opens the index.
    pub fn among_few(&mut self, few: &'static str) -> &mut Self {
        self.push(Both {
            sqlite: " in ",
            postgres: " = any(array",
        })
        .push(few)
        .push(Both {
            sqlite: "",
            postgres: ")",
        })
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    pub async fn all<R>(self, conn: &mut Conn) -> Result<Vec<R>, Error>
    where
        R: Send
            + Unpin
            + for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
            + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
    {
        let text = AssertSqlSafe(self.text);
        match conn.native() {
            Native::Sqlite(native) => {
                let mut query = sqlx::query_as::<sqlx::Sqlite, R>(text);
                for value in self.values {
                    query = match value {
                        Value::Id(id) => query.bind(id),
                        Value::Number(number) => query.bind(number),
                        Value::Words(words) => query.bind(words),
                    };
                }
                Ok(query.fetch_all(native).await?)
            }
            Native::Postgres(native) => {
                let mut query = sqlx::query_as::<sqlx::Postgres, R>(text);
                for value in self.values {
                    query = match value {
                        Value::Id(id) => query.bind(id),
                        Value::Number(number) => query.bind(number),
                        Value::Words(words) => query.bind(words),
                    };
                }
                Ok(query.fetch_all(native).await?)
            }
        }
    }
}

/// Ids as one JSON array, bound once: 32 hexadecimal digits each, which both engines read.
pub(crate) fn id_list(ids: impl IntoIterator<Item = Uuid>) -> String {
    let mut out = String::from("[");
    let mut digits = [0; 32];
    for (position, id) in ids.into_iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        out.push('"');
        out.push_str(id.simple().encode_lower(&mut digits));
        out.push('"');
    }
    out.push(']');
    out
}
