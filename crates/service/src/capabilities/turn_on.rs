//! Turning on what is in flight: from then on it allows.

use super::{facts, gain, one};
use crate::Result;
use crate::cx::Env;
use crate::error::Error;
use crate::event::{Change, Description};
use domain::capabilities::{Capability, Status};
use domain::id::{CapabilityId, IdentityId, RoleId};
use domain::identities::Identity;
use domain::problem::Code;
use store::Conn;
use store::able::Asked;

/// Who gains a capability when it is turned on: all who hold a role with it, at any node.
#[derive(Debug, Clone)]
pub struct Gainers {
    pub capability: Capability,
    /// The roles that hold it, by name; the owner's, which holds everything, is left out.
    pub roles: Vec<(RoleId, String)>,
    /// How many people and services, counted up to one more than `domain::page::TOTAL_MAX`.
    pub people: i64,
    /// The first of them, by name.
    pub first: Vec<Identity>,
}

/// How many of those who gain are named.
const NAMED: u16 = 20;

/// Who would gain a capability by turning it on.
///
/// Who may: `capabilities.manage`, `roles.view` and `users.view`. Fails with `not_found`, and as [`turn_on`] where it
/// cannot be turned on.
pub async fn gainers(env: &Env, id: CapabilityId) -> Result<Gainers> {
    env.require("capabilities.manage")?;
    env.require("roles.view")?;
    env.require("users.view")?;
    let mut conn = env.read().await?;
    let capability = off(&mut conn, env, id).await?;
    let with = store::able::roles_with(&mut conn, env.id(), id, env.cx.now()).await?;
    let nodes: Vec<_> = store::nodes::list(&mut conn, env.id())
        .await?
        .into_iter()
        .map(|node| node.id)
        .collect();
    let asked = Asked {
        environment: env.id(),
        tenant: env.tenant.id,
        roles: &with,
        nodes: &nodes,
        at: env.cx.now(),
        past: false,
    };
    let people = store::able::total(&mut conn, &asked).await?;
    let first = store::able::page(&mut conn, &asked, None, NAMED).await?;
    let first: Vec<IdentityId> = first.into_iter().map(|(id, _)| id).collect();
    Ok(Gainers {
        capability,
        roles: store::capabilities::holding(&mut conn, env.id(), id).await?,
        people,
        first: store::identities::by_ids(&mut conn, env.id(), &first).await?,
    })
}

/// Turns a capability on; whoever holds a role with it can do what it allows.
///
/// Who may: `capabilities.manage`, holding the capability itself everywhere and without an end, or, for an own
/// one, `access.grant_applications` like that. Fails with
/// `not_found`, `would_escalate`, `unchanged` where it is on, and `conflict` where nothing in this release
/// asks for it.
pub async fn turn_on(env: &Env, id: CapabilityId) -> Result<Capability> {
    env.require("capabilities.manage")?;
    if let Some(made) = env.replayed().await? {
        return one(&mut env.read().await?, env, CapabilityId(made)).await;
    }
    let mut tx = env.write("capabilities.manage", env.root()).await?;
    if let Some(made) = tx.replayed().await? {
        return one(&mut env.read().await?, env, CapabilityId(made)).await;
    }
    let fresh = tx.env()?.clone();
    let before = off(&mut tx.tx, &fresh, id).await?;
    store::capabilities::turn_on(&mut tx.tx, env.id(), id, env.cx.now()).await?;
    let after = one(&mut tx.tx, &fresh, id).await?;
    let event = Description {
        before: Some(facts(&before)),
        ..Description::new("capability.turned_on")
    }
    .target("capability", id.0, after.key.as_str())
    .after(facts(&after));
    let change = Change {
        gains: vec![gain(&fresh, id)],
        touched: vec![("capability", id.0)],
    };
    tx.commit(event, change).await?;
    Ok(after)
}

/// A capability that can be turned on.
async fn off(conn: &mut Conn, env: &Env, id: CapabilityId) -> Result<Capability> {
    let found = one(conn, env, id).await?;
    if found.status == Status::Available {
        return Err(Error::new(Code::Unchanged, "This capability is on already."));
    }
    if !found.ready {
        let text = "Nothing in this release asks for this capability yet, so there is nothing to turn on.";
        return Err(Error::new(Code::Conflict, text));
    }
    Ok(found)
}
