//! A capability of the tenant's own.

use super::{areas, description, facts, one};
use crate::cx::Env;
use crate::error::{Error, Fields};
use crate::event::{Change, Description};
use crate::{Result, slugs};
use domain::capabilities::{Capability, Key, Status};
use domain::id::CapabilityId;
use domain::name::Name;
use domain::problem::Code;
use domain::slug::Lookalike;
use store::slugs::Kind;

/// The most own capabilities of an environment: a catalogue is read by people, whole.
const OWN_MAX: usize = 500;

/// What makes a capability.
#[derive(Debug, Clone)]
pub struct New {
    pub key: String,
    /// What its area is called, where that is new; nothing: as the key says.
    pub area: Option<String>,
    pub name: String,
    pub description: String,
    pub sensitive: bool,
    pub status: Status,
}

/// Makes a capability for an application of the tenant. Nobody holds it but who is Owner.
///
/// Who may: `capabilities.manage`. Fails with `invalid_value`, `slug_taken`, `slug_retired`,
/// `too_many_items`.
pub async fn create(env: &Env, new: &New) -> Result<Capability> {
    env.require("capabilities.manage")?;
    if let Some(made) = env.replayed().await? {
        return one(&mut env.read().await?, env, CapabilityId(made)).await;
    }
    let mut fields = Fields::default();
    let key = fields.take("/key", Key::new(new.key.trim()));
    let name = fields.take("/name", Name::new(&new.name));
    let text = description(&mut fields, &new.description);
    let area = new.area.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let area = area.and_then(|text| fields.take("/area", Name::new(text)));
    fields.check()?;
    let (Some(key), Some(name), Some(text)) = (key, name, text) else {
        return Err(Fields::missing());
    };
    let mut tx = env.write("capabilities.manage", env.root()).await?;
    if let Some(made) = tx.replayed().await? {
        return one(&mut env.read().await?, env, CapabilityId(made)).await;
    }
    let fresh = tx.env()?.clone();
    slugs::free(&mut tx.tx, &fresh, Kind::Capability, &key).await?;
    if fresh.catalogue.list.iter().filter(|one| !one.builtin).count() >= OWN_MAX {
        let text =
            format!("An environment has at most {OWN_MAX} capabilities of its own: delete those that nobody uses.");
        return Err(Error::new(Code::TooManyItems, text));
    }
    if let Some(area) = areas::wanted(&mut tx.tx, &fresh, key.area(), area).await? {
        areas::call(&mut tx.tx, &fresh, key.area(), &area).await?;
    }
    let id = env.cx.next_id();
    let row = store::capabilities::New {
        id,
        key: &key,
        name: &name,
        description: &text,
        sensitive: new.sensitive,
        status: new.status,
        now: env.cx.now(),
    };
    match store::capabilities::add(&mut tx.tx, env.id(), row).await {
        Err(store::Error::Unique(_)) => return Err(slugs::taken(Kind::Capability, &key)),
        other => other?,
    }
    let made = one(&mut tx.tx, &fresh, id).await?;
    let event = Description::new("capability.created")
        .target("capability", id.0, key.as_str())
        .after(facts(&made));
    // It is new: in no role but the owner's, who may do everything by what that role is.
    let change = Change {
        touched: vec![("capability", id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    Ok(made)
}
