//! Operations that are worked on in the background: who works on which, and how far it is.

use crate::db::{Conn, Tx};
use crate::{Error, Result};
use domain::Time;
use domain::actor::ActorKind;
use domain::bulk::Summary;
use domain::id::{EnvironmentId, OperationId, PlanId};
use domain::operations::Status;
use sqlx::FromRow;
use uuid::Uuid;

/// A job and where it goes on.
#[derive(Debug, Clone)]
pub struct Job {
    pub environment_id: EnvironmentId,
    pub id: OperationId,
    pub owner_kind: ActorKind,
    pub owner_id: Option<Uuid>,
    /// The request that began it.
    pub request_id: String,
    /// Where its items stand.
    pub plan_id: Option<PlanId>,
    pub total: usize,
    /// The number of the next chunk, and its first item.
    pub position: i64,
    pub first: usize,
}

#[derive(FromRow)]
struct JobRow {
    environment_id: Uuid,
    id: Uuid,
    owner_kind: String,
    owner_id: Option<Uuid>,
    request_id: String,
    plan_id: Option<Uuid>,
    total: i64,
    position: i64,
    first: i64,
}

impl TryFrom<JobRow> for Job {
    type Error = Error;

    fn try_from(row: JobRow) -> Result<Self> {
        let number = |n: i64| usize::try_from(n).map_err(|_| Error::corrupt("a number of a job", n));
        Ok(Self {
            environment_id: EnvironmentId(row.environment_id),
            id: OperationId(row.id),
            owner_kind: ActorKind::parse(&row.owner_kind)
                .ok_or_else(|| Error::corrupt("operations.owner_kind", &row.owner_kind))?,
            owner_id: row.owner_id,
            request_id: row.request_id,
            plan_id: row.plan_id.map(PlanId),
            total: number(row.total)?,
            position: row.position,
            first: number(row.first)?,
        })
    }
}

/// The oldest job that nobody works on, whatever its environment.
pub async fn waiting(conn: &mut Conn, now: Time) -> Result<Option<(EnvironmentId, OperationId)>> {
    let row = optional!(
        conn,
        (Uuid, Uuid),
        "select environment_id, id from operations
         where status = 'running' and (lease_until is null or lease_until <= $1) order by created_at, id limit 1",
        now.0
    )?;
    Ok(row.map(|(environment, id)| (EnvironmentId(environment), OperationId(id))))
}

/// Takes a job that nobody works on. Of two at once exactly one gets `true`.
pub async fn take(
    tx: &mut Tx,
    environment: EnvironmentId,
    id: OperationId,
    owner: Uuid,
    now: Time,
    until: Time,
) -> Result<bool> {
    let touched = execute!(
        tx,
        "update operations set lease_owner = $3, lease_until = $5
         where environment_id = $1 and id = $2 and status = 'running' and (lease_until is null or lease_until <= $4)",
        environment.0,
        id.0,
        owner,
        now.0,
        until.0
    )?;
    Ok(touched == 1)
}

/// Gives a job back, for anyone to take.
pub async fn give_back(tx: &mut Tx, environment: EnvironmentId, id: OperationId, owner: Uuid) -> Result<()> {
    execute!(
        tx,
        "update operations set lease_owner = null, lease_until = null
         where environment_id = $1 and id = $2 and lease_owner = $3",
        environment.0,
        id.0,
        owner
    )?;
    Ok(())
}

/// Gives all jobs back: for a process that knows that it is the only one.
pub async fn give_all_back(tx: &mut Tx) -> Result<u64> {
    execute!(
        tx,
        "update operations set lease_owner = null, lease_until = null where status = 'running' and lease_owner is not null"
    )
}

/// Where a job goes on; `None` where it does not (any more).
pub async fn next(conn: &mut Conn, environment: EnvironmentId, id: OperationId) -> Result<Option<Job>> {
    let row = optional!(
        conn,
        JobRow,
        "select o.environment_id, o.id, o.owner_kind, o.owner_id, o.request_id, o.plan_id, o.total,
           cast(coalesce(max(c.position) + 1, 0) as bigint) as position,
           cast(coalesce(max(c.first + c.items), 0) as bigint) as first
         from operations o left join job_chunks c on c.environment_id = o.environment_id and c.operation_id = o.id
         where o.environment_id = $1 and o.id = $2 and o.status = 'running'
         group by o.environment_id, o.id, o.owner_kind, o.owner_id, o.request_id, o.plan_id, o.total",
        environment.0,
        id.0
    )?;
    row.map(Job::try_from).transpose()
}

/// How many of the items of an operation were worked on by a job.
pub async fn worked_on(conn: &mut Conn, environment: EnvironmentId, id: OperationId) -> Result<usize> {
    let (items,) = one!(
        conn,
        (i64,),
        "select cast(coalesce(max(first + items), 0) as bigint) from job_chunks
         where environment_id = $1 and operation_id = $2",
        environment.0,
        id.0
    )?;
    usize::try_from(items).map_err(|_| Error::corrupt("job_chunks.items", items))
}

/// Keeps the work on a job for longer. `false`: someone else has it, or it has come to its end.
pub async fn renew(tx: &mut Tx, environment: EnvironmentId, id: OperationId, owner: Uuid, until: Time) -> Result<bool> {
    let touched = execute!(
        tx,
        "update operations set lease_until = $4
         where environment_id = $1 and id = $2 and lease_owner = $3 and status = 'running'",
        environment.0,
        id.0,
        owner,
        until.0
    )?;
    Ok(touched == 1)
}

/// Writes that a chunk was done, and adds its numbers to those of the operation.
///
/// Fails with [`Error::Unique`] where it was done before.
pub async fn chunk(tx: &mut Tx, job: &Job, done: &Summary, now: Time) -> Result<()> {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    execute!(
        tx,
        "insert into job_chunks (environment_id, operation_id, position, first, items, at) values ($1, $2, $3, $4, $5, $6)",
        job.environment_id.0,
        job.id.0,
        job.position,
        number(job.first),
        number(done.total),
        now.0
    )?;
    execute!(
        tx,
        "update operations set done = done + $3, skipped = skipped + $4, failed = failed + $5
         where environment_id = $1 and id = $2",
        job.environment_id.0,
        job.id.0,
        number(done.done()),
        number(done.skipped),
        number(done.failed)
    )?;
    Ok(())
}

/// Brings a job to its end. `false`: someone else has it, or it has come to its end.
pub async fn end(
    tx: &mut Tx,
    environment: EnvironmentId,
    id: OperationId,
    owner: Uuid,
    status: Status,
    reason: Option<&str>,
    now: Time,
) -> Result<bool> {
    let touched = execute!(
        tx,
        "update operations set status = $4, stopped_reason = $5, finished_at = $6, lease_owner = null, lease_until = null
         where environment_id = $1 and id = $2 and lease_owner = $3 and status = 'running'",
        environment.0,
        id.0,
        owner,
        status.as_str(),
        reason,
        now.0
    )?;
    Ok(touched == 1)
}
