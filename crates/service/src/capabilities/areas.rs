//! Areas of the catalogue: each is there with its first capability, and those of the tenant's own have a name.

use crate::Result;
use crate::cx::Env;
use crate::error::{Error, Fields};
use crate::event::{Change, Description};
use domain::capabilities::{Area, area};
use domain::fold;
use domain::name::Name;
use domain::problem::Code;
use store::Tx;
use uuid::Uuid;

/// All areas, in the order of the catalogue.
///
/// Who may: `roles.view`.
pub fn areas(env: &Env) -> Result<Vec<Area>> {
    env.require("roles.view")?;
    Ok(all(env))
}

pub(crate) fn all(env: &Env) -> Vec<Area> {
    let mut areas: Vec<Area> = Vec::new();
    for one in &env.catalogue.list {
        let key = area(&one.key);
        match areas.iter_mut().find(|known| known.key == key) {
            Some(known) => known.capabilities += 1,
            None => areas.push(Area {
                key: key.to_owned(),
                name: one.area.clone(),
                builtin: one.builtin,
                capabilities: 1,
            }),
        }
    }
    areas
}

/// One of the tenant's own.
///
/// Fails with `not_found`, and with `conflict` for one that is built in.
pub(crate) fn own(env: &Env, key: &str) -> Result<Area> {
    let found = all(env).into_iter().find(|one| one.key == key);
    let found = found.ok_or_else(|| Error::not_found("area"))?;
    if found.builtin {
        return Err(Error::new(
            Code::Conflict,
            "This area is built in: its name never changes.",
        ));
    }
    Ok(found)
}

/// Gives an area of own capabilities another name. Its key, and those of its capabilities, stay.
///
/// Who may: `capabilities.manage`. Fails with `not_found`, `conflict` where it is built in, `invalid_value`, also where
/// another area is called so, and with `unchanged`.
pub async fn rename(env: &Env, key: &str, name: &str) -> Result<Area> {
    env.require("capabilities.manage")?;
    if env.replayed().await?.is_some() {
        return own(env, key);
    }
    let mut tx = env.write("capabilities.manage", env.root()).await?;
    if tx.replayed().await?.is_some() {
        return own(env, key);
    }
    let fresh = tx.env()?.clone();
    let before = own(&fresh, key)?;
    let mut fields = Fields::default();
    let name = fields.take("/name", Name::new(name));
    fields.check()?;
    let name = name.ok_or_else(Fields::missing)?;
    if name.as_str() == before.name {
        return Err(Error::new(Code::Unchanged, "The area is called that already."));
    }
    free(&fresh, key, &name, "/name")?;
    let id = call(&mut tx.tx, &fresh, key, &name).await?;
    let after = Area {
        name: name.as_str().to_owned(),
        ..before.clone()
    };
    let event = Description {
        before: Some(facts(&before)),
        ..Description::new("area.changed")
    }
    .target("area", id, key)
    .after(facts(&after));
    let change = Change {
        touched: vec![("area", id)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    Ok(after)
}

/// The name for the area of a capability that is to be made: none where it is to stay what it is.
///
/// Fails with `invalid_value` at `pointer` where the area is called otherwise already, or another one is called so.
pub(super) fn wanted(env: &Env, key: &str, name: Option<Name>, pointer: &str) -> Result<Option<Name>> {
    let Some(name) = name else {
        return Ok(None);
    };
    let known = all(env).into_iter().find(|one| one.key == key);
    if let Some(known) = known {
        if known.name == name.as_str() {
            return Ok(None);
        }
        let text = format!(
            "The area {key} is called {} already: it is renamed by itself",
            known.name
        );
        return Err(Error::at(Code::InvalidValue, pointer, text));
    }
    free(env, key, &name, pointer)?;
    Ok(Some(name))
}

/// Nobody could tell two areas of one name apart.
fn free(env: &Env, key: &str, name: &Name, pointer: &str) -> Result<()> {
    let like = fold::search(name.as_str());
    match all(env)
        .into_iter()
        .find(|one| one.key != key && fold::search(&one.name) == like)
    {
        None => Ok(()),
        Some(other) => {
            let text = format!("The area {} is called that: choose another name", other.key);
            Err(Error::at(Code::InvalidValue, pointer, text))
        }
    }
}

pub(super) async fn call(tx: &mut Tx, env: &Env, key: &str, name: &Name) -> Result<Uuid> {
    Ok(store::areas::rename(tx, env.id(), env.cx.next_id(), key, name).await?)
}

/// What an event notes of an area.
fn facts(one: &Area) -> serde_json::Value {
    serde_json::json!({ "key": one.key, "name": one.name })
}
