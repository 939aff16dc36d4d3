//! The facts of a whole environment, flattened for questions: one look-up, then a few comparisons.
//!
//! Everything keeps its windows, so that one index answers for any instant. It is brought up to date
//! piece by piece: whoever keeps it says what is new of a person, a group, a role, the nodes or the
//! capabilities. Answers are those of [`decide`](crate::decide) on the same rows.

mod answer;
mod closure;
mod known;
mod parts;
mod span;
mod tally;

pub use tally::{Counts, Given, Members};

use crate::facts::{CapabilityFact, Grant, Membership, Nesting, NodeParent, RoleFact};
use closure::{Edge, above};
use domain::assignments::{NoEffect, Subject};
use domain::groups::MAX_DEPTH;
use domain::id::{CapabilityId, GroupId, IdentityId, NodeId, RoleId};
use domain::{Time, Window};
use parts::{BLOCKED, Entry, GONE, Group, MEMBER, Map, Mask, Node, Numbered, Role};
use span::Span;
use std::sync::OnceLock;
use tally::Tally;

/// What bears on one person alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFacts {
    pub identity_id: IdentityId,
    /// From when on there is no such person, where they were deleted; what was before is still answered.
    pub gone: Option<Time>,
    pub blocked: Vec<(NoEffect, Window)>,
    pub memberships: Vec<Membership>,
    /// What is given to the person itself.
    pub assignments: Vec<Grant>,
}

/// What bears on one group: where it lay and lies, and what is given to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupFacts {
    pub id: GroupId,
    pub parents: Vec<Nesting>,
    pub assignments: Vec<Grant>,
}

/// A node of the environment of an [`Index`], to ask about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeRef(u32);

/// A capability of the environment of an [`Index`], to ask about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapabilityRef(u32);

/// A person of the environment of an [`Index`], to ask about.
#[derive(Debug, Clone, Copy)]
pub struct PersonRef<'a>(&'a [Entry]);

/// All that bears on access in one environment.
#[derive(Debug, Clone, Default)]
pub struct Index {
    people: Map<IdentityId, Box<[Entry]>>,
    groups: Numbered<GroupId, Group>,
    roles: Numbered<RoleId, Role>,
    nodes: Numbered<NodeId, Node>,
    keys: Map<String, u32>,
    capabilities: Numbered<CapabilityId, Vec<Span>>,
    /// Not there until it is asked for.
    tally: OnceLock<Tally>,
}

