//! What is deleted and may come back, with the event of its deletion.

use crate::Result;
use crate::db::{Conn, Engine};
use crate::sql::Sql;
use domain::Time;
use domain::id::{EnvironmentId, EventId};
use sqlx::FromRow;
use uuid::Uuid;

/// Rows of an environment that stay when they are deleted.
pub(crate) struct Kept {
    pub table: &'static str,
    /// The column by which people know a row beside its name.
    pub word: &'static str,
    pub action: &'static str,
}

/// A deleted row.
pub(crate) struct Gone {
    pub id: Uuid,
    pub name: String,
    pub word: Option<String>,
    pub at: Time,
    /// The event of its deletion, and how many others ended by it.
    pub event: EventId,
    pub ended: i64,
    pub by: String,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    name: String,
    word: Option<String>,
    deleted_at: i64,
    event_id: Uuid,
    children: i64,
    actor: Option<String>,
}

/// The deleted rows, the last one first; at most `most`. Of the deletions of one row only the last is
/// at or after the instant that the row keeps.
pub(crate) async fn list(conn: &mut Conn, environment: EnvironmentId, kept: Kept, most: u16) -> Result<Vec<Gone>> {
    let mut sql = Sql::new(conn.engine(), "select g.id, g.name, g.");
    sql.push(kept.word)
        .push(" as word, g.deleted_at, e.id as event_id, e.children, ")
        .push(match conn.engine() {
            Engine::Sqlite => "l.labels->>'actor'",
            Engine::Postgres => "l.labels::json->>'actor'",
        })
        .push(" as actor from ")
        .push(kept.table)
        .push(" g join events e on e.stream_id = g.environment_id and e.target_id = g.id and e.action = ")
        .bind(kept.action)
        .push(
            " and e.at >= g.deleted_at left join event_labels l on l.event_id = e.id
             where g.deleted_at is not null and g.environment_id = ",
        )
        .bind(environment.0)
        .push(" order by g.deleted_at desc, g.id limit ")
        .bind(i64::from(most));
    let rows: Vec<Row> = sql.all(conn).await?;
    let read = |row: Row| Gone {
        id: row.id,
        name: row.name,
        word: row.word,
        at: Time(row.deleted_at),
        event: EventId(row.event_id),
        ended: row.children,
        by: row.actor.unwrap_or_default(),
    };
    Ok(rows.into_iter().map(read).collect())
}
