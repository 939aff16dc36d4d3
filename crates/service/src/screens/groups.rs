//! Groups: the tree, the tabs of one, and the forms that make, change and delete one.

use super::identity::{forbidden, log};
use super::{as_tree, shell};
use crate::activity::About;
use crate::cx::Env;
use crate::error::Error;
use crate::groups::{self, below, path, upwards};
use crate::{Result, words};
use domain::fold;
use domain::form::Sent;
use domain::groups::Group;
use domain::id::{GroupId, RoleId};
use domain::page::At;
use domain::problem::Code;
use domain::query;
use domain::screens::{
    DeleteGroup, DeletedGroup, DeletedGroups, EditGroup, GroupActivity, GroupGroups, GroupHead, GroupLink,
    GroupMembers, GroupRoles, GroupRow, Groups, MemberWay, MovePlan, NewGroup,
};
use std::collections::{HashMap, HashSet};
use store::Conn;
use store::groups::Count;

/// Up to here the whole tree is open at first.
const OPEN_UP_TO: usize = 60;

/// What a tree is drawn from.
struct Tree {
    all: Vec<Group>,
    /// Absent where people may not be seen.
    counts: Option<HashMap<GroupId, Count>>,
    /// Names of the roles that each group has itself; absent where roles may not be seen.
    roles: Option<HashMap<GroupId, Vec<String>>>,
}

impl Tree {
    async fn load(env: &Env, conn: &mut Conn) -> Result<Self> {
        let now = env.cx.now();
        let all = store::groups::list(conn, env.id()).await?;
        let counts = match env.may("users.view") {
            true => Some(store::groups::counts(conn, env.id(), now).await?),
            false => None,
        };
        let roles = match env.may("roles.view") {
            true => Some(own_roles(env, conn).await?),
            false => None,
        };
        Ok(Self { all, counts, roles })
    }

    fn row(&self, group: &Group, depth: usize, open: Option<bool>) -> GroupRow {
        let inherited: HashSet<&String> = upwards(&self.all, group.id)
            .iter()
            .skip(1)
            .flat_map(|id| self.roles.iter().filter_map(|roles| roles.get(id)).flatten())
            .collect();
        GroupRow {
            depth,
            open,
            members: self.counts.as_ref().map(|counts| {
                let count = counts.get(&group.id).copied().unwrap_or_default();
                (count.direct, count.nested)
            }),
            roles: self
                .roles
                .as_ref()
                .map(|roles| roles.get(&group.id).cloned().unwrap_or_default()),
            inherited: inherited.len(),
            group: group.clone(),
        }
    }

    /// The lines below `parent`, each group above what lies in it.
    fn rows(&self, parent: Option<GroupId>, depth: usize, shown: &Shown<'_>, out: &mut Vec<GroupRow>) {
        for group in self.all.iter().filter(|group| group.parent_id == parent) {
            if !shown.has(group) {
                continue;
            }
            let any = self.all.iter().any(|one| one.parent_id == Some(group.id));
            let open = any.then(|| shown.opens(group));
            out.push(self.row(group, depth, open));
            if open == Some(true) {
                self.rows(Some(group.id), depth + 1, shown, out);
            }
        }
    }
}

/// Names of the live roles of each group.
async fn own_roles(env: &Env, conn: &mut Conn) -> Result<HashMap<GroupId, Vec<String>>> {
    let given = store::assignments::live_of_groups(conn, env.id(), env.cx.now()).await?;
    let mut ids: Vec<RoleId> = given.iter().map(|(_, role)| *role).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = store::roles::names(conn, env.id(), ids).await?;
    let mut of: HashMap<GroupId, Vec<String>> = HashMap::new();
    for (group, role) in given {
        let Some(name) = names.get(&role) else { continue };
        let list = of.entry(group).or_default();
        if !list.contains(name) {
            list.push(name.clone());
        }
    }
    for list in of.values_mut() {
        list.sort();
    }
    Ok(of)
}

