//! Lists of assignments, and the filters of them.

use super::{AssignmentRow, COLUMNS, FROM, JOINS};
use crate::Result;
use crate::db::Conn;
use crate::directory;
use crate::sql::{Both, Sql};
use domain::Time;
use domain::assignments::{Assignment, Source, State, Subject};
use domain::id::{AssignmentId, EnvironmentId, NodeId, RoleId};
use uuid::Uuid;

/// Which assignments to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub subject: Option<Subject>,
    pub role: Option<RoleId>,
    pub node: Option<NodeId>,
    pub states: Vec<State>,
    pub ends_before: Option<Time>,
    pub source: Option<Source>,
    /// Folded text in the name of the subject; empty does not filter.
    pub q: String,
    /// The same as an id of a subject or of the assignment, when it is one.
    pub id: Option<Uuid>,
}

/// Assignments after `after`, oldest first.
pub async fn list(
    conn: &mut Conn,
    environment: EnvironmentId,
    filter: &Filter,
    after: Option<AssignmentId>,
    limit: u16,
    now: Time,
) -> Result<Vec<Assignment>> {
    let mut sql = Sql::new(conn.engine(), "select ");
    sql.push(COLUMNS).push(FROM).push(JOINS);
    conditions(&mut sql, environment, filter, now);
    if let Some(after) = after {
        sql.push(" and a.id > ").bind(after.0);
    }
    sql.push(" order by a.id limit ").bind(i64::from(limit));
    let rows: Vec<AssignmentRow> = sql.all(conn).await?;
    rows.into_iter().map(|row| row.read(now)).collect()
}

/// The ids of all that match, at most `limit`, oldest first.
pub async fn ids(
    conn: &mut Conn,
    environment: EnvironmentId,
    filter: &Filter,
    limit: usize,
    now: Time,
) -> Result<Vec<AssignmentId>> {
    let mut sql = Sql::new(conn.engine(), "select a.id ");
    sql.push(FROM).push(JOINS);
    conditions(&mut sql, environment, filter, now);
    sql.push(" order by a.id limit ")
        .bind(i64::try_from(limit).unwrap_or(i64::MAX));
    let rows: Vec<(Uuid,)> = sql.all(conn).await?;
    Ok(rows.into_iter().map(|(id,)| AssignmentId(id)).collect())
}

/// How many match, counted up to one more than [`domain::page::TOTAL_MAX`].
pub async fn total(conn: &mut Conn, environment: EnvironmentId, filter: &Filter, now: Time) -> Result<i64> {
    let mut sql = Sql::new(conn.engine(), "select cast(count(*) as bigint) from (select a.id ");
    sql.push(FROM).push(JOINS);
    conditions(&mut sql, environment, filter, now);
    sql.push(" limit ").bind(domain::page::TOTAL_MAX + 1).push(") counted");
    Ok(sql.all::<(i64,)>(conn).await?.first().map_or(0, |(n,)| *n))
}

const BLOCKED: &str =
    "(s.since is not null or (i.invited_at is not null and i.accepted_at is null) or c.suspended_at is not null
    or (i.account_id is not null and c.site_admin_since is null and not exists (
      select 1 from memberships m join environments e on e.tenant_id = m.tenant_id
      where e.id = a.environment_id and m.account_id = i.account_id and m.until is null)))";

fn conditions(sql: &mut Sql, environment: EnvironmentId, filter: &Filter, now: Time) {
    sql.push("where a.environment_id = ").bind(environment.0);
    matching(sql, environment, filter, filter.source, now);
}

