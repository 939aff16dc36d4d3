//! Giving, timing and taking away roles.

use crate::bulk::{Verdict, check_window, detail, judge};
use crate::cursor::List;
use crate::cx::{Env, Tx};
use crate::error::{Error, found};
use crate::event::{Change, Description};
use crate::{Result, secret};
use domain::assignments::{Assignment, New, REASON_MAX, State, Subject};
use domain::bulk::{ItemError, ItemResult, MAX_ITEMS, Status, Summary};
use domain::events::Outcome;
use domain::id::{AssignmentId, NodeId, OperationId, PlanId, RoleId};
use domain::page::{LIMIT_MAX, Page, TOTAL_MAX};
use domain::problem::{Code, Problem};
use domain::{Time, Window};
use policy::Gain;
use std::collections::HashMap;
use store::audit::Child;

/// Gives one role.
///
/// Who may: `members.change_roles` at the node, holding what is given there for as long. Fails
/// with `not_found`, `invalid_window`, `node_required`, `suspended`, `would_escalate`,
/// `already_assigned`, each with a pointer.
pub async fn assign(env: &Env, new: &New) -> Result<Assignment> {
    if let Some(made) = env.replayed().await? {
        return get(env, AssignmentId(made)).await;
    }
    let mut tx = env.write_anywhere("members.change_roles").await?;
    let judged = judge(&mut tx, std::slice::from_ref(new), false).await?;
    let verdict = judged
        .verdicts
        .into_iter()
        .next()
        .ok_or_else(|| Error::Internal("one item, no verdict".to_owned()))?;
    let Verdict::Create(id) = verdict else {
        return Err(verdict
            .into_error()
            .unwrap_or_else(|| Error::Internal("a refusal without a reason".to_owned())));
    };
    let fresh = tx.env()?.clone();
    let now = env.cx.now();
    let created = store::assignments::New {
        id,
        subject: new.subject,
        role_id: new.role_id,
        node_id: new.node_id.unwrap_or(fresh.root()),
        window: new.window,
        reason: new.reason.as_deref(),
        granted_by: &fresh.actor(),
        operation: None,
        now,
    };
    store::assignments::create(&mut tx.tx, env.id(), created).await?;
    let assignment = store::assignments::get(&mut tx.tx, env.id(), id, now).await?;
    let event = Description {
        reason: new.reason.as_deref(),
        made: Some(id.0),
        ..Description::new("assignment.created")
    }
    .target(
        new.subject.kind(),
        new.subject.uuid(),
        name_of(&mut tx, &fresh, new.subject).await?,
    )
    .after(facts(&assignment));
    let change = Change {
        gains: judged.gains,
        touched: vec![("assignment", id.0), (new.subject.kind(), new.subject.uuid())],
    };
    tx.commit(event, change).await?;
    Ok(assignment)
}

fn facts(assignment: &Assignment) -> serde_json::Value {
    serde_json::json!({
        "assignment_id": assignment.id,
        "role_id": assignment.role_id,
        "node_id": assignment.node_id,
        "effective_from": assignment.effective_from,
        "effective_to": assignment.effective_to,
    })
}

async fn name_of(tx: &mut Tx, env: &Env, subject: Subject) -> Result<String> {
    match subject {
        Subject::Identity(id) => Ok(found(store::identities::get(&mut tx.tx, env.id(), id).await, "person")?.name),
        Subject::Group(id) => Ok(store::groups::list(&mut tx.tx, env.id())
            .await?
            .into_iter()
            .find(|group| group.id == id)
            .map(|group| group.name)
            .unwrap_or_default()),
    }
}

/// One assignment.
///
/// Who may: `users.view` at its node.
pub async fn get(env: &Env, id: AssignmentId) -> Result<Assignment> {
    let assignment = found(
        store::assignments::get(&mut env.read().await?, env.id(), id, env.cx.now()).await,
        "assignment",
    )?;
    if !env.may_at("users.view", assignment.node_id) {
        return Err(Error::not_found("assignment"));
    }
    Ok(assignment)
}

/// Which assignments to list.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Filter {
    pub subject: Option<Subject>,
    pub role_id: Option<RoleId>,
    pub node_id: Option<NodeId>,
    pub states: Vec<State>,
    pub ends_within: Option<u16>,
}

