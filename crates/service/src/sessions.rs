//! Signing in and out, and knowing who a browser is.

mod device;

pub use device::device;

use crate::cx::{Cx, Service, Who};
use crate::error::Error;
use crate::event::{Change, Description};
use crate::{Result, secret};
use domain::Time;
use domain::accounts::Account;
use domain::id::SessionId;
use domain::problem::Code;
use domain::sessions::Session;

/// A session ends after this many seconds, however much it is used.
pub const ABSOLUTE_SECONDS: i64 = 12 * 3600;
/// A session that is not used for this long has ended.
pub const IDLE_SECONDS: i64 = 30 * 60;

/// From where someone signs in.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    pub user_agent: String,
    /// For the list of sessions.
    pub ip: String,
    /// The address to count tries by; none for loopback and private ones.
    pub limited_by: Option<String>,
}

/// A new session: the token is for the browser alone and stored nowhere.
#[derive(Debug)]
pub struct SignedIn {
    pub token: String,
    pub account: Account,
    pub expires_at: Time,
    /// What they must be told first.
    pub notice: Option<String>,
}

/// Signs in with an address (or user name) and a password.
///
/// Who may: anyone. Fails with `unauthorized` alike for an unknown address, a wrong password, a
/// suspended account and one that belongs nowhere, after equal work; with `rate_limited` after
/// many wrong tries.
pub async fn sign_in(cx: &Cx, login: &str, password: &str, origin: &Origin) -> Result<SignedIn> {
    let login = domain::fold::exact(login);
    let memory = cx.service.memory();
    memory.check(&login, origin.limited_by.as_deref(), cx.now())?;
    let known = store::accounts::by_login(&mut cx.read().await?, &login).await?;
    let hash = known.as_ref().and_then(|known| known.password_hash.as_deref());
    let right = cx.service.hasher().verify(password, hash).await?;
    let wrong = || {
        memory.failed(&login, origin.limited_by.as_deref(), cx.now());
        Error::new(
            Code::Unauthorized,
            "E-mail address and password do not match. Check both and try again.",
        )
    };
    let account = match known {
        Some(known) if right => known.account,
        _ => return Err(wrong()),
    };
    if account.suspended || !may_sign_in(cx, &account).await? {
        return Err(wrong());
    }
    memory.succeeded(&login);
    start(cx, account, origin).await
}

async fn may_sign_in(cx: &Cx, account: &Account) -> Result<bool> {
    Ok(account.site_admin || store::memberships::any(&mut cx.read().await?, account.id).await?)
}

/// Starts a session for an account whose credentials were proved.
pub(crate) async fn start(cx: &Cx, account: Account, origin: &Origin) -> Result<SignedIn> {
    let token = cx.service.random_token();
    let id: SessionId = cx.next_id();
    let now = cx.now();
    let expires_at = now.plus_seconds(ABSOLUTE_SECONDS);
    let actor = cx.service.cx(
        Who::Account {
            account: account.clone(),
            session: id,
        },
        cx.request_id(),
    );
    let mut tx = actor.write().await?;
    store::sessions::create(
        &mut tx.tx,
        store::sessions::New {
            id,
            token_hash: &secret::digest(&token),
            account_id: account.id,
            now,
            expires_at,
            user_agent: &clip(&origin.user_agent, 300),
            ip: &clip(&origin.ip, 64),
        },
    )
    .await?;
    let resets = store::resets::tell(&mut tx.tx, account.id, now).await?;
    let notice = crate::people::told_of_resets(&mut tx.tx, &resets, now).await?;
    let event = Description::new("session.started").target("account", account.id.0, &account.name);
    tx.commit(event, Change::default()).await?;
    Ok(SignedIn {
        token,
        account,
        expires_at,
        notice,
    })
}

fn clip(text: &str, most: usize) -> String {
    text.chars().filter(|ch| !ch.is_control()).take(most).collect()
}

/// Who holds a session token, or nobody.
pub async fn authenticate(service: &Service, token: &str) -> Result<Who> {
    let now = service.now();
    let mut conn = service.db().read().await?;
    let idle_since = now.plus_seconds(-IDLE_SECONDS);
    let live = store::sessions::live(&mut conn, &secret::digest(token), now, idle_since).await?;
    Ok(match live {
        Some(live) if !live.account.suspended => {
            if live.last_seen_at.plus_seconds(60) <= now {
                service.memory().seen(live.id, now);
            }
            Who::Account {
                account: live.account,
                session: live.id,
            }
        }
        _ => Who::Nobody,
    })
}

/// Ends the session of this request. Signing out twice is no error.
pub async fn sign_out(cx: &Cx) -> Result<()> {
    let Who::Account { account, session } = cx.who().clone() else {
        return Ok(());
    };
    let mut tx = cx.write().await?;
    store::sessions::revoke(&mut tx.tx, session, cx.now()).await?;
    let event = Description::new("session.ended").target("account", account.id.0, &account.name);
    tx.commit(event, Change::default()).await?;
    Ok(())
}

/// One's own live sessions, the last used one first.
pub async fn own(cx: &Cx) -> Result<Vec<Session>> {
    let account = cx.account()?.id;
    let now = cx.now();
    let mut conn = cx.read().await?;
    let idle_since = now.plus_seconds(-IDLE_SECONDS);
    Ok(store::sessions::of_account(&mut conn, account, now, idle_since).await?)
}

/// Ends one's own sessions but the one that asks. How many there were.
pub async fn end_others(cx: &Cx) -> Result<u64> {
    let Who::Account { account, session } = cx.who().clone() else {
        return Err(Error::new(Code::Unauthorized, "Sign in first."));
    };
    let mut tx = cx.write().await?;
    let ended = store::sessions::revoke_others(&mut tx.tx, account.id, session, cx.now()).await?;
    if ended == 0 {
        return Ok(0);
    }
    let event = Description::new("session.others_ended")
        .target("account", account.id.0, &account.name)
        .after(serde_json::json!({ "sessions": ended }));
    tx.commit(event, Change::default()).await?;
    Ok(ended)
}
