//! Assignments one by one, and lists of them.

mod list;
pub mod listing;
mod many;
mod standing;

pub use list::{Filter, ids, list, total};
pub use many::create_all;
pub use standing::{Named, Standing, live_of_groups, named, of_groups, standing};

use crate::counters::{self, Kind as Counter};
use crate::db::{Conn, Tx};
use crate::sql::Sql;
use crate::{Error, Result};
use domain::Time;
use domain::Window;
use domain::actor::{Actor, ActorKind};
use domain::assignments::{Assignment, NoEffect, State, Subject, state};
use domain::id::{AssignmentId, EnvironmentId, NodeId, OperationId, RoleId};
use sqlx::FromRow;
use std::sync::Arc;
use uuid::Uuid;

#[derive(FromRow)]
struct AssignmentRow {
    id: Uuid,
    identity_id: Option<Uuid>,
    group_id: Option<Uuid>,
    role_id: Uuid,
    node_id: Uuid,
    effective_from: i64,
    effective_to: Option<i64>,
    reason: Option<String>,
    granted_by_kind: String,
    granted_by_id: Option<Uuid>,
    granted_by_label: String,
    created_at: i64,
    revoked_at: Option<i64>,
    no_effect: Option<String>,
}

/// Why what identity `i` with open suspension `s` and account `c` holds has no effect now; null where it has.
macro_rules! no_effect {
    () => {
        "case when s.since is not null then 'suspended'
         when i.invited_at is not null and i.accepted_at is null then 'invited'
         when c.suspended_at is not null then 'account_suspended'
         when i.account_id is not null and c.site_admin_since is null and not exists (
           select 1 from memberships m join environments e on e.tenant_id = m.tenant_id
           where e.id = i.environment_id and m.account_id = i.account_id and m.until is null) then 'no_membership'
         else null end"
    };
}
pub(crate) use no_effect;

/// The columns of [`AssignmentRow`], over `assignments a` with its [`JOINS`].
const COLUMNS: &str = concat!(
    "a.id, a.identity_id, a.group_id, a.role_id, a.node_id, a.effective_from, a.effective_to,
    a.reason, a.granted_by_kind, a.granted_by_id, a.granted_by_label, a.created_at, a.revoked_at, ",
    no_effect!(),
    " as no_effect "
);

const FROM: &str = "from assignments a";

/// Whom it was given to, and what keeps it from having effect.
const JOINS: &str = " left join identities i on i.environment_id = a.environment_id and i.id = a.identity_id
    left join identity_suspensions s on s.environment_id = a.environment_id and s.identity_id = a.identity_id and s.until is null
    left join accounts c on c.id = i.account_id ";

impl AssignmentRow {
    fn read(self, now: Time) -> Result<Assignment> {
        let subject = self
            .identity_id
            .map(|id| Subject::Identity(id.into()))
            .or(self.group_id.map(|id| Subject::Group(id.into())))
            .ok_or_else(|| Error::corrupt("assignments without a subject", self.id))?;
        let window = Window::new(
            (self.effective_from != 0).then_some(Time(self.effective_from)),
            self.effective_to.map(Time),
        );
        let no_effect = self.no_effect.as_deref().and_then(NoEffect::parse);
        let state = state(window, self.revoked_at.is_some(), no_effect, now);
        Ok(Assignment {
            id: AssignmentId(self.id),
            subject,
            role_id: RoleId(self.role_id),
            node_id: NodeId(self.node_id),
            effective_from: window.from,
            effective_to: window.to,
            state,
            no_effect: no_effect.filter(|_| state == State::NoEffect),
            reason: self.reason,
            granted_by: Arc::new(Actor {
                kind: ActorKind::parse(&self.granted_by_kind)
                    .ok_or_else(|| Error::corrupt("assignments.granted_by_kind", &self.granted_by_kind))?,
                id: self.granted_by_id,
                label: self.granted_by_label,
                identity_id: None,
            }),
            created_at: Time(self.created_at),
        })
    }
}

/// What is stored of a new assignment.
pub struct New<'a> {
    pub id: AssignmentId,
    pub subject: Subject,
    pub role_id: RoleId,
    pub node_id: NodeId,
    pub window: Window,
    pub reason: Option<&'a str>,
    pub granted_by: &'a Actor,
    /// The assignment that it goes on from.
    pub renews: Option<AssignmentId>,
    pub operation: Option<OperationId>,
    pub now: Time,
}

