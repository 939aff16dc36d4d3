//! Reading the log, newest first.

use crate::db::Conn;
use crate::{Error, Result};
use domain::Time;
use domain::actor::{Actor, ActorKind};
use domain::events::{Event, Outcome, Target};
use domain::id::EventId;
use sqlx::FromRow;
use uuid::Uuid;

#[derive(FromRow)]
pub(crate) struct ListRow {
    id: Uuid,
    seq: i64,
    at: i64,
    actor_kind: String,
    actor_id: Option<Uuid>,
    actor_identity_id: Option<Uuid>,
    action: String,
    target_kind: Option<String>,
    target_id: Option<Uuid>,
    outcome: String,
    reason: Option<String>,
    request_id: String,
    children: i64,
    labels: Option<String>,
}

impl TryFrom<ListRow> for Event {
    type Error = Error;

    fn try_from(row: ListRow) -> Result<Self> {
        let labels: serde_json::Value = row
            .labels
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let label = |name: &str| labels[name].as_str().unwrap_or("(erased)").to_owned();
        Ok(Self {
            id: EventId(row.id),
            seq: row.seq,
            at: Time(row.at),
            actor: Actor {
                kind: ActorKind::parse(&row.actor_kind)
                    .ok_or_else(|| Error::corrupt("events.actor_kind", &row.actor_kind))?,
                id: row.actor_id,
                label: label("actor"),
                identity_id: row.actor_identity_id,
            },
            action: row.action,
            target: row.target_kind.zip(row.target_id).map(|(kind, id)| Target {
                kind,
                id,
                label: label("target"),
            }),
            outcome: Outcome::parse(&row.outcome).ok_or_else(|| Error::corrupt("events.outcome", &row.outcome))?,
            children: row.children,
            request_id: row.request_id,
            reason: row.reason,
        })
    }
}

/// The newest root events of a stream before `before`, newest first.
pub async fn list(conn: &mut Conn, stream: Uuid, before: Option<i64>, limit: u16) -> Result<Vec<Event>> {
    all!(
        conn,
        ListRow,
        "select e.id, e.seq, e.at, e.actor_kind, e.actor_id, e.actor_identity_id, e.action, e.target_kind, e.target_id,
           e.outcome, e.reason, e.request_id, e.children, l.labels
         from events e left join event_labels l on l.event_id = e.id
         where e.stream_id = $1 and e.seq < $2 order by e.seq desc limit $3",
        stream,
        before.unwrap_or(i64::MAX),
        i64::from(limit)
    )?
    .into_iter()
    .map(Event::try_from)
    .collect()
}

/// What an event of a stream did.
pub async fn action(conn: &mut Conn, stream: Uuid, event: EventId) -> Result<Option<String>> {
    let row = optional!(
        conn,
        (String,),
        "select action from events where id = $1 and stream_id = $2",
        event.0,
        stream
    )?;
    Ok(row.map(|(action,)| action))
}
