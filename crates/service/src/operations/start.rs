//! How a judged request is done: at once, or, where it is about many, by a job.

use super::write::{Record, finish, keep, write};
use crate::Result;
use crate::cx::Tx;
use crate::event::{Change, Description};
use crate::plans::stored;
use crate::verdict::Judged;
use domain::bulk::Summary;
use domain::id::{OperationId, PlanId};
use domain::operations::Status;
use domain::plans::{JOB_ABOVE, Request};
use store::plans::Item;

/// Does what was judged. Above 200 subjects a job is begun, which does it with the items of `plan`,
/// or of one that is kept for it.
pub(crate) async fn start(
    mut tx: Tx,
    mut judged: Judged,
    request: &Request,
    frozen: &[Item],
    mut record: Record<'_>,
) -> Result<OperationId> {
    let env = tx.env()?.clone();
    if frozen.len() <= JOB_ABOVE {
        write(&mut tx, &mut judged, &record).await?;
        mark(&mut tx, record.plan, record.id).await?;
        finish(tx, judged, &record).await?;
        return Ok(record.id);
    }
    if record.plan.is_none() {
        let plan = store::plans::Plan {
            operation_id: Some(record.id),
            ..stored(&env, request, frozen)?
        };
        store::plans::keep(&mut tx.tx, env.id(), &plan, frozen).await?;
        record.plan = Some(plan.id);
    }
    let nothing_yet = Summary::of(record.verb, frozen.len(), 0, 0, 0);
    keep(&mut tx, &record, Status::Running, &nothing_yet).await?;
    mark(&mut tx, record.plan, record.id).await?;
    let event = Description {
        operation: Some(record.id),
        ..Description::new("operation.started")
    }
    .target("operation", record.id.0, record.action)
    .after(serde_json::json!({ "total": frozen.len() }));
    // Nothing is given yet: each chunk is judged when it is done.
    let change = Change {
        touched: vec![("operation", record.id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    env.cx.service.tell_of_job();
    Ok(record.id)
}

async fn mark(tx: &mut Tx, plan: Option<PlanId>, id: OperationId) -> Result<()> {
    if let Some(plan) = plan {
        let environment = tx.env()?.id();
        store::plans::mark_done(&mut tx.tx, environment, plan, id).await?;
    }
    Ok(())
}
