//! Deleting a custom role, with all its assignments, and bringing it back.

use super::{detail, gain, known, names, tag};
use crate::cx::Env;
use crate::error::{Error, found};
use crate::event::{Change, Description};
use crate::names::Named;
use crate::people::SigningOut;
use crate::{Result, assignments};
use domain::Window;
use domain::assignments::Subject;
use domain::bulk::Status;
use domain::id::{AssignmentId, EventId, OperationId, RoleId};
use domain::problem::Code;
use domain::roles::Detail;
use domain::sessions::SignedOut;
use store::audit::Child;
use store::roles::Gone;
use store::sessions::Among;
use store::slugs::Kind;
use uuid::Uuid;

/// Deletes a role and ends all its assignments.
///
/// Who may and fails as [`remove_signing_out`].
pub async fn remove(env: &Env, id: RoleId, expected: Option<&str>) -> Result<EventId> {
    Ok(remove_signing_out(env, id, expected, false).await?.0)
}

/// Deletes a role and ends all its assignments, scheduled ones too. Its slug is never used again, and
/// the event knows what there was, so that it can be restored.
///
/// Who may: `roles.delete`, holding now all that the role holds; with `sign_out`, which ends the sessions
/// of those who lose something, also `sessions.revoke`. Fails with `not_found`, with
/// `conflict` for a system role, with `precondition_failed` where it is not as expected, with
/// `would_escalate`.
pub async fn remove_signing_out(
    env: &Env,
    id: RoleId,
    expected: Option<&str>,
    sign_out: bool,
) -> Result<(EventId, SignedOut)> {
    let mut tx = env.write("roles.delete", env.root()).await?;
    let fresh = tx.env()?.clone();
    let role = detail(&mut tx.tx, &fresh, id).await?;
    let now = env.cx.now();
    let held = known(&fresh, &role.capabilities)?;
    fresh.holds_now(fresh.catalogue.index.set(held.iter().copied()), fresh.root())?;
    if role.system.is_some() {
        return Err(Error::new(Code::Conflict, "System roles cannot be deleted."));
    }
    if expected.is_some_and(|expected| expected != tag(&role)) {
        return Err(Error::new(
            Code::PreconditionFailed,
            "Someone changed this role in the meantime. Look at what it is now, then delete it.",
        ));
    }
    let given = store::roles::given(&mut tx.tx, env.id(), id, now).await?;
    let leaving = SigningOut::before(&mut tx, &fresh, sign_out.then_some(Among::Role(id))).await?;
    store::roles::remove(&mut tx.tx, env.id(), id, now).await?;
    let signed_out = leaving.after(&mut tx, &fresh).await?;
    let children = given.iter().map(|(assignment, subject)| ended(*assignment, *subject));
    let event = Description {
        children: children.collect(),
        before: Some(serde_json::json!({
            "name": role.name,
            "slug": role.slug,
            "description": role.description,
            "capabilities": role.capabilities,
        })),
        after: signed_out.map(|signed_out| serde_json::json!({ "signed_out": signed_out })),
        ..Description::new("role.deleted")
    }
    .target("role", id.0, role.name.as_str());
    let change = Change {
        touched: vec![("role", id.0), ("role_holders", id.0)],
        ..Change::default()
    };
    let event = tx.commit(event, change).await?;
    Ok((event, signed_out.unwrap_or_default()))
}

fn ended(assignment: AssignmentId, subject: Subject) -> Child {
    Child {
        target_kind: subject.kind(),
        target_id: subject.uuid(),
        object_id: Some(assignment.0),
        outcome: Status::Removed.as_str().into(),
        code: None,
    }
}

