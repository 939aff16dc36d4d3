//! Deleting a group, with its roles and who is in it, and bringing it back.

use super::create::facts;
use super::moved::{Move, judge_move, place};
use super::{gains, holds_all, names, one};
use crate::cx::Env;
use crate::error::{Error, found};
use crate::event::{Change, Description};
use crate::names::Named;
use crate::people::SigningOut;
use crate::{Result, assignments};
use domain::Window;
use domain::bulk::Status;
use domain::groups::Group;
use domain::id::{EventId, GroupId, OperationId};
use domain::problem::Code;
use domain::sessions::SignedOut;
use store::audit::Child;
use store::groups::{Gone, Had};
use store::sessions::Among;
use store::slugs::Kind;
use uuid::Uuid;

/// Deletes a group: its members leave it, its roles end, its slug is never used again. What lies in
/// it moves up to where it lay, where `lift`.
///
/// Who may and fails as [`remove_signing_out`].
pub async fn remove(env: &Env, id: GroupId, lift: bool) -> Result<EventId> {
    Ok(remove_signing_out(env, id, lift, false).await?.0)
}

/// The same; with `sign_out` the sessions of those who lose something by it end.
///
/// Who may: `groups.manage`, holding now all that the group gives; with `sign_out` also `sessions.revoke`. Fails
/// with `not_found`, with `has_subgroups` where some lie in it and are not to move, with `would_escalate`.
pub async fn remove_signing_out(env: &Env, id: GroupId, lift: bool, sign_out: bool) -> Result<(EventId, SignedOut)> {
    let mut tx = env.write("groups.manage", env.root()).await?;
    let fresh = tx.env()?.clone();
    let group = one(&mut tx.tx, &fresh, id).await?;
    let now = env.cx.now();
    let given = gains(&mut tx.tx, &fresh, id, Window::ALWAYS).await?;
    holds_all(&fresh, &given)?;
    let all = store::groups::list(&mut tx.tx, fresh.id()).await?;
    let inside = all.iter().filter(|one| one.parent_id == Some(id));
    let inside: Vec<&Group> = inside.collect();
    let mut change = Change {
        touched: vec![("group", id.0), ("group_members", id.0)],
        ..Change::default()
    };
    if !inside.is_empty() && !lift {
        return Err(Error::new(
            Code::HasSubgroups,
            "Other groups lie in this one. Move them first, or let them move up with the deletion.",
        ));
    }
    let leaving = SigningOut::before(&mut tx, &fresh, sign_out.then_some(Among::Group(id))).await?;
    for sub in &inside {
        let wanted = Move {
            group: Some(sub.id),
            to: group.parent_id,
        };
        change.gains.extend(judge_move(&mut tx.tx, &fresh, wanted).await?);
        store::groups::lay(&mut tx.tx, env.id(), sub.id, group.parent_id, now).await?;
        change.touched.push(("group", sub.id.0));
    }
    let had = store::groups::remove(&mut tx.tx, env.id(), id, now).await?;
    let signed_out = leaving.after(&mut tx, &fresh).await?;
    let event = Description {
        children: parts(&group, &had, &inside),
        before: Some(facts(&group)),
        after: signed_out.map(|signed_out| serde_json::json!({ "signed_out": signed_out })),
        ..Description::new("group.deleted")
    }
    .target("group", id.0, group.name.as_str());
    let event = tx.commit(event, change).await?;
    Ok((event, signed_out.unwrap_or_default()))
}

fn parts(group: &Group, had: &Had, inside: &[&Group]) -> Vec<Child> {
    let child = |target_kind, target_id, object_id, outcome: Status| Child {
        target_kind,
        target_id,
        object_id: Some(object_id),
        outcome: outcome.as_str().into(),
        code: None,
    };
    let members = had
        .members
        .iter()
        .map(|id| child("identity", id.0, group.id.0, Status::Removed));
    let roles = had
        .assignments
        .iter()
        .map(|id| child("group", group.id.0, id.0, Status::Removed));
    let moved = inside
        .iter()
        .map(|sub| child("group", sub.id.0, group.id.0, Status::Updated));
    members.chain(roles).chain(moved).collect()
}

