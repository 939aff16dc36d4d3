//! Where a person is signed in, and ending that.

use super::{one, outranks_account};
use crate::Result;
use crate::cx::Env;
use crate::error::Error;
use crate::event::{Change, Description};
use crate::sessions::IDLE_SECONDS;
use domain::id::{IdentityId, SessionId};
use domain::problem::Code;
use domain::sessions::Session;

/// The live sessions of the account behind a person, the last used one first; none where there is no
/// account.
///
/// Who may: `sessions.view`, holding all that the person holds. Fails with `not_found`,
/// `would_escalate`.
pub async fn of_person(env: &Env, id: IdentityId) -> Result<Vec<Session>> {
    env.require("sessions.view")?;
    let mut conn = env.read().await?;
    let identity = one(&mut conn, env, id).await?;
    outranks_account(&mut conn, env, &identity).await?;
    let Some(account) = identity.account_id else {
        return Ok(Vec::new());
    };
    let now = env.cx.now();
    let idle_since = now.plus_seconds(-IDLE_SECONDS);
    Ok(store::sessions::of_account(&mut conn, account, now, idle_since).await?)
}

/// Ends all sessions of the account behind a person, everywhere. How many there were.
///
/// Who may: `sessions.revoke`, and who may act on the account. Fails with `not_found`,
/// `would_escalate`, and with `unchanged` where there is none.
pub async fn revoke_all(env: &Env, id: IdentityId) -> Result<u64> {
    revoke(env, id, None).await
}

/// Ends one session of the account behind a person.
///
/// Who may: as [`revoke_all`]. Fails with `not_found` also for a session of someone else.
pub async fn revoke_one(env: &Env, id: IdentityId, session: SessionId) -> Result<()> {
    revoke(env, id, Some(session)).await?;
    Ok(())
}

async fn revoke(env: &Env, id: IdentityId, only: Option<SessionId>) -> Result<u64> {
    env.require("sessions.revoke")?;
    if env.replayed().await?.is_some() {
        return Ok(0);
    }
    let mut tx = env.write("sessions.revoke", env.root()).await?;
    if tx.replayed().await?.is_some() {
        return Ok(0);
    }
    let fresh = tx.env()?.clone();
    let identity = one(&mut tx.tx, &fresh, id).await?;
    outranks_account(&mut tx.tx, &fresh, &identity).await?;
    let none = || Error::new(Code::Unchanged, format!("{} is signed in nowhere.", identity.name));
    let account = identity.account_id.ok_or_else(none)?;
    let now = env.cx.now();
    let ended = match only {
        None => store::sessions::revoke_all(&mut tx.tx, account, now).await?,
        Some(session) => match store::sessions::revoke_of(&mut tx.tx, account, session, now).await? {
            true => 1,
            false => return Err(Error::not_found("session")),
        },
    };
    if ended == 0 {
        return Err(none());
    }
    let event = Description::new("sessions.revoked")
        .target("identity", id.0, identity.name.as_str())
        .after(serde_json::json!({ "sessions": ended }));
    let change = Change {
        touched: vec![("identity", id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    Ok(ended)
}
