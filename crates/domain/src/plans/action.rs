//! What a plan does, and to what.

use crate::id::{AssignmentId, GroupId, IdentityId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a plan will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Assign,
    Remove,
    SetDates,
    End,
    /// Puts people into a group.
    AddMembers,
    /// Takes people out of a group.
    RemoveMembers,
    /// What people hold has no effect any more.
    Suspend,
    /// What they hold has effect again.
    Reinstate,
    /// Takes an operation back; made by undo alone.
    Undo,
}

impl Action {
    pub const ALL: [Self; 9] = [
        Self::Assign,
        Self::Remove,
        Self::SetDates,
        Self::End,
        Self::AddMembers,
        Self::RemoveMembers,
        Self::Suspend,
        Self::Reinstate,
        Self::Undo,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Remove => "remove",
            Self::SetDates => "set_dates",
            Self::End => "end",
            Self::AddMembers => "add_members",
            Self::RemoveMembers => "remove_members",
            Self::Suspend => "suspend",
            Self::Reinstate => "reinstate",
            Self::Undo => "undo",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == text)
    }

    /// The name of an operation and its events.
    pub const fn operation(self) -> &'static str {
        match self {
            Self::Assign => "assignments.assign",
            Self::Remove => "assignments.remove",
            Self::SetDates => "assignments.set_dates",
            Self::End => "assignments.end",
            Self::AddMembers => "groups.members_added",
            Self::RemoveMembers => "groups.members_removed",
            Self::Suspend => "identities.suspended",
            Self::Reinstate => "identities.reinstated",
            Self::Undo => "assignments.undo",
        }
    }

    /// Whether it is about who is in a group, not about roles.
    pub const fn of_members(self) -> bool {
        matches!(self, Self::AddMembers | Self::RemoveMembers)
    }

    /// What it needs, at some node at least.
    pub const fn capability(self) -> &'static str {
        match self {
            Self::AddMembers | Self::RemoveMembers => "groups.manage",
            Self::Suspend | Self::Reinstate => "users.suspend",
            _ => "members.change_roles",
        }
    }
}

/// What a request is about, one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    Identity(IdentityId),
    Group(GroupId),
    Assignment(AssignmentId),
}

impl Target {
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Identity(_) => "identity",
            Self::Group(_) => "group",
            Self::Assignment(_) => "assignment",
        }
    }

    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Identity(id) => id.0,
            Self::Group(id) => id.0,
            Self::Assignment(id) => id.0,
        }
    }

    pub fn read(kind: &str, id: Uuid) -> Option<Self> {
        match kind {
            "identity" => Some(Self::Identity(id.into())),
            "group" => Some(Self::Group(id.into())),
            "assignment" => Some(Self::Assignment(id.into())),
            _ => None,
        }
    }

    pub const fn identity(self) -> Option<IdentityId> {
        match self {
            Self::Identity(id) => Some(id),
            Self::Group(_) | Self::Assignment(_) => None,
        }
    }

    pub const fn group(self) -> Option<GroupId> {
        match self {
            Self::Group(id) => Some(id),
            Self::Identity(_) | Self::Assignment(_) => None,
        }
    }

    pub const fn assignment(self) -> Option<AssignmentId> {
        match self {
            Self::Assignment(id) => Some(id),
            Self::Identity(_) | Self::Group(_) => None,
        }
    }
}
