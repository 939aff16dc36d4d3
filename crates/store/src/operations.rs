//! Bulk writes and what became of each subject.

use crate::db::{Conn, Tx};
use crate::{Error, Result};
use domain::Time;
use domain::actor::{Actor, ActorKind};
use domain::bulk;
use domain::id::{EnvironmentId, OperationId, PlanId};
use domain::operations::{Operation, Status};
use sqlx::FromRow;
use uuid::Uuid;

#[derive(FromRow)]
struct OperationRow {
    id: Uuid,
    action: String,
    status: String,
    request: String,
    total: i64,
    done: i64,
    skipped: i64,
    failed: i64,
    owner_kind: String,
    owner_id: Option<Uuid>,
    owner_label: String,
    plan_id: Option<Uuid>,
    undo_of: Option<Uuid>,
    undone_by: Option<Uuid>,
    created_at: i64,
    finished_at: Option<i64>,
}

/// An operation with what was asked and who asked.
pub struct Stored {
    pub operation: Operation,
    /// What was asked, as JSON.
    pub request: String,
    pub owner: Actor,
}

fn count(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

impl TryFrom<OperationRow> for Stored {
    type Error = Error;

    fn try_from(row: OperationRow) -> Result<Self> {
        let mut summary = bulk::Summary {
            total: count(row.total),
            skipped: count(row.skipped),
            failed: count(row.failed),
            ..bulk::Summary::default()
        };
        match row.action.as_str() {
            "assignments.assign" => summary.created = Some(count(row.done)),
            "assignments.set_dates" => summary.updated = Some(count(row.done)),
            _ => summary.removed = Some(count(row.done)),
        }
        Ok(Self {
            operation: Operation {
                id: OperationId(row.id),
                action: row.action,
                status: Status::parse(&row.status).ok_or_else(|| Error::corrupt("operations.status", &row.status))?,
                summary,
                plan_id: row.plan_id.map(PlanId),
                created_at: Time(row.created_at),
                finished_at: row.finished_at.map(Time),
                undone_by: row.undone_by.map(OperationId),
                undo_of: row.undo_of.map(OperationId),
            },
            request: row.request,
            owner: Actor {
                kind: ActorKind::parse(&row.owner_kind)
                    .ok_or_else(|| Error::corrupt("operations.owner_kind", &row.owner_kind))?,
                id: row.owner_id,
                label: row.owner_label,
                identity_id: None,
            },
        })
    }
}

/// What is stored of an operation that is finished when it is written.
pub struct New<'a> {
    pub id: OperationId,
    pub action: &'a str,
    pub request: &'a str,
    pub summary: &'a bulk::Summary,
    pub owner: &'a Actor,
    pub plan: Option<PlanId>,
    pub now: Time,
}

pub async fn keep(tx: &mut Tx, environment: EnvironmentId, new: New<'_>) -> Result<()> {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    execute!(
        tx,
        "insert into operations (environment_id, id, action, status, request, total, done, skipped, failed,
           owner_kind, owner_id, owner_label, plan_id, created_at, finished_at)
         values ($1, $2, $3, 'finished', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)",
        environment.0,
        new.id.0,
        new.action,
        new.request,
        number(new.summary.total),
        number(new.summary.done()),
        number(new.summary.skipped),
        number(new.summary.failed),
        new.owner.kind.as_str(),
        new.owner.id,
        new.owner.label.as_str(),
        new.plan.map(|id| id.0),
        new.now.0
    )?;
    Ok(())
}

pub async fn get(conn: &mut Conn, environment: EnvironmentId, id: OperationId) -> Result<Stored> {
    optional!(
        conn,
        OperationRow,
        "select id, action, status, request, total, done, skipped, failed, owner_kind, owner_id, owner_label, plan_id,
           undo_of, undone_by, created_at, finished_at
         from operations where environment_id = $1 and id = $2",
        environment.0,
        id.0
    )?
    .ok_or(Error::NoRow)?
    .try_into()
}

/// One subject of an operation and what became of it.
#[derive(Debug, Clone, FromRow)]
pub struct Part {
    pub position: i64,
    pub target_kind: String,
    pub target_id: Uuid,
    /// The assignment that was made, changed or removed.
    pub object_id: Option<Uuid>,
    pub outcome: String,
    pub code: Option<String>,
    /// The present name of the person or group, if it is still there.
    pub name: Option<String>,
    pub email: Option<String>,
}

/// The parts of an operation with one outcome, or all of them; at most `limit`.
pub async fn parts(
    conn: &mut Conn,
    environment: EnvironmentId,
    id: OperationId,
    outcome: Option<bulk::Status>,
    limit: usize,
) -> Result<Vec<Part>> {
    all!(
        conn,
        Part,
        "select c.position, c.target_kind, c.target_id, c.object_id, c.outcome, c.code,
           coalesce(i.name, g.name) as name, i.email
         from events e join event_children c on c.event_id = e.id
         left join identities i on i.environment_id = $1 and i.id = c.target_id
         left join groups g on g.environment_id = $1 and g.id = c.target_id
         where e.operation_id = $2 and e.environment_id = $1 and ($3 = '' or c.outcome = $3)
         order by e.seq, c.position limit $4",
        environment.0,
        id.0,
        outcome.map_or("", bulk::Status::as_str),
        i64::try_from(limit).unwrap_or(i64::MAX)
    )
}
