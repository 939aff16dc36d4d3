//! Many assignments in one write, and what it answers.

use crate::Result;
use crate::bulk::{Giving, judge};
use crate::cx::{Env, Tx};
use crate::error::{Error, found};
use crate::operations::{Record, finish, write};
use crate::verdict::{Judged, One, Refusal, detail};
use domain::actor::Actor;
use domain::assignments::{Assignment, New, NoEffect};
use domain::bulk::{ItemError, ItemResult, MAX_ITEMS, Status, Summary};
use domain::id::{AssignmentId, OperationId};
use domain::problem::Code;
use std::collections::HashMap;
use std::sync::Arc;

/// What a write to many answers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct BulkAnswer {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation_id: Option<OperationId>,
    pub summary: Summary,
    pub results: Vec<ItemResult>,
}

/// How a write to many is done.
#[derive(Debug, Clone, Copy, Default)]
pub struct BulkOptions {
    /// All or nothing.
    pub atomic: bool,
    /// Judge, and change nothing.
    pub dry_run: bool,
}

/// How a write to many begins.
pub(crate) enum Opened {
    /// It was sent before.
    Before(BulkAnswer),
    Now(Box<Tx>),
}

/// Opens a write to many.
pub(crate) async fn open(env: &Env, items: usize) -> Result<Opened> {
    if items > MAX_ITEMS {
        return Err(Error::new(
            Code::TooManyItems,
            "At most 100,000 items in one request; send several.",
        ));
    }
    if let Some(made) = env.replayed().await? {
        return Ok(Opened::Before(replay(env, OperationId(made)).await?));
    }
    if items > 1 {
        env.require("users.bulk_operations")?;
    }
    let mut tx = env.write_anywhere("members.change_roles").await?;
    match tx.replayed().await? {
        Some(made) => Ok(Opened::Before(replay(env, OperationId(made)).await?)),
        None => Ok(Opened::Now(Box::new(tx))),
    }
}

/// Keeps what was judged, unless it was asked only, or all is to be done and cannot. `given`: what
/// each item becomes, where assignments are made and not changed.
pub(crate) async fn close(
    mut tx: Tx,
    mut judged: Judged,
    action: &'static str,
    verb: Status,
    options: BulkOptions,
    given: &[New],
) -> Result<BulkAnswer> {
    let summary = judged.summary(verb);
    let stopped = options.atomic && summary.done() < summary.total;
    if options.dry_run || stopped || summary.total == 0 {
        return Ok(BulkAnswer {
            dry_run: options.dry_run,
            operation_id: None,
            summary,
            results: results(judged.ones, |_, _| None),
        });
    }
    let env = tx.env()?.clone();
    let record = Record::new(env.cx.next_id(), action, verb);
    write(&mut tx, &mut judged, &record).await?;
    let now = env.cx.now();
    if given.is_empty() {
        let changed = |one: &&One| matches!(one.verdict, Ok(Status::Updated));
        let changed = judged.ones.iter().filter(changed).filter_map(|one| one.object);
        let changed = store::assignments::by_ids(&mut tx.tx, env.id(), changed, now).await?;
        let changed: HashMap<AssignmentId, Assignment> = changed.into_iter().map(|one| (one.id, one)).collect();
        let ones = finish(tx, judged, &record).await?;
        let results = results(ones, |_, id| changed.get(&id).cloned());
        return Ok(BulkAnswer {
            dry_run: false,
            operation_id: Some(record.id),
            summary,
            results,
        });
    }
    // What is made is known without reading a hundred thousand rows back.
    let blocked = store::bulk::without_effect(&mut tx.tx, env.id()).await?;
    let blocked: HashMap<i64, NoEffect> = blocked.into_iter().collect();
    let actor = Actor {
        identity_id: None,
        ..env.actor()
    };
    let (actor, root) = (Arc::new(actor), env.root());
    let ones = finish(tx, judged, &record).await?;
    let results = results(ones, |index, id| {
        let (new, place) = (given.get(index)?, i64::try_from(index).ok()?);
        let node = new.node_id.unwrap_or(root);
        Some(Assignment::given(
            id,
            new,
            node,
            &actor,
            blocked.get(&place).copied(),
            now,
        ))
    });
    Ok(BulkAnswer {
        dry_run: false,
        operation_id: Some(record.id),
        summary,
        results,
    })
}

/// Gives many roles, each judged by itself, in one transaction.
///
/// Who may: `members.change_roles` at each node, and `users.bulk_operations` above one item.
/// Fails with `too_many_items`. With `atomic`, an answer whose summary has anything but `created`
/// changed nothing.
pub async fn bulk_create(env: &Env, items: &[New], options: BulkOptions) -> Result<BulkAnswer> {
    let mut tx = match open(env, items.len()).await? {
        Opened::Before(answer) => return Ok(answer),
        Opened::Now(tx) => *tx,
    };
    let judged = judge(&mut tx, Giving::all(items)).await?;
    close(tx, judged, "assignments.assign", Status::Created, options, items).await
}

/// The answer of a bulk write, built again from what it left.
///
/// Who may: who may do it.
pub async fn replay(env: &Env, id: OperationId) -> Result<BulkAnswer> {
    crate::operations::may_act(env)?;
    let now = env.cx.now();
    let mut conn = env.read().await?;
    let stored = found(store::operations::get(&mut conn, env.id(), id, now).await, "operation")?;
    let parts = store::operations::parts(&mut conn, env.id(), id, None, MAX_ITEMS).await?;
    let status = |part: &store::operations::Part| Status::parse(&part.outcome).unwrap_or(Status::Failed);
    let touched = parts
        .iter()
        .filter(|part| matches!(status(part), Status::Created | Status::Updated))
        .filter_map(|part| part.object_id.map(AssignmentId));
    let touched = store::assignments::by_ids(&mut conn, env.id(), touched, now).await?;
    let touched: HashMap<AssignmentId, Assignment> = touched.into_iter().map(|one| (one.id, one)).collect();
    let results = parts
        .into_iter()
        .enumerate()
        .map(|(index, part)| {
            let code = part
                .code
                .as_deref()
                .and_then(|text| Code::ALL.iter().find(|code| code.as_str() == text));
            let object = part.object_id.map(AssignmentId);
            ItemResult {
                index,
                status: status(&part),
                assignment: object
                    .and_then(|id| touched.get(&id).cloned())
                    .filter(|_| code.is_none()),
                error: code.map(|code| ItemError {
                    code: *code,
                    detail: detail(*code).to_owned(),
                }),
            }
        })
        .collect();
    Ok(BulkAnswer {
        dry_run: false,
        operation_id: Some(id),
        summary: stored.operation.summary,
        results,
    })
}

/// The answer for each item; `touched` tells what was made or changed.
pub(crate) fn results(ones: Vec<One>, touched: impl Fn(usize, AssignmentId) -> Option<Assignment>) -> Vec<ItemResult> {
    ones.into_iter()
        .enumerate()
        .map(|(index, one)| ItemResult {
            index,
            status: one.status(),
            assignment: match one.verdict {
                Ok(_) => one.object.and_then(|id| touched(index, id)),
                Err(_) => None,
            },
            error: one.verdict.err().map(Refusal::into_item_error),
        })
        .collect()
}
