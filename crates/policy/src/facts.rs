//! All that bears on the access of one identity: rows with the time in which each of them holds.

use crate::capset::{CapIndex, CapSet};
use domain::assignments::{NoEffect, Subject};
use domain::id::{AssignmentId, CapabilityId, GroupId, IdentityId, NodeId, RoleId};
use domain::{Time, Window};
use serde::{Deserialize, Serialize};

/// What bears on the access of one identity in one environment.
///
/// Every row carries the half-open window in which it held or will hold, so that the same facts
/// answer for any instant. What was deleted is told by windows that end: a deleted group has no
/// membership, nesting or grant that is still open. Rows about other identities, and groups that
/// cannot be reached, do no harm. At any instant a group and a node have at most one parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub identity_id: IdentityId,
    /// When and why nothing that it holds has effect.
    pub blocked: Vec<(NoEffect, Window)>,
    /// Its own direct memberships.
    pub memberships: Vec<Membership>,
    /// Parents of all groups that can be reached from the memberships.
    pub nestings: Vec<Nesting>,
    /// What is given to the identity itself and to those groups.
    pub assignments: Vec<Grant>,
    /// Parents of the nodes that are asked about and of all nodes above them.
    pub node_parents: Vec<NodeParent>,
    /// The roles of the assignments. A grant of a role that is not among them gives nothing.
    pub roles: Vec<RoleFact>,
    /// All capabilities of the environment: a role that holds all holds these.
    pub capabilities: Vec<CapabilityFact>,
}

/// The identity is a member of the group, without a group between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    pub group_id: GroupId,
    pub window: Window,
}

/// The group lies in another one: its members are members there as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nesting {
    pub group_id: GroupId,
    pub parent_id: GroupId,
    pub window: Window,
}

/// An assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub id: AssignmentId,
    pub subject: Subject,
    pub role_id: RoleId,
    pub node_id: NodeId,
    /// When it grants: from its start, but not before it was created, to its end, but not after
    /// it was revoked.
    pub window: Window,
}

/// Where a node lies. The root has no row, or one without a parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeParent {
    pub node_id: NodeId,
    pub parent_id: Option<NodeId>,
    pub window: Window,
}

/// A role and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleFact {
    pub id: RoleId,
    pub name: String,
    /// Every capability, now and later; then the list does not count.
    pub holds_all: bool,
    pub capabilities: Vec<(CapabilityId, Window)>,
}

/// A capability and the windows in which it is available. At other times it is in flight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapabilityFact {
    pub id: CapabilityId,
    /// `area.verb`.
    pub key: String,
    pub available: Vec<Window>,
}

impl RoleFact {
    /// Whether the role lists the capability at `at`, in flight or not.
    pub fn holds(&self, capability: CapabilityId, at: Time) -> bool {
        self.holds_all
            || self
                .capabilities
                .iter()
                .any(|(id, window)| *id == capability && window.contains(at))
    }
}

impl CapabilityFact {
    /// Whether it can allow anything at `at`.
    pub fn is_available(&self, at: Time) -> bool {
        self.available.iter().any(|window| window.contains(at))
    }
}

impl Facts {
    /// An identity that holds nothing, in an environment without anything.
    pub fn new(identity_id: IdentityId) -> Self {
        Self {
            identity_id,
            blocked: Vec::new(),
            memberships: Vec::new(),
            nestings: Vec::new(),
            assignments: Vec::new(),
            node_parents: Vec::new(),
            roles: Vec::new(),
            capabilities: Vec::new(),
        }
    }

    /// Why nothing has effect at `at`; where there are several reasons, the first in the order in
    /// which [`NoEffect`] lists them. `None` when what is held has effect.
    pub fn blocked_at(&self, at: Time) -> Option<NoEffect> {
        self.blocked
            .iter()
            .filter(|(_, window)| window.contains(at))
            .map(|(reason, _)| *reason)
            .min_by_key(|reason| *reason as u8)
    }

    /// The capabilities that can allow something at `at`, as positions in `index`.
    pub fn available(&self, index: &CapIndex, at: Time) -> CapSet {
        index.set(
            self.capabilities
                .iter()
                .filter(|capability| capability.is_available(at))
                .map(|one| one.id),
        )
    }

    /// The role of that id, if the facts know it.
    pub fn role(&self, id: RoleId) -> Option<&RoleFact> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// The capability of that id, if the facts know it.
    pub fn capability(&self, id: CapabilityId) -> Option<&CapabilityFact> {
        self.capabilities.iter().find(|capability| capability.id == id)
    }
}
