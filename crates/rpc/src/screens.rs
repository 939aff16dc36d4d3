//! One read for each screen: all that it shows, in one answer.

mod audit;
mod capabilities;
mod groups;
mod people;

pub use audit::*;
pub use capabilities::*;
pub use groups::*;
pub use people::*;

use crate::error::Failure;
use domain::id::{AssignmentId, IdentityId, OperationId, RoleId};
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
    cx::of(&env, service::screens::directory(&env, &search).await).await
}

/// The form for a new identity.
#[server(prefix = "/_fn", endpoint = "identities/new", input = GetUrl)]
pub async fn new_identity(tenant: String, environment: String) -> Result<view::NewIdentity, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::new_identity(&env).await).await
}

/// The assign page for what was sent so far; `search` is the query of the address (`id=…`), used
/// where nothing was sent.
#[server(prefix = "/_fn", endpoint = "assign", input = GetUrl)]
pub async fn assign_page(tenant: String, environment: String, search: String) -> Result<view::Assign, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    let sent = use_context::<domain::form::Sent>();
    cx::of(&env, service::screens::assign_page(&env, &search, sent.as_ref()).await).await
}

/// The remove page for what was sent so far, as the assign page.
#[server(prefix = "/_fn", endpoint = "remove", input = GetUrl)]
pub async fn remove_page(tenant: String, environment: String, search: String) -> Result<view::Remove, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    let sent = use_context::<domain::form::Sent>();
    cx::of(&env, service::screens::remove_page(&env, &search, sent.as_ref()).await).await
}

/// All bulk writes; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "operations/all", input = GetUrl)]
pub async fn operations(tenant: String, environment: String, search: String) -> Result<view::Operations, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::operations(&env, &search).await).await
}

/// The result of a bulk write.
#[server(prefix = "/_fn", endpoint = "operations", input = GetUrl)]
pub async fn operation(tenant: String, environment: String, id: OperationId) -> Result<view::OperationScreen, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::operation(&env, id).await).await
}

/// The tab Roles of an identity.
#[server(prefix = "/_fn", endpoint = "identities/roles", input = GetUrl)]
pub async fn identity_roles(
    tenant: String,
    environment: String,
    id: IdentityId,
) -> Result<view::IdentityRoles, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::identity_roles(&env, id).await).await
}

/// The tab Activity of an identity; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "identities/activity", input = GetUrl)]
pub async fn identity_activity(
    tenant: String,
    environment: String,
    id: IdentityId,
    search: String,
) -> Result<view::IdentityActivity, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::identity_activity(&env, id, &search).await).await
}

/// The list of assignments; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "assignments", input = GetUrl)]
pub async fn assignments(tenant: String, environment: String, search: String) -> Result<view::Assignments, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::assignments(&env, &search).await).await
}

/// The page of one assignment.
#[server(prefix = "/_fn", endpoint = "assignments/one", input = GetUrl)]
pub async fn assignment(
    tenant: String,
    environment: String,
    id: AssignmentId,
) -> Result<view::AssignmentScreen, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::assignment(&env, id).await).await
}

/// The form that takes one assignment away; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "assignments/remove", input = GetUrl)]
pub async fn remove_assignment(
    tenant: String,
    environment: String,
    id: AssignmentId,
    search: String,
) -> Result<view::RemoveAssignment, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    let sent = use_context::<domain::form::Sent>();
    cx::of(
        &env,
        service::screens::remove_assignment(&env, id, &search, sent.as_ref()).await,
    )
    .await
}

/// The form for the dates of one assignment; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "assignments/dates", input = GetUrl)]
pub async fn assignment_dates(
    tenant: String,
    environment: String,
    id: AssignmentId,
    search: String,
) -> Result<view::AssignmentDates, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    let sent = use_context::<domain::form::Sent>();
    cx::of(
        &env,
        service::screens::assignment_dates(&env, id, &search, sent.as_ref()).await,
    )
    .await
}

/// The form that changes many assignments, for what was sent so far; `search` is the query of the
/// address (`id=…`), used where nothing was sent.
#[server(prefix = "/_fn", endpoint = "assignments/change", input = GetUrl)]
pub async fn change_assignments(
    tenant: String,
    environment: String,
    search: String,
) -> Result<view::ChangeAssignments, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    let sent = use_context::<domain::form::Sent>();
    cx::of(
        &env,
        service::screens::change_assignments(&env, &search, sent.as_ref()).await,
    )
    .await
}

