//! What the demo and the seed have in common: an own database, an account, a tenant.

use crate::cx::{Cx, Tx, Who};
use crate::error::Error;
use crate::{Result, tenants};
use domain::Time;
use domain::email::Email;
use domain::id::AccountId;
use domain::name::Name;
use domain::problem::Code;
use domain::slug::Slug;
use domain::tenants::Tenant;
use std::fmt::Display;

/// How many days of past the made-up data has.
pub(crate) const PAST_DAYS: i64 = 730;

/// What is made first.
pub(crate) struct Start {
    /// Also the name of the command.
    pub origin: &'static str,
    pub tenant: &'static str,
    pub slug: &'static str,
    pub time_zone: &'static str,
    pub name: &'static str,
    pub email: &'static str,
}

/// What was made first.
pub(crate) struct Started {
    pub account_id: AccountId,
    pub password: String,
    pub tenant: Tenant,
    /// When the tenant is said to have begun.
    pub since: Time,
}

/// A text that stands in the source, as the value that it spells.
pub(crate) fn fixed<T, E: Display>(value: std::result::Result<T, E>) -> Result<T> {
    value.map_err(|error| Error::Internal(format!("a fixed text is not valid: {error}")))
}

/// Makes a site admin with a random password and a tenant of theirs, in `tx`'s hands.
///
/// Who may: the command line. Fails with `conflict` where the database has a tenant of another
/// origin, or the same data already.
pub(crate) async fn start(cx: &Cx, start: &Start) -> Result<(Tx, Started)> {
    if *cx.who() != Who::Cli {
        return Err(Error::new(
            Code::Forbidden,
            format!("Only the command line makes this data: rolecall {}.", start.origin),
        ));
    }
    let password = password(cx);
    let hash = cx.service.hasher().hash(&password).await?;
    let mut tx = cx.write().await?;
    let origins = store::tenants::origins(&mut tx.tx).await?;
    refuse(&origins, start.origin)?;
    let since = cx.now().plus_days(-PAST_DAYS);
    let account_id: AccountId = cx.next_id();
    store::accounts::create(
        &mut tx.tx,
        store::accounts::New {
            id: account_id,
            name: &fixed(Name::new(start.name))?,
            email: &fixed(Email::new(start.email))?,
            password_hash: Some(&hash),
            site_admin: true,
            now: since,
        },
    )
    .await?;
    let new = tenants::New {
        name: fixed(Name::new(start.tenant))?,
        slug: fixed(Slug::new(start.slug))?,
        origin: start.origin,
        time_zone: start.time_zone.to_owned(),
        admin: Some(account_id),
    };
    let tenant = tenants::create_in_since(cx, &mut tx, &new, since).await?;
    let started = Started {
        account_id,
        password,
        tenant,
        since,
    };
    Ok((tx, started))
}

fn refuse(origins: &[String], own: &str) -> Result<()> {
    if origins.iter().any(|origin| origin != own) {
        Err(Error::new(
            Code::Conflict,
            format!(
                "This database has a tenant that “rolecall {own}” did not make, so nothing was added. Name an empty database."
            ),
        ))
    } else if !origins.is_empty() {
        Err(Error::new(
            Code::Conflict,
            format!(
                "“rolecall {own}” was run on this database before, so nothing was added. Name an empty database to run it again."
            ),
        ))
    } else {
        Ok(())
    }
}

/// 100 random bits in four groups of five characters, to be read and typed.
fn password(cx: &Cx) -> String {
    let token: Vec<char> = cx.service.random_token().chars().take(20).collect();
    let parts: Vec<String> = token.chunks(5).map(|part| part.iter().collect()).collect();
    parts.join("-")
}
