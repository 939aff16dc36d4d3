//! Events by who, on what, what, how and when; newest first.

use crate::Result;
use crate::activity::{self, Record};
use crate::db::Conn;
use crate::sql::Sql;
use domain::Time;
use domain::actor::ActorKind;
use domain::events::Outcome;
use domain::id::EventId;
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

/// Up to `limit` events that come after the one numbered `before`, newest first: by number, and by time where nothing
/// but time is asked for.
pub async fn find(
    conn: &mut Conn,
    stream: Uuid,
    filter: &Filter,
    before: Option<i64>,
    limit: u16,
) -> Result<Vec<Record>> {
    let Some(asked) = Asked::new(conn, stream, filter).await? else {
        return Ok(Vec::new());
    };
    let order = asked.order();
    let past = match before {
        Some(seq) if asked.by_time => Some((time_of(conn, stream, seq).await?, seq)),
        Some(seq) => Some((None, seq)),
        None => None,
    };
    let limit = i64::from(limit);
    let mut sql = Sql::new(conn.engine(), "with found (seq) as (");
    asked.found(&mut sql, |sql| {
        match past {
            Some((Some(at), seq)) => {
                sql.push(" and e.at <= ").bind(at).push(" and (e.at < ").bind(at);
                sql.push(" or e.seq < ").bind(seq).push(")");
            }
            Some((None, seq)) => {
                sql.push(" and e.seq < ").bind(seq);
            }
            None => {}
        }
        sql.push(order).push(" limit ").bind(limit);
    });
    sql.push(") ").push(activity::EVENT).bind(stream);
    sql.push(order).push(" limit ").bind(limit);
    activity::records(sql.all(conn).await?)
}

/// How many match, counted up to one more than `most`.
pub async fn total(conn: &mut Conn, stream: Uuid, filter: &Filter, most: i64) -> Result<i64> {
    let Some(asked) = Asked::new(conn, stream, filter).await? else {
        return Ok(0);
    };
    let mut sql = Sql::new(conn.engine(), "with found (seq) as (");
    asked.found(&mut sql, |sql| {
        sql.push(" limit ").bind(most + 1);
    });
    sql.push(") select cast(count(*) as bigint) from found");
    let rows: Vec<(i64,)> = sql.all(conn).await?;
    Ok(rows.first().map_or(0, |(n,)| (*n).min(most + 1)))
}

async fn time_of(conn: &mut Conn, stream: Uuid, seq: i64) -> Result<Option<i64>> {
    let row = optional!(
        conn,
        (i64,),
        "select at from events where stream_id = $1 and seq = $2",
        stream,
        seq
    )?;
    Ok(row.map(|(at,)| at))
}

/// A way into the log that has an index of its own, in which events lie by number.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way<'a> {
    Target(Uuid),
    Part(Uuid),
    Account(Uuid),
    Identity(Uuid),
    Action(&'a str),
    Outcome(Outcome),
    Kind(ActorKind),
    Everything,
}

/// A filter with the actions that it means.
struct Asked<'a> {
    stream: Uuid,
    filter: &'a Filter,
    actions: Vec<String>,
    by_time: bool,
}

impl<'a> Asked<'a> {
    /// `None` where it names an action that never was.
    async fn new(conn: &mut Conn, stream: Uuid, filter: &'a Filter) -> Result<Option<Self>> {
        let mut meant = Vec::new();
        if let Some(action) = &filter.action {
            let areas = both_numbers(action).map(|area| format!("{area}."));
            meant = actions(conn, stream).await?;
            meant.retain(|one| one == action || areas.iter().any(|area| one.starts_with(area)));
            if meant.is_empty() {
                return Ok(None);
            }
        }
        let mut asked = Self {
            stream,
            filter,
            actions: meant,
            by_time: false,
        };
        asked.by_time = asked.ways() == [Way::Everything] && (filter.since.is_some() || filter.until.is_some());
        Ok(Some(asked))
    }

