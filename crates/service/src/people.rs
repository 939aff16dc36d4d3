//! What is done to a person: other words, suspension, sessions, deletion. Whoever acts on someone must
//! hold everything that they hold.

mod edit;
mod remove;
mod reset;
mod sessions;
mod signing_out;
pub(crate) mod standing;

pub use edit::{Edit, change};
pub use remove::{Removed, Restored, delete, gone, remove_access, restore};
pub use reset::{look as reset_look, reset_password, set_password};
pub(crate) use reset::{may_reset, told as told_of_resets};
pub use sessions::{of_person, revoke_all, revoke_one};
pub(crate) use signing_out::{SigningOut, count as count_signed_in};
pub use standing::{reinstate, suspend};

use crate::Result;
use crate::assignments::settle;
use crate::cx::{Env, Who};
use crate::error::{Error, found};
use crate::identities::holds;
use domain::id::IdentityId;
use domain::identities::Identity;
use domain::problem::Code;
use domain::tenants::Level;
use policy::Rights;
use store::Conn;

pub(crate) async fn one(conn: &mut Conn, env: &Env, id: IdentityId) -> Result<Identity> {
    found(store::identities::get(conn, env.id(), id).await, "person")
}

/// Whether the actor may act on someone in this environment: they hold all that the person holds,
/// scheduled grants included.
///
/// Fails with `would_escalate`.
pub(crate) async fn outranks(conn: &mut Conn, env: &Env, id: IdentityId) -> Result<()> {
    if *env.rights == Rights::Everything {
        return Ok(());
    }
    let env = &Env {
        grants_own: false,
        ..env.clone()
    };
    settle(holds(conn, env, id).await?, env).map_err(rank)
}

fn rank(error: Error) -> Error {
    let Error::Problem(mut problem) = error else {
        return error;
    };
    if let Some(key) = &problem.capability {
        problem.detail =
            format!("This person holds {key}, which you do not. Ask someone who holds all that they hold.");
    }
    Error::Problem(problem)
}

/// Whether the actor may act on the account behind someone, which reaches beyond this environment:
/// site admins may; others where the account is no site admin, belongs to this tenant alone, and holds
/// nothing anywhere that they do not hold. A tenant admin is acted on by tenant admins alone.
///
/// Fails with `would_escalate`, without a word about other tenants.
pub(crate) async fn outranks_account(conn: &mut Conn, env: &Env, identity: &Identity) -> Result<()> {
    if !matches!(env.cx.who(), Who::Cli | Who::System) && !is_site_admin(conn, env).await? {
        let Some(account) = identity.account_id else {
            return outranks(conn, env, identity.id).await;
        };
        let refuse = || {
            Err(Error::new(
                Code::WouldEscalate,
                "A site admin manages this account. Ask one of them.",
            ))
        };
        let places = store::identities::places(conn, account).await?;
        // Whoever belongs nowhere now may belong to others tomorrow.
        let mut elsewhere = places.tenants != [env.tenant.id];
        for (environment, _) in &places.identities {
            let of = store::environments::get(conn, *environment).await?.tenant_id;
            elsewhere |= of != env.tenant.id;
        }
        if elsewhere || store::accounts::get(conn, account).await?.site_admin {
            return refuse();
        }
        let level = store::memberships::level(conn, env.tenant.id, account).await?;
        if *env.rights == Rights::Everything {
            return Ok(());
        }
        if level == Some(Level::Admin) {
            return Err(Error::new(
                Code::WouldEscalate,
                "This person is a tenant admin, on whom only tenant admins may act.",
            ));
        }
        for (environment, id) in places.identities {
            if environment == env.id() {
                outranks(conn, env, id).await?;
                continue;
            }
            // A key is good in one environment only, so it holds nothing in the others.
            match env.cx.environment_in(conn, environment).await {
                Ok(there) => outranks(conn, &there, id).await?,
                Err(_) => return refuse(),
            }
        }
    }
    Ok(())
}

async fn is_site_admin(conn: &mut Conn, env: &Env) -> Result<bool> {
    match env.cx.who() {
        Who::Account { account, .. } => Ok(store::accounts::get(conn, account.id).await?.site_admin),
        _ => Ok(false),
    }
}
