//! Small random environments, for tests here and for callers that write them into a database.
//!
//! Everything is named by its index; [`identity_id`] and the like turn an index into a typed id.
//! All instants of a world lie on [`grid`], so that questions hit the edges of windows exactly.

pub mod reference;
mod strategy;

pub use strategy::{config, instants, question, questions, worlds, worlds_with_rings};

use crate::capset::CapIndex;
use crate::facts::{CapabilityFact, Facts, Grant, Membership, Nesting, NodeParent, RoleFact};
use crate::tree::NodeTree;
use domain::assignments::{NoEffect, Subject};
use domain::id::{AssignmentId, CapabilityId, GroupId, IdentityId, NodeId, RoleId};
use domain::{Time, Window};
use uuid::Uuid;

/// Milliseconds of a day.
pub const DAY: i64 = 86_400_000;

/// The instants at which things happen in a world: day 0, 10, … 100, in milliseconds.
pub fn grid() -> impl Iterator<Item = i64> {
    (0..=10).map(|step| step * 10 * DAY)
}

/// Half-open `[since, until)` in milliseconds, as a row of history stores it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub since: i64,
    pub until: Option<i64>,
}

/// An environment. The rows of one history never overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    pub identities: Vec<Person>,
    /// For each group when it had which parent. At other times it is a top group.
    pub groups: Vec<Vec<(usize, Span)>>,
    /// For each node when it had which parent: at all times one, except for the root, node 0.
    pub nodes: Vec<Vec<(usize, Span)>>,
    /// Role 0 holds everything.
    pub roles: Vec<Role>,
    /// For each capability when it is available; otherwise in flight.
    pub capabilities: Vec<Vec<Span>>,
    pub assignments: Vec<Assigned>,
}

/// An identity: suspended or invited at times, member of groups at times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub blocked: Vec<(NoEffect, Span)>,
    /// Group and time.
    pub memberships: Vec<(usize, Span)>,
}

/// A role and when it lists which capability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    pub holds_all: bool,
    pub capabilities: Vec<(usize, Span)>,
}

/// Who holds an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    Identity(usize),
    Group(usize),
}

/// An assignment. Those of one holder, role and node that are not revoked do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assigned {
    pub holder: Holder,
    pub role: usize,
    pub node: usize,
    pub from: Option<i64>,
    pub to: Option<i64>,
    pub created: i64,
    pub revoked: Option<i64>,
}

fn id(kind: u8, index: usize) -> Uuid {
    // Never nil, and no two kinds share an id: a mix-up cannot go unnoticed.
    Uuid::from_u128((u128::from(kind) << 64) | index as u128)
}

/// The id of the identity at that index.
pub fn identity_id(index: usize) -> IdentityId {
    IdentityId(id(1, index))
}

/// The id of the group at that index.
pub fn group_id(index: usize) -> GroupId {
    GroupId(id(2, index))
}

/// The id of the node at that index; 0 is the root.
pub fn node_id(index: usize) -> NodeId {
    NodeId(id(3, index))
}

/// The id of the role at that index.
pub fn role_id(index: usize) -> RoleId {
    RoleId(id(4, index))
}

/// The id of the capability at that index.
pub fn capability_id(index: usize) -> CapabilityId {
    CapabilityId(id(5, index))
}

/// The id of the assignment at that index.
pub fn assignment_id(index: usize) -> AssignmentId {
    AssignmentId(id(6, index))
}

impl Span {
    /// The same time as a window.
    pub fn window(self) -> Window {
        Window::new(Some(Time(self.since)), self.until.map(Time))
    }
}

impl Assigned {
    /// The time in which it grants: its dates, cut at creation and revocation.
    pub fn window(&self) -> Window {
        let dates = Window::new(self.from.map(Time), self.to.map(Time));
        dates.and(Window::new(Some(Time(self.created)), self.revoked.map(Time)))
    }

    /// The holder with its typed id.
    pub fn subject(&self) -> Subject {
        match self.holder {
            Holder::Identity(index) => Subject::Identity(identity_id(index)),
            Holder::Group(index) => Subject::Group(group_id(index)),
        }
    }
}

impl World {
    /// What bears on the access of the identity at that index. Holds more than is needed: all
    /// nestings and nodes, and the assignments of all groups.
    pub fn facts_of(&self, identity: usize) -> Facts {
        let person = &self.identities[identity];
        let (groups, nodes) = (self.groups.iter().enumerate(), self.nodes.iter().enumerate());
        Facts {
            identity_id: identity_id(identity),
            blocked: person.blocked.iter().map(|(why, span)| (*why, span.window())).collect(),
            memberships: person
                .memberships
                .iter()
                .map(|(group, span)| Membership {
                    group_id: group_id(*group),
                    window: span.window(),
                })
                .collect(),
            nestings: groups
                .flat_map(|(group, parents)| {
                    parents.iter().map(move |(parent, span)| Nesting {
                        group_id: group_id(group),
                        parent_id: group_id(*parent),
                        window: span.window(),
                    })
                })
                .collect(),
            assignments: self
                .assignments
                .iter()
                .enumerate()
                .filter(|(_, one)| matches!(one.holder, Holder::Group(_)) || one.holder == Holder::Identity(identity))
                .map(|(index, one)| Grant {
                    id: assignment_id(index),
                    subject: one.subject(),
                    role_id: role_id(one.role),
                    node_id: node_id(one.node),
                    window: one.window(),
                })
                .collect(),
            node_parents: nodes
                .flat_map(|(node, parents)| {
                    parents.iter().map(move |(parent, span)| NodeParent {
                        node_id: node_id(node),
                        parent_id: Some(node_id(*parent)),
                        window: span.window(),
                    })
                })
                .collect(),
            roles: self
                .roles
                .iter()
                .enumerate()
                .map(|(index, role)| role.fact(index))
                .collect(),
            capabilities: self
                .capabilities
                .iter()
                .enumerate()
                .map(|(index, spans)| CapabilityFact {
                    id: capability_id(index),
                    key: format!("area.verb{index}"),
                    available: spans.iter().map(|span| span.window()).collect(),
                })
                .collect(),
        }
    }

    /// The index in which a capability's position is its index in the world.
    pub fn index(&self) -> CapIndex {
        CapIndex::new((0..self.capabilities.len()).map(capability_id))
    }

    /// The nodes as they lie at `at`.
    pub fn tree(&self, at: Time) -> NodeTree {
        NodeTree::new(self.nodes.iter().enumerate().flat_map(|(node, parents)| {
            parents
                .iter()
                .filter(move |(_, span)| span.window().contains(at))
                .map(move |(parent, _)| (node_id(node), node_id(*parent)))
        }))
    }
}

impl Role {
    fn fact(&self, index: usize) -> RoleFact {
        RoleFact {
            id: role_id(index),
            name: format!("Role {index}"),
            holds_all: self.holds_all,
            capabilities: self
                .capabilities
                .iter()
                .map(|(one, span)| (capability_id(*one), span.window()))
                .collect(),
        }
    }
}
