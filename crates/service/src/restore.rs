//! Bringing back what was deleted, by the event of its deletion.

use crate::Result;
use crate::assignments::{BulkAnswer, replay};
use crate::cx::Env;
use crate::error::{Error, found};
use crate::{groups, people, roles};
use domain::groups::Group;
use domain::id::{EventId, OperationId};
use domain::identities::Identity;
use domain::roles::Detail;

/// What came back.
#[derive(Debug)]
pub enum Back {
    Role(Detail),
    Group(Group),
    Person(Identity),
}

/// What came back, and what became of its assignments.
#[derive(Debug)]
pub struct Restored {
    pub back: Back,
    /// The operation that gave the assignments again; absent where there were none.
    pub operation: Option<OperationId>,
    /// All that were to be given again were.
    pub whole: bool,
    /// Keys that a role held and that were deleted in the meantime.
    pub lost: Vec<String>,
}

/// Brings a role, a group or a person back.
///
/// Who may: for a role `roles.delete`, for a group `groups.manage`, for a person
/// `users.delete`; see [`roles::restore`] and
/// [`groups::restore`]. Fails with `not_found` for what is no deletion here, with `already_restored`.
pub async fn restore(env: &Env, event: EventId) -> Result<Restored> {
    may(env)?;
    let action = store::audit::action(&mut env.read().await?, env.id().0, event).await?;
    let action = found(action.ok_or(store::Error::NoRow), "deletion")?;
    match action.as_str() {
        "role.deleted" => {
            let restored = roles::restore(env, event).await?;
            Ok(Restored {
                back: Back::Role(restored.role),
                operation: restored.operation,
                whole: restored.whole,
                lost: restored.lost,
            })
        }
        "group.deleted" => {
            let restored = groups::restore(env, event).await?;
            Ok(Restored {
                back: Back::Group(restored.group),
                operation: restored.operation,
                whole: restored.whole,
                lost: Vec::new(),
            })
        }
        "identity.deleted" => {
            let restored = people::restore(env, event).await?;
            Ok(Restored {
                back: Back::Person(restored.identity),
                operation: restored.operation,
                whole: restored.whole,
                lost: Vec::new(),
            })
        }
        _ => Err(Error::not_found("deletion")),
    }
}

/// Whether someone may restore anything.
///
/// Fails with `forbidden` where they hold none of `roles.delete`, `groups.manage` and `users.delete`.
pub fn may(env: &Env) -> Result<()> {
    if env.may("groups.manage") || env.may("users.delete") {
        return Ok(());
    }
    env.require("roles.delete")
}

/// The operation of a restore, as the API answers it.
pub async fn report(env: &Env, restored: &Restored) -> Result<Option<BulkAnswer>> {
    match restored.operation {
        Some(id) => Ok(Some(replay(env, id).await?)),
        None => Ok(None),
    }
}