impl Index {
    /// How many people it knows, those who are gone too.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// `None` for one of elsewhere, or who was gone at `at`.
    pub fn person(&self, id: IdentityId, at: Time) -> Option<PersonRef<'_>> {
        let entries = self.people.get(&id)?;
        // It stands first.
        let gone = entries.first().filter(|entry| entry.is_gone());
        gone.is_none_or(|entry| !entry.span.contains(at))
            .then_some(PersonRef(entries))
    }

    /// `None` for a node of elsewhere, or that is gone.
    pub fn node(&self, id: NodeId) -> Option<NodeRef> {
        let number = *self.nodes.numbers.get(&id)?;
        self.nodes.get(number).filter(|node| node.live)?;
        Some(NodeRef(number))
    }

    /// A capability by its key, such as `users.view`.
    pub fn capability(&self, key: &str) -> Option<CapabilityRef> {
        self.keys.get(key).copied().map(CapabilityRef)
    }

    /// Says what is so of a person from now on.
    pub fn set_person(&mut self, facts: &PersonFacts) {
        let mut entries = Vec::with_capacity(facts.blocked.len() + facts.memberships.len() + facts.assignments.len());
        entries.extend(facts.gone.map(|gone| Entry {
            span: Span::of(Window::new(Some(gone), None)),
            what: GONE,
            place: BLOCKED,
        }));
        entries.extend(facts.blocked.iter().map(|(reason, window)| Entry {
            span: Span::of(*window),
            what: *reason as u32,
            place: BLOCKED,
        }));
        let mine = Subject::Identity(facts.identity_id);
        let grants = facts.assignments.iter().filter(|grant| grant.subject == mine);
        for grant in grants {
            entries.push(self.entry(grant));
        }
        for membership in &facts.memberships {
            entries.push(Entry {
                span: Span::of(membership.window),
                what: self.groups.number(membership.group_id),
                place: MEMBER,
            });
        }
        entries.retain(|entry| !entry.span.is_empty());
        if let Some(tally) = self.tally.get_mut() {
            tally.person(&self.groups, &entries, 1);
        }
        let before = self.people.insert(facts.identity_id, entries.into());
        if let (Some(tally), Some(before)) = (self.tally.get_mut(), before) {
            tally.person(&self.groups, &before, -1);
        }
    }

    /// Says what is so of groups from now on.
    pub fn set_groups(&mut self, groups: &[GroupFacts]) {
        let mut changed = false;
        for facts in groups {
            let parents = facts
                .parents
                .iter()
                .filter(|nesting| nesting.group_id == facts.id)
                .map(|nesting| Edge {
                    to: self.groups.number(nesting.parent_id),
                    span: Span::of(nesting.window),
                });
            let parents: Vec<Edge> = parents.collect();
            let mine = Subject::Group(facts.id);
            let given = facts.assignments.iter().filter(|grant| grant.subject == mine);
            let grants: Vec<Entry> = given.map(|grant| self.entry(grant)).collect();
            let group = self.groups.at(facts.id);
            changed |= (&group.parents, &group.grants) != (&parents, &grants);
            (group.parents, group.grants) = (parents, grants);
        }
        if !changed {
            // Someone came or went, which is theirs.
            return;
        }
        self.tally.take();
        let parents: Vec<&[Edge]> = self.groups.list.iter().map(|group| &group.parents[..]).collect();
        let gives = (0..).zip(&parents).map(|(number, _)| {
            let mut gives = Vec::new();
            for edge in above(number, &parents, MAX_DEPTH) {
                let grants = self.groups.get(edge.to).map_or(&[][..], |group| &group.grants);
                gives.extend(grants.iter().map(|grant| Entry {
                    span: grant.span.and(edge.span),
                    ..*grant
                }));
            }
            gives.retain(|entry: &Entry| !entry.span.is_empty());
            gives.into_boxed_slice()
        });
        let gives: Vec<_> = gives.collect();
        for (group, gives) in self.groups.list.iter_mut().zip(gives) {
            group.ever = Mask::of_all(&self.roles, &gives);
            group.gives = gives;
        }
    }

    /// Says what roles hold from now on.
    pub fn set_roles<'a>(&mut self, roles: impl IntoIterator<Item = &'a RoleFact>) {
        let mut changed = Vec::new();
        for facts in roles {
            let holds = facts.capabilities.iter();
            let mut holds: Vec<(u32, Span)> = holds
                .map(|(id, window)| (self.capabilities.number(*id), Span::of(*window)))
                .collect();
            holds.sort_unstable_by_key(|(capability, span)| (*capability, span.from));
            let each = holds.iter().map(|(capability, _)| Mask::of(*capability));
            let number = self.roles.number(facts.id);
            changed.push(number);
            self.roles.list[number as usize] = Role {
                holds_all: facts.holds_all,
                ever: match facts.holds_all {
                    true => Mask::ALL,
                    false => each.fold(Mask::default(), Mask::with),
                },
                holds: holds.into(),
            };
        }
        changed.sort_unstable();
        for group in &mut self.groups.list {
            if group
                .gives
                .iter()
                .any(|grant| changed.binary_search(&grant.what).is_ok())
            {
                group.ever = Mask::of_all(&self.roles, &group.gives);
            }
        }
    }

    /// Says which capabilities there are from now on, and when they are available.
    pub fn set_capabilities(&mut self, all: &[CapabilityFact]) {
        self.keys.clear();
        for spans in &mut self.capabilities.list {
            spans.clear();
        }
        for fact in all {
            let number = self.capabilities.number(fact.id);
            self.keys.insert(fact.key.clone(), number);
            self.capabilities.list[number as usize] = fact.available.iter().map(|window| Span::of(*window)).collect();
        }
    }

    /// Says how all nodes lie from now on; `live` are those that one may ask about.
    pub fn set_nodes(&mut self, rows: &[NodeParent], live: impl IntoIterator<Item = NodeId>) {
        // A root that nothing was given at yet is named here alone.
        let live: Vec<u32> = live.into_iter().map(|id| self.nodes.number(id)).collect();
        let mut parents: Vec<Vec<Edge>> = Vec::new();
        for row in rows {
            let number = self.nodes.number(row.node_id) as usize;
            let to = row.parent_id.map(|parent| self.nodes.number(parent));
            parents.resize_with(self.nodes.list.len(), Vec::new);
            parents[number].extend(to.map(|to| Edge {
                to,
                span: Span::of(row.window),
            }));
        }
        parents.resize_with(self.nodes.list.len(), Vec::new);
        let parents: Vec<&[Edge]> = parents.iter().map(|edges| &edges[..]).collect();
        for (number, node) in (0..).zip(&mut self.nodes.list) {
            node.live = false;
            node.above = above(number, &parents, usize::MAX).into();
        }
        for number in live {
            self.nodes.list[number as usize].live = true;
        }
    }

    fn entry(&mut self, grant: &Grant) -> Entry {
        Entry {
            span: Span::of(grant.window),
            what: self.roles.number(grant.role_id),
            place: self.nodes.number(grant.node_id),
        }
    }
}
