//! One read for each screen: everything that it shows, in the words of the environment.

mod access;
mod affected;
mod assignments;
mod audit;
mod capabilities;
mod change;
mod groups;
mod identity;
mod invite;
mod joining;
mod me;
mod operations;
mod people;
mod planned;
mod roles;

pub use access::{AbleFile, AbleLine, able, explorer, identity_access};
pub use assignments::{assignment, assignment_dates, assignments, remove_assignment, role_assignments};
pub use audit::{asked as audit_asked, audit_event, audit_page, meant as audit_meant};
pub use capabilities::{area_page, capabilities_page, capability, delete_capability, new_capability, turn_on};
pub use change::change_assignments;
pub use groups::{
    delete_group, deleted_groups, edit_group, group_activity, group_groups, group_members, group_roles, groups_page,
    new_group,
};
pub use identity::{identity_activity, identity_roles};
pub use invite::{invitation, invitation_made, invite_page, welcome};
pub use joining::{join_page, leave_page};
pub use me::my_access;
pub use operations::{operation, operations, sentence};
pub use people::{
    deleted_people, edit_identity, identity_groups, identity_sessions, person_step, reset_link, reset_password,
    reset_screen, standing_page,
};
pub use planned::{assign_page, remove_page};
pub use roles::{closest_role, delete_role, deleted_roles, new_role, role, role_activity, roles_page};

use crate::cx::{Cx, Env};
use crate::error::Error;
use crate::{Result, identities, setup as first_start, tenants, words};
use domain::environments::Environment;
use domain::groups::Group;
use domain::problem::Code;
use domain::query;
use domain::screens::{Choice, Directory, EnvironmentLink, Home, NewIdentity, Setup, Shell, TenantLink};
use domain::tenants::Tenant;
use std::collections::HashMap;

/// How many people of a selection or an outcome a page names.
const NAMED: usize = 20;

/// Where the account may go.
pub async fn home(cx: &Cx) -> Result<Home> {
    let tenants = tenants::mine(cx).await?;
    Ok(Home {
        tenants: tenants
            .into_iter()
            .map(|(tenant, environments)| link(&tenant, &environments))
            .collect(),
    })
}

/// The setup page.
pub async fn setup(cx: &Cx, token: &str) -> Result<Setup> {
    if !first_start::needed(&cx.service).await? {
        return Err(Error::new(
            Code::NotFound,
            "Rolecall is set up already. Sign in instead.",
        ));
    }
    Ok(Setup {
        token_valid: first_start::token_valid(&cx.service, token).await?,
        zones: words::zones(),
    })
}

fn link(tenant: &Tenant, environments: &[Environment]) -> TenantLink {
    TenantLink {
        name: tenant.name.clone(),
        slug: tenant.slug.to_string(),
        environments: environments.iter().map(environment_link).collect(),
    }
}

fn environment_link(environment: &Environment) -> EnvironmentLink {
    EnvironmentLink {
        name: environment.name.clone(),
        slug: environment.slug.to_string(),
        hue: environment.hue,
    }
}

async fn shell(env: &Env) -> Result<Shell> {
    let account = env.cx.account()?;
    let tenants: Vec<TenantLink> = tenants::mine(&env.cx)
        .await?
        .into_iter()
        .map(|(tenant, environments)| link(&tenant, &environments))
        .collect();
    let tenant = tenants
        .iter()
        .find(|one| one.slug == env.tenant.slug.as_str())
        .cloned()
        .unwrap_or_else(|| link(&env.tenant, std::slice::from_ref(&env.environment)));
    Ok(Shell {
        account_name: account.name.clone(),
        account_email: account.email.clone(),
        tenant,
        environment: environment_link(&env.environment),
        time_zone: env.environment.time_zone.clone(),
        tenants,
        me: env.identity_id,
        may_view_users: env.may("users.view"),
        may_create_users: env.may("users.create"),
        may_invite: env.may("members.invite"),
        may_assign: env.may("members.change_roles"),
        may_view_roles: env.may("roles.view"),
        may_view_groups: env.may("groups.view"),
        may_manage_groups: env.may("groups.manage"),
        may_suspend: env.may("users.suspend"),
        may_revoke_sessions: env.may("sessions.revoke"),
        may_bulk: env.may("users.bulk_operations"),
        may_explain: env.may("access.explain"),
        may_audit: env.may("audit.read"),
    })
}

/// The directory for the query of an address.
pub async fn directory(env: &Env, search: &str) -> Result<Directory> {
    env.require("users.view")?;
    let (mut query, mut notices) = query::Directory::parse(search);
    let list = |query: query::Directory| async move {
        identities::list(env, &query.filter, query.sort, &query.at, query.limit).await
    };
    let mut listing = match list(query.clone()).await {
        // A cursor from another list: the page begins at the beginning, and says so.
        Err(error) if error.code() == Code::InvalidCursor => {
            query.at = domain::page::At::First;
            notices.push(query::OTHER_LIST.to_owned());
            list(query.clone()).await?
        }
        other => other?,
    };
    notices.append(&mut listing.notices);
    listing.notices = notices;
    let mut conn = env.read().await?;
    let roles = role_choices(env, &mut conn).await?;
    let groups = if env.may("groups.view") {
        store::groups::list(&mut conn, env.id()).await?
    } else {
        Vec::new()
    };
    let assignments = crate::assignments::count(env, &mut conn).await?;
    drop(conn);
    let peek = match query.peek {
        Some(id) => identity::peek(env, id).await?,
        None => None,
    };
    if peek.is_none() && query.peek.take().is_some() {
        listing
            .notices
            .push("The person in the address is not here (any more).".to_owned());
    }
    Ok(Directory {
        shell: shell(env).await?,
        peek,
        query,
        listing,
        roles,
        groups: as_tree(&groups),
        assignments,
    })
}

/// The roles of a filter, where they may be seen.
async fn role_choices(env: &Env, conn: &mut store::Conn) -> Result<Vec<Choice>> {
    if !env.may("roles.view") {
        return Ok(Vec::new());
    }
    let roles = store::roles::brief(conn, env.id()).await?;
    let choices = roles.into_iter().map(|role| Choice {
        slug: role.slug.to_string(),
        name: role.name,
        depth: 0,
    });
    Ok(choices.collect())
}

/// Groups in the order of a tree, each below its parent.
fn as_tree(groups: &[Group]) -> Vec<Choice> {
    let mut below: HashMap<Option<_>, Vec<&Group>> = HashMap::new();
    for group in groups {
        below.entry(group.parent_id).or_default().push(group);
    }
    let mut out = Vec::with_capacity(groups.len());
    let mut waiting: Vec<(&Group, usize)> = below
        .get(&None)
        .into_iter()
        .flatten()
        .rev()
        .map(|group| (*group, 0))
        .collect();
    while let Some((group, depth)) = waiting.pop() {
        out.push(Choice {
            slug: group.slug.to_string(),
            name: group.name.clone(),
            depth,
        });
        waiting.extend(
            below
                .get(&Some(group.id))
                .into_iter()
                .flatten()
                .rev()
                .map(|child| (*child, depth + 1)),
        );
    }
    out
}

/// The form for a new identity.
pub async fn new_identity(env: &Env) -> Result<NewIdentity> {
    env.require("users.create")?;
    Ok(NewIdentity {
        shell: shell(env).await?,
    })
}