/// The groups that are deleted and can be restored, the last one first.
///
/// Who may: `groups.view`.
pub async fn gone(env: &Env) -> Result<Vec<Gone>> {
    /// More are found in the audit log.
    const MOST: u16 = 200;
    env.require("groups.view")?;
    let mut gone = store::groups::gone(&mut env.read().await?, env.id(), MOST).await?;
    if !env.may("users.view") {
        // Of people the log tells those who may not see them no name.
        gone.iter_mut().for_each(|one| one.by = "someone".to_owned());
    }
    Ok(gone)
}

/// A group that came back, and what became of its roles.
#[derive(Debug)]
pub struct Restored {
    pub group: Group,
    /// The operation that gave it its roles again; absent where it had none.
    pub operation: Option<OperationId>,
    /// All that were to be given again were.
    pub whole: bool,
}

/// Brings a deleted group back where it lay, with its slug, its members as far as their time is not
/// over, and its roles. Groups that moved up stay where they are.
///
/// Who may: `groups.manage`, holding all that its place gives; and for each role what giving it
/// needs. Fails with `not_found` for what is no deletion of a group here, with `already_restored`,
/// with `would_escalate`, with `conflict` where its name looks like that of a group made since.
pub async fn restore(env: &Env, event: EventId) -> Result<Restored> {
    env.require("groups.manage")?;
    if let Some(made) = env.replayed().await? {
        return restored(env, event, made).await;
    }
    let mut tx = env.write("groups.manage", env.root()).await?;
    if let Some(made) = tx.replayed().await? {
        return restored(env, event, made).await;
    }
    let fresh = tx.env()?.clone();
    let now = env.cx.now();
    let deletion = store::groups::deletion(&mut tx.tx, env.id(), event).await?;
    let (id, parent, still) = found(deletion.ok_or(store::Error::NoRow), "deletion of a group")?;
    if !still {
        return Err(Error::new(Code::AlreadyRestored, "This group was restored already."));
    }
    store::groups::revive(&mut tx.tx, env.id(), id, now).await?;
    // Where it lay may lie deeper now.
    let all = store::groups::list(&mut tx.tx, env.id()).await?;
    let back = Move {
        group: Some(id),
        to: parent,
    };
    place(&mut tx.tx, &fresh, back).await?;
    store::groups::lay(&mut tx.tx, env.id(), id, parent, now).await?;
    let group = one(&mut tx.tx, &fresh, id).await?;
    Named(Kind::Group, &group.name).still_free(&fresh, names(&all, Some(id)))?;
    // Its roles are not there yet: this is what its place gives to those who come back.
    let mut change = Change {
        gains: gains(&mut tx.tx, &fresh, id, Window::ALWAYS).await?,
        touched: vec![("group", id.0), ("group_members", id.0)],
    };
    for gain in &change.gains {
        fresh.covers(gain)?;
    }
    let mut described = Description::new("group.restored")
        .target("group", id.0, group.name.as_str())
        .after(serde_json::json!({ "deleted_by": event, "slug": group.slug }));
    let (operation, whole) =
        assignments::give_back(&mut tx, event, "groups.restore", &mut described, &mut change).await?;
    tx.commit(described, change).await?;
    Ok(Restored {
        group,
        operation,
        whole,
    })
}

/// What the same request did before: `made` is its operation, or the group where it needed none.
async fn restored(env: &Env, event: EventId, made: Uuid) -> Result<Restored> {
    let mut conn = env.read().await?;
    let deletion = store::groups::deletion(&mut conn, env.id(), event).await?;
    let (id, _, _) = found(deletion.ok_or(store::Error::NoRow), "deletion of a group")?;
    let group = one(&mut conn, env, id).await?;
    drop(conn);
    let operation = (made != id.0).then_some(OperationId(made));
    let whole = assignments::was_whole(env, operation).await?;
    Ok(Restored {
        group,
        operation,
        whole,
    })
}
