//! Events by who, on what, what, how and when; newest first.

use crate::Result;
use crate::activity::{self, Record};
use crate::db::Conn;
use crate::sql::Sql;
use domain::Time;
use domain::actor::ActorKind;
use domain::events::Outcome;
use domain::id::EventId;
use sqlx::FromRow;
use uuid::Uuid;

/// Which root events. Empty parts do not filter; all parts must hold.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub kind: Option<ActorKind>,
    /// An account, key or identity that did it.
    pub by: Option<Uuid>,
    /// What it was about, or a part of it.
    pub on: Option<Uuid>,
    /// A whole action, or the first part of it, such as `role`.
    pub action: Option<String>,
    pub outcome: Option<Outcome>,
    pub since: Option<Time>,
    pub until: Option<Time>,
}

/// Up to `limit` events before `before`.
pub async fn find(
    conn: &mut Conn,
    stream: Uuid,
    filter: &Filter,
    before: Option<i64>,
    limit: u16,
) -> Result<Vec<Record>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select e.id, e.seq, e.at, e.actor_kind, e.actor_id, e.actor_identity_id, e.action, e.target_kind, e.target_id,
           e.outcome, e.reason, e.request_id, e.children, l.labels, e.operation_id, e.before_data, e.after_data
         from events e left join event_labels l on l.event_id = e.id where e.stream_id = ",
    );
    sql.bind(stream);
    if let Some(seq) = before {
        sql.push(" and e.seq < ").bind(seq);
    }
    conditions(&mut sql, filter);
    sql.push(" order by e.seq desc limit ").bind(i64::from(limit));
    activity::records(sql.all(conn).await?)
}

/// How many match, counted up to one more than `most`.
pub async fn total(conn: &mut Conn, stream: Uuid, filter: &Filter, most: i64) -> Result<i64> {
    let mut sql = Sql::new(
        conn.engine(),
        "select cast(count(*) as bigint) from (select 1 as one from events e where e.stream_id = ",
    );
    sql.bind(stream);
    conditions(&mut sql, filter);
    sql.push(" limit ").bind(most + 1).push(") counted");
    let rows: Vec<(i64,)> = sql.all(conn).await?;
    Ok(rows.first().map_or(0, |(n,)| *n))
}

/// One event of a stream.
pub async fn get(conn: &mut Conn, stream: Uuid, id: EventId) -> Result<Option<Record>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select e.id, e.seq, e.at, e.actor_kind, e.actor_id, e.actor_identity_id, e.action, e.target_kind, e.target_id,
           e.outcome, e.reason, e.request_id, e.children, l.labels, e.operation_id, e.before_data, e.after_data
         from events e left join event_labels l on l.event_id = e.id where e.stream_id = ",
    );
    sql.bind(stream).push(" and e.id = ").bind(id.0);
    Ok(activity::records(sql.all(conn).await?)?.pop())
}

/// What is done to one and to many is one area: `role` and `roles`, `identity` and `identities`.
fn both_numbers(area: &str) -> [String; 2] {
    let one = singular(area);
    let many = match one.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{one}s"),
    };
    [one, many]
}

/// The area of `groups.created` is `group`, as that of `group.created`.
pub fn area(action: &str) -> String {
    singular(action.split('.').next().unwrap_or_default())
}

fn singular(area: &str) -> String {
    let one = area.strip_suffix('s').filter(|stem| !stem.ends_with('s'));
    match (area.strip_suffix("ies"), one) {
        (Some(stem), _) => format!("{stem}y"),
        (None, Some(stem)) => stem.to_owned(),
        (None, None) => area.to_owned(),
    }
}

fn conditions(sql: &mut Sql, filter: &Filter) {
    if let Some(kind) = filter.kind {
        sql.push(" and e.actor_kind = ").bind(kind.as_str());
    }
    if let Some(by) = filter.by {
        sql.push(" and (e.actor_id = ")
            .bind(by)
            .push(" or e.actor_identity_id = ")
            .bind(by)
            .push(")");
    }
    if let Some(on) = filter.on {
        sql.push(" and (e.target_id = ")
            .bind(on)
            .push(" or e.id in (select c.event_id from event_children c where c.target_id = ")
            .bind(on)
            .push("))");
    }
    if let Some(action) = &filter.action {
        sql.push(" and (e.action = ").bind(action.as_str());
        // Ranges instead of a pattern: what is typed has no signs of its own.
        for area in both_numbers(action) {
            sql.push(" or (e.action >= ")
                .bind(format!("{area}."))
                .push(" and e.action < ")
                .bind(format!("{area}/"))
                .push(")");
        }
        sql.push(")");
    }
    if let Some(outcome) = filter.outcome {
        sql.push(" and e.outcome = ").bind(outcome.as_str());
    }
    if let Some(since) = filter.since {
        sql.push(" and e.at >= ").bind(since.0);
    }
    if let Some(until) = filter.until {
        sql.push(" and e.at < ").bind(until.0);
    }
}

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

/// Which actions there are in a stream, by name.
pub async fn actions(conn: &mut Conn, stream: Uuid) -> Result<Vec<String>> {
    let rows = all!(
        conn,
        (String,),
        "select distinct action from events where stream_id = $1 order by action",
        stream
    )?;
    Ok(rows.into_iter().map(|(action,)| action).collect())
}
