//! Undo and retry: operations about operations.

use super::write::Record;
use super::{asked, start};
use crate::Result;
use crate::cx::{Env, Tx};
use crate::error::{Error, found};
use crate::plans::{freeze, judge, open, open_for, require_many, something, text};
use domain::bulk;
use domain::bulk::MAX_ITEMS;
use domain::id::{AssignmentId, OperationId};
use domain::operations::{Status, UNDO_SECONDS};
use domain::plans::{Action, Request, Target, Undo};
use domain::problem::Code;
use store::operations::{Part, Stored};

fn conflict(text: &str) -> Error {
    Error::new(Code::Conflict, text)
}

fn too_late() -> Error {
    Error::new(
        Code::UndoExpired,
        "An operation can be undone for 24 hours. Make the change that you want by itself.",
    )
}

async fn load(tx: &mut Tx, id: OperationId) -> Result<Stored> {
    let env = tx.env()?.clone();
    let stored = store::operations::get(&mut tx.tx, env.id(), id, env.cx.now()).await;
    found(stored, "operation")
}

/// Takes an operation back, as far as everything is still as it left it: a new operation. Roles
/// that it gave go, roles that it took come back for what is left of their time, dates are as they
/// were. What was touched since is skipped as `changed_since`.
///
/// Who may: who may do the contrary now: `members.change_roles` at each node, holding what is given
/// and taken; `users.bulk_operations` above one assignment. Fails with `undo_expired` after 24
/// hours; with `conflict` where it was undone before, is an undo itself, is under way or has
/// nothing that can be undone.
pub async fn undo(env: &Env, id: OperationId) -> Result<OperationId> {
    if let Some(done) = env.replayed().await? {
        return Ok(OperationId(done));
    }
    // What it needs depends on what was done, so that is looked at before the lock, too.
    let before = store::operations::get(&mut env.read().await?, env.id(), id, env.cx.now()).await;
    let needs = before.as_ref().map_or(Action::Assign.capability(), needs);
    let mut tx = open_for(env, needs).await?;
    if let Some(done) = tx.replayed().await? {
        return Ok(OperationId(done));
    }
    let stored = load(&mut tx, id).await?;
    let operation = &stored.operation;
    if operation.status == Status::Running {
        return Err(conflict(
            "This is still under way. Undo it when it has come to its end.",
        ));
    }
    if operation.undo_of.is_some() {
        return Err(conflict(
            "This has undone another operation. Make that change again instead.",
        ));
    }
    if operation.undone_by.is_some() {
        return Err(conflict("This was undone already."));
    }
    if operation.summary.done() == 0 {
        return Err(conflict("This changed nothing, so there is nothing to undo."));
    }
    let of = of_operation(&stored)?;
    if operation.undo_until.is_none() {
        return Err(too_late());
    }
    let request = Request::Undo(Undo {
        operation_id: id,
        of,
        group_id: asked(&stored)?.and_then(|asked| asked.group_id()),
    });
    let targets: Vec<Target> = if of.of_members() {
        let moved = store::groups::back(&mut tx.tx, env.id(), id).await?;
        moved.into_iter().map(Target::Identity).collect()
    } else {
        let touched = store::operations::touched(&mut tx.tx, env.id(), id).await?;
        touched.into_iter().map(Target::Assignment).collect()
    };
    let links = Links {
        undo_of: Some(id),
        retry_of: None,
    };
    let new = tx.env()?.cx.next_id();
    store::operations::mark_undone(&mut tx.tx, env.id(), id, new).await?;
    go(tx, new, &request, &targets, links).await
}

/// What taking back or trying again needs: what doing it needed.
fn needs(stored: &Stored) -> &'static str {
    match asked(stored) {
        Ok(Some(request)) => request.capability(),
        _ => Action::Assign.capability(),
    }
}

fn of_operation(stored: &Stored) -> Result<Action> {
    Action::ALL
        .into_iter()
        .filter(|action| !matches!(action, Action::Undo | Action::Suspend | Action::Reinstate))
        .find(|action| action.operation() == stored.operation.action)
        .ok_or_else(|| conflict("What this did cannot be undone."))
}

