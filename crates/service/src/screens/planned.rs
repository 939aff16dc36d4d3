//! The pages that judge first: giving a role to many, and taking one away.

use super::affected::several;
use super::{NAMED, as_tree, shell};
use crate::cx::Env;
use crate::{Result, counts, forms, groups, identities, plans, removal, roles, when, words};
use domain::form::Sent;
use domain::id::{IdentityId, PlanId};
use domain::plans::Selection;
use domain::query;
use domain::screens::{Assign, GroupLink, PlanView, Remove, RoleLink, RoleOption, Subjects};

/// What was sent, or what the address of a form page says.
pub(super) fn told(search: &str, sent: Option<&Sent>) -> Sent {
    sent.cloned().unwrap_or_else(|| Sent {
        values: query::pairs(search),
        problem: None,
    })
}

/// The plan that a form carries.
pub(super) async fn plan_of(env: &Env, sent: &Sent) -> Result<Option<PlanView>> {
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
    let subjects = subjects(env, forms::selection(sent)).await?;
    let via = options.iter().find(|role| role.id.to_string() == sent.value("via"));
    let via = via.map(|role| RoleLink {
        id: role.id,
        name: role.name.clone(),
    });
    let groups = if via.is_some() && subjects.is_none() && env.may("groups.view") {
        as_tree(&store::groups::list(&mut env.read().await?, env.id()).await?)
    } else {
        Vec::new()
    };
    Ok(Assign {
        shell: shell(env).await?,
        subjects,
        via,
        groups,
        missing: sent.all("missing").map(str::to_owned).collect(),
        several: several(env, sent).await?,
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

pub(super) async fn subjects(env: &Env, selection: Selection) -> Result<Option<Subjects>> {
    let mut conn = env.read().await?;
    let now = env.cx.now();
    if let Selection::Groups(ids) = &selection {
        let all = match env.may("groups.view") {
            true => store::groups::list(&mut conn, env.id()).await?,
            false => Vec::new(),
        };
        let mut groups = Vec::new();
        drop(conn);
        for group in all.into_iter().filter(|group| ids.contains(&group.id)) {
            let people = counts::members(env, group.id).await?.nested;
            let link = GroupLink {
                id: group.id,
                name: group.name,
            };
            groups.push((link, people));
        }
        return Ok((!groups.is_empty()).then(|| Subjects {
            selection: Selection::Groups(groups.iter().map(|(link, _)| link.id).collect()),
            count: groups.len(),
            first: Vec::new(),
            filter_words: None,
            groups,
        }));
    }
    let (count, first, filter_words) = match &selection {
        Selection::Groups(_) => return Ok(None),
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
            env.require("users.view")?;
            let looked_up = identities::look_up(&mut conn, env, filter, now).await?;
            plans::as_it_says(&looked_up.notices)?;
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
    // Whoever may act on people whom they may not see is told no more than how many they are.
    let first = match env.may("users.view") {
        true => store::identities::by_ids(&mut conn, env.id(), &first).await?,
        false => Vec::new(),
    };
    Ok(Some(Subjects {
        selection,
        count,
        first,
        filter_words,
        groups: Vec::new(),
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
    parts.extend((filter.direct && filter.group.is_some()).then(|| "direct members only".to_owned()));
    parts.extend(filter.ends_within.map(|days| format!("ends within {days} days")));
    if parts.is_empty() {
        "everyone in the directory".to_owned()
    } else {
        parts.join(", ")
    }
}

async fn plan_view(env: &Env, id: PlanId) -> Result<PlanView> {
    let (plan, request, _) = plans::get(env, id).await?;
    let mut conn = env.read().await?;
    let what = match request.group_id() {
        Some(id) => groups::one(&mut conn, env, id).await?.name,
        None => {
            let roles = store::roles::brief(&mut conn, env.id()).await?;
            let role = roles.into_iter().find(|role| Some(role.id) == request.role_id());
            role.map(|role| role.name).unwrap_or_default()
        }
    };
    let zone = &env.environment.time_zone;
    let window = match &request {
        plans::Request::Assign(asked) => asked.window,
        _ => domain::Window::ALWAYS,
    };
    Ok(PlanView {
        what,
        window_words: when::in_words(window, zone),
        until_words: when::short(window, zone),
        as_of: words::clock(plan.created_at, zone),
        plan,
    })
}
