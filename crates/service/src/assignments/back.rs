//! What a deletion ended, given again by a restore.

use super::replay;
use crate::Result;
use crate::bulk::{Giving, judge};
use crate::cx::{Env, Tx};
use crate::event::{Change, Description};
use crate::operations::{Record, write};
use domain::assignments::New;
use domain::bulk::Status;
use domain::events::Outcome;
use domain::id::{AssignmentId, EventId, OperationId};
use domain::{Time, Window};

/// Gives again what is left of the assignments that the event `deletion` ended, each judged by itself,
/// as the operation `name`, which becomes part of `event` and `change`. The operation, where there was
/// anything to give, and whether all was given.
///
/// Who may: `members.change_roles` where there is anything to give; for each what giving it needs.
pub(crate) async fn give_back(
    tx: &mut Tx,
    deletion: EventId,
    name: &'static str,
    event: &mut Description<'_>,
    change: &mut Change,
) -> Result<(Option<OperationId>, bool)> {
    let env = tx.env()?.clone();
    let ids = store::roles::ended_by(&mut tx.tx, deletion).await?;
    let standing = store::assignments::standing(&mut tx.tx, env.id(), ids).await?;
    let (items, renews) = left(standing, env.cx.now());
    if items.is_empty() {
        return Ok((None, true));
    }
    env.require_anywhere("members.change_roles")?;
    let giving = Giving {
        renews: &renews,
        restores: true,
        ..Giving::all(&items)
    };
    let mut judged = judge(tx, giving).await?;
    let record = Record::new(env.cx.next_id(), name, Status::Created);
    write(tx, &mut judged, &record).await?;
    let summary = judged.summary(Status::Created);
    let whole = summary.done() == summary.total;
    change.gains.extend(judged.gains.iter().cloned());
    change.touched.push(("operation", record.id.0));
    event.children = judged.children();
    event.operation = Some(record.id);
    event.made = Some(record.id.0);
    event.outcome = if whole { Outcome::Done } else { Outcome::Partial };
    Ok((Some(record.id), whole))
}

/// Whether an operation did all that it was asked to; none did.
pub(crate) async fn was_whole(env: &Env, operation: Option<OperationId>) -> Result<bool> {
    let Some(id) = operation else { return Ok(true) };
    let report = replay(env, id).await?;
    Ok(report.summary.done() == report.summary.total)
}

/// What is left of assignments that were ended together, to be given again, and which each goes on
/// from.
fn left(ended: Vec<store::assignments::Standing>, now: Time) -> (Vec<New>, Vec<AssignmentId>) {
    ended
        .into_iter()
        .filter(|one| one.window.to.is_none_or(|to| now < to))
        .map(|one| {
            let again = New {
                subject: one.subject,
                role_id: one.role_id,
                node_id: Some(one.node_id),
                window: Window::new(one.window.from.filter(|from| now < *from), one.window.to),
                reason: one.reason,
            };
            (again, one.id)
        })
        .unzip()
}
