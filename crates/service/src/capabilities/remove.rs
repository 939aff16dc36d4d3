//! Deleting a capability of the tenant's own.

use super::{facts, own};
use crate::Result;
use crate::cx::Env;
use crate::event::{Change, Description};
use domain::id::{CapabilityId, EventId};
use store::audit::Child;

/// Deletes a capability: it leaves all roles, and its key is never used again.
///
/// Who may: `capabilities.manage`; where it is in roles, holding it now, everywhere, or
/// `access.grant_applications` like that. Fails with `not_found`,
/// `conflict`, `would_escalate`. Returns the event of the deletion, which lists the roles.
pub async fn remove(env: &Env, id: CapabilityId) -> Result<EventId> {
    let mut tx = env.write("capabilities.manage", env.root()).await?;
    let fresh = tx.env()?.clone();
    let before = own(&mut tx.tx, &fresh, id).await?;
    let roles = store::capabilities::holding(&mut tx.tx, env.id(), id).await?;
    if !roles.is_empty() {
        fresh.holds_now(fresh.catalogue.index.set([id]), fresh.root())?;
    }
    store::capabilities::retire(&mut tx.tx, env.id(), id, env.cx.now()).await?;
    let children = roles.iter().map(|(role, _)| Child {
        target_kind: "role",
        target_id: role.0,
        object_id: Some(id.0),
        outcome: "removed".into(),
        code: None,
    });
    let event = Description {
        before: Some(facts(&before)),
        children: children.collect(),
        ..Description::new("capability.deleted")
    }
    .target("capability", id.0, before.key.as_str());
    let change = Change {
        touched: vec![("capability", id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await
}
