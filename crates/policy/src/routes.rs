//! The ways from an identity to what is granted: through which groups, and in which time.

use crate::facts::Facts;
use domain::assignments::Subject;
use domain::groups::MAX_DEPTH;
use domain::id::{AssignmentId, GroupId, NodeId, RoleId};
use domain::{Time, Window};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// How a role comes to an identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Path {
    /// From the identity's direct group up to the group that holds the grant; empty when the
    /// identity holds it itself.
    pub groups: Vec<GroupId>,
    pub assignment: AssignmentId,
    pub role: RoleId,
    /// Where it is granted: it holds there and everywhere below.
    pub node: NodeId,
    /// When the whole path holds: membership, nestings and assignment together. Never empty.
    pub window: Window,
}

impl Path {
    /// Direct ones first, then short ones, then by ids, so that the same facts read the same.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let key = |path: &Self| (path.assignment, path.role, path.node, path.window.from, path.window.to);
        (self.groups.len().cmp(&other.groups.len()))
            .then_with(|| self.groups.cmp(&other.groups))
            .then_with(|| key(self).cmp(&key(other)))
    }
}

/// All paths to known roles whose window `keep` accepts, in order and each once. What `keep`
/// refuses for a window it must refuse for every part of it as well: refused beginnings of a path
/// are not followed.
pub(crate) fn paths(facts: &Facts, keep: impl Fn(Window) -> bool) -> Vec<Path> {
    let mut routes: BTreeMap<GroupId, Vec<Route>> = BTreeMap::new();
    for route in routes_to_groups(facts, &keep) {
        routes.entry(route.last).or_default().push(route);
    }
    let mut paths = Vec::new();
    for grant in facts
        .assignments
        .iter()
        .filter(|grant| facts.role(grant.role_id).is_some())
    {
        let mut add = |groups: &[GroupId], window: Window| {
            if keep(window) {
                let groups = groups.to_vec();
                let (assignment, role, node) = (grant.id, grant.role_id, grant.node_id);
                paths.push(Path {
                    groups,
                    assignment,
                    role,
                    node,
                    window,
                });
            }
        };
        match grant.subject {
            Subject::Identity(id) if id == facts.identity_id => add(&[], grant.window),
            Subject::Identity(_) => {}
            Subject::Group(id) => {
                for route in routes.get(&id).into_iter().flatten() {
                    add(&route.groups, route.window.and(grant.window));
                }
            }
        }
    }
    paths.sort_by(Path::order);
    paths.dedup();
    paths
}

/// The paths that hold at `at`.
pub(crate) fn paths_at(facts: &Facts, at: Time) -> Vec<Path> {
    paths(facts, |window| window.contains(at))
}

/// The paths that hold at some time, past or future.
pub(crate) fn paths_ever(facts: &Facts) -> Vec<Path> {
    paths(facts, |window| !window.is_empty())
}

#[derive(Clone)]
struct Route {
    groups: Vec<GroupId>,
    /// The last of `groups`.
    last: GroupId,
    window: Window,
}

fn routes_to_groups(facts: &Facts, keep: impl Fn(Window) -> bool) -> Vec<Route> {
    let mut parents: BTreeMap<GroupId, Vec<(GroupId, Window)>> = BTreeMap::new();
    for nesting in &facts.nestings {
        parents
            .entry(nesting.group_id)
            .or_default()
            .push((nesting.parent_id, nesting.window));
    }
    let mut routes: Vec<Route> = facts
        .memberships
        .iter()
        .filter(|membership| keep(membership.window))
        .map(|one| Route {
            groups: vec![one.group_id],
            last: one.group_id,
            window: one.window,
        })
        .collect();
    // Each route is continued after it was found, so that the list is its own queue.
    let mut next = 0;
    while let Some(route) = routes.get(next).cloned() {
        next += 1;
        if route.groups.len() == MAX_DEPTH {
            continue;
        }
        for (parent, window) in parents.get(&route.last).into_iter().flatten() {
            let window = route.window.and(*window);
            // A group that is met again is a ring: nothing new can lie behind it.
            if keep(window) && !route.groups.contains(parent) {
                let mut groups = route.groups.clone();
                groups.push(*parent);
                routes.push(Route {
                    groups,
                    last: *parent,
                    window,
                });
            }
        }
    }
    routes
}

/// The groups the identity is in at `at`, directly or through sub-groups.
pub(crate) fn groups_at(facts: &Facts, at: Time) -> Vec<GroupId> {
    let mut groups: Vec<GroupId> = Vec::new();
    for membership in facts.memberships.iter().filter(|one| one.window.contains(at)) {
        if !groups.contains(&membership.group_id) {
            groups.push(membership.group_id);
        }
    }
    // One pass a level: groups below `level` have had their parents added.
    let mut level = 0;
    for _ in 1..MAX_DEPTH {
        let reached = groups.len();
        for nesting in facts.nestings.iter().filter(|one| one.window.contains(at)) {
            if groups[level..reached].contains(&nesting.group_id) && !groups.contains(&nesting.parent_id) {
                groups.push(nesting.parent_id);
            }
        }
        if groups.len() == reached {
            break;
        }
        level = reached;
    }
    groups
}

/// The node itself and every node above it at `at`.
pub(crate) fn nodes_above(facts: &Facts, node: NodeId, at: Time) -> Vec<NodeId> {
    let mut nodes = vec![node];
    let mut next = 0;
    while let Some(&node) = nodes.get(next) {
        next += 1;
        for row in facts
            .node_parents
            .iter()
            .filter(|row| row.node_id == node && row.window.contains(at))
        {
            if let Some(parent) = row.parent_id.filter(|parent| !nodes.contains(parent)) {
                nodes.push(parent);
            }
        }
    }
    nodes
}
