//! Groups: the tree, the tabs of one, and the forms around them.

use crate::error::Failure;
use domain::id::GroupId;
use domain::screens as view;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::cx;

/// The groups of an environment; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "groups", input = GetUrl)]
pub async fn groups(tenant: String, environment: String, search: String) -> Result<view::Groups, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::groups_page(&env, &search).await).await
}

/// The form for a new group; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "groups/new", input = GetUrl)]
pub async fn new_group(tenant: String, environment: String, search: String) -> Result<view::NewGroup, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::new_group(&env, &search).await).await
}

/// Why a group cannot have a slug; nothing where it can.
#[server(prefix = "/_fn", endpoint = "groups/slug", input = GetUrl)]
pub async fn group_slug(tenant: String, environment: String, slug: String) -> Result<Option<String>, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::groups::slug_refused(&env, &slug).await).await
}

/// The tab Members of a group; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "groups/members", input = GetUrl)]
pub async fn group_members(
    tenant: String,
    environment: String,
    id: GroupId,
    search: String,
) -> Result<view::GroupMembers, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::group_members(&env, id, &search).await).await
}

/// The tab Roles of a group.
#[server(prefix = "/_fn", endpoint = "groups/roles", input = GetUrl)]
pub async fn group_roles(tenant: String, environment: String, id: GroupId) -> Result<view::GroupRoles, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::group_roles(&env, id).await).await
}

/// The tab Sub-groups of a group.
#[server(prefix = "/_fn", endpoint = "groups/groups", input = GetUrl)]
pub async fn group_groups(tenant: String, environment: String, id: GroupId) -> Result<view::GroupGroups, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::group_groups(&env, id).await).await
}

/// The tab Activity of a group; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "groups/activity", input = GetUrl)]
pub async fn group_activity(
    tenant: String,
    environment: String,
    id: GroupId,
    search: String,
) -> Result<view::GroupActivity, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::group_activity(&env, id, &search).await).await
}

/// The form that deletes a group.
#[server(prefix = "/_fn", endpoint = "groups/delete", input = GetUrl)]
pub async fn delete_group(tenant: String, environment: String, id: GroupId) -> Result<view::DeleteGroup, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::delete_group(&env, id).await).await
}

/// The form that changes a group, for what was sent so far.
#[server(prefix = "/_fn", endpoint = "groups/edit", input = GetUrl)]
pub async fn edit_group(tenant: String, environment: String, id: GroupId) -> Result<view::EditGroup, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    let sent = use_context::<domain::form::Sent>();
    cx::of(&env, service::screens::edit_group(&env, id, sent.as_ref()).await).await
}

/// The groups that are deleted.
#[server(prefix = "/_fn", endpoint = "groups/deleted", input = GetUrl)]
pub async fn deleted_groups(tenant: String, environment: String) -> Result<view::DeletedGroups, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::deleted_groups(&env).await).await
}

/// The form that puts people into a group, for what was sent so far; `search` is the query of the
/// address, used where nothing was sent.
#[server(prefix = "/_fn", endpoint = "groups/join", input = GetUrl)]
pub async fn join_page(tenant: String, environment: String, search: String) -> Result<view::Join, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    let sent = use_context::<domain::form::Sent>();
    cx::of(&env, service::screens::join_page(&env, &search, sent.as_ref()).await).await
}

/// The form that takes people out of a group, for what was sent so far; `search` is the query of the
/// address, used where nothing was sent.
#[server(prefix = "/_fn", endpoint = "groups/leave", input = GetUrl)]
pub async fn leave_page(tenant: String, environment: String, search: String) -> Result<view::Leave, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    let sent = use_context::<domain::form::Sent>();
    cx::of(&env, service::screens::leave_page(&env, &search, sent.as_ref()).await).await
}
