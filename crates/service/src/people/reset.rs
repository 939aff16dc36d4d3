//! A new password for someone who cannot sign in: a link, made by someone who may act on them.
//!
//! While no mail is sent, whoever makes the link is shown it. So that nobody gets into an account by it
//! that holds more than they do, it is good only while its maker may act on the account; and the person is
//! told of it when they sign in next.

use super::{one, outranks_account};
use crate::cx::{Cx, Env, Who};
use crate::error::{Error, Fields};
use crate::event::{Change, Description};
use crate::{Result, actors, secret, words};
use domain::Time;
use domain::accounts::{Account, check_password};
use domain::actor::{Actor, ActorKind};
use domain::id::{AccountId, IdentityId};
use domain::identities::Identity;
use domain::problem::Code;
use domain::resets::{HOURS, ResetMade};
use domain::screens::ResetPassword;
use store::Conn;
use store::resets::Reset;

/// Makes a link with which someone sets a new password; an earlier one stops working. Their password and
/// their sessions stay until it is used.
///
/// Who may: `users.reset_password`, and who may act on the account. Fails with `not_found`,
/// `would_escalate`, and with `conflict` where there is no account, or a suspended one.
pub async fn reset_password(env: &Env, id: IdentityId) -> Result<ResetMade> {
    env.require("users.reset_password")?;
    if env.replayed().await?.is_some() {
        return again(env, id).await;
    }
    let mut tx = env.write("users.reset_password", env.root()).await?;
    if tx.replayed().await?.is_some() {
        return again(env, id).await;
    }
    let fresh = tx.env()?.clone();
    let identity = one(&mut tx.tx, &fresh, id).await?;
    outranks_account(&mut tx.tx, &fresh, &identity).await?;
    let account = account_of(&mut tx.tx, &identity).await?;
    let token = env.cx.service.random_token();
    let now = env.cx.now();
    let reset = Reset {
        account_id: account.id,
        environment_id: env.id(),
        identity_id: id,
        maker: env.actor(),
        created_at: now,
        expires_at: now.plus_seconds(HOURS * 3600),
        used_at: None,
    };
    store::resets::open(&mut tx.tx, &reset, &secret::digest(&token)).await?;
    let event = Description::new("password.reset_started")
        .target("identity", id.0, identity.name.as_str())
        .after(serde_json::json!({ "expires_at": reset.expires_at, "link_shown": true }));
    let change = Change {
        touched: vec![("identity", id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    Ok(ResetMade {
        identity,
        expires_at: reset.expires_at,
        token: Some(token),
    })
}

/// The account behind someone, which can sign in.
async fn account_of(conn: &mut Conn, identity: &Identity) -> Result<Account> {
    let refuse = |text: String| Err(Error::new(Code::Conflict, text));
    let name = &identity.name;
    let Some(id) = identity.account_id else {
        return refuse(format!(
            "{name} has no account here, so there is no password. Invite them instead."
        ));
    };
    let account = store::accounts::get(conn, id).await?;
    if account.suspended {
        return refuse(format!(
            "The account of {name} is suspended. A site admin has to reinstate it first."
        ));
    }
    Ok(account)
}

/// What was made by the same request before, without its secret.
async fn again(env: &Env, id: IdentityId) -> Result<ResetMade> {
    let mut conn = env.read().await?;
    let identity = one(&mut conn, env, id).await?;
    let last = match identity.account_id {
        Some(account) => store::resets::last(&mut conn, account).await?,
        None => None,
    };
    Ok(ResetMade {
        identity,
        expires_at: last.map_or(Time(0), |reset| reset.expires_at),
        token: None,
    })
}

/// Someone for whom the actor may make a link.
///
/// Who may and fails as [`reset_password`], and `users.view`.
pub(crate) async fn may_reset(env: &Env, id: IdentityId) -> Result<Identity> {
    env.require("users.reset_password")?;
    env.require("users.view")?;
    let mut conn = env.read().await?;
    let identity = one(&mut conn, env, id).await?;
    outranks_account(&mut conn, env, &identity).await?;
    Ok(identity)
}

fn refused() -> Error {
    Error::new(
        Code::NotFound,
        "This link is not valid (any more). Ask whoever gave it to you for a new one.",
    )
}

/// A link that can be used now, with all that says so.
struct Opened {
    reset: Reset,
    env: Env,
    account: Account,
    identity: Identity,
}

/// Looked at anew at each step: what was true when the page was opened may not be when it is sent.
async fn opened(cx: &Cx, conn: &mut Conn, token: &str) -> Result<Opened> {
    let reset = store::resets::by_token(conn, &secret::digest(token), cx.now()).await?;
    let reset = reset.ok_or_else(refused)?;
    let closed = |error| match error {
        Error::Problem(_) => refused(),
        failure => failure,
    };
    let own = cx.service.cx(Who::System, cx.request_id());
    let env = own.environment_in(conn, reset.environment_id).await.map_err(closed)?;
    let identity = one(conn, &env, reset.identity_id).await.map_err(closed)?;
    let account = account_of(conn, &identity).await.map_err(closed)?;
    // Linked to someone else since: the link was made for who they were.
    if account.id != reset.account_id {
        return Err(refused());
    }
    // Whoever made the link was shown it.
    let who = actors::by_actor(conn, &reset.maker).await?.ok_or_else(refused)?;
    let maker = cx.service.cx(who, cx.request_id());
    let maker = maker.environment_in(conn, env.id()).await.map_err(closed)?;
    maker.require("users.reset_password").map_err(|_| refused())?;
    outranks_account(conn, &maker, &identity).await.map_err(closed)?;
    Ok(Opened {
        reset,
        env,
        account,
        identity,
    })
}

/// What the page of a link shows.
///
/// Who may: whoever has the link. Fails with `not_found` for one that is not good (any more).
pub async fn look(cx: &Cx, token: &str) -> Result<ResetPassword> {
    let opened = opened(cx, &mut cx.read().await?, token).await?;
    Ok(ResetPassword {
        tenant: opened.env.tenant.name.clone(),
        name: opened.account.name,
        email: opened.account.email,
        made_by: opened.reset.maker.label,
        until: words::moment(opened.reset.expires_at, &opened.env.environment.time_zone),
    })
}

/// Sets the new password, and ends all sessions of the account.
///
/// Who may: whoever has the link, once. Fails with `not_found` for one that is not good (any more), with
/// `invalid_value` and a pointer.
///
/// Must run in a task that is not cancelled.
pub async fn set_password(cx: &Cx, token: &str, password: &str) -> Result<()> {
    let looked = opened(cx, &mut cx.read().await?, token).await?;
    let mut fields = Fields::default();
    fields.take("/password", check_password(password));
    fields.check()?;
    // Hashing takes long, so it happens before anyone waits for the lock.
    let hash = cx.service.hasher().hash(password).await?;
    let (mut tx, _) = looked.env.write_tenant().await?;
    let now = opened(cx, &mut tx.tx, token).await?;
    if !store::resets::burn(&mut tx.tx, &secret::digest(token), cx.now()).await? {
        return Err(refused());
    }
    let account: AccountId = now.account.id;
    store::accounts::set_password(&mut tx.tx, account, &hash, cx.now()).await?;
    let ended = store::sessions::revoke_all(&mut tx.tx, account, cx.now()).await?;
    let event = Description {
        actor: Some(Actor {
            kind: ActorKind::Account,
            id: Some(account.0),
            label: now.account.name.clone(),
            identity_id: Some(now.identity.id.0),
        }),
        ..Description::new("password.reset")
    }
    .target("identity", now.identity.id.0, now.identity.name.as_str())
    .after(
        serde_json::json!({ "sessions": ended, "link_by": { "kind": now.reset.maker.kind, "id": now.reset.maker.id } }),
    );
    let change = Change {
        touched: vec![("identity", now.identity.id.0), ("account", account.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    // Wrong tries of before are no reason to wait.
    cx.service.memory().succeeded(&domain::fold::exact(&now.account.email));
    Ok(())
}

/// What someone is told when they sign in: which links were made for them, and whether they were used.
pub(crate) async fn told(conn: &mut Conn, resets: &[Reset], now: Time) -> Result<Option<String>> {
    let mut sentences = Vec::new();
    for reset in resets {
        let environment = store::environments::get(conn, reset.environment_id).await?;
        let at = words::moment(reset.created_at, &environment.time_zone);
        let maker = &reset.maker.label;
        let used = match reset.used_at {
            Some(_) => format!(
                "It was used. If that was not you, sign out everywhere else under My access, and tell an administrator other than {maker}."
            ),
            None if now < reset.expires_at => "It has not been used so far.".to_owned(),
            None => "It was not used.".to_owned(),
        };
        sentences.push(format!(
            "{maker} made a link to set a new password for you on {at}. {used}"
        ));
    }
    Ok((!sentences.is_empty()).then(|| sentences.join(" ")))
}