/// Which lines of the tree are shown.
struct Shown<'a> {
    /// With a search: what matches and what is above it.
    only: Option<HashSet<GroupId>>,
    open: Option<&'a [String]>,
    all_open: bool,
}

impl Shown<'_> {
    fn has(&self, group: &Group) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&group.id))
    }

    fn opens(&self, group: &Group) -> bool {
        match (&self.only, self.open) {
            (Some(_), _) => true,
            (None, Some(open)) => open.iter().any(|slug| slug == group.slug.as_str()),
            (None, None) => self.all_open,
        }
    }
}

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
    let mut conn = env.read().await?;
    let (head, all) = head(env, &mut conn, id).await?;
    let parent = head.group.parent_id.and_then(|id| all.iter().find(|one| one.id == id));
    let parent = parent.map(|group| group.slug.to_string()).unwrap_or_default();
    let wanted = sent.filter(|sent| sent.has("parent")).map(|sent| sent.value("parent"));
    let plan = match wanted.filter(|wanted| *wanted != parent) {
        Some(wanted) => move_plan(env, &mut conn, &all, &head.group, &wanted).await?,
        None => None,
    };
    // It cannot lie in itself nor in what lies in it.
    let inside: HashSet<GroupId> = below(&all, id).into_iter().collect();
    let others: Vec<Group> = all.into_iter().filter(|one| !inside.contains(&one.id)).collect();
    drop(conn);
    Ok(EditGroup {
        shell: shell(env).await?,
        head,
        groups: as_tree(&others),
        parent,
        plan,
    })
}

/// What those in a group would gain and lose; nothing for a place that is none.
async fn move_plan(env: &Env, conn: &mut Conn, all: &[Group], group: &Group, to: &str) -> Result<Option<MovePlan>> {
    let place = all.iter().find(|one| one.slug.as_str() == to);
    if place.is_none() && !to.is_empty() {
        return Ok(None);
    }
    let had = group.parent_id.map_or_else(Vec::new, |id| upwards(all, id));
    let has = place.map_or_else(Vec::new, |place| upwards(all, place.id));
    let apart = |of: &[GroupId], from: &[GroupId]| -> Vec<GroupId> {
        of.iter().filter(|id| !from.contains(id)).copied().collect()
    };
    let (loses, gains) = (apart(&had, &has), apart(&has, &had));
    Ok(Some(MovePlan {
        to: place.map(|place| path(all, place.id)),
        members: store::groups::reached(conn, env.id(), group.id, env.cx.now()).await?,
        gains: names_of(env, conn, &gains).await?,
        loses: names_of(env, conn, &loses).await?,
    }))
}

/// Names of the roles that some groups have themselves, each once.
async fn names_of(env: &Env, conn: &mut Conn, groups: &[GroupId]) -> Result<Vec<String>> {
    let granted = store::groups::own_grants(conn, env.id(), groups, env.cx.now()).await?;
    let ids: HashSet<RoleId> = granted.into_iter().map(|one| one.role_id).collect();
    let names = store::roles::names(conn, env.id(), ids.into_iter().collect::<Vec<_>>()).await?;
    let mut names: Vec<String> = names.into_values().collect();
    names.sort();
    Ok(names)
}

/// The form that deletes a group.
pub async fn delete_group(env: &Env, id: GroupId) -> Result<DeleteGroup> {
    env.require("groups.manage")?;
    let mut conn = env.read().await?;
    let (head, all) = head(env, &mut conn, id).await?;
    let direct = store::groups::direct(&mut conn, env.id(), id, env.cx.now()).await?;
    let roles = names_of(env, &mut conn, &[id]).await?;
    drop(conn);
    let inside = all.iter().filter(|one| one.parent_id == Some(id));
    Ok(DeleteGroup {
        shell: shell(env).await?,
        head,
        direct,
        roles,
        groups: inside.map(|one| one.name.clone()).collect(),
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