/// The form that invites one person.
#[server(prefix = "/_fn", endpoint = "invite", input = GetUrl)]
pub async fn invite_page(tenant: String, environment: String) -> Result<view::Invite, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::invite_page(&env).await).await
}

/// The invitation of one person.
#[server(prefix = "/_fn", endpoint = "identities/invitation", input = GetUrl)]
pub async fn invitation(
    tenant: String,
    environment: String,
    id: IdentityId,
) -> Result<view::InvitationScreen, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::invitation(&env, id).await).await
}

/// What someone sees who opens the link of an invitation.
#[server(prefix = "/_fn", endpoint = "welcome", input = GetUrl)]
pub async fn welcome(token: String) -> Result<view::Welcome, Failure> {
    cx::answer(service::screens::welcome(&cx::cx(), &token).await)
}

/// The page that makes a link for a new password.
#[server(prefix = "/_fn", endpoint = "identities/reset-password", input = GetUrl)]
pub async fn reset_page(tenant: String, environment: String, id: IdentityId) -> Result<view::ResetScreen, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::reset_screen(&env, id).await).await
}

/// What someone sees who opens a link for a new password.
#[server(prefix = "/_fn", endpoint = "reset", input = GetUrl)]
pub async fn reset_password(token: String) -> Result<view::ResetPassword, Failure> {
    cx::answer(service::screens::reset_password(&cx::cx(), &token).await)
}

/// One's own access in an environment.
#[server(prefix = "/_fn", endpoint = "me", input = GetUrl)]
pub async fn my_access(tenant: String, environment: String) -> Result<view::MyAccess, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::my_access(&env).await).await
}

/// *Roles & scopes*; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "roles", input = GetUrl)]
pub async fn roles(tenant: String, environment: String, search: String) -> Result<view::Roles, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::roles_page(&env, &search).await).await
}

/// The form for a new role; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "roles/new", input = GetUrl)]
pub async fn new_role(tenant: String, environment: String, search: String) -> Result<view::NewRole, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    let sent = use_context::<domain::form::Sent>();
    cx::of(&env, service::screens::new_role(&env, &search, sent.as_ref()).await).await
}

/// The page of a role.
#[server(prefix = "/_fn", endpoint = "roles/one", input = GetUrl)]
pub async fn role(tenant: String, environment: String, id: RoleId) -> Result<view::RoleScreen, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    let sent = use_context::<domain::form::Sent>();
    cx::of(&env, service::screens::role(&env, id, sent.as_ref()).await).await
}

/// The tab Assignments of a role; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "roles/assignments", input = GetUrl)]
pub async fn role_assignments(
    tenant: String,
    environment: String,
    id: RoleId,
    search: String,
) -> Result<view::RoleAssignments, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::role_assignments(&env, id, &search).await).await
}

/// The tab Activity of a role; `search` is the query of the address.
#[server(prefix = "/_fn", endpoint = "roles/activity", input = GetUrl)]
pub async fn role_activity(
    tenant: String,
    environment: String,
    id: RoleId,
    search: String,
) -> Result<view::RoleActivity, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::role_activity(&env, id, &search).await).await
}

/// Why a role cannot have a slug; nothing where it can.
#[server(prefix = "/_fn", endpoint = "roles/slug", input = GetUrl)]
pub async fn role_slug(tenant: String, environment: String, slug: String) -> Result<Option<String>, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::roles::slug_refused(&env, &slug).await).await
}

/// Which role holds nearly the same as `held`, keys with commas between, in a sentence; `id` is the role that
/// they are ticked for.
#[server(prefix = "/_fn", endpoint = "roles/closest", input = GetUrl)]
pub async fn closest_role(
    tenant: String,
    environment: String,
    id: Option<RoleId>,
    held: Option<String>,
) -> Result<Option<String>, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    let held = held.unwrap_or_default();
    let keys: Vec<String> = held.split(',').map(str::to_owned).collect();
    cx::of(&env, service::screens::closest_role(&env, id, &keys).await).await
}

/// The form that deletes a role.
#[server(prefix = "/_fn", endpoint = "roles/delete", input = GetUrl)]
pub async fn delete_page(tenant: String, environment: String, id: RoleId) -> Result<view::DeleteRole, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::delete_role(&env, id).await).await
}

/// The roles that are deleted.
#[server(prefix = "/_fn", endpoint = "roles/deleted", input = GetUrl)]
pub async fn deleted_roles(tenant: String, environment: String) -> Result<view::DeletedRoles, Failure> {
    let env = cx::environment(&tenant, &environment).await?;
    cx::of(&env, service::screens::deleted_roles(&env).await).await
}
