//! Writing what was judged: one statement for all that passed.

use super::{CHUNK, number};
use crate::Result;
use crate::audit::Child;
use crate::counters::{self, Kind as Counter};
use crate::db::Tx;
use crate::rows::{self, Column};
use domain::Time;
use domain::actor::Actor;
use domain::id::{EnvironmentId, EventId, OperationId};

/// Makes the assignments of all items that were not marked. Returns how many.
pub async fn insert(
    tx: &mut Tx,
    environment: EnvironmentId,
    granted_by: &Actor,
    operation: OperationId,
    now: Time,
) -> Result<u64> {
    let written = execute!(
        tx,
        "insert into assignments (environment_id, id, identity_id, group_id, role_id, node_id, effective_from, effective_to,
           reason, granted_by_kind, granted_by_id, granted_by_label, renews, operation_id, created_at)
         select $1, id, identity_id, group_id, role_id, node_id, effective_from, effective_to, reason, $2, $3, $4, renews,
           $5, $6
         from bulk_items where code is null and changes = 0",
        environment.0,
        granted_by.kind.as_str(),
        granted_by.id,
        granted_by.label.as_str(),
        operation.0,
        now.0
    )?;
    counters::add(
        tx,
        environment,
        Counter::Assignments,
        i64::try_from(written).unwrap_or(i64::MAX),
    )
    .await?;
    Ok(written)
}

/// Gives new dates to the assignments of all items that were not marked, and keeps the old ones with
/// the operation, which is written already. Returns how many.
pub async fn update(tx: &mut Tx, environment: EnvironmentId, operation: OperationId) -> Result<u64> {
    execute!(
        tx,
        "insert into operation_changes (environment_id, operation_id, assignment_id, before_from, before_to, version)
         select $1, $2, a.id, a.effective_from, a.effective_to, a.version + 1
         from bulk_items b join assignments a on a.environment_id = $1 and a.id = b.id
         where b.code is null and b.changes = 1",
        environment.0,
        operation.0
    )?;
    execute!(
        tx,
        "update assignments set effective_from = b.effective_from, effective_to = b.effective_to,
           version = assignments.version + 1
         from bulk_items b
         where assignments.environment_id = $1 and assignments.id = b.id and b.code is null and b.changes = 1",
        environment.0
    )
}

/// Writes the children of a bulk event from the same list that its digest was computed from.
pub async fn insert_children(tx: &mut Tx, event: EventId, children: &[Child]) -> Result<()> {
    const INTO: &str = "event_children (event_id, position, target_kind, target_id, object_id, outcome, code)";
    // In the order of the index over all events; the places themselves are those of the request.
    let mut children: Vec<(usize, &Child)> = children.iter().enumerate().collect();
    children.sort_unstable_by_key(|(_, child)| child.target_id);
    for chunk in children.chunks(CHUNK) {
        let columns = vec![
            Column::Ids(vec![Some(event.0); chunk.len()]),
            Column::Numbers(chunk.iter().map(|(place, _)| Some(number(*place))).collect()),
            Column::Words(chunk.iter().map(|(_, child)| Some(child.target_kind)).collect()),
            Column::Ids(chunk.iter().map(|(_, child)| Some(child.target_id)).collect()),
            Column::Ids(chunk.iter().map(|(_, child)| child.object_id).collect()),
            Column::Words(chunk.iter().map(|(_, child)| Some(&*child.outcome)).collect()),
            Column::Words(chunk.iter().map(|(_, child)| child.code.as_deref()).collect()),
        ];
        rows::insert(tx, INTO, columns).await?;
    }
    Ok(())
}
