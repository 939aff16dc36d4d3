//! One read for each screen: everything that it shows, in the words of the environment.

mod assignments;
mod change;
mod identity;
mod invite;
mod me;
mod operations;
mod roles;

pub use assignments::{assignment, assignment_dates, assignments, remove_assignment};
pub use change::change_assignments;
pub use identity::{identity_activity, identity_roles};
pub use invite::{invitation, invitation_made, invite_page, welcome};
pub use me::my_access;
pub use operations::{operation, operations, sentence};
pub use roles::{delete_role, deleted_roles, new_role, role, roles_page};

use crate::cx::{Cx, Env};
use crate::error::Error;
use crate::{Result, forms, identities, plans, removal, setup as first_start, tenants, when, words};
use domain::environments::Environment;
use domain::form::Sent;
use domain::groups::Group;
use domain::id::{IdentityId, PlanId};
use domain::plans::Selection;
use domain::problem::Code;
use domain::query;
use domain::screens::{
    Assign, Choice, Directory, EnvironmentLink, Home, NewIdentity, PlanView, Remove, RoleOption, Setup, Shell,
    Subjects, TenantLink,
};
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
            .map(|(tenant, environments)| link(tenant, &environments))
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

fn link(tenant: Tenant, environments: &[Environment]) -> TenantLink {
    TenantLink {
        name: tenant.name,
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
        .map(|(tenant, environments)| link(tenant, &environments))
        .collect();
    let tenant = tenants
        .iter()
        .find(|one| one.slug == env.tenant.slug.as_str())
        .cloned()
        .unwrap_or_else(|| link(env.tenant.clone(), std::slice::from_ref(&env.environment)));
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
    let assignments = store::counters::get(&mut conn, env.id(), store::counters::Kind::Assignments).await?;
    drop(conn);
    Ok(Directory {
        shell: shell(env).await?,
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
    let roles = store::roles::list(conn, env.id()).await?;
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

/// What was sent, or what the address of a form page says.
fn told(search: &str, sent: Option<&Sent>) -> Sent {
    sent.cloned().unwrap_or_else(|| Sent {
        values: query::pairs(search),
        problem: None,
    })
}

/// The plan that a form carries.
async fn plan_of(env: &Env, sent: &Sent) -> Result<Option<PlanView>> {
    match sent.value("plan").parse::<PlanId>() {
        Ok(id) => Ok(Some(plan_view(env, id).await?)),
        Err(_) => Ok(None),
    }
}

/// The assign page for what was sent, or for the `id`s of the address.
pub async fn assign_page(env: &Env, search: &str, sent: Option<&Sent>) -> Result<Assign> {
    env.require("members.change_roles")?;
    let sent = &told(search, sent);
    let options = if env.may("roles.view") {
        crate::roles::list(env).await?
    } else {
        Vec::new()
    };
    let plan = plan_of(env, sent).await?;
    Ok(Assign {
        shell: shell(env).await?,
        subjects: subjects(env, forms::selection(sent)).await?,
        roles: options
            .into_iter()
            .map(|role| RoleOption {
                id: role.id,
                name: role.name,
                description: role.description,
                system: role.system.is_some(),
                capabilities: role.capabilities,
                sensitive: role.sensitive,
            })
            .collect(),
        today: words::date(env.cx.now(), &env.environment.time_zone),
        plan,
    })
}

/// The remove page for what was sent, or for the `id`s of the address.
pub async fn remove_page(env: &Env, search: &str, sent: Option<&Sent>) -> Result<Remove> {
    env.require("members.change_roles")?;
    let sent = &told(search, sent);
    let plan = plan_of(env, sent).await?;
    let subjects = subjects(env, forms::selection(sent)).await?;
    let roles = match &subjects {
        Some(subjects) if env.may("roles.view") => removal::choices(env, &subjects.selection).await?.roles,
        _ => Vec::new(),
    };
    Ok(Remove {
        shell: shell(env).await?,
        subjects,
        roles,
        plan,
    })
}

async fn subjects(env: &Env, selection: Selection) -> Result<Option<Subjects>> {
    let mut conn = env.read().await?;
    let now = env.cx.now();
    let (count, first, filter_words) = match &selection {
        Selection::Ids(ids) => {
            let known = store::bulk::existing(&mut conn, env.id(), ids).await?;
            let first: Vec<IdentityId> = ids
                .iter()
                .copied()
                .filter(|id| known.contains(id))
                .take(NAMED)
                .collect();
            (ids.len(), first, None)
        }
        Selection::Matching { filter, exclude } => {
            let looked_up = identities::look_up(&mut conn, env, filter, now).await?;
            let total = store::directory::total(&mut conn, env.id(), &looked_up.filter, now).await?;
            let wanted = NAMED + exclude.len().min(1000);
            let mut first = store::directory::ids(&mut conn, env.id(), &looked_up.filter, wanted, now).await?;
            first.retain(|id| !exclude.contains(id));
            first.truncate(NAMED);
            let count = usize::try_from(total).unwrap_or(0).saturating_sub(exclude.len());
            (count, first, Some(filter_words(filter, &looked_up)))
        }
    };
    if count == 0 {
        return Ok(None);
    }
    let first = store::identities::by_ids(&mut conn, env.id(), &first).await?;
    Ok(Some(Subjects {
        selection,
        count,
        first,
        filter_words,
    }))
}

fn filter_words(filter: &domain::identities::Filter, looked_up: &identities::LookedUp) -> String {
    let mut parts = Vec::new();
    if !filter.q.is_empty() {
        parts.push(format!("“{}”", filter.q));
    }
    parts.extend(filter.status.iter().map(|status| format!("status {}", status.as_str())));
    parts.extend(looked_up.role_name.iter().map(|name| format!("role {name}")));
    parts.extend(looked_up.group_name.iter().map(|name| format!("group {name}")));
    parts.extend(filter.ends_within.map(|days| format!("ends within {days} days")));
    if parts.is_empty() {
        "everyone in the directory".to_owned()
    } else {
        parts.join(", ")
    }
}

async fn plan_view(env: &Env, id: PlanId) -> Result<PlanView> {
    let (plan, request, _) = plans::get(env, id).await?;
    let roles = store::roles::list(&mut env.read().await?, env.id()).await?;
    let zone = &env.environment.time_zone;
    let window = match &request {
        plans::Request::Assign(asked) => asked.window,
        _ => domain::Window::ALWAYS,
    };
    Ok(PlanView {
        role_name: roles
            .into_iter()
            .find(|role| Some(role.id) == request.role_id())
            .map(|role| role.name)
            .unwrap_or_default(),
        window_words: when::in_words(window, zone),
        until_words: when::short(window, zone),
        as_of: words::clock(plan.created_at, zone),
        plan,
    })
}
