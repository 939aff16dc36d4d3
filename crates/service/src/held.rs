//! The roles of one identity with every source: given directly, and through which groups.

use crate::assignments::{by_words, node_paths, state_words};
use crate::cx::Env;
use crate::{Result, when, words};
use domain::assignments::{NoEffect, State, Subject};
use domain::groups::Group;
use domain::id::{GroupId, IdentityId, NodeId};
use domain::screens::{GroupLink, RoleSource, RoleSources};
use domain::{Time, Window};
use policy::{Facts, roles_held};
use std::collections::HashMap;
use store::Conn;
use store::assignments::listing::{self, Listed};

/// How many ended sources a page shows.
const ENDED: usize = 50;

/// Groups and nodes by name.
pub(crate) struct Names {
    groups: HashMap<GroupId, String>,
    nodes: HashMap<NodeId, String>,
}

impl Names {
    pub async fn load(env: &Env, conn: &mut Conn) -> Result<Self> {
        let groups = store::groups::list(conn, env.id()).await?;
        Self::of(env, conn, &groups).await
    }

    /// The names of these groups alone, and of all nodes.
    async fn of(env: &Env, conn: &mut Conn, groups: &[Group]) -> Result<Self> {
        let groups = groups.iter().map(|group| (group.id, group.name.clone()));
        Ok(Self {
            groups: groups.collect(),
            nodes: node_paths(env, conn).await?,
        })
    }

    /// From the group that has the role down to the identity's own: `Support ▸ EMEA`.
    pub fn groups(&self, path: &[GroupId]) -> Vec<String> {
        path.iter().rev().map(|id| self.group(*id)).collect()
    }

    pub fn link(&self, id: GroupId) -> GroupLink {
        GroupLink {
            id,
            name: self.group(id),
        }
    }

    fn group(&self, id: GroupId) -> String {
        self.groups
            .get(&id)
            .cloned()
            .unwrap_or_else(|| "a group that is not here any more".to_owned())
    }

    /// The path of a node, where there is a hierarchy.
    pub fn node(&self, id: NodeId) -> Option<&str> {
        self.nodes.get(&id).map(String::as_str)
    }
}

/// What an identity holds and held.
pub(crate) struct Held {
    pub roles: Vec<RoleSources>,
    pub ended: Vec<RoleSources>,
    pub no_effect: Option<NoEffect>,
}

struct Source {
    role: (String, domain::id::RoleId),
    over: bool,
    /// Newest first among those that are over.
    until: Option<Time>,
    source: RoleSource,
}

/// Reads it all. The caller has judged who may.
pub(crate) async fn of_identity(env: &Env, conn: &mut Conn, identity: IdentityId) -> Result<Held> {
    let now = env.cx.now();
    let names = Names::load(env, conn).await?;
    let facts = store::facts::of_identity(conn, env.id(), identity).await?;
    let own = facts
        .assignments
        .iter()
        .filter(|grant| grant.subject == Subject::Identity(identity))
        .map(|grant| grant.id);
    let direct = listing::by_ids(conn, env.id(), own, now).await?;
    let mut sources: Vec<Source> = direct.into_iter().map(|row| given(env, row, &names, now)).collect();
    sources.extend(inherited(env, &facts, &names, now));
    let (over, live): (Vec<_>, Vec<_>) = sources.into_iter().partition(|one| one.over);
    Ok(Held {
        roles: by_role(live),
        ended: by_role(latest(over)),
        no_effect: facts.blocked_at(now),
    })
}

/// What a group has itself and from the groups above it; `line`: from the group to the top. The
/// caller has judged who may.
pub(crate) async fn of_group(env: &Env, conn: &mut Conn, line: &[Group]) -> Result<Held> {
    let now = env.cx.now();
    let names = Names::of(env, conn, line).await?;
    let above: Vec<GroupId> = line.iter().map(|group| group.id).collect();
    let ids = store::assignments::of_groups(conn, env.id(), &above).await?;
    let given_to = listing::by_ids(conn, env.id(), ids, now).await?;
    let sources: Vec<Source> = given_to
        .into_iter()
        .filter_map(|row| {
            let holder = match row.assignment.subject {
                Subject::Group(holder) => holder,
                Subject::Identity(_) => return None,
            };
            let way = above.iter().position(|id| *id == holder)?;
            let mut one = given(env, row, &names, now);
            if !env.may("users.view") {
                one.source.by = None;
            }
            if way > 0 {
                // What a group above had is its own past.
                if one.over {
                    return None;
                }
                one.source.groups = names.groups(&above[..=way]);
                one.source.managed_in = Some(names.link(holder));
                one.source.may_remove = false;
            }
            Some(one)
        })
        .collect();
    let (over, live): (Vec<_>, Vec<_>) = sources.into_iter().partition(|one| one.over);
    Ok(Held {
        roles: by_role(live),
        ended: by_role(latest(over)),
        no_effect: None,
    })
}

