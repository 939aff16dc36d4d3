//! The catalogue: the list, one entry, and the forms around it.

use crate::error::Failure;
use domain::id::CapabilityId;
use domain::screens as view;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::cx;

/// The catalogue; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "capabilities", input = GetUrl)]
pub async fn capabilities(tenant: String, environment: String, search: String) -> Result<view::CataloguePage, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::capabilities_page(&env, &search).await).await
}

/// The form for a new capability.
#[server(prefix = "/_fn", endpoint = "capabilities/new", input = GetUrl)]
pub async fn new_capability(tenant: String, environment: String) -> Result<view::NewCapability, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::new_capability(&env).await).await
}

/// The form of an area of own capabilities; `id` is the first part of their keys.
#[server(prefix = "/_fn", endpoint = "capabilities/area", input = GetUrl)]
pub async fn area(tenant: String, environment: String, id: String) -> Result<view::AreaPage, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::area_page(&env, &id).await).await
}

/// The page of a capability.
#[server(prefix = "/_fn", endpoint = "capabilities/one", input = GetUrl)]
pub async fn capability(
    tenant: String,
    environment: String,
    id: CapabilityId,
) -> Result<view::CapabilityPage, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::capability(&env, id).await).await
}

/// The page that turns a capability on.
#[server(prefix = "/_fn", endpoint = "capabilities/turn-on", input = GetUrl)]
pub async fn turn_on(tenant: String, environment: String, id: CapabilityId) -> Result<view::TurnOn, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::turn_on(&env, id).await).await
}

/// The form that deletes a capability.
#[server(prefix = "/_fn", endpoint = "capabilities/delete", input = GetUrl)]
pub async fn delete_capability(
    tenant: String,
    environment: String,
    id: CapabilityId,
) -> Result<view::DeleteCapability, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::delete_capability(&env, id).await).await
}
