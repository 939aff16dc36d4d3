//! Another name, description or mark for a capability of the tenant's own.

use super::{description, facts, one, own};
use crate::Result;
use crate::cx::Env;
use crate::error::{Error, Fields};
use crate::event::{Change, Description};
use domain::capabilities::Capability;
use domain::id::CapabilityId;
use domain::name::Name;
use domain::problem::Code;

/// What is to be other than it is; what is absent stays. The key never changes.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub name: Option<String>,
    pub description: Option<String>,
    pub sensitive: Option<bool>,
}

/// Changes what is said of a capability; who may do what stays as it is.
///
/// Who may: `capabilities.manage`. Fails with `not_found`, `conflict` where it is built in, `invalid_value`, and with
/// `unchanged` where nothing would be other than it is.
pub async fn change(env: &Env, id: CapabilityId, edit: &Edit) -> Result<Capability> {
    env.require("capabilities.manage")?;
    if let Some(made) = env.replayed().await? {
        return one(&mut env.read().await?, env, CapabilityId(made)).await;
    }
    let mut tx = env.write("capabilities.manage", env.root()).await?;
    if let Some(made) = tx.replayed().await? {
        return one(&mut env.read().await?, env, CapabilityId(made)).await;
    }
    let fresh = tx.env()?.clone();
    let before = own(&mut tx.tx, &fresh, id).await?;
    let mut fields = Fields::default();
    let name = fields.take("/name", Name::new(edit.name.as_deref().unwrap_or(&before.name)));
    let text = description(&mut fields, edit.description.as_deref().unwrap_or(&before.description));
    fields.check()?;
    let (Some(name), Some(text)) = (name, text) else {
        return Err(Fields::missing());
    };
    let sensitive = edit.sensitive.unwrap_or(before.sensitive);
    if (name.as_str(), text.as_str(), sensitive) == (&before.name, &before.description, before.sensitive) {
        return Err(Error::new(Code::Unchanged, "The capability is like that already."));
    }
    let since = sensitive.then(|| env.cx.now());
    store::capabilities::describe(&mut tx.tx, env.id(), id, &name, &text, since).await?;
    let after = one(&mut tx.tx, &fresh, id).await?;
    let event = Description {
        before: Some(facts(&before)),
        ..Description::new("capability.changed")
    }
    .target("capability", id.0, after.key.as_str())
    .after(facts(&after));
    let change = Change {
        touched: vec![("capability", id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    Ok(after)
}
