//! Areas of the catalogue: each is there with its first capability, and those of the tenant's own have a name.

use crate::Result;
use crate::cx::Env;
use crate::error::{Error, Fields};
use crate::event::{Change, Description};
use crate::names::alike;
use domain::capabilities::{Area, area, area_name};
use domain::name::Name;
use domain::problem::Code;
use store::capabilities::Capability;
use store::{Conn, Tx};
use uuid::Uuid;

/// All areas, in the order of the catalogue.
///
/// Who may: `roles.view`.
pub fn areas(env: &Env) -> Result<Vec<Area>> {
    env.require("roles.view")?;
    Ok(all(&env.catalogue.list))
}

pub(crate) fn all(catalogue: &[Capability]) -> Vec<Area> {
    let mut areas: Vec<Area> = Vec::new();
    for one in catalogue {
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
pub(crate) fn own(catalogue: &[Capability], key: &str) -> Result<Area> {
    let found = all(catalogue).into_iter().find(|one| one.key == key);
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
/// another area is called so or looks like it, and with `unchanged`.
pub async fn rename(env: &Env, key: &str, name: &str) -> Result<Area> {
    env.require("capabilities.manage")?;
    if env.replayed().await?.is_some() {
        return as_it_is(env, key).await;
    }
    let mut tx = env.write("capabilities.manage", env.root()).await?;
    if tx.replayed().await?.is_some() {
        return as_it_is(env, key).await;
    }
    let fresh = tx.env()?.clone();
    let before = own(&fresh.catalogue.list, key)?;
    let mut fields = Fields::default();
    let name = fields.take("/name", Name::new(name));
    fields.check()?;
    let name = name.ok_or_else(Fields::missing)?;
    if name.as_str() == before.name {
        return Err(Error::new(Code::Unchanged, "The area is called that already."));
    }
    free(&mut tx.tx, &fresh, key, name.as_str(), "/name").await?;
    let id = call(&mut tx.tx, &fresh, key, &name).await?;
    let after = Area {
        name: name.as_str().to_owned(),
        ..before.clone()
    };
    let event = Description {
        before: Some(facts(&before)),
        ..Description::new("capability_area.changed")
    }
    .target("capability_area", id, key)
    .after(facts(&after));
    let change = Change {
        touched: vec![("capability_area", id)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    Ok(after)
}

/// What it is called now, whatever was read before.
async fn as_it_is(env: &Env, key: &str) -> Result<Area> {
    let list = store::capabilities::list(&mut env.read().await?, env.id()).await?;
    own(&list, key)
}

/// The name to note for the area of a capability that is to be made: none where it stays what it is.
///
/// Fails with `invalid_value` at `/area` where the area is called otherwise already, and where another one is called
/// as this one would be.
pub(super) async fn wanted(conn: &mut Conn, env: &Env, key: &str, name: Option<Name>) -> Result<Option<Name>> {
    const AT: &str = "/area";
    let known = all(&env.catalogue.list).into_iter().find(|one| one.key == key);
    if let Some(known) = known {
        let other = name.filter(|name| name.as_str() != known.name);
        if other.is_none() {
            return Ok(None);
        }
        let text = format!(
            "The area {key} is called {} already: leave this empty, and rename it on its own page",
            known.name
        );
        return Err(Error::at(Code::InvalidValue, AT, text));
    }
    // It may have been there before, and have a name.
    let noted = store::areas::names(conn, env.id()).await?;
    let noted = noted.into_iter().find(|(known, _)| known == key).map(|(_, name)| name);
    let called = match (&name, noted) {
        (Some(name), _) => name.as_str().to_owned(),
        (None, Some(noted)) => noted,
        (None, None) => area_name(key),
    };
    free(conn, env, key, &called, AT).await?;
    Ok(name)
}

/// Nobody could tell two areas of one name apart, nor two that look alike.
async fn free(conn: &mut Conn, env: &Env, key: &str, name: &str, pointer: &str) -> Result<()> {
    let there = all(&env.catalogue.list).into_iter().map(|one| (one.key, one.name));
    // One in which nothing is left has its name again with the next that comes.
    let noted = store::areas::names(conn, env.id()).await?;
    let other = there
        .chain(noted)
        .find(|(other, taken)| other != key && alike(taken, name));
    match other {
        None => Ok(()),
        Some((other, taken)) => {
            let text = format!("The area {other} is called {taken}: choose another name for {key}");
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
