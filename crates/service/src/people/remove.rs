//! Taking all access from a person, deleting them, and bringing them back.

use super::{one, outranks};
use crate::Result;
use crate::assignments::{self, settle};
use crate::cx::{Env, Tx};
use crate::error::{Error, found};
use crate::event::{Change, Description};
use crate::groups;
use crate::identities::{email_taken, holds};
use domain::Window;
use domain::bulk::Status;
use domain::id::{EventId, IdentityId, OperationId};
use domain::identities::Identity;
use domain::problem::Code;
use store::audit::Child;
use store::identities::{Gone, Had};
use uuid::Uuid;

/// What was taken from someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removed {
    pub roles: usize,
    pub groups: usize,
}

/// Takes every direct role, scheduled ones too, and every group from someone; they stay in the
/// directory.
///
/// Who may: `members.remove`, holding now all that is taken. Fails with `not_found`, `would_escalate`,
/// and with `unchanged` where there is nothing to take.
pub async fn remove_access(env: &Env, id: IdentityId) -> Result<Removed> {
    let again = Removed { roles: 0, groups: 0 };
    if env.replayed().await?.is_some() {
        return Ok(again);
    }
    let mut tx = env.write("members.remove", env.root()).await?;
    if tx.replayed().await?.is_some() {
        return Ok(again);
    }
    let fresh = tx.env()?.clone();
    let identity = one(&mut tx.tx, &fresh, id).await?;
    losses(&mut tx, &fresh, id).await?;
    let had = store::identities::remove(&mut tx.tx, env.id(), id, false, env.cx.now()).await?;
    let removed = Removed {
        roles: had.assignments.len(),
        groups: had.groups.len(),
    };
    if removed == again {
        let text = format!("{} has no role and no group of their own.", identity.name);
        return Err(Error::new(Code::Unchanged, text));
    }
    let event = Description {
        children: parts(id, &had),
        ..Description::new("identity.access_removed")
    }
    .target("identity", id.0, identity.name.as_str())
    .after(serde_json::json!({ "roles": removed.roles, "groups": removed.groups }));
    let change = Change {
        touched: vec![("identity", id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    Ok(removed)
}

/// Taking away needs the right that giving needs, now: for direct roles and for what groups give.
async fn losses(tx: &mut Tx, env: &Env, id: IdentityId) -> Result<()> {
    let facts = store::facts::of_identity(&mut tx.tx, env.id(), id).await?;
    let now = env.cx.now();
    let open = |window: Window| window.to.is_none_or(|to| now < to);
    for grant in facts.assignments.iter().filter(|grant| open(grant.window)) {
        if grant.subject.identity() == Some(id) {
            let held = store::roles::capabilities(&mut tx.tx, env.id(), grant.role_id).await?;
            env.holds_now(env.catalogue.index.set(held), grant.node_id)?;
        }
    }
    for membership in facts.memberships.iter().filter(|one| open(one.window)) {
        if let Some(problem) = groups::members::against_leaving(tx, membership.group_id).await? {
            return Err(problem.into());
        }
    }
    Ok(())
}

fn parts(id: IdentityId, had: &Had) -> Vec<Child> {
    let objects = had.assignments.iter().map(|id| id.0);
    objects
        .chain(had.groups.iter().map(|id| id.0))
        .map(|object| Child {
            target_kind: "identity",
            target_id: id.0,
            object_id: Some(object),
            outcome: Status::Removed.as_str().into(),
            code: None,
        })
        .collect()
}

/// Deletes someone from the directory: roles, scheduled ones too, groups and an open invitation end.
///
/// Who may: `users.delete`, holding all that the person holds. Fails with `not_found`,
/// `would_escalate`.
pub async fn delete(env: &Env, id: IdentityId) -> Result<EventId> {
    let mut tx = env.write("users.delete", env.root()).await?;
    let fresh = tx.env()?.clone();
    let identity = one(&mut tx.tx, &fresh, id).await?;
    outranks(&mut tx.tx, &fresh, id).await?;
    store::invitations::close(&mut tx.tx, env.id(), id).await?;
    let had = store::identities::remove(&mut tx.tx, env.id(), id, true, env.cx.now()).await?;
    let event = Description {
        children: parts(id, &had),
        ..Description::new("identity.deleted")
    }
    .target("identity", id.0, identity.name.as_str());
    let change = Change {
        touched: vec![("identity", id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await
}

/// Those who are deleted and can be restored, the last one first.
///
/// Who may: `users.view`.
pub async fn gone(env: &Env) -> Result<Vec<Gone>> {
    /// More are found in the audit log.
    const MOST: u16 = 200;
    env.require("users.view")?;
    Ok(store::identities::gone(&mut env.read().await?, env.id(), MOST).await?)
}

/// Someone who came back, and what became of their roles.
#[derive(Debug)]
pub struct Restored {
    pub identity: Identity,
    /// The operation that gave the roles again; absent where there were none.
    pub operation: Option<OperationId>,
    /// All that were to be given again were.
    pub whole: bool,
}

/// Brings someone back who was deleted, into their groups and with what is left of their roles.
///
/// Who may: `users.delete`, holding all that they get by their groups; where they had roles,
/// `members.change_roles`, and for each what giving it needs. Fails with `not_found` for what is no deletion here, with `already_restored`, with
/// `email_taken` where the address is used again, with `would_escalate`.
pub async fn restore(env: &Env, event: EventId) -> Result<Restored> {
    env.require("users.delete")?;
    if let Some(made) = env.replayed().await? {
        return restored(env, event, made).await;
    }
    let mut tx = env.write("users.delete", env.root()).await?;
    if let Some(made) = tx.replayed().await? {
        return restored(env, event, made).await;
    }
    let fresh = tx.env()?.clone();
    let now = env.cx.now();
    let deletion = store::identities::deletion(&mut tx.tx, env.id(), event).await?;
    let (id, still) = found(deletion.ok_or(store::Error::NoRow), "deletion of a person")?;
    if !still {
        return Err(Error::new(Code::AlreadyRestored, "This person was restored already."));
    }
    match store::identities::revive(&mut tx.tx, env.id(), id, now).await {
        Err(store::Error::Unique(_)) => return Err(email_taken()),
        other => other?,
    }
    let identity = one(&mut tx.tx, &fresh, id).await?;
    // Direct roles are not there yet: this is what the groups give.
    let gains = holds(&mut tx.tx, &fresh, id).await?;
    settle(gains.clone(), &fresh)?;
    let mut change = Change {
        gains,
        touched: vec![("identity", id.0)],
    };
    let mut described = Description::new("identity.restored")
        .target("identity", id.0, identity.name.as_str())
        .after(serde_json::json!({ "deleted_by": event }));
    let (operation, whole) =
        assignments::give_back(&mut tx, event, "identities.restore", &mut described, &mut change).await?;
    tx.commit(described, change).await?;
    Ok(Restored {
        identity,
        operation,
        whole,
    })
}

/// What the same request did before: `made` is its operation, or the person where it needed none.
async fn restored(env: &Env, event: EventId, made: Uuid) -> Result<Restored> {
    let mut conn = env.read().await?;
    let deletion = store::identities::deletion(&mut conn, env.id(), event).await?;
    let (id, _) = found(deletion.ok_or(store::Error::NoRow), "deletion of a person")?;
    let identity = one(&mut conn, env, id).await?;
    drop(conn);
    let operation = (made != id.0).then_some(OperationId(made));
    let whole = assignments::was_whole(env, operation).await?;
    Ok(Restored {
        identity,
        operation,
        whole,
    })
}
