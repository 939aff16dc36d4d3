//! Many rows in few statements: values in bulk on SQLite, one array a column on Postgres.

use crate::Result;
use crate::db::{Native, Tx};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// The values of one column, a value each row.
pub(crate) enum Column<'a> {
    Ids(Vec<Option<Uuid>>),
    Numbers(Vec<Option<i64>>),
    Words(Vec<Option<&'a str>>),
}

impl Column<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Ids(values) => values.len(),
            Self::Numbers(values) => values.len(),
            Self::Words(values) => values.len(),
        }
    }

    const fn array(&self) -> &'static str {
        match self {
            Self::Ids(_) => "uuid[]",
            Self::Numbers(_) => "bigint[]",
            Self::Words(_) => "text[]",
        }
    }
}

/// Rows of one statement on SQLite: few sizes, so that each is prepared once.
const BATCHES: [usize; 3] = [128, 16, 1];

/// Adds rows to `into`, such as `t (a, b)`. All columns have the same length.
pub(crate) async fn insert(tx: &mut Tx, into: &'static str, columns: Vec<Column<'_>>) -> Result<()> {
    let count = columns.first().map_or(0, Column::len);
    match tx.native() {
        Native::Sqlite(native) => {
            let mut done = 0;
            for batch in BATCHES {
                while count - done >= batch {
                    let mut query = sqlx::query(AssertSqlSafe(values(into, columns.len(), batch)));
                    for row in done..done + batch {
                        for column in &columns {
                            query = match column {
                                Column::Ids(values) => query.bind(values[row]),
                                Column::Numbers(values) => query.bind(values[row]),
                                Column::Words(values) => query.bind(values[row]),
                            };
                        }
                    }
                    query.execute(&mut *native).await?;
                    done += batch;
                }
            }
        }
        Native::Postgres(native) => {
            let arrays: Vec<String> = columns
                .iter()
                .enumerate()
                .map(|(place, column)| format!("${}::{}", place + 1, column.array()))
                .collect();
            let text = format!("insert into {into} select * from unnest({})", arrays.join(", "));
            let mut query = sqlx::query(AssertSqlSafe(text));
            for column in columns {
                query = match column {
                    Column::Ids(values) => query.bind(values),
                    Column::Numbers(values) => query.bind(values),
                    Column::Words(values) => query.bind(values),
                };
            }
            query.execute(native).await?;
        }
    }
    Ok(())
}

/// `insert into t (a, b) values (?, ?), (?, ?)`. Numbered parameters are names on SQLite, and each is
/// looked up among all of them.
fn values(into: &str, columns: usize, rows: usize) -> String {
    let row = format!("({})", vec!["?"; columns].join(", "));
    format!("insert into {into} values {}", vec![row; rows].join(", "))
}