/// Adds one assignment. The caller has judged it under the environment's lock.
pub async fn create(tx: &mut Tx, environment: EnvironmentId, new: New<'_>) -> Result<()> {
    execute!(
        tx,
        "insert into assignments (environment_id, id, identity_id, group_id, role_id, node_id, effective_from, effective_to,
           reason, granted_by_kind, granted_by_id, granted_by_label, renews, operation_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        environment.0,
        new.id.0,
        new.subject.identity().map(|id| id.0),
        new.subject.group().map(|id| id.0),
        new.role_id.0,
        new.node_id.0,
        new.window.from.map_or(0, |at| at.0),
        new.window.to.map(|at| at.0),
        new.reason,
        new.granted_by.kind.as_str(),
        new.granted_by.id,
        new.granted_by.label.as_str(),
        new.renews.map(|id| id.0),
        new.operation.map(|id| id.0),
        new.now.0
    )?;
    counters::add(tx, environment, Counter::Assignments, 1).await
}

pub async fn get(conn: &mut Conn, environment: EnvironmentId, id: AssignmentId, now: Time) -> Result<Assignment> {
    by_ids(conn, environment, [id], now).await?.pop().ok_or(Error::NoRow)
}

/// Those of `ids` that exist, by id.
pub async fn by_ids(
    conn: &mut Conn,
    environment: EnvironmentId,
    ids: impl IntoIterator<Item = AssignmentId>,
    now: Time,
) -> Result<Vec<Assignment>> {
    let mut sql = Sql::new(conn.engine(), "select ");
    sql.push(COLUMNS)
        .push(FROM)
        .push(JOINS)
        .push("where a.environment_id = ")
        .bind(environment.0)
        .push(" and a.id in ")
        .ids(ids.into_iter().map(|id| id.0));
    sql.push(" order by a.id");
    let rows: Vec<AssignmentRow> = sql.all(conn).await?;
    rows.into_iter().map(|row| row.read(now)).collect()
}

/// All that an operation made.
pub async fn by_operation(
    conn: &mut Conn,
    environment: EnvironmentId,
    operation: OperationId,
    now: Time,
) -> Result<Vec<Assignment>> {
    let mut sql = Sql::new(conn.engine(), "select ");
    sql.push(COLUMNS)
        .push(FROM)
        .push(JOINS)
        .push("where a.environment_id = ")
        .bind(environment.0)
        .push(" and a.operation_id = ")
        .bind(operation.0);
    let rows: Vec<AssignmentRow> = sql.all(conn).await?;
    rows.into_iter().map(|row| row.read(now)).collect()
}

/// Live assignments of a subject to a role at a node, for judging overlaps.
pub async fn live_windows(
    conn: &mut Conn,
    environment: EnvironmentId,
    subject: Subject,
    role: RoleId,
    node: NodeId,
    now: Time,
) -> Result<Vec<(AssignmentId, Window)>> {
    let rows = all!(
        conn,
        (Uuid, i64, Option<i64>),
        "select id, effective_from, effective_to from assignments
         where environment_id = $1 and (identity_id = $2 or group_id = $2) and role_id = $3 and node_id = $4
           and revoked_at is null and (effective_to is null or effective_to > $5)",
        environment.0,
        subject.uuid(),
        role.0,
        node.0,
        now.0
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, from, to)| {
            (
                AssignmentId(id),
                Window::new((from != 0).then_some(Time(from)), to.map(Time)),
            )
        })
        .collect())
}

/// Revokes an assignment that is live. Returns whether it was.
pub async fn revoke(tx: &mut Tx, environment: EnvironmentId, id: AssignmentId, now: Time) -> Result<bool> {
    let touched = execute!(
        tx,
        "update assignments set revoked_at = $3
         where environment_id = $1 and id = $2 and revoked_at is null and (effective_to is null or effective_to > $3)",
        environment.0,
        id.0,
        now.0
    )?;
    if touched > 0 {
        counters::add(tx, environment, Counter::Assignments, -1).await?;
    }
    Ok(touched > 0)
}

/// Changes the window and reason of an assignment.
pub async fn change(
    tx: &mut Tx,
    environment: EnvironmentId,
    id: AssignmentId,
    window: Window,
    reason: Option<&str>,
) -> Result<()> {
    execute!(
        tx,
        "update assignments set effective_from = $3, effective_to = $4, reason = $5, version = version + 1
         where environment_id = $1 and id = $2",
        environment.0,
        id.0,
        window.from.map_or(0, |at| at.0),
        window.to.map(|at| at.0),
        reason
    )?;
    Ok(())
}
