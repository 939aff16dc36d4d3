//! Bulk writes and what became of each subject.

mod touched;

pub use touched::{Changed, changes, touched};

use crate::db::{Conn, Tx};
use crate::{Error, Result};
use domain::Time;
use domain::actor::{Actor, ActorKind};
use domain::bulk;
use domain::id::{EnvironmentId, OperationId, PlanId};
use domain::operations::{Operation, Status, UNDO_SECONDS};
use sqlx::FromRow;
use uuid::Uuid;

#[derive(FromRow)]
struct OperationRow {
    id: Uuid,
    action: String,
    verb: String,
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
    retry_of: Option<Uuid>,
    request_id: String,
    created_at: i64,
    finished_at: Option<i64>,
    stopped_reason: Option<String>,
}

/// An operation with what was asked.
pub struct Stored {
    pub operation: Operation,
    /// What the subjects that were done became.
    pub verb: bulk::Status,
    /// What was asked, as JSON.
    pub request: String,
    /// The request that began it.
    pub request_id: String,
}

fn count(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

impl OperationRow {
    fn read(self, now: Time) -> Result<Stored> {
        let verb = bulk::Status::parse(&self.verb).ok_or_else(|| Error::corrupt("operations.verb", &self.verb))?;
        let status = Status::parse(&self.status).ok_or_else(|| Error::corrupt("operations.status", &self.status))?;
        let summary = bulk::Summary::of(
            verb,
            count(self.total),
            count(self.done),
            count(self.skipped),
            count(self.failed),
        );
        let can_be_undone = status != Status::Running && self.done > 0 && self.undo_of.is_none() && self.undone_by.is_none()
            // Suspending is taken back by reinstating, and the other way round.
            && !self.action.starts_with("identities.");
        let finished = Time(self.finished_at.unwrap_or(self.created_at));
        let undo_until = Some(finished.plus_seconds(UNDO_SECONDS)).filter(|until| can_be_undone && now < *until);
        let left = match status {
            Status::Stopped => self.total - self.done - self.skipped - self.failed,
            Status::Running | Status::Finished => 0,
        };
        // What was asked item by item is not kept, so it cannot be asked again.
        let retryable = match (status, self.request.as_str()) {
            (Status::Running, _) | (_, "null") => 0,
            _ => count(self.failed + left),
        };
        Ok(Stored {
            operation: Operation {
                id: OperationId(self.id),
                action: self.action,
                status,
                summary,
                started_by: Actor {
                    kind: ActorKind::parse(&self.owner_kind)
                        .ok_or_else(|| Error::corrupt("operations.owner_kind", &self.owner_kind))?,
                    id: self.owner_id,
                    label: self.owner_label,
                    identity_id: None,
                },
                plan_id: self.plan_id.map(PlanId),
                created_at: Time(self.created_at),
                finished_at: self.finished_at.map(Time),
                stopped: self.stopped_reason,
                undo_until,
                undone_by: self.undone_by.map(OperationId),
                undo_of: self.undo_of.map(OperationId),
                retry_of: self.retry_of.map(OperationId),
                retryable,
            },
            verb,
            request: self.request,
            request_id: self.request_id,
        })
    }
}

/// What is stored of a new operation.
pub struct New<'a> {
    pub id: OperationId,
    pub action: &'a str,
    pub verb: bulk::Status,
    /// Running: its numbers are counted as they come. Otherwise it is finished as it is written.
    pub status: Status,
    pub request: &'a str,
    pub summary: &'a bulk::Summary,
    pub owner: &'a Actor,
    pub plan: Option<PlanId>,
    pub undo_of: Option<OperationId>,
    pub retry_of: Option<OperationId>,
    pub request_id: &'a str,
    pub now: Time,
}