fn latest(mut over: Vec<Source>) -> Vec<Source> {
    over.sort_by_key(|one| std::cmp::Reverse(one.until));
    over.truncate(ENDED);
    over
}

/// By name of the role; of each role the direct sources first.
fn by_role(mut sources: Vec<Source>) -> Vec<RoleSources> {
    sources.sort_by(|a, b| a.role.cmp(&b.role));
    let mut roles: Vec<RoleSources> = Vec::new();
    for one in sources {
        let (name, role_id) = one.role;
        match roles.last_mut().filter(|last| last.role_id == role_id) {
            Some(last) => last.sources.push(one.source),
            None => roles.push(RoleSources {
                role_id,
                name,
                sources: vec![one.source],
            }),
        }
    }
    for role in &mut roles {
        role.sources.sort_by_key(|source| !source.groups.is_empty());
    }
    roles
}

/// The state with its day. An end that is not near is told here, as no column has it.
fn told(
    state: State,
    window: Window,
    revoked_at: Option<Time>,
    why: Option<NoEffect>,
    now: Time,
    zone: &str,
) -> String {
    match (state, window.to) {
        (State::Active, Some(to)) => format!("Ends {}", words::short_last_day(to, now, zone)),
        _ => state_words(state, window, revoked_at, why, now, zone),
    }
}

/// Both ends of what is to come; otherwise the state has the one that matters.
fn ends(state: State, window: Window, zone: &str) -> Option<String> {
    let both = state == State::Scheduled && window.to.is_some();
    both.then(|| when::short(window, zone)).flatten()
}

fn given(env: &Env, row: Listed, names: &Names, now: Time) -> Source {
    let zone = &env.environment.time_zone;
    let of = row.assignment;
    let window = Window::new(of.effective_from, of.effective_to);
    let over = matches!(of.state, State::Ended | State::Revoked);
    Source {
        role: (row.role, of.role_id),
        over,
        until: row.revoked_at.or(of.effective_to),
        source: RoleSource {
            assignment_id: of.id,
            groups: Vec::new(),
            managed_in: None,
            node: names.node(of.node_id).map(str::to_owned),
            by: Some(format!(
                "by {}, {}",
                by_words(&of.granted_by),
                words::short_day(of.created_at, now, zone)
            )),
            state: of.state,
            state_words: told(of.state, window, row.revoked_at, of.no_effect, now, zone),
            window_words: ends(of.state, window, zone),
            may_remove: !over && env.may_at("members.change_roles", of.node_id),
        },
    }
}

fn inherited(env: &Env, facts: &Facts, names: &Names, now: Time) -> Vec<Source> {
    let zone = &env.environment.time_zone;
    roles_held(facts, now)
        .into_iter()
        .filter_map(|held| {
            let holder = *held.path.groups.last()?;
            // A start in the past says when the membership began: of no interest in a list of what holds.
            let window = Window::new(held.path.window.from.filter(|from| now < *from), held.path.window.to);
            Some(Source {
                role: (held.name, held.role),
                over: held.state == State::Ended,
                until: held.path.window.to,
                source: RoleSource {
                    assignment_id: held.path.assignment,
                    groups: names.groups(&held.path.groups),
                    managed_in: Some(names.link(holder)),
                    node: names.node(held.path.node).map(str::to_owned),
                    by: None,
                    state: held.state,
                    state_words: told(held.state, window, None, held.no_effect, now, zone),
                    window_words: ends(held.state, window, zone),
                    may_remove: false,
                },
            })
        })
        .collect()
}
