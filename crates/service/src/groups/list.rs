//! Who is in a group, and what it has.

use super::{Forest, line, one, path_of};
use crate::Result;
use crate::cx::Env;
use crate::held::{self, Held};
use crate::identities;
use domain::assignments::{Assignment, State};
use domain::groups::Group;
use domain::id::{GroupId, IdentityId};
use domain::identities::{Filter, Listing, Sort};
use domain::page::At;
use domain::{Time, screens};
use std::collections::HashMap;
use std::sync::Arc;

/// How someone is in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// In the group itself; otherwise in one below it.
    pub direct: bool,
    /// The groups in which they are, from the one below this group: `EMEA ▸ Night shift`.
    pub ways: Vec<screens::GroupLink>,
    /// When being in the group itself ends.
    pub until: Option<Time>,
}

/// A page of those in a group.
#[derive(Debug)]
pub struct Members {
    pub group: Group,
    pub listing: Listing,
    pub how: HashMap<IdentityId, Member>,
}

/// Those in a group, as a page of the directory: `filter` narrows it, `direct` in it leaves out those
/// of the groups below.
///
/// Who may: `groups.view` and `users.view`. Fails with `not_found`, and with `invalid_cursor` for a
/// cursor of another list.
pub async fn members(env: &Env, id: GroupId, filter: &Filter, sort: Sort, at: &At, limit: u16) -> Result<Members> {
    env.require("groups.view")?;
    let mut conn = env.read().await?;
    let group = one(&mut conn, env, id).await?;
    drop(conn);
    let filter = Filter {
        group: Some(group.slug.to_string()),
        ..filter.clone()
    };
    let listing = identities::list(env, &filter, sort, at, limit).await?;
    let mut conn = env.read().await?;
    let all = Forest::from(store::groups::within(&mut conn, env.id(), id).await?);
    let within: Vec<GroupId> = all.iter().map(|group| group.id).collect();
    let people: Vec<IdentityId> = listing.page.items.iter().map(|row| row.identity.id).collect();
    let ways = store::groups::ways(&mut conn, env.id(), &within, &people, env.cx.now()).await?;
    let mut how: HashMap<IdentityId, Member> = HashMap::new();
    for way in ways {
        let member = how.entry(way.identity_id).or_insert_with(|| Member {
            direct: false,
            ways: Vec::new(),
            until: None,
        });
        if way.group_id == id {
            member.direct = true;
            member.until = way.until;
        } else {
            member.ways.push(screens::GroupLink {
                id: way.group_id,
                name: way_below(&all, way.group_id),
            });
        }
    }
    Ok(Members { group, listing, how })
}

/// The way down to a group from the one within which all lie, without that one.
fn way_below(all: &Forest, to: GroupId) -> String {
    let mut line: Vec<Group> = all
        .upwards(to)
        .into_iter()
        .filter_map(|id| all.get(id))
        .cloned()
        .collect();
    line.pop();
    path_of(&line)
}

/// The live assignments of a group and of the groups above it, by id.
///
/// Who may: `groups.view`. Fails with `not_found`.
pub async fn assignments(env: &Env, id: GroupId) -> Result<Vec<Assignment>> {
    env.require("groups.view")?;
    let mut conn = env.read().await?;
    let line = line(&mut conn, env, id).await?;
    let above: Vec<GroupId> = line.iter().map(|group| group.id).collect();
    let ids = store::assignments::of_groups(&mut conn, env.id(), &above).await?;
    let mut found = store::assignments::by_ids(&mut conn, env.id(), ids, env.cx.now()).await?;
    found.retain(|one| !matches!(one.state, State::Ended | State::Revoked));
    if !env.may("users.view") {
        // As in the log: of who gave it the id, and no name.
        for one in &mut found {
            one.granted_by = Arc::new(one.granted_by.unnamed());
        }
    }
    Ok(found)
}

/// What a group has itself, and from the groups above it.
#[derive(Debug)]
pub struct Roles {
    pub roles: Vec<screens::RoleSources>,
    pub ended: Vec<screens::RoleSources>,
}

/// The roles of a group, its own and those of the groups above it.
///
/// Who may: `groups.view` and `roles.view`. Fails with `not_found`.
pub async fn roles(env: &Env, id: GroupId) -> Result<Roles> {
    env.require("groups.view")?;
    env.require("roles.view")?;
    let mut conn = env.read().await?;
    let line = line(&mut conn, env, id).await?;
    let Held { roles, ended, .. } = held::of_group(env, &mut conn, &line).await?;
    Ok(Roles { roles, ended })
}
