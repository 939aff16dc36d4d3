//! Accepting an invitation: by the link alone, with a new account or one's own.

use crate::assignments::settle;
use crate::cx::{Cx, Env, Tx, Who};
use crate::error::{Error, Fields};
use crate::event::{Change, Description};
use crate::sessions::{Origin, SignedIn};
use crate::{Result, identities, secret, sessions};
use domain::accounts::{Account, check_password};
use domain::actor::{Actor, ActorKind};
use domain::email::Email;
use domain::fold;
use domain::id::AccountId;
use domain::identities::Identity;
use domain::name::Name;
use domain::problem::Code;
use domain::screens::Welcome;
use domain::tenants::Level;
use store::Conn;
use store::invitations::Invitation;

/// How an invitation is accepted.
#[derive(Debug, Clone)]
pub enum Way {
    /// With a new account.
    New { name: String, password: String },
    /// With the account that is signed in.
    Mine,
}

/// Where an accepted invitation leads.
#[derive(Debug)]
pub struct Accepted {
    /// A new session, where a new account was made.
    pub session: Option<SignedIn>,
    pub tenant: String,
    pub environment: String,
}

fn refused() -> Error {
    Error::new(
        Code::NotFound,
        "This invitation is not valid (any more). Ask whoever invited you for a new link.",
    )
}

/// An open invitation with all that says whether it may be accepted now.
struct Opened {
    invitation: Invitation,
    env: Env,
    identity: Identity,
    email: Email,
    /// Whoever made the link.
    maker: Cx,
}

/// Looked at anew at each step: what was true when the page was opened may not be when it is sent.
async fn opened(cx: &Cx, conn: &mut Conn, token: &str) -> Result<Opened> {
    let invitation = store::invitations::by_token(conn, &secret::digest(token), cx.now()).await?;
    let invitation = invitation.ok_or_else(refused)?;
    let own = cx.service.cx(Who::System, cx.request_id());
    let env = own
        .environment_in(conn, invitation.environment_id)
        .await
        .map_err(closed)?;
    let identity = store::identities::get(conn, env.id(), invitation.identity_id).await;
    let identity = identity.map_err(|_| refused())?;
    let email = identity.email.as_deref().and_then(|text| Email::new(text).ok());
    let waits = identity.status == domain::identities::Status::Invited;
    let email = email.filter(|_| waits).ok_or_else(refused)?;
    // Whoever made the link was shown it, and must not get by it what they could not give.
    let maker = maker(cx, conn, &invitation, &env).await.map_err(closed)?;
    let holds = identities::holds(conn, &env, identity.id).await?;
    settle(holds, &maker).map_err(|_| refused())?;
    maker.require("members.invite").map_err(|_| refused())?;
    Ok(Opened {
        invitation,
        env,
        identity,
        email,
        maker: maker.cx.clone(),
    })
}

/// Suspended, or not theirs any more: whoever has a link learns no more than that it is no good.
fn closed(error: Error) -> Error {
    match error {
        Error::Problem(_) => refused(),
        failure => failure,
    }
}

/// The environment as whoever made the link has it now.
async fn maker(cx: &Cx, conn: &mut Conn, invitation: &Invitation, env: &Env) -> Result<Env> {
    let who = crate::actors::by_actor(conn, &invitation.inviter).await?;
    let who = who.ok_or_else(refused)?;
    let cx = cx.service.cx(who, cx.request_id());
    cx.environment_in(conn, env.id()).await
}

/// What the page of an invitation shows.
///
/// Who may: whoever has the link. Fails with `not_found` for a link that is not good (any more).
pub async fn look(cx: &Cx, token: &str) -> Result<Welcome> {
    let mut conn = cx.read().await?;
    let opened = opened(cx, &mut conn, token).await?;
    let known = store::accounts::by_login(&mut conn, &opened.email.folded()).await?;
    let mine = cx.account().ok();
    Ok(Welcome {
        tenant: opened.env.tenant.name.clone(),
        environment: opened.env.environment.name.clone(),
        invited_by: opened.invitation.inviter.label,
        name: opened.identity.name,
        email: opened.email.to_string(),
        known: known.is_some(),
        mine: mine.is_some_and(|account| fold::exact(&account.email) == opened.email.folded()),
        signed_in: mine.map(|account| account.email.clone()),
        until: crate::words::moment(opened.invitation.expires_at, &opened.env.environment.time_zone),
    })
}

