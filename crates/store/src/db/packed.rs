//! Many rows as one, where the driver's work for each row is what a read costs.

use serde::de::DeserializeOwned;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row};
use uuid::Uuid;

/// Person, role, its name, whether through a group, from, until, the name folded.
pub(crate) type Said = (Uuid, Uuid, String, i64, i64, Option<i64>, String);

/// All rows in one. Each engine has its cheapest spelling: text of arrays on SQLite, columns on Postgres.
pub(crate) struct Packed(pub Vec<Said>);

impl FromRow<'_, SqliteRow> for Packed {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let text: &str = row.try_get(0)?;
        let rows = serde_json::from_str(text).map_err(|error| sqlx::Error::Decode(error.into()))?;
        Ok(Self(rows))
    }
}

impl FromRow<'_, PgRow> for Packed {
    fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        /// A column is null where there is no row.
        fn column<'r, T>(row: &'r PgRow, index: usize) -> sqlx::Result<std::vec::IntoIter<T>>
        where
            Option<Vec<T>>: sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
        {
            let column: Option<Vec<T>> = row.try_get(index)?;
            Ok(column.unwrap_or_default().into_iter())
        }
        let who = column(row, 0)?.zip(column(row, 1)?);
        let how = column(row, 2)?.zip(column(row, 3)?);
        let when = column(row, 4)?.zip(column(row, 5)?);
        let rows = who.zip(how).zip(when).zip(column(row, 6)?);
        Ok(Self(
            rows.map(|((((who, role), (name, through)), (from, to)), folded)| {
                (who, role, name, through, from, to, folded)
            })
            .collect(),
        ))
    }
}

/// Rows that SQLite says as one text, an array of arrays, as its driver takes longer for a row than the
/// database; Postgres says them one by one.
pub(crate) struct Many<T>(pub Vec<T>);

impl<T: DeserializeOwned> FromRow<'_, SqliteRow> for Many<T> {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let text: &str = row.try_get(0)?;
        let rows = serde_json::from_str(text).map_err(|error| sqlx::Error::Decode(error.into()))?;
        Ok(Self(rows))
    }
}

impl<'r, T: FromRow<'r, PgRow>> FromRow<'r, PgRow> for Many<T> {
    fn from_row(row: &'r PgRow) -> sqlx::Result<Self> {
        Ok(Self(vec![T::from_row(row)?]))
    }
}