/// Assignments, oldest first.
///
/// Who may: `users.view`.
pub async fn list(env: &Env, filter: &Filter, after: Option<&str>, limit: u16) -> Result<Page<Assignment>> {
    env.require("users.view")?;
    let now = env.cx.now();
    let limit = limit.clamp(1, LIMIT_MAX);
    let list = List::of(&(env.id(), "assignments", filter));
    let after = after
        .map(|cursor| list.place(cursor))
        .transpose()?
        .map(|place| AssignmentId(place.id));
    let stored = store::assignments::Filter {
        subject: filter.subject,
        role: filter.role_id,
        node: filter.node_id,
        states: filter.states.clone(),
        ends_before: filter.ends_within.map(|days| now.plus_days(i64::from(days))),
    };
    let mut conn = env.read().await?;
    let mut items = store::assignments::list(&mut conn, env.id(), &stored, after, limit + 1, now).await?;
    let more = items.len() > usize::from(limit);
    items.truncate(usize::from(limit));
    let next = items.last().filter(|_| more).map(|last| list.cursor("", last.id.0));
    let total = store::assignments::total(&mut conn, env.id(), &stored, now).await?;
    Ok(Page {
        items,
        next,
        previous: None,
        total: total.min(TOTAL_MAX),
        total_exact: total <= TOTAL_MAX,
    })
}

/// What is to change of an assignment; absent parts stay.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub effective_from: Option<Option<Time>>,
    pub effective_to: Option<Option<Time>>,
    pub reason: Option<Option<String>>,
    /// The tag of what the change is based on; see [`tag`].
    pub expected: Option<String>,
}

/// What tells two versions of an assignment apart, for `ETag` and `If-Match`.
pub fn tag(assignment: &Assignment) -> String {
    let Assignment {
        effective_from,
        effective_to,
        reason,
        ..
    } = assignment;
    let revoked = assignment.state == State::Revoked;
    let text = serde_json::json!([assignment.id, effective_from, effective_to, reason, revoked]).to_string();
    secret::digest(&text)[..16].to_owned()
}

/// Changes dates or reason of an assignment that is live.
///
/// Who may: `members.change_roles` at its node, holding what is given there for as long, and now
/// what is taken away. Fails with `invalid_window` (a start that has passed never changes, an end
/// moves to now or later),
/// with `conflict` for one that has ended or was revoked.
pub async fn change(env: &Env, id: AssignmentId, edit: &Edit) -> Result<Assignment> {
    let before = get(env, id).await?;
    let mut tx = env.write("members.change_roles", before.node_id).await?;
    let now = env.cx.now();
    let before = found(
        store::assignments::get(&mut tx.tx, env.id(), id, now).await,
        "assignment",
    )?;
    if edit.expected.as_ref().is_some_and(|expected| *expected != tag(&before)) {
        return Err(Error::new(
            Code::PreconditionFailed,
            "This assignment was changed in the meantime. Read it again and decide anew.",
        ));
    }
    if matches!(before.state, State::Ended | State::Revoked) {
        return Err(Error::new(
            Code::Conflict,
            "This assignment has ended. Give the role again instead.",
        ));
    }
    let window = Window::new(
        edit.effective_from.unwrap_or(before.effective_from),
        edit.effective_to.unwrap_or(before.effective_to),
    );
    let started = before.effective_from.is_none_or(|from| from <= now);
    if started && window.from != before.effective_from {
        return Err(Error::at(
            Code::InvalidWindow,
            "/effective_from",
            "It has started already, so its start stays.",
        ));
    }
    // An end may move to this very moment, which lies in no window that could still be given.
    let earliest = if window.to == Some(now) { Time(now.0 - 1) } else { now };
    check_window(window, earliest).map_err(|detail| Error::at(Code::InvalidWindow, "/effective_to", detail))?;
    let reason = match &edit.reason {
        None => before.reason.clone(),
        Some(None) => None,
        Some(Some(text)) => domain::name::free_text(text, REASON_MAX).map_err(|_| {
            Error::at(
                Code::InvalidValue,
                "/reason",
                "A reason has at most 500 characters and no control characters.",
            )
        })?,
    };
    let others = store::assignments::live_windows(
        &mut tx.tx,
        env.id(),
        before.subject,
        before.role_id,
        before.node_id,
        now,
    )
    .await?;
    if others
        .iter()
        .any(|(other, theirs)| *other != id && theirs.overlaps(window))
    {
        return Err(Error::at(
            Code::AlreadyAssigned,
            "/effective_to",
            "Another assignment of this role covers a part of that time.",
        ));
    }
    let gains = vec![gain(&mut tx, before.role_id, before.node_id, window).await?];
    if !window.covers(Window::new(before.effective_from, before.effective_to)) {
        covers_loss(&mut tx, before.role_id, before.node_id).await?;
    }
    store::assignments::change(&mut tx.tx, env.id(), id, window, reason.as_deref()).await?;
    let after = store::assignments::get(&mut tx.tx, env.id(), id, now).await?;
    let label = name_of(&mut tx, env, before.subject).await?;
    let event = Description {
        before: Some(facts(&before)),
        ..Description::new("assignment.changed")
    }
    .target(before.subject.kind(), before.subject.uuid(), label)
    .after(facts(&after));
    tx.commit(
        event,
        Change {
            gains,
            touched: vec![("assignment", id.0)],
        },
    )
    .await?;
    Ok(after)
}

