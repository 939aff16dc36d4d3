//! What has effect in an environment at one instant.

use access::facts::Everything;
use domain::Time;
use domain::assignments::Subject;
use domain::id::{GroupId, IdentityId, NodeId, RoleId};
use policy::facts::Grant;
use std::collections::{BTreeMap, BTreeSet};

/// What a person or a group has by itself.
#[derive(Debug, Default)]
pub struct Has {
    /// The groups that it is in, without one between.
    pub groups: Vec<GroupId>,
    pub given: Vec<(RoleId, NodeId)>,
}

/// An environment without time.
#[derive(Debug)]
pub struct Moment {
    /// Those who are suspended or only invited have nothing.
    pub people: BTreeMap<IdentityId, Has>,
    pub groups: BTreeMap<GroupId, Has>,
    /// The keys that they allow.
    pub roles: BTreeMap<RoleId, Vec<String>>,
    /// Each with the one that it lies in.
    pub nodes: BTreeMap<NodeId, Option<NodeId>>,
    /// All keys.
    pub capabilities: Vec<String>,
}

impl Moment {
    /// How it is or will be at `at`.
    pub fn of(all: &Everything, at: Time) -> Self {
        let given = |grants: &[Grant], subject: Subject| {
            let grants = grants
                .iter()
                .filter(|grant| grant.subject == subject && grant.window.contains(at));
            grants.map(|grant| (grant.role_id, grant.node_id)).collect()
        };
        let there = all.people.iter().filter(|known| !known.deleted);
        let people = there.map(|known| {
            let facts = &known.facts;
            let has = if facts.blocked.iter().any(|(_, window)| window.contains(at)) {
                Has::default()
            } else {
                let groups = facts.memberships.iter().filter(|one| one.window.contains(at));
                Has {
                    groups: groups.map(|one| one.group_id).collect(),
                    given: given(&facts.assignments, Subject::Identity(facts.identity_id)),
                }
            };
            (facts.identity_id, has)
        });
        let groups = all.groups.iter().map(|facts| {
            let above = facts.parents.iter().filter(|one| one.window.contains(at));
            let has = Has {
                groups: above.map(|one| one.parent_id).collect(),
                given: given(&facts.assignments, Subject::Group(facts.id)),
            };
            (facts.id, has)
        });
        let roles = all.roles.iter().map(|(role, _)| {
            let available = all.capabilities.iter().filter(|one| one.is_available(at));
            let held = available.filter(|one| role.holds(one.id, at));
            (role.id, held.map(|one| one.key.clone()).collect())
        });
        let mut nodes: BTreeMap<_, _> = all.nodes.iter().map(|node| (*node, None)).collect();
        for row in all.node_parents.iter().filter(|row| row.window.contains(at)) {
            nodes.insert(row.node_id, row.parent_id);
        }
        Self {
            people: people.collect(),
            groups: groups.collect(),
            roles: roles.collect(),
            nodes,
            capabilities: all.capabilities.iter().map(|one| one.key.clone()).collect(),
        }
    }

    /// The pairs of role and node that anyone has: what there are rules for.
    pub fn given(&self) -> BTreeSet<(RoleId, NodeId)> {
        let all = self.people.values().chain(self.groups.values());
        all.flat_map(|has| has.given.iter().copied()).collect()
    }
}