/// Accepts an invitation: the account becomes a member of the tenant and the invited identity, and
/// a new account is signed in.
///
/// Who may: whoever has the link, once. Fails with `not_found` for a link that is not good (any
/// more), with `invalid_value` and pointers, with `email_taken` where there is an account with the
/// address, with `forbidden` for an account with another address, with `conflict` where the account
/// is somebody else of the environment already.
///
/// Must run in a task that is not cancelled.
pub async fn accept(cx: &Cx, token: &str, way: &Way, origin: &Origin) -> Result<Accepted> {
    let looked = opened(cx, &mut cx.read().await?, token).await?;
    let made = match way {
        Way::New { name, password } => Some(new_account(cx, &looked, name, password).await?),
        Way::Mine => None,
    };
    let (mut tx, env) = looked.env.write_tenant().await?;
    // Behind the lock once more: of two who open a link at the same time one is late.
    let now = opened(cx, &mut tx.tx, token).await?;
    let account = match &made {
        Some(made) => made.create(&mut tx, &now).await?,
        None => own_account(cx, &now)?,
    };
    let level = store::memberships::level(&mut tx.tx, env.tenant.id, account.id).await?;
    if level.is_none() {
        elsewhere(&mut tx, &now, &env, &account).await?;
        let (id, at) = (cx.next_id(), cx.now());
        store::memberships::create(&mut tx.tx, id, env.tenant.id, account.id, Level::Member, at).await?;
    }
    match store::invitations::accept(&mut tx.tx, env.id(), now.identity.id, account.id, cx.now()).await {
        Err(store::Error::Unique(_)) => {
            return Err(Error::new(
                Code::Conflict,
                "Your account is someone else here already. Ask whoever invited you to remove one of the two.",
            ));
        }
        other => other?,
    }
    let event = Description {
        actor: Some(Actor {
            kind: ActorKind::Account,
            id: Some(account.id.0),
            label: account.name.clone(),
            identity_id: Some(now.identity.id.0),
        }),
        ..Description::new("invitation.accepted")
    }
    .target("identity", now.identity.id.0, &now.identity.name)
    .after(serde_json::json!({
        "account_id": account.id,
        "account_created": made.is_some(),
        "member_since": level.is_none().then(|| cx.now()),
    }));
    let change = Change {
        touched: vec![("identity", now.identity.id.0), ("account", account.id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    let session = match made {
        Some(_) => Some(sessions::start(cx, account, origin).await?),
        None => None,
    };
    Ok(Accepted {
        session,
        tenant: env.tenant.slug.to_string(),
        environment: env.environment.slug.to_string(),
    })
}

/// A membership that begins again revives who the account is in the tenant's other environments:
/// whoever made the link must hold all of that as well.
async fn elsewhere(tx: &mut Tx, opened: &Opened, env: &Env, account: &Account) -> Result<()> {
    for id in store::environments::ids(&mut tx.tx, env.tenant.id).await? {
        let identity = store::identities::of_account(&mut tx.tx, id, account.id).await?;
        let Some(identity) = identity.filter(|_| id != env.id()) else {
            continue;
        };
        let there = opened.maker.environment_in(&mut tx.tx, id).await.map_err(closed)?;
        let holds = identities::holds(&mut tx.tx, &there, identity).await?;
        settle(holds, &there).map_err(|_| refused())?;
    }
    Ok(())
}

fn own_account(cx: &Cx, opened: &Opened) -> Result<Account> {
    let account = cx.account()?;
    if fold::exact(&account.email) != opened.email.folded() {
        return Err(Error::new(
            Code::Forbidden,
            format!(
                "This invitation is for {}, and you are signed in as {}. Sign out, then open the link again.",
                opened.email, account.email
            ),
        ));
    }
    Ok(account.clone())
}

/// An account that is about to be made.
struct Prepared {
    id: AccountId,
    name: Name,
    hash: String,
}

/// Hashing takes long, so it happens before anyone waits for the lock.
async fn new_account(cx: &Cx, opened: &Opened, name: &str, password: &str) -> Result<Prepared> {
    let mut fields = Fields::default();
    let name = fields.take("/name", Name::new(name));
    fields.take("/password", check_password(password));
    fields.check()?;
    let name = name.ok_or_else(Fields::missing)?;
    let known = store::accounts::by_login(&mut cx.read().await?, &opened.email.folded()).await?;
    if known.is_some() {
        return Err(has_account());
    }
    Ok(Prepared {
        id: cx.next_id(),
        name,
        hash: cx.service.hasher().hash(password).await?,
    })
}

fn has_account() -> Error {
    Error::new(
        Code::EmailTaken,
        "There is an account with this address already. Sign in with it, then open the link again.",
    )
}

impl Prepared {
    async fn create(&self, tx: &mut Tx, opened: &Opened) -> Result<Account> {
        let new = store::accounts::New {
            id: self.id,
            name: &self.name,
            email: &opened.email,
            password_hash: Some(&self.hash),
            site_admin: false,
            now: opened.env.cx.now(),
        };
        match store::accounts::create(&mut tx.tx, new).await {
            Err(store::Error::Unique(_)) => return Err(has_account()),
            other => other?,
        }
        Ok(Account {
            id: self.id,
            name: self.name.to_string(),
            email: opened.email.to_string(),
            site_admin: false,
            suspended: false,
        })
    }
}
