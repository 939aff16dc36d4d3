//! What the pages of one identity show.

use super::{MayDo, Shell};
use crate::assignments::{Moment, State};
use crate::id::{AssignmentId, GroupId, OperationId, RoleId};
use crate::identities::Identity;
use crate::problem::Problem;
use serde::{Deserialize, Serialize};

/// What stands above the tabs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityHead {
    pub identity: Identity,
    /// When it was last seen, in words.
    pub last_seen: Option<String>,
    /// Number of roles that it holds or will hold.
    pub roles: usize,
    /// Number of groups that it is in itself; absent for who may not see groups.
    pub groups: Option<usize>,
    pub may: MayDo,
}

/// The tab Roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityRoles {
    pub shell: Shell,
    pub head: IdentityHead,
    /// What holds, or will, or would if the identity had effect.
    pub roles: Vec<RoleSources>,
    /// What ended, newest first; at most so many.
    pub ended: Vec<RoleSources>,
    /// Why nothing of it has effect, in a sentence.
    pub no_effect: Option<String>,
}

/// A role and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSources {
    pub role_id: RoleId,
    pub name: String,
    /// Direct ones first.
    pub sources: Vec<RoleSource>,
}

/// A group to go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupLink {
    pub id: GroupId,
    pub name: String,
}

/// One source of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSource {
    pub assignment_id: AssignmentId,
    /// From the group that has the role down to the identity's own; empty: given directly.
    pub groups: Vec<String>,
    /// The group that has the role, where it comes through one.
    pub managed_in: Option<GroupLink>,
    /// The path of the node, where there is a hierarchy.
    pub node: Option<String>,
    /// Who gave it and when: `by Dana Whitfield, 12 Nov`. Direct ones only.
    pub by: Option<String>,
    pub state: State,
    /// The state with its day.
    pub state_words: String,
    /// `from 1 Dec 2026 until 31 Dec 2026`, where it is to come and to end.
    pub window_words: Option<String>,
    /// Whether the reader may take it away here.
    pub may_remove: bool,
}

/// The tab Activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityActivity {
    pub shell: Shell,
    pub head: IdentityHead,
    /// What happened, or why it cannot be shown.
    pub log: Result<Log, Problem>,
}

/// A page of events, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    pub entries: Vec<LogEntry>,
    /// Cursors of the pages with older and newer events.
    pub older: Option<String>,
    pub newer: Option<String>,
    /// What of the address could not be used, in sentences.
    pub notices: Vec<String>,
}

/// An event in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    pub at: Moment,
    /// `Operator was given, until 31 Dec 2026`.
    pub words: String,
    /// Who did it.
    pub by: String,
    /// `Part of a bulk assignment, 14:02`.
    pub part_of: Option<String>,
    pub operation: Option<OperationId>,
    pub reason: Option<String>,
}
