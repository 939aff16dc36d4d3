//! The reference model: the rules once more, every set enumerated.

use access::facts::Everything;
use anyhow::{Context, Result};
use domain::assignments::Subject;
use domain::id::NodeId;
use domain::{Time, Window};
use policy::facts::Grant;
use policy::testing::{Assigned, Holder, Person, Role, Span, World, reference};
use service::access::Question;
use std::collections::HashMap;
use std::hash::Hash;

/// An environment as the reference model has it, and what is called how there.
pub struct Plain {
    world: World,
    people: HashMap<domain::id::IdentityId, usize>,
    nodes: HashMap<NodeId, usize>,
    capabilities: HashMap<String, usize>,
}

fn span(window: Window) -> Span {
    Span {
        since: window.from.map_or(i64::MIN, |from| from.0),
        until: window.to.map(|to| to.0),
    }
}

fn numbered<K: Hash + Eq>(all: impl Iterator<Item = K>) -> HashMap<K, usize> {
    all.zip(0..).collect()
}

impl Plain {
    pub fn of(all: &Everything) -> Self {
        let there = || {
            all.people
                .iter()
                .filter(|known| !known.deleted)
                .map(|known| &known.facts)
        };
        let people = numbered(there().map(|facts| facts.identity_id));
        let groups = numbered(all.groups.iter().map(|facts| facts.id));
        let nodes = numbered(all.nodes.iter().copied());
        let roles = numbered(all.roles.iter().map(|(role, _)| role.id));
        let capabilities = numbered(all.capabilities.iter().map(|one| one.id));
        let mut lie = vec![Vec::new(); nodes.len()];
        for row in &all.node_parents {
            if let Some(parent) = row.parent_id {
                lie[nodes[&row.node_id]].push((nodes[&parent], span(row.window)));
            }
        }
        let assigned = |grant: &Grant| {
            let Span { since, until } = span(grant.window);
            Assigned {
                holder: match grant.subject {
                    Subject::Identity(id) => Holder::Identity(people[&id]),
                    Subject::Group(id) => Holder::Group(groups[&id]),
                },
                role: roles[&grant.role_id],
                node: nodes[&grant.node_id],
                from: Some(since),
                to: until,
                created: i64::MIN,
                revoked: None,
            }
        };
        let given = there().flat_map(|facts| &facts.assignments);
        let given = given.chain(all.groups.iter().flat_map(|facts| &facts.assignments));
        let world = World {
            identities: there()
                .map(|facts| Person {
                    blocked: facts
                        .blocked
                        .iter()
                        .map(|(why, window)| (*why, span(*window)))
                        .collect(),
                    memberships: facts
                        .memberships
                        .iter()
                        .map(|one| (groups[&one.group_id], span(one.window)))
                        .collect(),
                })
                .collect(),
            groups: all
                .groups
                .iter()
                .map(|facts| {
                    let parents = facts.parents.iter();
                    parents.map(|one| (groups[&one.parent_id], span(one.window))).collect()
                })
                .collect(),
            nodes: lie,
            roles: all
                .roles
                .iter()
                .map(|(role, _)| Role {
                    holds_all: role.holds_all,
                    capabilities: role
                        .capabilities
                        .iter()
                        .filter_map(|(id, window)| Some((*capabilities.get(id)?, span(*window))))
                        .collect(),
                })
                .collect(),
            capabilities: all
                .capabilities
                .iter()
                .map(|one| one.available.iter().map(|window| span(*window)).collect())
                .collect(),
            assignments: given.map(assigned).collect(),
        };
        Self {
            world,
            people,
            nodes,
            capabilities: numbered(all.capabilities.iter().map(|one| one.key.clone())),
        }
    }

    /// Asked about the root where the question names no node.
    pub fn allows(&self, question: &Question, root: NodeId, at: Time) -> Result<bool> {
        let person = *self.people.get(&question.identity_id).context("a person")?;
        let capability = *self.capabilities.get(&question.capability).context("a capability")?;
        let node = question.node_id.unwrap_or(root);
        let node = *self.nodes.get(&node).context("a node")?;
        Ok(reference::allowed(&self.world, person, capability, node, at))
    }
}
