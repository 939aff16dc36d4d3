//! Giving many roles in one write, and what it answers.

use crate::Result;
use crate::bulk::{Verdict, detail, judge};
use crate::cx::{Env, Tx};
use crate::error::{Error, found};
use crate::event::{Change, Description};
use domain::assignments::{Assignment, New, NoEffect};
use domain::bulk::{ItemError, ItemResult, MAX_ITEMS, Status, Summary};
use domain::events::Outcome;
use domain::id::{AssignmentId, OperationId, PlanId};
use domain::problem::{Code, Problem};
use policy::Gain;
use std::collections::HashMap;
use store::audit::Child;

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

/// Gives many roles, each judged by itself, in one transaction.
///
/// Who may: `members.change_roles` at each node, and `users.bulk_operations` above one item.
/// Fails with `too_many_items`. With `atomic`, an answer whose summary has anything but `created`
/// changed nothing.
pub async fn bulk_create(env: &Env, items: &[New], options: BulkOptions) -> Result<BulkAnswer> {
    if items.len() > MAX_ITEMS {
        return Err(Error::new(
            Code::TooManyItems,
            "At most 100,000 items in one request; send several.",
        ));
    }
    if let Some(made) = env.replayed().await? {
        return replay(env, OperationId(made)).await;
    }
    if items.len() > 1 {
        env.require("users.bulk_operations")?;
    }
    let mut tx = env.write_anywhere("members.change_roles").await?;
    if let Some(made) = tx.replayed().await? {
        return replay(env, OperationId(made)).await;
    }
    let judged = judge(&mut tx, items, false).await?;
    let summary = Summary::count(Status::Created, judged.verdicts.iter().map(Verdict::status));
    let stopped = options.atomic && summary.done() < items.len();
    if options.dry_run || stopped || summary.total == 0 {
        let results = results(judged.verdicts, |_, _| None);
        return Ok(BulkAnswer {
            dry_run: options.dry_run,
            operation_id: None,
            summary,
            results,
        });
    }
    let operation = write(&mut tx, &judged.verdicts, items, None, &serde_json::Value::Null).await?;
    // Known without reading a hundred thousand rows back.
    let blocked = store::bulk::without_effect(&mut tx.tx, env.id()).await?;
    let blocked: HashMap<i64, NoEffect> = blocked.into_iter().collect();
    let (actor, root, now) = (env.actor(), env.root(), env.cx.now());
    finish(
        tx,
        operation.id,
        "assignments.assign",
        summary,
        judged.gains,
        operation.children,
    )
    .await?;
    let results = results(judged.verdicts, |index, id| {
        let no_effect = i64::try_from(index).ok().and_then(|place| blocked.get(&place).copied());
        let node = items[index].node_id.unwrap_or(root);
        Some(Assignment::given(
            id,
            &items[index],
            node,
            actor.clone(),
            no_effect,
            now,
        ))
    });
    Ok(BulkAnswer {
        dry_run: false,
        operation_id: Some(operation.id),
        summary,
        results,
    })
}

/// The answer of a bulk write, built again from what it left.
///
/// Who may: who may do it.
pub async fn replay(env: &Env, id: OperationId) -> Result<BulkAnswer> {
    env.require_anywhere("members.change_roles")?;
    let mut conn = env.read().await?;
    let stored = found(store::operations::get(&mut conn, env.id(), id).await, "operation")?;
    let parts = store::operations::parts(&mut conn, env.id(), id, None, MAX_ITEMS).await?;
    let made = store::assignments::by_operation(&mut conn, env.id(), id, env.cx.now()).await?;
    let mut made: HashMap<AssignmentId, Assignment> = made.into_iter().map(|one| (one.id, one)).collect();
    let results = parts
        .into_iter()
        .map(|part| {
            let code = part
                .code
                .as_deref()
                .and_then(|text| Code::ALL.iter().find(|code| code.as_str() == text));
            ItemResult {
                index: usize::try_from(part.position).unwrap_or(0),
                status: Status::parse(&part.outcome).unwrap_or(Status::Failed),
                assignment: part.object_id.and_then(|id| made.remove(&AssignmentId(id))),
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

pub(crate) struct Written {
    pub id: OperationId,
    pub children: Vec<Child>,
}

/// Writes the assignments of a judged request and the operation's row.
pub(crate) async fn write(
    tx: &mut Tx,
    verdicts: &[Verdict],
    items: &[New],
    plan: Option<PlanId>,
    request: &serde_json::Value,
) -> Result<Written> {
    let env = tx.env()?.clone();
    let now = env.cx.now();
    let id: OperationId = env.cx.next_id();
    let summary = Summary::count(Status::Created, verdicts.iter().map(Verdict::status));
    store::bulk::insert(&mut tx.tx, env.id(), &env.actor(), id, now).await?;
    let new = store::operations::New {
        id,
        action: "assignments.assign",
        request: &request.to_string(),
        summary: &summary,
        owner: &env.actor(),
        plan,
        now,
    };
    store::operations::keep(&mut tx.tx, env.id(), new).await?;
    let children = verdicts
        .iter()
        .zip(items)
        .map(|(verdict, new)| Child {
            target_kind: new.subject.kind(),
            target_id: new.subject.uuid(),
            object_id: match verdict {
                Verdict::Create(id) => Some(id.0),
                Verdict::Refuse { .. } => None,
            },
            outcome: verdict.status().as_str().to_owned(),
            code: verdict.code().map(|code| code.as_str().to_owned()),
        })
        .collect();
    Ok(Written { id, children })
}

/// Keeps a bulk write with its one event.
pub(crate) async fn finish(
    tx: Tx,
    operation: OperationId,
    action: &str,
    summary: Summary,
    gains: Vec<Gain>,
    children: Vec<Child>,
) -> Result<()> {
    let outcome = if summary.done() == summary.total {
        Outcome::Done
    } else {
        Outcome::Partial
    };
    let event = Description {
        outcome,
        operation: Some(operation),
        children,
        ..Description::new(action)
    }
    .target("operation", operation.0, action)
    .after(serde_json::json!({ "summary": summary }));
    tx.commit(
        event,
        Change {
            gains,
            touched: vec![("operation", operation.0)],
        },
    )
    .await?;
    Ok(())
}

/// The answer for each item; `made` tells what was made of it.
fn results(verdicts: Vec<Verdict>, made: impl Fn(usize, AssignmentId) -> Option<Assignment>) -> Vec<ItemResult> {
    verdicts
        .into_iter()
        .enumerate()
        .map(|(index, verdict)| match verdict {
            Verdict::Create(id) => ItemResult {
                index,
                status: Status::Created,
                assignment: made(index, id),
                error: None,
            },
            Verdict::Refuse { status, error, .. } => ItemResult {
                index,
                status,
                assignment: None,
                error: Some(error),
            },
        })
        .collect()
}

/// What a change of the plan would say; kept beside the judgement that it repeats.
pub(crate) fn changed(count: usize) -> Problem {
    let things = if count == 1 {
        "1 thing".to_owned()
    } else {
        format!("{count} things")
    };
    Problem::new(
        Code::PlanChanged,
        format!("{things} changed since the plan. Look at the new one, or apply to the rest."),
    )
}
