//! What is done to people, and what they can do.

use crate::error::Failure;
use domain::id::IdentityId;
use domain::screens as view;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::cx;
#[cfg(feature = "ssr")]
use domain::screens::Step;

/// The tab Groups of an identity.
#[server(prefix = "/_fn", endpoint = "identities/groups", input = GetUrl)]
pub async fn identity_groups(
    tenant: String,
    environment: String,
    id: IdentityId,
) -> Result<view::IdentityGroups, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::identity_groups(&env, id).await).await
}

/// The tab Access of an identity; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "identities/access", input = GetUrl)]
pub async fn identity_access(
    tenant: String,
    environment: String,
    id: IdentityId,
    search: String,
) -> Result<view::IdentityAccess, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::identity_access(&env, id, &search).await).await
}

/// The tab Sessions of an identity.
#[server(prefix = "/_fn", endpoint = "identities/sessions", input = GetUrl)]
pub async fn identity_sessions(
    tenant: String,
    environment: String,
    id: IdentityId,
) -> Result<view::IdentitySessions, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::identity_sessions(&env, id).await).await
}

/// The form for name and address of an identity.
#[server(prefix = "/_fn", endpoint = "identities/edit", input = GetUrl)]
pub async fn edit_identity(tenant: String, environment: String, id: IdentityId) -> Result<view::EditIdentity, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::edit_identity(&env, id).await).await
}

/// The form that suspends an identity, or reinstates it.
#[server(prefix = "/_fn", endpoint = "identities/suspend", input = GetUrl)]
pub async fn suspend_page(tenant: String, environment: String, id: IdentityId) -> Result<view::PersonStep, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::person_step(&env, id, Step::Suspend).await).await
}

/// The form that takes all access from an identity.
#[server(prefix = "/_fn", endpoint = "identities/remove", input = GetUrl)]
pub async fn remove_access_page(
    tenant: String,
    environment: String,
    id: IdentityId,
) -> Result<view::PersonStep, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::person_step(&env, id, Step::RemoveAccess).await).await
}

/// The form that deletes an identity.
#[server(prefix = "/_fn", endpoint = "identities/delete", input = GetUrl)]
pub async fn delete_identity(tenant: String, environment: String, id: IdentityId) -> Result<view::PersonStep, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::person_step(&env, id, Step::Delete).await).await
}

/// The identities that are deleted.
#[server(prefix = "/_fn", endpoint = "identities/deleted", input = GetUrl)]
pub async fn deleted_people(tenant: String, environment: String) -> Result<view::DeletedPeople, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::deleted_people(&env).await).await
}

/// The form that suspends or reinstates many, for what was sent so far; `search` is the query of the
/// address, used where nothing was sent.
#[server(prefix = "/_fn", endpoint = "people/standing", input = GetUrl)]
pub async fn standing_page(
    tenant: String,
    environment: String,
    #[server(default)] suspend: bool,
    search: String,
) -> Result<view::StandingPage, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    let sent = use_context::<domain::form::Sent>();
    cx::of(
        &env,
        service::screens::standing_page(&env, suspend, &search, sent.as_ref()).await,
    )
    .await
}

/// The access explorer; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "access", input = GetUrl)]
pub async fn explorer(
    tenant: String,
    environment: String,
    #[server(default)] ask: view::Ask,
    search: String,
) -> Result<view::Explorer, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::explorer(&env, ask, &search).await).await
}
