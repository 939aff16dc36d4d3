//! Another name, description or list of capabilities for a custom role.

use super::{description, detail, gain, known, names};
use crate::cx::Env;
use crate::error::{Error, Fields};
use crate::event::{Change, Description};
use crate::names::Named;
use crate::people::SigningOut;
use crate::{Result, secret};
use domain::Window;
use domain::id::{CapabilityId, RoleId};
use domain::name::Name;
use domain::problem::Code;
use domain::roles::Detail;
use domain::sessions::SignedOut;
use store::sessions::Among;
use store::slugs::Kind;

/// What is to be other than it is; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub name: Option<String>,
    pub description: Option<Option<String>>,
    /// Keys: all that the role is to hold.
    pub capabilities: Option<Vec<String>>,
    /// The tag of what the change is based on; see [`tag`].
    pub expected: Option<String>,
}

/// A role as it is now, and who was signed out by that.
#[derive(Debug)]
pub struct Changed {
    pub role: Detail,
    pub signed_out: SignedOut,
}

/// What tells two versions of a role apart, for `ETag` and `If-Match`.
pub fn tag(role: &Detail) -> String {
    let text = serde_json::json!([role.id, role.name, role.description, role.capabilities]).to_string();
    secret::digest(&text)[..16].to_owned()
}

/// Changes a custom role.
///
/// Who may and fails as [`change_signing_out`].
pub async fn change(env: &Env, id: RoleId, edit: &Edit) -> Result<Detail> {
    Ok(change_signing_out(env, id, edit, false).await?.role)
}

/// Changes a custom role; with `sign_out` the sessions of those who lose something by it end.
///
/// Who may: `roles.edit`, holding all that it gains everywhere and without an end, and now what it
/// loses; with `sign_out` also `sessions.revoke`. Fails with `not_found`, with `conflict` for a system role, with `precondition_failed`
/// where it is not as expected, with `invalid_value`, `unknown_capability`, `would_escalate`, and
/// with `unchanged` where nothing would be other than it is.
pub async fn change_signing_out(env: &Env, id: RoleId, edit: &Edit, sign_out: bool) -> Result<Changed> {
    env.require("roles.edit")?;
    let again = async |made| {
        let role = detail(&mut env.read().await?, env, RoleId(made)).await?;
        Ok(Changed {
            role,
            signed_out: SignedOut::default(),
        })
    };
    if let Some(made) = env.replayed().await? {
        return again(made).await;
    }
    let mut tx = env.write("roles.edit", env.root()).await?;
    if let Some(made) = tx.replayed().await? {
        return again(made).await;
    }
    let fresh = tx.env()?.clone();
    let before = detail(&mut tx.tx, &fresh, id).await?;
    let mut fields = Fields::default();
    let name = fields.take("/name", Name::new(edit.name.as_deref().unwrap_or(&before.name)));
    let text = match &edit.description {
        Some(text) => fields.take("/description", description(text.as_deref())),
        None => Some(before.description.clone()),
    };
    fields.check()?;
    let (Some(name), Some(text)) = (name, text) else {
        return Err(Fields::missing());
    };
    let had = known(&fresh, &before.capabilities)?;
    let wanted = match &edit.capabilities {
        Some(keys) => known(&fresh, keys)?,
        None => had.clone(),
    };
    let apart = |of: &[CapabilityId], from: &[CapabilityId]| -> Vec<CapabilityId> {
        of.iter().filter(|id| !from.contains(id)).copied().collect()
    };
    let (added, removed) = (apart(&wanted, &had), apart(&had, &wanted));
    let (now, described) = (
        env.cx.now(),
        (name.as_str(), &text) != (&before.name, &before.description),
    );
    // Taking away needs the right that giving needs, at the moment of doing it.
    fresh.holds_now(gain(&fresh, &removed, Window::ALWAYS).capabilities, fresh.root())?;
    let gained = gain(&fresh, &added, Window::ALWAYS);
    fresh.covers(&gained)?;
    if before.system.is_some() {
        return Err(Error::new(
            Code::Conflict,
            "System roles cannot be changed. Make a copy of it instead.",
        ));
    }
    if edit.expected.as_ref().is_some_and(|expected| *expected != tag(&before)) {
        return Err(Error::new(
            Code::PreconditionFailed,
            "Someone changed this role in the meantime. Look at what it is now, then change it again.",
        ));
    }
    if added.is_empty() && removed.is_empty() && !described {
        return Err(Error::new(Code::Unchanged, "The role is like that already."));
    }
    if name.as_str() != before.name {
        let others = names(&mut tx.tx, &fresh, Some(id)).await?;
        Named(Kind::Role, name.as_str()).free(&fresh, others.iter().map(String::as_str))?;
    }
    let among = (sign_out && !removed.is_empty()).then_some(Among::Role(id));
    let leaving = SigningOut::before(&mut tx, &fresh, among).await?;
    if described {
        store::roles::describe(&mut tx.tx, env.id(), id, &name, text.as_deref()).await?;
    }
    store::roles::set_capabilities(&mut tx.tx, env.id(), id, &added, &removed, now).await?;
    let after = detail(&mut tx.tx, &fresh, id).await?;
    let signed_out = leaving.after(&mut tx, &fresh).await?;
    let facts = |role: &Detail| {
        serde_json::json!({
            "name": role.name,
            "description": role.description,
            "capabilities": role.capabilities,
        })
    };
    let mut told = facts(&after);
    if let Some(signed_out) = signed_out {
        told["signed_out"] = serde_json::json!(signed_out);
    }
    let event = Description {
        before: Some(facts(&before)),
        ..Description::new("role.changed")
    }
    .target("role", id.0, after.name.as_str())
    .after(told);
    let change = Change {
        gains: vec![gained],
        touched: vec![("role", id.0)],
    };
    tx.commit(event, change).await?;
    Ok(Changed {
        role: after,
        signed_out: signed_out.unwrap_or_default(),
    })
}
