//! First start: a token printed by the server lets one person make the first account.

use crate::cx::{Cx, Service, Who};
use crate::error::{Error, Fields};
use crate::event::{Change, Description};
use crate::sessions::{Origin, SignedIn};
use crate::{Result, secret, sessions, tenants, words};
use domain::accounts::{Account, check_password};
use domain::email::Email;
use domain::id::AccountId;
use domain::name::Name;
use domain::problem::Code;
use domain::slug::Slug;
use domain::tenants::Tenant;

const PURPOSE: &str = "setup";
/// How long a setup token is good for, in seconds.
pub const TOKEN_SECONDS: i64 = 15 * 60;

/// Whether there is no account yet.
pub async fn needed(service: &Service) -> Result<bool> {
    Ok(!store::accounts::any(&mut service.db().read().await?).await?)
}

/// Makes a new setup token where there is no account; an earlier one stops working.
pub async fn issue_token(service: &Service) -> Result<Option<String>> {
    if !needed(service).await? {
        return Ok(None);
    }
    let token = service.random_token();
    let now = service.now();
    let mut kept = service.cx(Who::System, "start").keep().await?;
    store::tokens::replace(
        &mut kept.0,
        PURPOSE,
        &secret::digest(&token),
        now,
        now.plus_seconds(TOKEN_SECONDS),
    )
    .await?;
    kept.commit().await?;
    Ok(Some(token))
}

/// Whether a setup token would be accepted now.
pub async fn token_valid(service: &Service, token: &str) -> Result<bool> {
    let mut conn = service.db().read().await?;
    Ok(!store::accounts::any(&mut conn).await?
        && store::tokens::valid(&mut conn, PURPOSE, &secret::digest(token), service.now()).await?)
}

/// What the setup page asks for.
#[derive(Debug, Clone, Default)]
pub struct Form {
    pub token: String,
    pub name: String,
    pub email: String,
    pub password: String,
    pub organisation: String,
    pub time_zone: String,
}

/// Makes the first account (a site admin), its tenant with Development and Production, and signs
/// it in.
///
/// Who may: whoever has the token, once. Fails with `not_found` when there is an account already
/// or the token is wrong or too old; with `invalid_value` and pointers for wrong fields.
pub async fn complete(cx: &Cx, form: &Form, origin: &Origin) -> Result<(SignedIn, Tenant)> {
    if !token_valid(&cx.service, &form.token).await? {
        return Err(refused());
    }
    let mut fields = Fields::default();
    let name = fields.take("/name", Name::new(&form.name));
    let email = fields.take("/email", Email::new(&form.email));
    fields.take("/password", check_password(&form.password));
    let organisation = fields.take("/organisation", Name::new(&form.organisation));
    let zone = if form.time_zone.trim().is_empty() {
        "UTC"
    } else {
        form.time_zone.trim()
    };
    if !words::zone_exists(zone) {
        fields.add("/time_zone", "Choose a time zone from the list, such as Europe/Paris");
    }
    fields.check()?;
    let (Some(name), Some(email), Some(organisation)) = (name, email, organisation) else {
        return Err(Fields::missing());
    };
    let hash = cx.service.hasher().hash(&form.password).await?;
    let account = Account {
        id: cx.next_id::<AccountId>(),
        name: name.to_string(),
        email: email.to_string(),
        site_admin: true,
        suspended: false,
    };
    // The account acts from here on: the first event has its name.
    let own = cx.service.cx(Who::System, cx.request_id());
    let mut tx = own.write().await?;
    if store::accounts::any(&mut tx.tx).await?
        || !store::tokens::burn(&mut tx.tx, PURPOSE, &secret::digest(&form.token), cx.now()).await?
    {
        return Err(refused());
    }
    store::accounts::create(
        &mut tx.tx,
        store::accounts::New {
            id: account.id,
            name: &name,
            email: &email,
            password_hash: Some(&hash),
            site_admin: true,
            now: cx.now(),
        },
    )
    .await?;
    let slug = Slug::from_name(organisation.as_str()).or_else(|| Slug::new("organisation").ok());
    let slug = slug.ok_or_else(|| Error::Internal("a fixed slug is a slug".to_owned()))?;
    let tenant = tenants::New {
        name: organisation,
        slug,
        origin: "setup",
        time_zone: zone.to_owned(),
        admin: Some(account.id),
    };
    let tenant = tenants::create_in(&own, &mut tx, &tenant).await?;
    let event = Description::new("deployment.set_up").target("account", account.id.0, &account.name);
    tx.commit(event, Change::default()).await?;
    Ok((sessions::start(cx, account, origin).await?, tenant))
}

fn refused() -> Error {
    Error::new(
        Code::NotFound,
        "This setup link is not valid (any more). Restart the server to print a new one; if there is an account, sign in.",
    )
}
