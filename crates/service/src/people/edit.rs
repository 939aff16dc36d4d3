//! Another name or address for a person or service.

use super::{one, outranks};
use crate::Result;
use crate::cx::Env;
use crate::error::{Error, Fields};
use crate::event::{Change, Description};
use crate::identities::email_taken;
use domain::email::Email;
use domain::id::IdentityId;
use domain::identities::{Identity, Status};
use domain::name::Name;
use domain::problem::Code;

/// What is to be other than it is; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub name: Option<String>,
    pub email: Option<Option<String>>,
}

/// Changes how someone is called, and under which address. Another address withdraws the invitation of
/// someone who has not accepted it.
///
/// Who may: `users.edit`; for the address, holding all that the person holds. Fails with `not_found`,
/// `invalid_value`, `email_taken`, `would_escalate`, and with `unchanged`.
pub async fn change(env: &Env, id: IdentityId, edit: &Edit) -> Result<Identity> {
    env.require("users.edit")?;
    if let Some(made) = env.replayed().await? {
        return one(&mut env.read().await?, env, IdentityId(made)).await;
    }
    let mut tx = env.write("users.edit", env.root()).await?;
    if let Some(made) = tx.replayed().await? {
        return one(&mut env.read().await?, env, IdentityId(made)).await;
    }
    let fresh = tx.env()?.clone();
    let before = one(&mut tx.tx, &fresh, id).await?;
    let mut fields = Fields::default();
    let name = fields.take("/name", Name::new(edit.name.as_deref().unwrap_or(&before.name)));
    let wanted = match &edit.email {
        Some(email) => email.clone(),
        None => before.email.clone(),
    };
    let wanted = wanted.filter(|text| !text.trim().is_empty());
    let email = wanted
        .as_deref()
        .and_then(|text| fields.take("/email", Email::new(text.trim())));
    fields.check()?;
    let name = name.ok_or_else(Fields::missing)?;
    let readdressed = email.as_ref().map(Email::as_str) != before.email.as_deref();
    if readdressed {
        // Whoever has the mailbox can come in as this person.
        outranks(&mut tx.tx, &fresh, id).await?;
    }
    if name.as_str() == before.name && !readdressed {
        return Err(Error::new(Code::Unchanged, "Name and address are like that already."));
    }
    match store::identities::describe(&mut tx.tx, env.id(), &before, &name, email.as_ref()).await {
        Err(store::Error::Unique(_)) => return Err(email_taken()),
        other => other?,
    }
    let withdrawn =
        readdressed && before.status == Status::Invited && store::invitations::close(&mut tx.tx, env.id(), id).await?;
    let after = one(&mut tx.tx, &fresh, id).await?;
    let event = Description::new("identity.changed")
        .target("identity", id.0, after.name.as_str())
        // Names and addresses are no part of what is kept for ever.
        .after(serde_json::json!({
            "renamed": after.name != before.name,
            "readdressed": readdressed,
            "invitation_withdrawn": withdrawn,
        }));
    let change = Change {
        touched: vec![("identity", id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    Ok(after)
}
