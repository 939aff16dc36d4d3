//! Groups: what each is in, who is in it, and what its members have through it.

mod change;
mod create;
mod forest;
mod list;
pub(crate) mod members;
mod moved;
mod remove;

pub use change::{Edit, change};
pub use create::{New, create};
pub(crate) use forest::Forest;
pub use list::{Member, Members, Roles, assignments, members as members_of, roles};
pub use members::{add, add_one, take_out, take_out_one};
pub use moved::{Move, judge_move};
pub use remove::{Restored, gone, remove, remove_signing_out, restore};

use crate::cx::Env;
use crate::error::{Error, found};
use crate::{Result, slugs};
use domain::groups::{DESCRIPTION_MAX, Group};
use domain::id::{GroupId, RoleId};
use domain::{Window, name};
use policy::{CapSet, Gain};
use std::collections::HashMap;
use store::Conn;
use store::groups::Granted;
use store::slugs::Kind;

/// All groups of an environment, by name.
///
/// Who may: `groups.view`.
pub async fn list(env: &Env) -> Result<Vec<Group>> {
    env.require("groups.view")?;
    Ok(store::groups::list(&mut env.read().await?, env.id()).await?)
}

/// One group.
///
/// Who may: `groups.view`.
pub async fn get(env: &Env, id: GroupId) -> Result<Group> {
    env.require("groups.view")?;
    one(&mut env.read().await?, env, id).await
}

/// Why a new group cannot have a slug; nothing where it can.
///
/// Who may: `groups.manage`.
pub async fn slug_refused(env: &Env, slug: &str) -> Result<Option<String>> {
    env.require("groups.manage")?;
    slugs::refused(env, Kind::Group, slug).await
}

pub(crate) async fn one(conn: &mut Conn, env: &Env, id: GroupId) -> Result<Group> {
    found(store::groups::get(conn, env.id(), id).await, "group")
}

/// A group and all in which it lies, from the group to the top.
pub(crate) async fn line(conn: &mut Conn, env: &Env, id: GroupId) -> Result<Vec<Group>> {
    let line = store::groups::line(conn, env.id(), id).await?;
    match line.is_empty() {
        true => Err(Error::not_found("group")),
        false => Ok(line),
    }
}

/// The names of all groups but one.
fn names(all: &[Group], but: Option<GroupId>) -> impl Iterator<Item = &str> {
    let others = all.iter().filter(move |group| Some(group.id) != but);
    others.map(|group| group.name.as_str())
}

/// `Support ▸ EMEA ▸ Night shift`, of a group and all above it, from the group to the top.
pub(crate) fn path_of(line: &[Group]) -> String {
    let names: Vec<&str> = line.iter().rev().map(|group| group.name.as_str()).collect();
    names.join(" ▸ ")
}

/// What someone gains who is put into a group for a time: the roles of the group and of all above.
pub(crate) async fn gains(conn: &mut Conn, env: &Env, group: GroupId, lasts: Window) -> Result<Vec<Gain>> {
    let granted = store::groups::grants(conn, env.id(), group, env.cx.now()).await?;
    as_gains(conn, env, granted, lasts).await
}

/// What grants give in a time.
async fn as_gains(conn: &mut Conn, env: &Env, granted: Vec<Granted>, lasts: Window) -> Result<Vec<Gain>> {
    let mut roles: HashMap<RoleId, CapSet> = HashMap::new();
    let mut gains = Vec::with_capacity(granted.len());
    for one in granted {
        let capabilities = match roles.get(&one.role_id) {
            Some(known) => known.clone(),
            None => {
                let held = store::roles::capabilities(conn, env.id(), one.role_id).await?;
                let held = env.catalogue.index.set(held);
                roles.insert(one.role_id, held.clone());
                held
            }
        };
        let window = one.window.and(lasts);
        if !window.is_empty() {
            gains.push(Gain {
                capabilities,
                node: one.node_id,
                window,
            });
        }
    }
    Ok(gains)
}

/// Fails with `would_escalate` where the actor does not hold now all that a group gives.
pub(crate) fn holds_all(env: &Env, gains: &[Gain]) -> Result<()> {
    for gain in gains {
        env.holds_now(gain.capabilities.clone(), gain.node)?;
    }
    Ok(())
}

/// A description, or none where it is empty.
fn description(text: Option<&str>) -> std::result::Result<Option<String>, name::InvalidName> {
    name::free_text(text.unwrap_or_default(), DESCRIPTION_MAX)
}