    fn order(&self) -> &'static str {
        if self.by_time {
            " order by e.at desc, e.seq desc"
        } else {
            " order by e.seq desc"
        }
    }

    /// The ways that together find all that one part of the filter means: the part that leaves least.
    fn ways(&self) -> Vec<Way<'_>> {
        let Filter {
            kind, by, on, outcome, ..
        } = *self.filter;
        match (on, by, outcome, kind) {
            (Some(on), ..) => vec![Way::Target(on), Way::Part(on)],
            (_, Some(by), ..) => vec![Way::Account(by), Way::Identity(by)],
            _ if !self.actions.is_empty() => self.actions.iter().map(|one| Way::Action(one)).collect(),
            (_, _, Some(outcome), _) => vec![Way::Outcome(outcome)],
            (_, _, _, Some(kind)) => vec![Way::Kind(kind)],
            _ => vec![Way::Everything],
        }
    }

    /// Appends the numbers of what is found on all ways, each way ending with `end`: a page of a way that is long is
    /// read from its beginning, and nothing is sorted but what the ways begin with.
    fn found(&self, sql: &mut Sql, end: impl Fn(&mut Sql)) {
        for (place, way) in self.ways().into_iter().enumerate() {
            if place > 0 {
                sql.push(" union ");
            }
            sql.push("select seq from (select e.seq from ");
            match way {
                Way::Part(id) => sql
                    .push("event_children c join events e on e.id = c.event_id where c.target_id = ")
                    .bind(id),
                Way::Target(id) => sql.push("events e where e.target_id = ").bind(id),
                Way::Account(id) => sql.push("events e where e.actor_id = ").bind(id),
                Way::Identity(id) => sql.push("events e where e.actor_identity_id = ").bind(id),
                Way::Action(action) => sql.push("events e where e.action = ").bind(action),
                Way::Outcome(outcome) => sql.push("events e where e.outcome = ").bind(outcome.as_str()),
                Way::Kind(kind) => sql.push("events e where e.actor_kind = ").bind(kind.as_str()),
                Way::Everything => sql.push("events e where 1 = 1"),
            };
            sql.push(" and e.stream_id = ").bind(self.stream);
            self.conditions(sql, way);
            end(sql);
            // Some databases want a name.
            sql.push(") way");
        }
    }

    /// All parts of the filter but that which the way is.
    fn conditions(&self, sql: &mut Sql, way: Way<'_>) {
        let Filter {
            kind,
            by,
            outcome,
            since,
            until,
            ..
        } = *self.filter;
        if let Some(kind) = kind.filter(|_| !matches!(way, Way::Kind(_))) {
            sql.push(" and e.actor_kind = ").bind(kind.as_str());
        }
        if let Some(by) = by.filter(|_| !matches!(way, Way::Account(_) | Way::Identity(_))) {
            sql.push(" and (e.actor_id = ").bind(by);
            sql.push(" or e.actor_identity_id = ").bind(by).push(")");
        }
        if !self.actions.is_empty() && !matches!(way, Way::Action(_)) {
            sql.push(" and e.action in (");
            for (place, action) in self.actions.iter().enumerate() {
                sql.push(if place > 0 { ", " } else { "" }).bind(action.as_str());
            }
            sql.push(")");
        }
        if let Some(outcome) = outcome.filter(|_| !matches!(way, Way::Outcome(_))) {
            sql.push(" and e.outcome = ").bind(outcome.as_str());
        }
        if let Some(since) = since {
            sql.push(" and e.at >= ").bind(since.0);
        }
        if let Some(until) = until {
            sql.push(" and e.at < ").bind(until.0);
        }
    }
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

/// Which actions there are in a stream, by name.
pub async fn actions(conn: &mut Conn, stream: Uuid) -> Result<Vec<String>> {
    let rows = all!(
        conn,
        (String,),
        // One step in the index for each action: there may be millions of events.
        "with recursive named (action) as (
           select min(action) from events where stream_id = $1
           union all
           select (select min(e.action) from events e where e.stream_id = $1 and e.action > named.action)
           from named where named.action is not null)
         select action from named where action is not null order by action",
        stream
    )?;
    Ok(rows.into_iter().map(|(action,)| action).collect())
}