/// Tries again what failed, and what a job that was stopped did not come to: a new operation.
///
/// Who may: who may do what was asked. Fails with `conflict` where nothing failed, where it is under
/// way, or where nothing can be done now either; and where it was asked item by item, which is not
/// kept. With `undo_expired` where it is an undo and too late.
pub async fn retry(env: &Env, id: OperationId) -> Result<OperationId> {
    if let Some(done) = env.replayed().await? {
        return Ok(OperationId(done));
    }
    let mut conn = env.read().await?;
    let before = store::operations::get(&mut conn, env.id(), id, env.cx.now()).await;
    env.require_anywhere(before.as_ref().map_or(Action::Assign.capability(), needs))?;
    let stored = found(
        store::operations::get(&mut conn, env.id(), id, env.cx.now()).await,
        "operation",
    )?;
    drop(conn);
    let Some(request) = asked(&stored)? else {
        return Err(conflict("This was sent item by item. Send those that failed again."));
    };
    let mut tx = open(env, &request).await?;
    if let Some(done) = tx.replayed().await? {
        return Ok(OperationId(done));
    }
    let stored = load(&mut tx, id).await?;
    let operation = &stored.operation;
    if operation.status == Status::Running {
        return Err(conflict(
            "This is still under way. Try again what fails when it has come to its end.",
        ));
    }
    if operation.retryable == 0 {
        return Err(conflict("Nothing failed, so there is nothing to try again."));
    }
    if let Request::Undo(undo) = &request {
        let undone = load(&mut tx, undo.operation_id).await?.operation;
        let finished = undone.finished_at.unwrap_or(undone.created_at);
        if finished.plus_seconds(UNDO_SECONDS) <= env.cx.now() {
            return Err(too_late());
        }
    }
    let targets = left(&mut tx, &stored, &request).await?;
    let links = Links {
        undo_of: operation.undo_of,
        retry_of: Some(id),
    };
    let new = tx.env()?.cx.next_id();
    go(tx, new, &request.about(&targets), &targets, links).await
}

/// What failed, and what was never come to.
async fn left(tx: &mut Tx, stored: &Stored, request: &Request) -> Result<Vec<Target>> {
    let (env, operation) = (tx.env()?.clone(), &stored.operation);
    let failed = Some(bulk::Status::Failed);
    let parts = store::operations::parts(&mut tx.tx, env.id(), operation.id, failed, MAX_ITEMS).await?;
    let mut targets: Vec<Target> = parts.iter().filter_map(|part| target(part, request)).collect();
    if let (Status::Stopped, Some(plan)) = (operation.status, operation.plan_id) {
        let first = store::jobs::worked_on(&mut tx.tx, env.id(), operation.id).await?;
        let rest = store::plans::items(&mut tx.tx, env.id(), plan, first, MAX_ITEMS).await?;
        // Those that the plan left out are left out.
        let rest = rest.into_iter().filter(|item| item.status != bulk::Status::Skipped);
        targets.extend(rest.map(|item| item.target));
    }
    Ok(targets)
}

/// What a part was about, as the request names it.
fn target(part: &Part, request: &Request) -> Option<Target> {
    let target = Target::read(&part.target_kind, part.target_id)?;
    match request {
        _ if request.group_id().is_some() => Some(target),
        Request::Assign(_) | Request::Remove(_) | Request::Suspend(_) | Request::Reinstate(_) => Some(target),
        _ => part
            .object_id
            .map(|id| Target::Assignment(AssignmentId(id)))
            .or(target.assignment().map(Target::Assignment)),
    }
}

struct Links {
    undo_of: Option<OperationId>,
    retry_of: Option<OperationId>,
}

async fn go(mut tx: Tx, id: OperationId, request: &Request, targets: &[Target], links: Links) -> Result<OperationId> {
    require_many(tx.env()?, request, targets.len())?;
    let judged = judge(&mut tx, request, targets, targets.len() > 1).await?;
    something(&judged)?;
    let frozen = freeze(targets, &judged);
    let asked = text(request)?;
    let record = Record {
        request: &asked,
        undo_of: links.undo_of,
        retry_of: links.retry_of,
        ..Record::new(id, request.operation(), request.verb())
    };
    start(tx, judged, request, &frozen, record).await
}
