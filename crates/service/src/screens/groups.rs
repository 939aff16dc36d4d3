//! Groups: the tree, and the tabs of one.

mod forms;
mod tree;

pub use forms::{delete_group, deleted_groups, edit_group, new_group};

use super::identity::{forbidden, log};
use super::shell;
use crate::activity::About;
use crate::cx::Env;
use crate::error::Error;
use crate::groups::{self, upwards};
use crate::{Result, words};
use domain::fold;
use domain::groups::Group;
use domain::id::{GroupId, RoleId};
use domain::page::At;
use domain::problem::Code;
use domain::query;
use domain::screens::{GroupActivity, GroupGroups, GroupHead, GroupLink, GroupMembers, GroupRoles, Groups, MemberWay};
use std::collections::HashSet;
use store::Conn;
use tree::{Shown, Tree};

/// Up to here the whole tree is open at first.
const OPEN_UP_TO: usize = 60;

/// *Groups* for the query of an address: `q`, and `open` for each open group or `all`, `none`.
pub async fn groups_page(env: &Env, search: &str) -> Result<Groups> {
    env.require("groups.view")?;
    let mut conn = env.read().await?;
    let tree = Tree::load(env, &mut conn).await?;
    drop(conn);
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
            .flat_map(|group| upwards(&tree.all, group.id))
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
        top: tree.all.iter().filter(|group| group.parent_id.is_none()).count(),
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

async fn head(env: &Env, conn: &mut Conn, id: GroupId) -> Result<(GroupHead, Vec<Group>)> {
    env.require("groups.view")?;
    let group = groups::one(conn, env, id).await?;
    let all = store::groups::list(conn, env.id()).await?;
    let above = upwards(&all, id);
    let members = match env.may("users.view") {
        true => Some(store::groups::reached(conn, env.id(), id, env.cx.now()).await?),
        false => None,
    };
    let roles = match env.may("roles.view") {
        true => {
            let granted = store::groups::own_grants(conn, env.id(), &above, env.cx.now()).await?;
            let roles: HashSet<RoleId> = granted.into_iter().map(|one| one.role_id).collect();
            Some(roles.len())
        }
        false => None,
    };
    let links = above.iter().skip(1).rev();
    let links = links.filter_map(|id| all.iter().find(|group| group.id == *id));
    let head = GroupHead {
        above: links.map(link).collect(),
        members,
        roles,
        groups: all.iter().filter(|one| one.parent_id == Some(id)).count(),
        group,
    };
    Ok((head, all))
}

/// The tab Members of a group, for the query of an address.
pub async fn group_members(env: &Env, id: GroupId, search: &str) -> Result<GroupMembers> {
    let mut conn = env.read().await?;
    let (head, _) = head(env, &mut conn, id).await?;
    let direct = match env.may("users.view") {
        true => store::groups::direct(&mut conn, env.id(), id, env.cx.now()).await?,
        false => 0,
    };
    drop(conn);
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
        direct,
        listing,
        ways,
    })
}

/// The tab Roles of a group.
pub async fn group_roles(env: &Env, id: GroupId) -> Result<GroupRoles> {
    let (head, _) = head(env, &mut env.read().await?, id).await?;
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
    let mut conn = env.read().await?;
    let (head, _) = head(env, &mut conn, id).await?;
    let tree = Tree::load(env, &mut conn).await?;
    drop(conn);
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
    let (head, _) = head(env, &mut env.read().await?, id).await?;
    Ok(GroupActivity {
        shell: shell(env).await?,
        head,
        log: forbidden(log(env, About::Group(id), search).await)?,
    })
}