/// The roles that are deleted and can be restored, the last one first.
///
/// Who may: `roles.view`.
pub async fn gone(env: &Env) -> Result<Vec<Gone>> {
    /// More are found in the audit log.
    const MOST: u16 = 200;
    env.require("roles.view")?;
    let mut gone = store::roles::gone(&mut env.read().await?, env.id(), MOST).await?;
    if !env.may("users.view") {
        // Of people the log tells those who may not see them no name.
        gone.iter_mut().for_each(|one| one.by = "someone".to_owned());
    }
    Ok(gone)
}

/// A role that came back, and what became of each of its assignments.
#[derive(Debug)]
pub struct Restored {
    pub role: Detail,
    /// The operation that gave it again; absent where there was nobody to give it to.
    pub operation: Option<OperationId>,
    /// All that were to be given again were, and it holds all that it held.
    pub whole: bool,
    /// Keys that it held and that were deleted in the meantime.
    pub lost: Vec<String>,
}

/// Brings a deleted role back, with its slug and what it held, and gives it again to those who had
/// it, as far as their time is not over and they are still there.
///
/// Who may: `roles.delete`, holding all that the role holds, everywhere and without an end, and
/// `members.change_roles` where it was given. Fails with `not_found` for what is no deletion of a
/// role here, with `already_restored`, with `would_escalate`,
/// with `conflict` where its name looks like that of a role made since.
pub async fn restore(env: &Env, event: EventId) -> Result<Restored> {
    env.require("roles.delete")?;
    if let Some(made) = env.replayed().await? {
        return restored(env, event, made).await;
    }
    let mut tx = env.write("roles.delete", env.root()).await?;
    if let Some(made) = tx.replayed().await? {
        return restored(env, event, made).await;
    }
    let fresh = tx.env()?.clone();
    let deletion = store::roles::deletion(&mut tx.tx, env.id(), event).await?;
    let (id, still) = found(deletion.ok_or(store::Error::NoRow), "deletion of a role")?;
    if !still {
        return Err(Error::new(Code::AlreadyRestored, "This role was restored already."));
    }
    let lost = store::roles::lost(&mut tx.tx, env.id(), id).await?;
    store::roles::revive(&mut tx.tx, env.id(), id).await?;
    let role = detail(&mut tx.tx, &fresh, id).await?;
    let others = names(&mut tx.tx, &fresh, Some(id)).await?;
    Named(Kind::Role, &role.name).still_free(&fresh, others.iter().map(String::as_str))?;
    let held = known(&fresh, &role.capabilities)?;
    let mut change = Change {
        gains: vec![gain(&fresh, &held, Window::ALWAYS)],
        touched: vec![("role", id.0), ("role_holders", id.0)],
    };
    let mut described = Description::new("role.restored")
        .target("role", id.0, role.name.as_str())
        .after(serde_json::json!({ "deleted_by": event, "slug": role.slug, "without": lost }));
    let (operation, whole) =
        assignments::give_back(&mut tx, event, "roles.restore", &mut described, &mut change).await?;
    tx.commit(described, change).await?;
    Ok(Restored {
        role,
        operation,
        whole: whole && lost.is_empty(),
        lost,
    })
}

/// What the same request did before: `made` is its operation, or the role where it needed none.
async fn restored(env: &Env, event: EventId, made: Uuid) -> Result<Restored> {
    let mut conn = env.read().await?;
    let deletion = store::roles::deletion(&mut conn, env.id(), event).await?;
    let (id, _) = found(deletion.ok_or(store::Error::NoRow), "deletion of a role")?;
    let role = detail(&mut conn, env, id).await?;
    drop(conn);
    let operation = (made != id.0).then_some(OperationId(made));
    let whole = assignments::was_whole(env, operation).await?;
    Ok(Restored {
        role,
        operation,
        whole,
        lost: Vec::new(),
    })
}

/// The operation of a restore, as the API answers it.
pub async fn report(env: &Env, restored: &Restored) -> Result<Option<assignments::BulkAnswer>> {
    match restored.operation {
        Some(id) => Ok(Some(assignments::replay(env, id).await?)),
        None => Ok(None),
    }
}
