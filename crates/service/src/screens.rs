//! One read for each screen: everything that it shows, in the words of the environment.

mod assignments;
mod change;
mod identity;

pub use assignments::{assignment, assignment_dates, assignments, remove_assignment};
pub use change::change_assignments;
pub use identity::{identity_activity, identity_roles};

use crate::cx::{Cx, Env};
use crate::error::Error;
use crate::{Result, forms, identities, operations, plans, removal, roles, setup as first_start, tenants, when, words};
use domain::bulk::Status;
use domain::environments::Environment;
use domain::form::Sent;
use domain::groups::Group;
use domain::id::{IdentityId, OperationId, PlanId};
use domain::plans::Selection;
use domain::problem::Code;
use domain::query;
use domain::screens::{
    Assign, Choice, Directory, EnvironmentLink, Home, NewIdentity, OperationScreen, Part, PartGroup, PlanView, Remove,
    RoleOption, Setup, Shell, Subjects, TenantLink,
};
use domain::tenants::Tenant;
use std::collections::HashMap;

/// How many people of a selection or an outcome a page names.
const NAMED: usize = 20;
/// How many of those for whom it failed stay selected in the list.
const KEPT: usize = 1000;

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
        may_assign: env.may("members.change_roles"),
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
            notices.push(
                "The page in the address belongs to another list, so the list starts at its beginning.".to_owned(),
            );
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
        roles::list(env).await?
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

/// The result of a bulk write.
pub async fn operation(env: &Env, id: OperationId) -> Result<OperationScreen> {
    let found = operations::get(env, id).await?;
    let zone = &env.environment.time_zone;
    let summary = &found.operation.summary;
    let mut groups = Vec::new();
    for status in Status::ALL {
        let count = match status {
            Status::Skipped => summary.skipped,
            Status::Failed => summary.failed,
            Status::Created => summary.created.unwrap_or(0),
            Status::Updated => summary.updated.unwrap_or(0),
            Status::Removed => summary.removed.unwrap_or(0),
        };
        if count > 0 {
            let parts = operations::parts(env, id, Some(status), NAMED).await?;
            groups.push(PartGroup {
                status,
                count,
                people: parts.into_iter().map(part).collect(),
            });
        }
    }
    let failed = operations::parts(env, id, Some(Status::Failed), KEPT).await?;
    let failed = failed.iter().filter(|part| part.target_kind == "identity");
    let failed = failed.map(|part| IdentityId(part.target_id)).collect();
    let asked = match &found.request {
        None => None,
        Some(request) => Some(operations::in_words(env, request).await?),
    };
    let running = found.operation.status == domain::operations::Status::Running;
    let verb = if running { "Started" } else { "Done" };
    let finished = found.operation.finished_at.unwrap_or(found.operation.created_at);
    Ok(OperationScreen {
        shell: shell(env).await?,
        id,
        title: if running {
            format!("Working on {}", words::number(summary.total))
        } else {
            title(summary)
        },
        asked,
        undo_words: found.operation.undo_until.map(|until| words::moment(until, zone)),
        failed,
        by: format!(
            "{verb} by {} on {}.",
            found.operation.started_by.label,
            words::moment(finished, zone)
        ),
        operation: found.operation,
        groups,
    })
}

/// `119 assigned, 7 skipped, 2 failed`.
fn title(summary: &domain::bulk::Summary) -> String {
    let verb = if summary.created.is_some() {
        "assigned"
    } else if summary.updated.is_some() {
        "changed"
    } else {
        "removed"
    };
    let mut parts = vec![format!("{} {verb}", words::number(summary.done()))];
    if summary.skipped > 0 {
        parts.push(format!("{} skipped", words::number(summary.skipped)));
    }
    if summary.failed > 0 {
        parts.push(format!("{} failed", words::number(summary.failed)));
    }
    parts.join(", ")
}

fn part(part: store::operations::Part) -> Part {
    Part {
        id: (part.target_kind == "identity").then_some(IdentityId(part.target_id)),
        note: part.code.as_deref().map(|code| sentence(code).to_owned()),
        name: part
            .name
            .unwrap_or_else(|| "Someone who is not here any more".to_owned()),
    }
}

/// Why an item was left out, in the few words of a list.
pub fn sentence(code: &str) -> &'static str {
    match code {
        "already_assigned" => "Already has it",
        "inherited" => "Has it through a group",
        "suspended" => "Suspended",
        "not_found" => "Not here any more",
        "would_escalate" => "Gives more than you hold",
        "forbidden" => "You may not do this",
        "duplicate_in_request" => "Twice in the request",
        "self" => "That’s you",
        "not_assigned" => "Does not have it",
        "unchanged" => "Stays as it is",
        "invalid_window" => "The dates are not accepted",
        "changed_since" => "Changed in the meantime",
        _ => "Could not be done",
    }
}
