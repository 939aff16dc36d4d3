//! The forms that make, change, move and delete a group.

use super::{Above, above};
use crate::cx::Env;
use crate::groups::{self, Forest};
use crate::people::count_signed_in;
use crate::screens::affected::affected;
use crate::screens::{as_tree, shell};
use crate::{Result, words};
use domain::form::Sent;
use domain::groups::Group;
use domain::id::{GroupId, RoleId};
use domain::identities::Filter;
use domain::query;
use domain::screens::{DeleteGroup, DeletedGroup, DeletedGroups, EditGroup, MovePlan, NewGroup};
use policy::index::Members;
use std::collections::HashSet;
use store::Conn;
use store::groups::Granted;
use store::sessions::Among;

/// The form for a new group; the address may say in which one it is to lie: `parent=slug`.
pub async fn new_group(env: &Env, search: &str) -> Result<NewGroup> {
    env.require("groups.manage")?;
    let all = store::groups::list(&mut env.read().await?, env.id()).await?;
    let parent = query::pairs(search).into_iter().find(|(name, _)| name == "parent");
    let parent = parent.map(|(_, slug)| slug).unwrap_or_default();
    let known = all.iter().any(|group| group.slug.as_str() == parent);
    Ok(NewGroup {
        shell: shell(env).await?,
        groups: as_tree(&all),
        parent: if known { parent } else { String::new() },
    })
}

/// The form that changes a group; `sent`: what was typed, of which a move is planned.
pub async fn edit_group(env: &Env, id: GroupId, sent: Option<&Sent>) -> Result<EditGroup> {
    env.require("groups.manage")?;
    let Above {
        head, within, members, ..
    } = above(env, id).await?;
    let mut conn = env.read().await?;
    let all = Forest::from(store::groups::list(&mut conn, env.id()).await?);
    let parent = head.group.parent_id.and_then(|id| all.get(id));
    let parent = parent.map(|group| group.slug.to_string()).unwrap_or_default();
    let wanted = sent.filter(|sent| sent.has("parent")).map(|sent| sent.value("parent"));
    let mut plan = match wanted.filter(|wanted| *wanted != parent) {
        Some(wanted) => move_plan(env, &mut conn, &all, (&head.group, members), &wanted).await?,
        None => None,
    };
    // It cannot lie in itself nor in what lies in it.
    let others: Vec<Group> = all.iter().filter(|one| within.get(one.id).is_none()).cloned().collect();
    drop(conn);
    if let Some(plan) = plan
        .as_mut()
        .filter(|plan| !plan.gains.is_empty() || !plan.loses.is_empty())
    {
        plan.people = affected(env, &everyone_in(&head.group)).await?;
    }
    Ok(EditGroup {
        shell: shell(env).await?,
        head,
        groups: as_tree(&others),
        parent,
        plan,
    })
}

/// What those in a group would gain and lose; nothing for a place that is none.
async fn move_plan(
    env: &Env,
    conn: &mut Conn,
    all: &Forest,
    (group, members): (&Group, Members),
    to: &str,
) -> Result<Option<MovePlan>> {
    let place = all.iter().find(|one| one.slug.as_str() == to);
    if place.is_none() && !to.is_empty() {
        return Ok(None);
    }
    let had = group.parent_id.map_or_else(Vec::new, |id| all.upwards(id));
    let has = place.map_or_else(Vec::new, |place| all.upwards(place.id));
    let apart = |of: &[GroupId], from: &[GroupId]| -> Vec<GroupId> {
        of.iter().filter(|id| !from.contains(id)).copied().collect()
    };
    let now = env.cx.now();
    let lost = store::groups::own_grants(conn, env.id(), &apart(&had, &has), now).await?;
    let gained = store::groups::own_grants(conn, env.id(), &apart(&has, &had), now).await?;
    // What is had from both places stays, whenever it began.
    let same = |one: &Granted, other: &Granted| {
        let kind = |it: &Granted| {
            (
                it.role_id,
                it.node_id,
                it.window.to,
                it.window.from.filter(|from| *from > now),
            )
        };
        kind(one) == kind(other)
    };
    let without = |these: &[Granted], those: &[Granted]| -> HashSet<RoleId> {
        let only = these.iter().filter(|one| !those.iter().any(|other| same(one, other)));
        only.map(|one| one.role_id).collect()
    };
    let (gains, loses) = (without(&gained, &lost), without(&lost, &gained));
    Ok(Some(MovePlan {
        to: place.map(|place| all.path(place.id)),
        members: members.nested,
        people: None,
        gains: names_of(env, conn, gains).await?,
        loses: names_of(env, conn, loses).await?,
    }))
}

/// Those in a group or in what lies in it.
fn everyone_in(group: &Group) -> Filter {
    Filter {
        group: Some(group.slug.to_string()),
        ..Filter::default()
    }
}

/// Names of roles, in order.
async fn names_of(env: &Env, conn: &mut Conn, roles: HashSet<RoleId>) -> Result<Vec<String>> {
    let names = store::roles::names(conn, env.id(), roles.into_iter().collect::<Vec<_>>()).await?;
    let mut names: Vec<String> = names.into_values().collect();
    names.sort();
    Ok(names)
}

/// The form that deletes a group.
pub async fn delete_group(env: &Env, id: GroupId) -> Result<DeleteGroup> {
    env.require("groups.manage")?;
    let Above {
        head,
        line,
        within,
        members,
    } = above(env, id).await?;
    let mut conn = env.read().await?;
    let now = env.cx.now();
    let above: Vec<GroupId> = line.iter().skip(1).map(|group| group.id).collect();
    let roles_of = |granted: Vec<Granted>| -> HashSet<RoleId> { granted.into_iter().map(|one| one.role_id).collect() };
    let own = roles_of(store::groups::own_grants(&mut conn, env.id(), &[id], now).await?);
    let mut inherited = roles_of(store::groups::own_grants(&mut conn, env.id(), &above, now).await?);
    inherited.retain(|role| !own.contains(role));
    let roles = names_of(env, &mut conn, own).await?;
    let inherited = match env.may("roles.view") {
        true => names_of(env, &mut conn, inherited).await?,
        false => Vec::new(),
    };
    let signed_in = count_signed_in(&mut conn, env, Among::Group(id)).await?;
    drop(conn);
    Ok(DeleteGroup {
        shell: shell(env).await?,
        direct: members.direct,
        // How many are further down is told where people are.
        nested: match env.may("users.view") {
            true => members.nested,
            false => members.direct,
        },
        people: affected(env, &everyone_in(&head.group)).await?,
        head,
        roles,
        inherited,
        signed_in,
        groups: within.inside(Some(id)).map(|one| one.name.clone()).collect(),
    })
}

/// The groups that are deleted.
pub async fn deleted_groups(env: &Env) -> Result<DeletedGroups> {
    let zone = &env.environment.time_zone;
    let gone = groups::gone(env).await?;
    Ok(DeletedGroups {
        shell: shell(env).await?,
        groups: gone
            .into_iter()
            .map(|group| DeletedGroup {
                name: group.name,
                slug: group.slug,
                event: group.event,
                words: format!("{} by {}", words::moment(group.at, zone), group.by),
            })
            .collect(),
    })
}
