//! What a plan is asked to do, and to whom. Kept as JSON beside the plan and its operation.

use super::{Action, Target};
use crate::assignments::{self, ThroughGroup};
use crate::bulk::Status;
use crate::id::{AssignmentId, GroupId, IdentityId, NodeId, OperationId, RoleId};
use crate::identities;
use crate::time::{Time, Window};
use serde::{Deserialize, Deserializer, Serialize};

/// Which identities a plan is about, or which groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Selection {
    Ids(Vec<IdentityId>),
    Groups(Vec<GroupId>),
    Matching {
        filter: identities::Filter,
        #[serde(default)]
        exclude: Vec<IdentityId>,
    },
}

/// Which assignments a plan is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AssignmentSelection {
    Ids(Vec<AssignmentId>),
    Matching {
        filter: assignments::Filter,
        #[serde(default)]
        exclude: Vec<AssignmentId>,
    },
}

/// Giving a role to people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assign {
    pub selection: Selection,
    pub role_id: RoleId,
    /// Absent: the root, where the environment is flat.
    pub node_id: Option<NodeId>,
    pub window: Window,
    pub reason: Option<String>,
    pub through_group: ThroughGroup,
}

/// Taking a role away from people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remove {
    pub selection: Selection,
    pub role_id: RoleId,
    /// Absent: at every node.
    pub node_id: Option<NodeId>,
    /// Those who lose something by it are signed out.
    #[serde(default)]
    pub revoke_sessions: bool,
}

/// Other dates for assignments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetDates {
    pub selection: AssignmentSelection,
    pub change: DateChange,
}

/// What becomes of the dates of an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateChange {
    /// Absent ends stay, `null` clears.
    Set {
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
        effective_from: Option<Option<Time>>,
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
        effective_to: Option<Option<Time>>,
    },
    /// The end moves by so many days; one that has ended begins again for so many.
    Extend { days: u16 },
}

impl DateChange {
    /// The most days of an extension.
    pub const DAYS_MAX: u16 = 3650;
}

/// Ending assignments now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    pub selection: AssignmentSelection,
    /// Those who lose something by it are signed out.
    #[serde(default)]
    pub revoke_sessions: bool,
}

/// Who is to be in a group, or not any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Members {
    pub selection: Selection,
    pub group_id: GroupId,
    /// Those who lose something by leaving are signed out.
    #[serde(default)]
    pub revoke_sessions: bool,
}

/// Who is to be suspended, or reinstated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    pub selection: Selection,
}

/// Taking an operation back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    pub operation_id: OperationId,
    /// What the operation that is undone did.
    pub of: Action,
    /// The group whose members it changed, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
}

/// Everything a plan can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Request {
    Assign(Assign),
    Remove(Remove),
    SetDates(SetDates),
    End(End),
    AddMembers(Members),
    RemoveMembers(Members),
    Suspend(People),
    Reinstate(People),
    Undo(Undo),
}

impl Request {
    pub const fn action(&self) -> Action {
        match self {
            Self::Assign(_) => Action::Assign,
            Self::Remove(_) => Action::Remove,
            Self::SetDates(_) => Action::SetDates,
            Self::End(_) => Action::End,
            Self::AddMembers(_) => Action::AddMembers,
            Self::RemoveMembers(_) => Action::RemoveMembers,
            Self::Suspend(_) => Action::Suspend,
            Self::Reinstate(_) => Action::Reinstate,
            Self::Undo(_) => Action::Undo,
        }
    }

    /// The name of an operation that does it, and of its events.
    pub const fn operation(&self) -> &'static str {
        match self {
            Self::Undo(undo) if undo.of.of_members() => "groups.members_undone",
            _ => self.action().operation(),
        }
    }

    /// What it needs, at some node at least.
    pub const fn capability(&self) -> &'static str {
        match self {
            Self::Undo(undo) => undo.of.capability(),
            _ => self.action().capability(),
        }
    }

    /// The group whose members it changes.
    pub const fn group_id(&self) -> Option<GroupId> {
        match self {
            Self::AddMembers(asked) | Self::RemoveMembers(asked) => Some(asked.group_id),
            Self::Undo(undo) => undo.group_id,
            _ => None,
        }
    }

    /// The status of an item that it changes.
    pub const fn verb(&self) -> Status {
        match self {
            Self::Assign(_) | Self::AddMembers(_) => Status::Created,
            Self::SetDates(_) | Self::Suspend(_) | Self::Reinstate(_) => Status::Updated,
            Self::Remove(_) | Self::End(_) | Self::RemoveMembers(_) => Status::Removed,
            Self::Undo(undo) => match undo.of {
                Action::Assign | Action::AddMembers => Status::Removed,
                Action::SetDates | Action::Suspend | Action::Reinstate => Status::Updated,
                Action::Remove | Action::End | Action::RemoveMembers | Action::Undo => Status::Created,
            },
        }
    }

    /// Whether those who lose something by it are signed out.
    pub const fn revokes_sessions(&self) -> bool {
        match self {
            Self::Remove(asked) => asked.revoke_sessions,
            Self::End(asked) => asked.revoke_sessions,
            Self::RemoveMembers(asked) => asked.revoke_sessions,
            _ => false,
        }
    }

    /// The one role that it is about, where there is one.
    pub const fn role_id(&self) -> Option<RoleId> {
        match self {
            Self::Assign(asked) => Some(asked.role_id),
            Self::Remove(asked) => Some(asked.role_id),
            _ => None,
        }
    }

    /// The one node that it is about, where it names one.
    pub const fn node_id(&self) -> Option<NodeId> {
        match self {
            Self::Assign(asked) => asked.node_id,
            Self::Remove(asked) => asked.node_id,
            _ => None,
        }
    }

    /// The same about other things than were selected; what does not belong to it is left out.
    #[must_use]
    pub fn about(&self, targets: &[Target]) -> Self {
        let people = || {
            let groups: Vec<GroupId> = targets.iter().filter_map(|target| target.group()).collect();
            if groups.is_empty() {
                Selection::Ids(targets.iter().filter_map(|target| target.identity()).collect())
            } else {
                Selection::Groups(groups)
            }
        };
        let assignments =
            || AssignmentSelection::Ids(targets.iter().filter_map(|target| target.assignment()).collect());
        let mut same = self.clone();
        match &mut same {
            Self::Assign(asked) => asked.selection = people(),
            Self::Remove(asked) => asked.selection = people(),
            Self::SetDates(asked) => asked.selection = assignments(),
            Self::End(asked) => asked.selection = assignments(),
            Self::AddMembers(asked) | Self::RemoveMembers(asked) => asked.selection = people(),
            Self::Suspend(asked) | Self::Reinstate(asked) => asked.selection = people(),
            Self::Undo(_) => {}
        }
        same
    }
}

/// Tells `null` from a field that is not there.
pub fn present<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests;