/// The rest of the conditions. `only`: all rows are of this source, so that a search need not look
/// at the other.
pub(super) fn matching(sql: &mut Sql, environment: EnvironmentId, filter: &Filter, only: Option<Source>, now: Time) {
    match filter.subject {
        Some(Subject::Identity(id)) => {
            sql.push(" and a.identity_id = ").bind(id.0);
        }
        Some(Subject::Group(id)) => {
            sql.push(" and a.group_id = ").bind(id.0);
        }
        None => {}
    }
    if let Some(role) = filter.role {
        sql.push(" and a.role_id = ").bind(role.0);
    }
    if let Some(node) = filter.node {
        sql.push(" and a.node_id = ").bind(node.0);
    }
    match filter.source {
        Some(Source::Identity) => {
            sql.push(" and a.identity_id is not null");
        }
        Some(Source::Group) => {
            sql.push(" and a.group_id is not null");
        }
        None => {}
    }
    if let Some(id) = filter.id {
        sql.push(" and (a.identity_id = ")
            .bind(id)
            .push(" or a.group_id = ")
            .bind(id)
            .push(" or a.id = ")
            .bind(id)
            .push(")");
    } else if !filter.q.is_empty() {
        named_like(sql, environment, &filter.q, only);
    }
    if let Some(before) = filter.ends_before {
        sql.push(" and a.revoked_at is null and a.effective_to > ")
            .bind(now.0)
            .push(" and a.effective_to <= ")
            .bind(before.0);
    }
    if !filter.states.is_empty() {
        if !filter.states.contains(&State::Revoked) {
            // Each of them says so too, but only said for all does it open the indexes of those that stand.
            sql.push(" and a.revoked_at is null");
        }
        sql.push(" and (1 = 0");
        for wanted in &filter.states {
            sql.push(" or (");
            in_state(sql, *wanted, now);
            sql.push(")");
        }
        sql.push(")");
    }
}

/// Every word of the text must occur in the name of the person (or the address) or of the group.
fn named_like(sql: &mut Sql, environment: EnvironmentId, folded: &str, only: Option<Source>) {
    match only {
        Some(Source::Identity) => directory::search(sql, environment, folded),
        Some(Source::Group) => groups_like(sql, folded),
        None => {
            sql.push(" and ((a.identity_id is not null");
            directory::search(sql, environment, folded);
            sql.push(") or (a.group_id is not null");
            groups_like(sql, folded);
            sql.push("))");
        }
    }
}

fn groups_like(sql: &mut Sql, folded: &str) {
    sql.push(" and exists (select 1 from groups g where g.environment_id = a.environment_id and g.id = a.group_id");
    for word in folded.split(' ').take(8) {
        // Short words are beginnings, as they are for people.
        let (text, part) = if word.chars().count() < 3 {
            ("' ' || g.name_folded", format!(" {word}"))
        } else {
            ("g.name_folded", word.to_owned())
        };
        sql.push(Both {
            sqlite: " and instr(",
            postgres: " and strpos(",
        })
        .push(text)
        .push(", ")
        .bind(part)
        .push(") > 0");
    }
    sql.push(")");
}

// The same order of reasons as `domain::assignments::state`; a test holds the two together.
fn in_state(sql: &mut Sql, wanted: State, now: Time) {
    let soon = now.plus_days(domain::assignments::ENDING_SOON_DAYS);
    if wanted == State::Revoked {
        sql.push("a.revoked_at is not null");
        return;
    }
    sql.push("a.revoked_at is null and ");
    if wanted == State::Ended {
        sql.push("a.effective_to <= ").bind(now.0);
        return;
    }
    sql.push("(a.effective_to is null or a.effective_to > ")
        .bind(now.0)
        .push(") and ");
    if wanted == State::NoEffect {
        sql.push(BLOCKED);
        return;
    }
    sql.push("not ").push(BLOCKED).push(" and a.effective_from ");
    match wanted {
        State::Scheduled => sql.push("> ").bind(now.0),
        State::EndingSoon => sql.push("<= ").bind(now.0).push(" and a.effective_to <= ").bind(soon.0),
        _ => sql
            .push("<= ")
            .bind(now.0)
            .push(" and (a.effective_to is null or a.effective_to > ")
            .bind(soon.0)
            .push(")"),
    };
}
