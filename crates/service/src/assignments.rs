//! Giving, timing and taking away roles.

mod after;
mod back;
mod edit;
mod list;
mod listing;
mod many;

pub use after::after_removal;
pub(crate) use back::{give_back, was_whole};
pub use edit::{Edit, change, extend, revoke, revoke_signing_out, tag};
pub use list::{Filter, list};
pub(crate) use list::{count, look_up};
pub use listing::{browse, facts_of};
pub(crate) use listing::{by_words, node_paths, state_words, total};
pub use many::{BulkAnswer, BulkOptions, bulk_create, replay};
pub(crate) use many::{Opened, close, open, results};

use crate::Result;
use crate::bulk::{Giving, judge};
use crate::cx::{Env, Tx};
use crate::error::{Error, found};
use crate::event::{Change, Description};
use crate::verdict::{Judged, One};
use domain::assignments::{Assignment, New, Subject};
use domain::id::AssignmentId;

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
    let (assignment, gains) = give_one(&mut tx, new).await?;
    let (id, fresh) = (assignment.id, tx.env()?.clone());
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
        gains,
        touched: vec![("assignment", id.0), (new.subject.kind(), new.subject.uuid())],
    };
    tx.commit(event, change).await?;
    Ok(assignment)
}

/// Judges and writes one assignment as a part of a write; what it gives is judged when that is kept.
pub(crate) async fn give_one(tx: &mut Tx, new: &New) -> Result<(Assignment, Vec<policy::Gain>)> {
    let judged = judge(tx, Giving::all(std::slice::from_ref(new))).await?;
    let (one, gains) = single(judged)?;
    let id = one
        .object
        .ok_or_else(|| Error::Internal("what is given has an id".to_owned()))?;
    let env = tx.env()?.clone();
    let now = env.cx.now();
    let created = store::assignments::New {
        id,
        subject: new.subject,
        role_id: new.role_id,
        node_id: new.node_id.unwrap_or(env.root()),
        window: new.window,
        reason: new.reason.as_deref(),
        granted_by: &env.actor(),
        renews: None,
        operation: None,
        now,
    };
    store::assignments::create(&mut tx.tx, env.id(), created).await?;
    Ok((store::assignments::get(&mut tx.tx, env.id(), id, now).await?, gains))
}

/// Fails with `would_escalate` unless the actor holds all of it.
pub(crate) fn settle(gains: Vec<policy::Gain>, env: &Env) -> Result<()> {
    for gain in &gains {
        env.covers(gain)?;
    }
    Ok(())
}

/// The judgement of the only item, or its refusal as an error.
fn single(judged: Judged) -> Result<(One, Vec<policy::Gain>)> {
    let one = judged.ones.into_iter().next();
    let one = one.ok_or_else(|| Error::Internal("one item, no verdict".to_owned()))?;
    match one.verdict {
        Err(refusal) => Err(refusal.into_error()),
        Ok(_) => Ok((one, judged.gains)),
    }
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
        Subject::Group(id) => Ok(found(store::groups::get(&mut tx.tx, env.id(), id).await, "group")?.name),
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
    if !visible(env, &assignment) {
        return Err(Error::not_found("assignment"));
    }
    Ok(assignment)
}

/// Whether the actor may see an assignment: where it is, and whose it is.
pub(crate) fn visible(env: &Env, assignment: &Assignment) -> bool {
    let whose = assignment.subject.group().is_none() || env.may("groups.view");
    whose && env.may_at("users.view", assignment.node_id)
}
