//! Giving, timing and taking away roles.

mod many;

pub use many::{BulkAnswer, BulkOptions, bulk_create, replay};
pub(crate) use many::{changed, finish, write};

use crate::bulk::{Verdict, check_window, judge};
use crate::cursor::List;
use crate::cx::{Env, Tx};
use crate::error::{Error, found};
use crate::event::{Change, Description};
use crate::{Result, secret};
use domain::assignments::{Assignment, New, REASON_MAX, State, Subject};
use domain::id::{AssignmentId, NodeId, RoleId};
use domain::page::{LIMIT_MAX, Page, TOTAL_MAX};
use domain::problem::Code;
use domain::{Time, Window};
use policy::Gain;

/// Gives one role.
///
/// Who may: `members.change_roles` at the node, holding what is given there for as long. Fails
/// with `not_found`, `invalid_window`, `node_required`, `suspended`, `would_escalate`,
/// `already_assigned`, each with a pointer.
pub async fn assign(env: &Env, new: &New) -> Result<Assignment> {
    let again = async |made| {
        let mut conn = env.read().await?;
        let made = store::assignments::get(&mut conn, env.id(), AssignmentId(made), env.cx.now()).await;
        found(made, "assignment")
    };
    if let Some(made) = env.replayed().await? {
        return again(made).await;
    }
    let mut tx = env.write_anywhere("members.change_roles").await?;
    if let Some(made) = tx.replayed().await? {
        return again(made).await;
    }
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
        Some(Some(text)) if text.chars().count() > REASON_MAX => {
            return Err(Error::at(
                Code::TooLarge,
                "/reason",
                "A reason has at most 500 characters.",
            ));
        }
        Some(Some(text)) => domain::name::free_text(text, REASON_MAX)
            .map_err(|_| Error::at(Code::InvalidValue, "/reason", "A reason has no control characters."))?,
    };
    let gains = vec![gain(&mut tx, before.role_id, before.node_id, window).await?];
    for gain in &gains {
        tx.env()?.covers(gain)?;
    }
    if !window.covers(Window::new(before.effective_from, before.effective_to)) {
        covers_loss(&mut tx, before.role_id, before.node_id).await?;
    }
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
    // Last of all: what is wrong with the change itself is told whatever it was based on.
    if edit.expected.as_ref().is_some_and(|expected| *expected != tag(&before)) {
        return Err(Error::new(
            Code::PreconditionFailed,
            "This assignment was changed in the meantime. Read it again and decide anew.",
        ));
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
