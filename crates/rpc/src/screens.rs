//! One read for each screen: all that it shows, in one answer.

use crate::error::Failure;
use domain::id::OperationId;
use domain::screens as view;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::cx;

/// Where the account may go.
#[server(prefix = "/_fn", endpoint = "home", input = GetUrl)]
pub async fn home() -> Result<view::Home, Failure> {
    cx::answer(service::screens::home(&cx::cx()).await)
}

/// The setup page; `token` as in the link.
#[server(prefix = "/_fn", endpoint = "setup", input = GetUrl)]
pub async fn setup(token: String) -> Result<view::Setup, Failure> {
    cx::answer(service::screens::setup(&cx::cx(), &token).await)
}

/// The directory; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "directory", input = GetUrl)]
pub async fn directory(tenant: String, environment: String, search: String) -> Result<view::Directory, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::answer(service::screens::directory(&env, &search).await)
}

/// The form for a new identity.
#[server(prefix = "/_fn", endpoint = "identities/new", input = GetUrl)]
pub async fn new_identity(tenant: String, environment: String) -> Result<view::NewIdentity, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::answer(service::screens::new_identity(&env).await)
}

/// The assign page for what was sent so far; `search` is the query of the address (`id=…`), used
/// where nothing was sent.
#[server(prefix = "/_fn", endpoint = "assign", input = GetUrl)]
pub async fn assign_page(tenant: String, environment: String, search: String) -> Result<view::Assign, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    let sent = use_context::<domain::form::Sent>();
    cx::answer(service::screens::assign_page(&env, &search, sent.as_ref()).await)
}

/// The remove page for what was sent so far, as the assign page.
#[server(prefix = "/_fn", endpoint = "remove", input = GetUrl)]
pub async fn remove_page(tenant: String, environment: String, search: String) -> Result<view::Remove, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    let sent = use_context::<domain::form::Sent>();
    cx::answer(service::screens::remove_page(&env, &search, sent.as_ref()).await)
}

/// The result of a bulk write.
#[server(prefix = "/_fn", endpoint = "operations", input = GetUrl)]
pub async fn operation(tenant: String, environment: String, id: OperationId) -> Result<view::OperationScreen, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::answer(service::screens::operation(&env, id).await)
}
