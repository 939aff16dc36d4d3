//! The catalogue of an environment: what it has, the tenant's own entries, and turning entries on.

mod areas;
mod change;
mod create;
mod remove;
mod turn_on;

pub(crate) use areas::{all as all_areas, own as own_area};
pub use areas::{areas, rename};
pub use change::{Edit, change};
pub use create::{New, create};
pub use remove::remove;
pub use turn_on::{Gainers, gainers, turn_on};

use crate::Result;
use crate::cx::Env;
use crate::error::{Error, Fields};
use domain::Window;
use domain::capabilities::{CATALOGUE, Capability, DESCRIPTION_MAX, Status};
use domain::id::CapabilityId;
use domain::name;
use domain::problem::Code;
use policy::Gain;
use std::collections::HashMap;
use store::Conn;

/// The whole catalogue, in its order.
///
/// Who may: `roles.view`.
pub async fn list(env: &Env) -> Result<Vec<Capability>> {
    env.require("roles.view")?;
    all(&mut env.read().await?, env).await
}

/// One capability.
///
/// Who may: `roles.view`.
pub async fn get(env: &Env, id: CapabilityId) -> Result<Capability> {
    env.require("roles.view")?;
    one(&mut env.read().await?, env, id).await
}

pub(crate) async fn all(conn: &mut Conn, env: &Env) -> Result<Vec<Capability>> {
    let mut words: HashMap<_, _> = store::capabilities::descriptions(conn, env.id())
        .await?
        .into_iter()
        .collect();
    let list = store::capabilities::list(conn, env.id()).await?;
    Ok(list
        .into_iter()
        .map(|one| Capability {
            description: words.remove(&one.id).unwrap_or_default(),
            ready: is_ready(&one),
            id: one.id,
            key: one.key,
            area: one.area,
            name: one.name,
            sensitive: one.sensitive,
            builtin: one.builtin,
            status: one.status,
        })
        .collect())
}

/// A built-in entry is ready where this release has what it allows; an own one, when its owners say so.
fn is_ready(one: &store::capabilities::Capability) -> bool {
    let released = || {
        let entry = CATALOGUE.iter().find(|entry| entry.key == one.key);
        entry.is_some_and(|entry| entry.status == Status::Available)
    };
    one.status == Status::InFlight && (!one.builtin || released())
}

pub(crate) async fn one(conn: &mut Conn, env: &Env, id: CapabilityId) -> Result<Capability> {
    let found = all(conn, env).await?.into_iter().find(|one| one.id == id);
    found.ok_or_else(|| Error::not_found("capability"))
}

/// One of the tenant's own.
///
/// Fails with `not_found`, and with `conflict` for one that is built in.
pub(crate) async fn own(conn: &mut Conn, env: &Env, id: CapabilityId) -> Result<Capability> {
    let found = one(conn, env, id).await?;
    if found.builtin {
        let text = "This capability is built in: it is neither changed nor deleted.";
        return Err(Error::new(Code::Conflict, text));
    }
    Ok(found)
}

/// Everything that anyone can come to hold by one capability.
fn gain(env: &Env, id: CapabilityId) -> Gain {
    Gain {
        capabilities: env.catalogue.index.set([id]),
        node: env.root(),
        window: Window::ALWAYS,
    }
}

/// The one line of description; empty where there is none.
fn description(fields: &mut Fields, text: &str) -> Option<String> {
    let text = fields.take("/description", name::free_text(text, DESCRIPTION_MAX));
    text.map(Option::unwrap_or_default)
}

/// What an event notes of a capability.
fn facts(one: &Capability) -> serde_json::Value {
    serde_json::json!({
        "key": one.key,
        "area": one.area,
        "name": one.name,
        "description": one.description,
        "sensitive": one.sensitive,
        "status": one.status,
    })
}