async fn gain(tx: &mut Tx, role: RoleId, node: NodeId, window: Window) -> Result<Gain> {
    let env = tx.env()?.clone();
    let held = store::roles::capabilities(&mut tx.tx, env.id(), role).await?;
    Ok(Gain {
        capabilities: env.catalogue.index.set(held),
        node,
        window,
    })
}

/// Taking away needs what giving needs, now.
async fn covers_loss(tx: &mut Tx, role: RoleId, node: NodeId) -> Result<()> {
    let now = tx.env()?.cx.now();
    let loss = gain(tx, role, node, Window::new(Some(now), Some(Time(now.0 + 1)))).await?;
    Ok(tx.env()?.covers(&loss)?)
}

/// Takes an assignment away; ending it now is the same.
///
/// Who may: `members.change_roles` at its node, holding what it gives now. Fails with
/// `not_assigned` for one that has ended.
pub async fn revoke(env: &Env, id: AssignmentId) -> Result<()> {
    let before = get(env, id).await?;
    let mut tx = env.write("members.change_roles", before.node_id).await?;
    let now = env.cx.now();
    covers_loss(&mut tx, before.role_id, before.node_id).await?;
    if !store::assignments::revoke(&mut tx.tx, env.id(), id, now).await? {
        return Err(Error::new(Code::NotAssigned, "This assignment has ended already."));
    }
    let label = name_of(&mut tx, env, before.subject).await?;
    let event = Description {
        before: Some(facts(&before)),
        ..Description::new("assignment.revoked")
    }
    .target(before.subject.kind(), before.subject.uuid(), label);
    tx.commit(
        event,
        Change {
            touched: vec![("assignment", id.0)],
            ..Change::default()
        },
    )
    .await?;
    Ok(())
}

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
    let judged = judge(&mut tx, items, false).await?;
    let summary = Summary::count(Status::Created, judged.verdicts.iter().map(Verdict::status));
    let stopped = options.atomic && summary.done() < items.len();
    if options.dry_run || stopped || summary.total == 0 {
        let results = results(&judged.verdicts, &HashMap::new());
        return Ok(BulkAnswer {
            dry_run: options.dry_run,
            operation_id: None,
            summary,
            results,
        });
    }
    let operation = write(&mut tx, &judged.verdicts, items, None, &serde_json::Value::Null).await?;
    let made: HashMap<AssignmentId, Assignment> =
        store::assignments::by_operation(&mut tx.tx, env.id(), operation.id, env.cx.now())
            .await?
            .into_iter()
            .map(|assignment| (assignment.id, assignment))
            .collect();
    finish(
        tx,
        operation.id,
        "assignments.assign",
        summary,
        judged.gains,
        operation.children,
    )
    .await?;
    let results = results(&judged.verdicts, &made);
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

fn results(verdicts: &[Verdict], made: &HashMap<AssignmentId, Assignment>) -> Vec<ItemResult> {
    verdicts
        .iter()
        .enumerate()
        .map(|(index, verdict)| match verdict {
            Verdict::Create(id) => ItemResult {
                index,
                status: Status::Created,
                assignment: made.get(id).cloned(),
                error: None,
            },
            Verdict::Refuse { status, error, .. } => ItemResult {
                index,
                status: *status,
                assignment: None,
                error: Some(error.clone()),
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
