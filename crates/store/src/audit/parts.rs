//! The parts of an event.

use crate::Result;
use crate::db::Conn;
use domain::id::EventId;
use sqlx::FromRow;
use uuid::Uuid;

/// A part of an event with the present name of whom it was about.
#[derive(Debug, Clone, FromRow)]
pub struct Part {
    pub target_kind: String,
    pub target_id: Uuid,
    pub object_id: Option<Uuid>,
    pub outcome: String,
    pub code: Option<String>,
    pub name: Option<String>,
}

/// The first parts of an event of an environment.
pub async fn parts(conn: &mut Conn, environment: Uuid, event: EventId, limit: usize) -> Result<Vec<Part>> {
    all!(
        conn,
        Part,
        "select c.target_kind, c.target_id, c.object_id, c.outcome, c.code, coalesce(i.name, g.name, r.name) as name
         from event_children c
         left join identities i on i.environment_id = $1 and i.id = c.target_id
         left join groups g on g.environment_id = $1 and g.id = c.target_id
         left join roles r on r.environment_id = $1 and r.id = c.target_id
         where c.event_id = $2 order by c.position limit $3",
        environment,
        event.0,
        i64::try_from(limit).unwrap_or(i64::MAX)
    )
}
