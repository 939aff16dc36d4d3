//! Entering an environment: whose it is, and what the actor holds in it.

use crate::cx::{Cx, Env, Who};
use crate::error::{Error, found};
use crate::snapshot::{Committed, Known};
use crate::{Result, keys};
use domain::accounts::Account;
use domain::environments::Environment;
use domain::problem::Code;
use domain::tenants::{Level, Tenant};
use policy::Rights;
use store::Conn;

/// What the actor holds in an environment, or `not_found` where it is not theirs.
pub(crate) async fn enter(
    cx: &Cx,
    conn: &mut Conn,
    tenant: Tenant,
    environment: Environment,
    committed: Committed,
) -> Result<Env> {
    let env = look(cx, conn, tenant, environment, committed).await?;
    if env.tenant.suspended || env.environment.suspended {
        return Err(Error::new(
            Code::Suspended,
            "This environment is suspended. A site admin can say why and reinstate it.",
        ));
    }
    Ok(env)
}

/// The same, suspended or not.
pub(crate) async fn look(
    cx: &Cx,
    conn: &mut Conn,
    tenant: Tenant,
    environment: Environment,
    committed: Committed,
) -> Result<Env> {
    let known = Known::of(&cx.service, conn, &environment, committed).await?;
    let mut env = Env {
        cx: cx.clone(),
        tenant: tenant.into(),
        environment: environment.into(),
        identity_id: None,
        rights: Rights::NONE.into(),
        until: None,
        grants_own: true,
        catalogue: known.catalogue.clone(),
        tree: known.tree.clone(),
    };
    load(&mut env, conn).await?;
    Ok(env)
}

/// The same environment, read again inside a transaction that has raised its revision and nothing else.
pub(crate) async fn again(env: &Env, conn: &mut Conn) -> Result<Env> {
    let environment = store::environments::get(conn, env.id()).await?;
    let tenant = store::tenants::get(conn, environment.tenant_id).await?;
    enter(&env.cx, conn, tenant, environment, Committed::Raised).await
}

async fn load(env: &mut Env, conn: &mut Conn) -> Result<()> {
    match env.cx.who().clone() {
        Who::Nobody => return Err(Error::new(Code::Unauthorized, "Sign in first.")),
        Who::Cli | Who::System => env.rights = Rights::Everything.into(),
        Who::Account { account, .. } => {
            // Read again: it may have been suspended or demoted since the request began.
            let account = found(store::accounts::get(conn, account.id).await, "environment")?;
            env.identity_id = store::identities::of_account(conn, env.id(), account.id).await?;
            env.rights = of_account(env, conn, &account).await?.into();
        }
        Who::Key { id, environment, .. } => {
            if environment != env.id() {
                return Err(Error::not_found("environment"));
            }
            let (rights, until) = keys::rights(env, conn, id).await?;
            (env.rights, env.until) = (rights.into(), until);
        }
    }
    Ok(())
}

/// The rights of an account: its level in the tenant, or what its identity holds.
pub(crate) async fn of_account(env: &Env, conn: &mut Conn, account: &Account) -> Result<Rights> {
    if account.suspended {
        return Err(Error::not_found("environment"));
    }
    if account.site_admin {
        return Ok(Rights::Everything);
    }
    match store::memberships::level(conn, env.tenant.id, account.id).await? {
        None => Err(Error::not_found("environment")),
        Some(Level::Admin) => Ok(Rights::Everything),
        Some(Level::Member) => match store::identities::of_account(conn, env.id(), account.id).await? {
            None => Ok(Rights::NONE),
            Some(identity) => {
                let facts = store::facts::of_identity(conn, env.id(), identity).await?;
                Ok(Rights::from_facts(&facts, &env.catalogue.index, env.cx.now()))
            }
        },
    }
}
