//! Subject + role + node + window, and the state computed from them.

mod filter;
mod list;

pub use filter::{Filter, Source};
pub use list::{Holder, Listing, Moment, Row, Sort};

use crate::actor::Actor;
use crate::id::{AssignmentId, GroupId, IdentityId, NodeId, RoleId};
use crate::identities;
use crate::time::{Time, Window};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Days before its end from which an assignment counts as ending soon.
pub const ENDING_SOON_DAYS: i64 = 7;
/// The longest reason, in characters.
pub const REASON_MAX: usize = 500;

/// Who holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    #[serde(rename = "identity_id")]
    Identity(IdentityId),
    #[serde(rename = "group_id")]
    Group(GroupId),
}

impl Subject {
    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Identity(id) => id.0,
            Self::Group(id) => id.0,
        }
    }

    pub const fn kind(self) -> &'static str {
        match self {
            Self::Identity(_) => "identity",
            Self::Group(_) => "group",
        }
    }

    pub const fn identity(self) -> Option<IdentityId> {
        match self {
            Self::Identity(id) => Some(id),
            Self::Group(_) => None,
        }
    }

    pub const fn group(self) -> Option<GroupId> {
        match self {
            Self::Identity(_) => None,
            Self::Group(id) => Some(id),
        }
    }
}

/// Where an assignment is in its life, in the order in which reasons win.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Revoked,
    Ended,
    NoEffect,
    Scheduled,
    EndingSoon,
    Active,
}

impl State {
    pub const ALL: [Self; 6] = [
        Self::Active,
        Self::EndingSoon,
        Self::Scheduled,
        Self::NoEffect,
        Self::Ended,
        Self::Revoked,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Ended => "ended",
            Self::NoEffect => "no_effect",
            Self::Scheduled => "scheduled",
            Self::EndingSoon => "ending_soon",
            Self::Active => "active",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// Why an assignment has no effect now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoEffect {
    Suspended,
    Invited,
    NoMembership,
    AccountSuspended,
}

impl NoEffect {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Suspended => "suspended",
            Self::Invited => "invited",
            Self::NoMembership => "no_membership",
            Self::AccountSuspended => "account_suspended",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::Suspended,
            Self::Invited,
            Self::NoMembership,
            Self::AccountSuspended,
        ]
        .into_iter()
        .find(|reason| reason.as_str() == text)
    }

    /// The reason that lies in the identity alone.
    pub const fn of_status(status: identities::Status) -> Option<Self> {
        match status {
            identities::Status::Active => None,
            identities::Status::Invited => Some(Self::Invited),
            identities::Status::Suspended => Some(Self::Suspended),
        }
    }
}

/// Computes the state at `now`.
pub fn state(window: Window, revoked: bool, no_effect: Option<NoEffect>, now: Time) -> State {
    if revoked {
        State::Revoked
    } else if window.to.is_some_and(|to| to <= now) {
        State::Ended
    } else if no_effect.is_some() {
        State::NoEffect
    } else if window.from.is_some_and(|from| now < from) {
        State::Scheduled
    } else if window.to.is_some_and(|to| to <= now.plus_days(ENDING_SOON_DAYS)) {
        State::EndingSoon
    } else {
        State::Active
    }
}

/// An assignment as the API returns it. Absent ends are `null`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    pub id: AssignmentId,
    #[serde(flatten)]
    pub subject: Subject,
    pub role_id: RoleId,
    pub node_id: NodeId,
    pub effective_from: Option<Time>,
    pub effective_to: Option<Time>,
    pub state: State,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub no_effect: Option<NoEffect>,
    pub reason: Option<String>,
    /// Shared: of a bulk write it is the same for all.
    pub granted_by: Arc<Actor>,
    pub created_at: Time,
}

impl Assignment {
    /// What `new` becomes when it is given now, by whom with no `identity_id`.
    pub fn given(
        id: AssignmentId,
        new: &New,
        node_id: NodeId,
        granted_by: &Arc<Actor>,
        no_effect: Option<NoEffect>,
        now: Time,
    ) -> Self {
        let state = state(new.window, false, no_effect, now);
        Self {
            id,
            subject: new.subject,
            role_id: new.role_id,
            node_id,
            // As it is stored: the beginning of time is no start.
            effective_from: new.window.from.filter(|from| from.0 != 0),
            effective_to: new.window.to,
            state,
            no_effect: no_effect.filter(|_| state == State::NoEffect),
            reason: new.reason.clone(),
            granted_by: granted_by.clone(),
            created_at: now,
        }
    }
}

/// What is asked for when a role is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    pub subject: Subject,
    pub role_id: RoleId,
    /// Absent: the root, where the environment is flat.
    pub node_id: Option<NodeId>,
    pub window: Window,
    pub reason: Option<String>,
}

/// What to do with those who hold the role through a group already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThroughGroup {
    Skip,
    Grant,
}

impl ThroughGroup {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Grant => "grant",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Skip, Self::Grant]
            .into_iter()
            .find(|choice| choice.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;

    #[test]
    fn states_win_in_the_order_of_the_rules() {
        let now = Time(100 * DAY);
        let window = |from: i64, to: Option<i64>| Window::new(Some(Time(from * DAY)), to.map(|to| Time(to * DAY)));
        let off = Some(NoEffect::Suspended);
        for (w, revoked, no_effect, expected) in [
            (window(1, Some(99)), true, off, State::Revoked),
            (window(1, Some(100)), false, off, State::Ended),
            (window(1, None), false, off, State::NoEffect),
            (window(101, None), false, off, State::NoEffect),
            (window(101, None), false, None, State::Scheduled),
            (window(100, Some(107)), false, None, State::EndingSoon),
            (window(100, Some(108)), false, None, State::Active),
            (Window::ALWAYS, false, None, State::Active),
        ] {
            assert_eq!(state(w, revoked, no_effect, now), expected, "{w:?}");
        }
    }
}
