//! Plans: what was judged, kept for a quarter of an hour.

use crate::db::{Conn, Tx};
use crate::packed::Many;
use crate::rows::{self, Column};
use crate::sql::Both;
use crate::{Error, Result};
use domain::Time;
use domain::actor::ActorKind;
use domain::bulk::Status;
use domain::id::{EnvironmentId, OperationId, PlanId};
use domain::plans::{Action, Target};
use domain::problem::Code;
use sqlx::FromRow;
use uuid::Uuid;

/// Rows that are sent at once.
const CHUNK: usize = 10_000;

/// A plan without its items.
#[derive(Debug, Clone)]
pub struct Plan {
    pub id: PlanId,
    pub owner_kind: ActorKind,
    pub owner_id: Option<Uuid>,
    pub action: Action,
    /// What was asked, as JSON.
    pub request: String,
    /// SHA-256 over the items, in hex.
    pub digest: String,
    pub revision: i64,
    pub created_at: Time,
    pub expires_at: Time,
    pub operation_id: Option<OperationId>,
}

/// One frozen subject and what was to become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub target: Target,
    pub status: Status,
    pub code: Option<Code>,
}

#[derive(FromRow)]
struct PlanRow {
    id: Uuid,
    owner_kind: String,
    owner_id: Option<Uuid>,
    action: String,
    request: String,
    digest: String,
    revision: i64,
    created_at: i64,
    expires_at: i64,
    operation_id: Option<Uuid>,
}

impl TryFrom<PlanRow> for Plan {
    type Error = Error;

    fn try_from(row: PlanRow) -> Result<Self> {
        Ok(Self {
            id: PlanId(row.id),
            owner_kind: ActorKind::parse(&row.owner_kind)
                .ok_or_else(|| Error::corrupt("plans.owner_kind", &row.owner_kind))?,
            owner_id: row.owner_id,
            action: Action::parse(&row.action).ok_or_else(|| Error::corrupt("plans.action", &row.action))?,
            request: row.request,
            digest: row.digest,
            revision: row.revision,
            created_at: Time(row.created_at),
            expires_at: Time(row.expires_at),
            operation_id: row.operation_id.map(OperationId),
        })
    }
}

/// Keeps a plan with its items.
pub async fn keep(tx: &mut Tx, environment: EnvironmentId, plan: &Plan, items: &[Item]) -> Result<()> {
    const ITEMS: &str = "plan_items (environment_id, plan_id, position, target_kind, target_id, status, code)";
    execute!(
        tx,
        "insert into plans (environment_id, id, owner_kind, owner_id, action, request, digest, revision, created_at, expires_at,
           operation_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        environment.0,
        plan.id.0,
        plan.owner_kind.as_str(),
        plan.owner_id,
        plan.action.as_str(),
        plan.request.as_str(),
        plan.digest.as_str(),
        plan.revision,
        plan.created_at.0,
        plan.expires_at.0,
        plan.operation_id.map(|id| id.0)
    )?;
    for (chunk, first) in items.chunks(CHUNK).zip((0..).step_by(CHUNK)) {
        let count = chunk.len();
        let columns = vec![
            Column::Ids(vec![Some(environment.0); count]),
            Column::Ids(vec![Some(plan.id.0); count]),
            Column::Numbers((first..).take(count).map(|place| Some(i64::from(place))).collect()),
            Column::Words(chunk.iter().map(|item| Some(item.target.kind())).collect()),
            Column::Ids(chunk.iter().map(|item| Some(item.target.uuid())).collect()),
            Column::Words(chunk.iter().map(|item| Some(item.status.as_str())).collect()),
            Column::Words(chunk.iter().map(|item| item.code.map(Code::as_str)).collect()),
        ];
        rows::insert(tx, ITEMS, columns).await?;
    }
    Ok(())
}

/// A plan of its owner.
pub async fn get(conn: &mut Conn, environment: EnvironmentId, id: PlanId) -> Result<Plan> {
    optional!(
        conn,
        PlanRow,
        "select id, owner_kind, owner_id, action, request, digest, revision, created_at, expires_at, operation_id
         from plans where environment_id = $1 and id = $2",
        environment.0,
        id.0
    )?
    .ok_or(Error::NoRow)?
    .try_into()
}

/// The items of a plan, in their order: at most `limit` from the place `first` on.
pub async fn items(
    conn: &mut Conn,
    environment: EnvironmentId,
    id: PlanId,
    first: usize,
    limit: usize,
) -> Result<Vec<Item>> {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    const ITEMS: Both = Both {
        sqlite: "select json_group_array(json_array(target_kind, hex(target_id), status, code)) from (
            select target_kind, target_id, status, code from plan_items
            where environment_id = $1 and plan_id = $2 and position >= $3 order by position limit $4)",
        postgres: "select target_kind, target_id, status, code from plan_items
            where environment_id = $1 and plan_id = $2 and position >= $3 order by position limit $4",
    };
    let rows = all!(
        conn,
        Many<(String, Uuid, String, Option<String>)>,
        ITEMS,
        environment.0,
        id.0,
        number(first),
        number(limit)
    )?;
    rows.into_iter()
        .flat_map(|many| many.0)
        .map(|(kind, target, status, code)| {
            Ok(Item {
                target: Target::read(&kind, target).ok_or_else(|| Error::corrupt("plan_items.target_kind", &kind))?,
                status: Status::parse(&status).ok_or_else(|| Error::corrupt("plan_items.status", &status))?,
                code: code.map(|text| read_code(&text)).transpose()?,
            })
        })
        .collect()
}

pub(crate) fn read_code(text: &str) -> Result<Code> {
    Code::ALL
        .iter()
        .copied()
        .find(|code| code.as_str() == text)
        .ok_or_else(|| Error::corrupt("code", text))
}

/// Marks a plan as done. Of two commits at once exactly one gets `true`.
pub async fn mark_done(tx: &mut Tx, environment: EnvironmentId, id: PlanId, operation: OperationId) -> Result<bool> {
    let touched = execute!(
        tx,
        "update plans set operation_id = $3 where environment_id = $1 and id = $2 and operation_id is null",
        environment.0,
        id.0,
        operation.0
    )?;
    Ok(touched == 1)
}

/// Drops plans that can no longer be committed; those of a job stay until it has come to its end.
pub async fn drop_expired(tx: &mut Tx, environment: EnvironmentId, now: Time) -> Result<()> {
    execute!(
        tx,
        "delete from plan_items where environment_id = $1 and plan_id in (
           select p.id from plans p where p.environment_id = $1 and p.expires_at < $2 and not exists (
             select 1 from operations o where o.environment_id = $1 and o.id = p.operation_id and o.status <> 'finished'))",
        environment.0,
        now.0
    )?;
    execute!(
        tx,
        "delete from plans where environment_id = $1 and expires_at < $2 and not exists (
           select 1 from operations o where o.environment_id = $1 and o.id = plans.operation_id and o.status <> 'finished')",
        environment.0,
        now.0
    )?;
    Ok(())
}
