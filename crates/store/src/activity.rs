//! What happened to one person, group, role or assignment, and what a person did, out of the audit log.

use crate::audit::ListRow;
use crate::db::Conn;
use crate::sql::Sql;
use crate::{Error, Result};
use domain::assignments::Subject;
use domain::events::Event;
use domain::id::{AssignmentId, EnvironmentId, EventId, OperationId};
use sqlx::FromRow;
use uuid::Uuid;

/// A root event with what a sentence about it needs.
#[derive(Debug)]
pub struct Record {
    pub event: Event,
    pub operation: Option<OperationId>,
    /// JSON objects, as they were written.
    pub before: Option<String>,
    pub after: Option<String>,
}

#[derive(FromRow)]
pub(crate) struct Row {
    #[sqlx(flatten)]
    event: ListRow,
    operation_id: Option<Uuid>,
    before_data: Option<String>,
    after_data: Option<String>,
}

/// What an event did to one subject as a part of it.
#[derive(Debug, Clone, FromRow)]
pub struct Part {
    pub event_id: Uuid,
    /// The assignment that was made, changed or removed.
    pub object_id: Option<Uuid>,
    pub outcome: String,
    pub code: Option<String>,
}

/// Where a page begins, by the number of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    Newest,
    OlderThan(i64),
    NewerThan(i64),
}

pub(crate) const EVENT: &str =
    "select e.id, e.seq, e.at, e.actor_kind, e.actor_id, e.actor_identity_id, e.action, e.target_kind,
    e.target_id, e.outcome, e.reason, e.request_id, e.children, l.labels, e.operation_id, e.before_data, e.after_data
    from found f join events e on e.seq = f.seq left join event_labels l on l.event_id = e.id where e.stream_id = ";

/// Up to `limit` root events in which a person, group or role is actor, target or one of many
/// targets, newest first, whichever way they were found.
pub async fn of(conn: &mut Conn, environment: EnvironmentId, id: Uuid, from: From, limit: u16) -> Result<Vec<Record>> {
    let backwards = matches!(from, From::NewerThan(_));
    let way = if backwards {
        " order by e.seq"
    } else {
        " order by e.seq desc"
    };
    let mut sql = Sql::new(conn.engine(), "with found (seq) as (");
    let ways_in = [
        ("select e.seq from events e where e.target_id = ", " targets"),
        ("select e.seq from events e where e.actor_identity_id = ", " actors"),
        (
            "select e.seq from event_children c join events e on e.id = c.event_id where c.target_id = ",
            " parts",
        ),
    ];
    for (place, (select, alias)) in ways_in.into_iter().enumerate() {
        if place > 0 {
            sql.push(" union ");
        }
        sql.push("select seq from (").push(select).bind(id);
        sql.push(" and e.stream_id = ").bind(environment.0);
        match from {
            From::Newest => {}
            From::OlderThan(seq) => {
                sql.push(" and e.seq < ").bind(seq);
            }
            From::NewerThan(seq) => {
                sql.push(" and e.seq > ").bind(seq);
            }
        }
        sql.push(way)
            .push(" limit ")
            .bind(i64::from(limit))
            .push(")")
            .push(alias);
    }
    sql.push(") ").push(EVENT).bind(environment.0);
    sql.push(way).push(" limit ").bind(i64::from(limit));
    let mut records = records(sql.all(conn).await?)?;
    if backwards {
        records.reverse();
    }
    Ok(records)
}

/// The root events that made, changed or ended an assignment, newest first.
pub async fn of_assignment(
    conn: &mut Conn,
    environment: EnvironmentId,
    subject: Subject,
    id: AssignmentId,
    limit: u16,
) -> Result<Vec<Record>> {
    // Single writes name it in what was before or after; bulk writes have it as the object of a part.
    let named = format!("%\"assignment_id\":\"{id}\"%");
    let mut sql = Sql::new(
        conn.engine(),
        "with found (seq) as (select e.seq from events e where e.target_id = ",
    );
    sql.bind(subject.uuid())
        .push(" and e.stream_id = ")
        .bind(environment.0)
        .push(" and (e.after_data like ")
        .bind(named.as_str())
        .push(" or e.before_data like ")
        .bind(named.as_str())
        .push(
            ") union select e.seq from event_children c join events e on e.id = c.event_id
             where c.target_id = ",
        )
        .bind(subject.uuid())
        .push(" and c.object_id = ")
        .bind(id.0)
        .push(" and e.stream_id = ")
        .bind(environment.0)
        .push(") ")
        .push(EVENT)
        .bind(environment.0)
        .push(" order by e.seq desc limit ")
        .bind(i64::from(limit));
    records(sql.all(conn).await?)
}

pub(crate) fn records(rows: Vec<Row>) -> Result<Vec<Record>> {
    rows.into_iter()
        .map(|row| {
            Ok(Record {
                event: row.event.try_into()?,
                operation: row.operation_id.map(OperationId),
                before: row.before_data,
                after: row.after_data,
            })
        })
        .collect::<std::result::Result<_, Error>>()
}

/// What these events did to a subject, in their order.
pub async fn parts(conn: &mut Conn, subject: Uuid, events: impl IntoIterator<Item = EventId>) -> Result<Vec<Part>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select c.event_id, c.object_id, c.outcome, c.code from event_children c where c.target_id = ",
    );
    sql.bind(subject)
        .push(" and c.event_id in ")
        .ids(events.into_iter().map(|id| id.0))
        .push(" order by c.event_id, c.position");
    sql.all(conn).await
}
