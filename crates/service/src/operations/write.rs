//! Keeping what was judged: the rows, the operation, and its one event.

use crate::Result;
use crate::cx::Tx;
use crate::event::{Change, Description};
use crate::people::SigningOut;
use crate::verdict::{Judged, One};
use crate::{groups, people};
use domain::bulk;
use domain::events::Outcome;
use domain::id::{IdentityId, OperationId, PlanId};
use domain::operations::Status;
use store::sessions::Among;

/// What is kept of a bulk write beside what it did.
pub(crate) struct Record<'a> {
    pub id: OperationId,
    pub action: &'static str,
    pub verb: bulk::Status,
    /// What was asked, as JSON; `null` where it was asked item by item.
    pub request: &'a str,
    pub plan: Option<PlanId>,
    pub undo_of: Option<OperationId>,
    pub retry_of: Option<OperationId>,
}

impl Record<'static> {
    pub fn new(id: OperationId, action: &'static str, verb: bulk::Status) -> Self {
        Self {
            id,
            action,
            verb,
            request: "null",
            plan: None,
            undo_of: None,
            retry_of: None,
        }
    }
}

/// Writes the operation, finished or running, with its numbers.
pub(crate) async fn keep(tx: &mut Tx, record: &Record<'_>, status: Status, summary: &bulk::Summary) -> Result<()> {
    let env = tx.env()?.clone();
    let new = store::operations::New {
        id: record.id,
        action: record.action,
        verb: record.verb,
        status,
        request: record.request,
        summary,
        owner: &env.actor(),
        plan: record.plan,
        undo_of: record.undo_of,
        retry_of: record.retry_of,
        request_id: env.cx.request_id(),
        now: env.cx.now(),
    };
    Ok(store::operations::keep(&mut tx.tx, env.id(), new).await?)
}

/// Writes the operation and everything that was judged to be done.
pub(crate) async fn write(tx: &mut Tx, judged: &mut Judged, record: &Record<'_>) -> Result<()> {
    keep(tx, record, Status::Finished, &judged.summary(record.verb)).await?;
    apply(tx, judged, record.id).await
}

/// Does what was judged to be done, as a part of an operation that is written already.
pub(crate) async fn apply(tx: &mut Tx, judged: &mut Judged, id: OperationId) -> Result<()> {
    let env = tx.env()?.clone();
    let now = env.cx.now();
    let gone: Vec<_> = judged.ones.iter().flat_map(|one| one.gone.iter().copied()).collect();
    let people = leaving(judged);
    let among = match judged.moved {
        Some(_) => Among::People(&people),
        None => Among::Assignments(&gone),
    };
    let leaving = SigningOut::before(tx, &env, judged.signs_out.then_some(among)).await?;
    // First what goes: what is made may take its place.
    if !gone.is_empty() {
        store::removal::revoke(&mut tx.tx, env.id(), gone.iter().copied(), id, now).await?;
    }
    if let Some(kinds) = judged.loaded {
        if kinds.changes {
            store::bulk::update(&mut tx.tx, env.id(), id).await?;
        }
        store::bulk::insert(&mut tx.tx, env.id(), &env.actor(), id, now).await?;
    }
    people::standing::apply(tx, judged).await?;
    groups::members::apply(tx, judged, id).await?;
    judged.signed_out = leaving.after(tx, &env).await?;
    Ok(())
}

/// Those who come into a group or leave it by what is about to be done.
fn leaving(judged: &Judged) -> Vec<IdentityId> {
    let passing = judged.ones.iter().filter(|one| one.verdict.is_ok());
    passing.filter_map(|one| one.target.identity()).collect()
}

/// Keeps a bulk write with its one event.
pub(crate) async fn finish(tx: Tx, judged: Judged, record: &Record<'_>) -> Result<Vec<One>> {
    let summary = judged.summary(record.verb);
    commit(tx, &judged, record.id, record.action, &summary).await?;
    Ok(judged.ones)
}

/// Keeps one transaction of an operation: all of it, or a part.
pub(crate) async fn commit(
    tx: Tx,
    judged: &Judged,
    id: OperationId,
    action: &str,
    summary: &bulk::Summary,
) -> Result<()> {
    let outcome = if summary.done() == summary.total {
        Outcome::Done
    } else {
        Outcome::Partial
    };
    let event = Description {
        outcome,
        operation: Some(id),
        children: judged.children(),
        made: Some(id.0),
        ..Description::new(action)
    };
    // What happens to a group is told on its own page, too.
    let event = match &judged.moved {
        Some(moved) => event.target("group", moved.group.0, moved.name.as_str()),
        None => event.target("operation", id.0, action),
    };
    let mut told = serde_json::json!({ "summary": summary });
    if let Some(signed_out) = judged.signed_out {
        told["signed_out"] = serde_json::json!(signed_out);
    }
    let event = event.after(told);
    let mut change = Change {
        gains: judged.gains.clone(),
        touched: vec![("operation", id.0)],
    };
    change
        .touched
        .extend(judged.moved.as_ref().map(|moved| ("group", moved.group.0)));
    tx.commit(event, change).await?;
    Ok(())
}