pub async fn keep(tx: &mut Tx, environment: EnvironmentId, new: New<'_>) -> Result<()> {
    let finished = (new.status == Status::Finished).then_some(new.now.0);
    execute!(
        tx,
        "insert into operations (environment_id, id, action, verb, status, request, total, done, skipped, failed,
           owner_kind, owner_id, owner_label, plan_id, undo_of, retry_of, request_id, created_at, finished_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        environment.0,
        new.id.0,
        new.action,
        new.verb.as_str(),
        new.status.as_str(),
        new.request,
        number(new.summary.total),
        number(new.summary.done()),
        number(new.summary.skipped),
        number(new.summary.failed),
        new.owner.kind.as_str(),
        new.owner.id,
        new.owner.label.as_str(),
        new.plan.map(|id| id.0),
        new.undo_of.map(|id| id.0),
        new.retry_of.map(|id| id.0),
        new.request_id,
        new.now.0,
        finished
    )?;
    Ok(())
}

pub async fn get(conn: &mut Conn, environment: EnvironmentId, id: OperationId, now: Time) -> Result<Stored> {
    optional!(
        conn,
        OperationRow,
        "select id, action, verb, status, request, total, done, skipped, failed, owner_kind, owner_id, owner_label,
           plan_id, undo_of, undone_by, retry_of, request_id, created_at, finished_at, stopped_reason
         from operations where environment_id = $1 and id = $2",
        environment.0,
        id.0
    )?
    .ok_or(Error::NoRow)?
    .read(now)
}

/// Operations before `before` (instant and id), newest first; those of one status, or all.
pub async fn list(
    conn: &mut Conn,
    environment: EnvironmentId,
    status: Option<Status>,
    before: Option<(Time, OperationId)>,
    limit: u16,
    now: Time,
) -> Result<Vec<Stored>> {
    // Every id that can be given lies below the one of ones alone.
    let (at, id) = before.unwrap_or((Time(i64::MAX), OperationId(Uuid::max())));
    all!(
        conn,
        OperationRow,
        "select id, action, verb, status, request, total, done, skipped, failed, owner_kind, owner_id, owner_label,
           plan_id, undo_of, undone_by, retry_of, request_id, created_at, finished_at, stopped_reason
         from operations where environment_id = $1 and ($2 = '' or status = $2) and (created_at, id) < ($3, $4)
         order by created_at desc, id desc limit $5",
        environment.0,
        status.map_or("", Status::as_str),
        at.0,
        id.0,
        i64::from(limit)
    )?
    .into_iter()
    .map(|row| row.read(now))
    .collect()
}

/// How many operations there are, of one status or all; counted up to one more than
/// [`domain::page::TOTAL_MAX`].
pub async fn total(conn: &mut Conn, environment: EnvironmentId, status: Option<Status>) -> Result<i64> {
    let (n,) = one!(
        conn,
        (i64,),
        "select cast(count(*) as bigint) from (
           select 1 as one from operations where environment_id = $1 and ($2 = '' or status = $2) limit $3) counted",
        environment.0,
        status.map_or("", Status::as_str),
        domain::page::TOTAL_MAX + 1
    )?;
    Ok(n)
}

/// Links an operation to the one that undid it. Of two at once exactly one gets `true`.
pub async fn mark_undone(tx: &mut Tx, environment: EnvironmentId, id: OperationId, by: OperationId) -> Result<bool> {
    let touched = execute!(
        tx,
        "update operations set undone_by = $3 where environment_id = $1 and id = $2 and undone_by is null",
        environment.0,
        id.0,
        by.0
    )?;
    Ok(touched == 1)
}

/// One subject of an operation and what became of it.
#[derive(Debug, Clone, FromRow)]
pub struct Part {
    pub position: i64,
    pub target_kind: String,
    pub target_id: Uuid,
    /// The assignment that was made, changed or removed, or was meant to be.
    pub object_id: Option<Uuid>,
    pub outcome: String,
    pub code: Option<String>,
    /// The present name of the person or group, if it is still there.
    pub name: Option<String>,
    pub email: Option<String>,
}

/// What the events of an operation say of what came of it, as JSON each.
pub async fn told(conn: &mut Conn, environment: EnvironmentId, id: OperationId) -> Result<Vec<String>> {
    let rows = all!(
        conn,
        (String,),
        "select after_data from events where environment_id = $1 and operation_id = $2 and after_data is not null",
        environment.0,
        id.0
    )?;
    Ok(rows.into_iter().map(|(text,)| text).collect())
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
        number(limit)
    )
}
