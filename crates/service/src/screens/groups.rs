//! Groups: the tree, and the tabs of one.

mod forms;
mod tree;

pub use forms::{delete_group, deleted_groups, edit_group, new_group};

use super::identity::{forbidden, log};
use super::shell;
use crate::activity::About;
use crate::cx::Env;
use crate::error::Error;
use crate::groups::{self, Forest};
use crate::{Result, counts, words};
use domain::fold;
use domain::groups::Group;
use domain::id::{GroupId, RoleId};
use domain::page::At;
use domain::problem::Code;
use domain::query;
use domain::screens::{GroupActivity, GroupGroups, GroupHead, GroupLink, GroupMembers, GroupRoles, Groups, MemberWay};
use policy::index::Members;
use std::collections::HashSet;
use tree::{Shown, Tree};

/// Up to here the whole tree is open at first.
const OPEN_UP_TO: usize = 60;

/// *Groups* for the query of an address: `q`, and `open` for each open group or `all`, `none`.
pub async fn groups_page(env: &Env, search: &str) -> Result<Groups> {
    env.require("groups.view")?;
    let all = store::groups::list(&mut env.read().await?, env.id()).await?;
    let tree = Tree::load(env, all.into()).await?;
    let (mut q, mut open, mut notices) = (String::new(), None::<Vec<String>>, Vec::new());
    for (name, value) in query::pairs(search) {
        match (name.as_str(), value.as_str()) {
            (_, "") | ("done", _) => {}
            ("q", text) => q = text.chars().take(200).collect(),
            ("open", "none") => open = Some(Vec::new()),
            ("open", "all") => open = Some(tree.all.iter().map(|group| group.slug.to_string()).collect()),
            ("open", slug) => open.get_or_insert_default().push(slug.to_owned()),
            _ => notices.push(query::unknown(&name, &value)),
        }
    }
    let wanted = fold::search(&q);
    let only = (!wanted.is_empty()).then(|| {
        tree.all
            .iter()
            .filter(|group| fold::search(&format!("{} {}", group.name, group.slug)).contains(&wanted))
            .flat_map(|group| tree.all.upwards(group.id))
            .collect()
    });
    let shown = Shown {
        only,
        open: open.as_deref(),
        all_open: tree.all.len() <= OPEN_UP_TO,
    };
    let mut rows = Vec::new();
    tree.rows(None, 0, &shown, &mut rows);
    Ok(Groups {
        shell: shell(env).await?,
        q,
        rows,
        all: tree.all.len(),
        top: tree.all.inside(None).count(),
        open,
        deleted: groups::gone(env).await?.len(),
        notices,
    })
}

fn link(group: &Group) -> GroupLink {
    GroupLink {
        id: group.id,
        name: group.name.clone(),
    }
}

/// What every tab of a group needs.
struct Above {
    /// What stands above the tabs.
    head: GroupHead,
    /// From the group to the top.
    line: Vec<Group>,
    /// The group and all that lie in it.
    within: Forest,
    /// Also where people may not be seen: not all of it is shown.
    members: Members,
}

async fn above(env: &Env, id: GroupId) -> Result<Above> {
    env.require("groups.view")?;
    let members = counts::members(env, id).await?;
    let mut conn = env.read().await?;
    let line = groups::line(&mut conn, env, id).await?;
    let within = Forest::from(store::groups::within(&mut conn, env.id(), id).await?);
    let roles = match env.may("roles.view") {
        true => {
            let above: Vec<GroupId> = line.iter().map(|group| group.id).collect();
            let granted = store::groups::own_grants(&mut conn, env.id(), &above, env.cx.now()).await?;
            let roles: HashSet<RoleId> = granted.into_iter().map(|one| one.role_id).collect();
            Some(roles.len())
        }
        false => None,
    };
    let group = line.first().cloned().ok_or_else(|| Error::not_found("group"))?;
    let head = GroupHead {
        above: line.iter().skip(1).rev().map(link).collect(),
        members: env.may("users.view").then_some(members.nested),
        roles,
        groups: within.inside(Some(id)).count(),
        group,
    };
    Ok(Above {
        head,
        line,
        within,
        members,
    })
}

/// The tab Members of a group, for the query of an address.
pub async fn group_members(env: &Env, id: GroupId, search: &str) -> Result<GroupMembers> {
    let Above { head, members, .. } = above(env, id).await?;
    let (mut query, mut notices) = query::Directory::parse(search);
    query.filter.group = Some(head.group.slug.to_string());
    let list = |query: query::Directory| async move {
        groups::members_of(env, id, &query.filter, query.sort, &query.at, query.limit).await
    };
    let found = match list(query.clone()).await {
        Err(error) if error.code() == Code::InvalidCursor => {
            query.at = At::First;
            notices.push(query::OTHER_LIST.to_owned());
            list(query.clone()).await
        }
        other => other,
    };
    let zone = &env.environment.time_zone;
    let (listing, ways) = match found {
        Ok(found) => {
            let mut listing = found.listing;
            notices.append(&mut listing.notices);
            listing.notices = notices;
            let ways = listing.page.items.iter().map(|row| {
                let how = found.how.get(&row.identity.id);
                MemberWay {
                    direct: how.is_some_and(|how| how.direct),
                    through: how.map(|how| how.ways.clone()).unwrap_or_default(),
                    until: how
                        .and_then(|how| how.until)
                        .map(|to| format!("until {}", words::last_day(to, zone))),
                }
            });
            let ways = ways.collect();
            (Ok(listing), ways)
        }
        Err(Error::Problem(problem)) if problem.code == Code::Forbidden => (Err(*problem), Vec::new()),
        Err(other) => return Err(other),
    };
    Ok(GroupMembers {
        shell: shell(env).await?,
        head,
        query,
        direct: if env.may("users.view") { members.direct } else { 0 },
        listing,
        ways,
    })
}

/// The tab Roles of a group.
pub async fn group_roles(env: &Env, id: GroupId) -> Result<GroupRoles> {
    let head = above(env, id).await?.head;
    let roles = match groups::roles(env, id).await {
        Ok(found) => Ok((found.roles, found.ended)),
        Err(Error::Problem(problem)) if problem.code == Code::Forbidden => Err(*problem),
        Err(other) => return Err(other),
    };
    Ok(GroupRoles {
        shell: shell(env).await?,
        head,
        roles,
    })
}

/// The tab Sub-groups of a group.
pub async fn group_groups(env: &Env, id: GroupId) -> Result<GroupGroups> {
    let Above { head, line, within, .. } = above(env, id).await?;
    // Those above are not drawn; what they give is counted.
    let drawn = within.iter().chain(line.iter().skip(1));
    let tree = Tree::load(env, drawn.cloned().collect::<Vec<_>>().into()).await?;
    let shown = Shown {
        only: None,
        open: None,
        all_open: true,
    };
    let mut rows = Vec::new();
    tree.rows(Some(id), 0, &shown, &mut rows);
    Ok(GroupGroups {
        shell: shell(env).await?,
        head,
        rows,
    })
}

/// The tab Activity of a group, for the query of an address.
pub async fn group_activity(env: &Env, id: GroupId, search: &str) -> Result<GroupActivity> {
    let head = above(env, id).await?.head;
    Ok(GroupActivity {
        shell: shell(env).await?,
        head,
        log: forbidden(log(env, About::Group(id), search).await)?,
    })
}
