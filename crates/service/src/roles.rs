//! Roles: what each holds, who holds each, and making and changing custom ones.

mod change;
mod create;
mod remove;

pub use change::{Changed, Edit, change, change_signing_out, tag};
pub use create::{Assign, New, STARTERS_MAX, create};
pub use remove::{Restored, gone, remove, remove_signing_out, report, restore};

use crate::cx::Env;
use crate::error::{Error, found};
use crate::{Result, counts, slugs};
use domain::id::{CapabilityId, RoleId};
use domain::problem::Code;
use domain::roles::{DESCRIPTION_MAX, Detail, Holders, Role};
use domain::{Window, name};
use policy::Gain;
use std::collections::HashMap;
use store::Conn;
use store::slugs::Kind;

/// All roles of an environment, the system's first.
///
/// Who may: `roles.view`.
pub async fn list(env: &Env) -> Result<Vec<Role>> {
    env.require("roles.view")?;
    Ok(store::roles::list(&mut env.read().await?, env.id()).await?)
}

/// One role with all that it holds.
///
/// Who may: `roles.view`.
pub async fn get(env: &Env, id: RoleId) -> Result<Detail> {
    env.require("roles.view")?;
    detail(&mut env.read().await?, env, id).await
}

/// Who holds which role: one, or all that someone holds.
///
/// Who may: `roles.view`, and `users.view` as these are numbers of people.
pub async fn holders(env: &Env, role: Option<RoleId>) -> Result<HashMap<RoleId, Holders>> {
    env.require("roles.view")?;
    env.require("users.view")?;
    let mut all = counts::holders(env, role).await?;
    if !env.may("groups.view") {
        all.values_mut().for_each(|one| one.groups = 0);
    }
    Ok(all)
}

/// Why a new role cannot have a slug; nothing where it can.
///
/// Who may: `roles.create`.
pub async fn slug_refused(env: &Env, slug: &str) -> Result<Option<String>> {
    env.require("roles.create")?;
    slugs::refused(env, Kind::Role, slug).await
}

pub(crate) async fn detail(conn: &mut Conn, env: &Env, id: RoleId) -> Result<Detail> {
    let role = found(store::roles::get(conn, env.id(), id).await, "role")?;
    let held = store::roles::capabilities(conn, env.id(), id).await?;
    let keys = env.catalogue.list.iter().filter(|one| held.contains(&one.id));
    Ok(Detail {
        id,
        name: role.name,
        slug: role.slug,
        description: role.description,
        system: role.system,
        capabilities: keys.map(|one| one.key.clone()).collect(),
    })
}

/// The names of all roles but one.
async fn names(conn: &mut Conn, env: &Env, but: Option<RoleId>) -> Result<Vec<String>> {
    let all = store::roles::brief(conn, env.id()).await?;
    let others = all.into_iter().filter(|role| Some(role.id) != but);
    Ok(others.map(|role| role.name).collect())
}

/// The ids of keys, in their order.
///
/// Fails with `unknown_capability` and `duplicate_in_request`, with pointers.
fn known(env: &Env, keys: &[String]) -> Result<Vec<CapabilityId>> {
    let mut ids = Vec::with_capacity(keys.len());
    for (place, key) in keys.iter().enumerate() {
        let pointer = format!("/capabilities/{place}");
        let capability = env.catalogue.list.iter().find(|one| one.key == *key);
        let Some(capability) = capability else {
            let detail = format!("There is no capability {key} in this environment.");
            return Err(Error::at(Code::UnknownCapability, pointer, detail));
        };
        if ids.contains(&capability.id) {
            let detail = format!("{key} stands in the list before.");
            return Err(Error::at(Code::DuplicateInRequest, pointer, detail));
        }
        ids.push(capability.id);
    }
    Ok(ids)
}

/// What anyone can come to hold by a role that holds these: everything, everywhere, from now on.
fn gain(env: &Env, ids: &[CapabilityId], window: Window) -> Gain {
    Gain {
        capabilities: env.catalogue.index.set(ids.iter().copied()),
        node: env.root(),
        window,
    }
}

/// A description, or none where it is empty.
fn description(text: Option<&str>) -> std::result::Result<Option<String>, name::InvalidName> {
    name::free_text(text.unwrap_or_default(), DESCRIPTION_MAX)
}
