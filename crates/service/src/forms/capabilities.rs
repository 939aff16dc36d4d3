//! The forms of capabilities.

use crate::Result;
use crate::capabilities::{self, Edit, New};
use crate::cx::Env;
use crate::error::Error;
use domain::capabilities::{Area, Capability, Status};
use domain::form::Sent;
use domain::id::CapabilityId;
use domain::problem::Code;

fn id(text: &str) -> Result<CapabilityId> {
    text.parse().map_err(|_| Error::not_found("capability"))
}

/// The form for a new capability. Fields: `key name description`, `area` (its
/// name, where it is new), `sensitive` where it is, and `start`, its first status.
pub async fn new_capability(env: &Env, sent: &Sent) -> Result<Capability> {
    let status = sent.value("start");
    let status =
        Status::parse(&status).ok_or_else(|| Error::at(Code::InvalidValue, "/start", "Choose one of these"))?;
    let new = New {
        key: sent.value("key"),
        area: Some(sent.value("area")),
        name: sent.value("name"),
        description: sent.value("description"),
        sensitive: sent.value("sensitive") == "yes",
        status,
    };
    capabilities::create(env, &new).await
}

/// The form of a capability. Fields: `name description`, `sensitive` where it is.
pub async fn change_capability(env: &Env, text: &str, sent: &Sent) -> Result<Capability> {
    let edit = Edit {
        name: Some(sent.value("name")),
        description: Some(sent.value("description")),
        sensitive: Some(sent.value("sensitive") == "yes"),
    };
    capabilities::change(env, id(text)?, &edit).await
}

/// The form of an area of own capabilities. Fields: `name`.
pub async fn change_area(env: &Env, key: &str, sent: &Sent) -> Result<Area> {
    capabilities::rename(env, key, &sent.value("name")).await
}

/// The form that turns a capability on.
pub async fn turn_on_capability(env: &Env, text: &str) -> Result<Capability> {
    capabilities::turn_on(env, id(text)?).await
}

/// The form that deletes a capability. Fields: `key` where it is in roles. Its key.
pub async fn delete_capability(env: &Env, text: &str, sent: &Sent) -> Result<String> {
    env.require("capabilities.manage")?;
    if env.replayed().await?.is_some() {
        return Ok("The capability".to_owned());
    }
    let id = id(text)?;
    let mut conn = env.read().await?;
    let capability = capabilities::own(&mut conn, env, id).await?;
    let used = !store::capabilities::holding(&mut conn, env.id(), id).await?.is_empty();
    drop(conn);
    if used && sent.value("key").trim() != capability.key {
        let text = format!("Type {} to delete a capability that is in roles", capability.key);
        return Err(Error::at(Code::InvalidValue, "/key", text));
    }
    capabilities::remove(env, id).await?;
    Ok(capability.key)
}
