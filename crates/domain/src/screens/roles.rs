//! Roles: the list, one of them, a new one.

use super::{Affected, Choice, Log, Several, Shell};
use crate::assignments::Listing;
use crate::id::EventId;
use crate::identities::Identity;
use crate::problem::Problem;
use crate::query;
use crate::roles::{Detail, Holders, Role};
use serde::{Deserialize, Serialize};

/// A line of the list of roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRow {
    pub role: Role,
    /// Absent where the numbers of people may not be seen.
    pub holders: Option<Holders>,
}

/// Which roles a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RoleKind {
    System,
    Custom,
}

/// *Roles & scopes*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles {
    pub shell: Shell,
    pub q: String,
    pub kind: Option<RoleKind>,
    pub rows: Vec<RoleRow>,
    /// How many there are, whatever is asked for, and how many of them are the system's.
    pub all: usize,
    pub system: usize,
    /// How many capabilities the environment has.
    pub catalogue: usize,
    pub may_create: bool,
    /// How many are deleted.
    pub deleted: usize,
    pub notices: Vec<String>,
}

/// A capability to tick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapabilityOption {
    pub key: String,
    pub name: String,
    pub description: String,
    pub sensitive: bool,
    /// It can be in a role and allows nothing yet.
    pub in_flight: bool,
}

/// Capabilities that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapabilityArea {
    pub name: String,
    pub capabilities: Vec<CapabilityOption>,
}

/// What a new role starts from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RoleStart {
    /// `blank`, `example:External Auditor` or `copy:auditor`.
    pub from: String,
    pub name: String,
    pub description: String,
    pub capabilities: Vec<String>,
}

/// The form for a new role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRole {
    pub shell: Shell,
    pub start: RoleStart,
    /// Roles that can be copied.
    pub roles: Vec<Choice>,
    pub areas: Vec<CapabilityArea>,
    /// Which role holds nearly the same as what is ticked, in a sentence.
    pub closest: Option<String>,
    /// Groups that can have it at once; empty where nobody may be given roles.
    pub groups: Vec<Choice>,
    /// People who are to have it at once, so far; absent where nobody may be given roles or looked for.
    pub people: Option<Vec<Identity>>,
    /// Why some who were looked for were not found.
    pub missing: Vec<String>,
    /// Names that several have, each with those among whom one is meant.
    pub several: Vec<Several>,
}

/// A role that was deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedRole {
    pub name: String,
    pub slug: String,
    /// The event of its deletion, by which it is restored.
    pub event: EventId,
    /// When, and who did it.
    pub words: String,
    pub assignments: i64,
}

/// The roles that are deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedRoles {
    pub shell: Shell,
    pub roles: Vec<DeletedRole>,
    pub may_restore: bool,
}

/// The form that deletes a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteRole {
    pub shell: Shell,
    pub role: Detail,
    pub holders: Option<Holders>,
    /// Who has it or is to have it, where the actor may see people.
    pub people: Option<Affected>,
    /// How many assignments end by it, scheduled ones too.
    pub assignments: usize,
    /// How many who hold it are signed in; absent for those who could not sign them out.
    pub signed_in: Option<usize>,
    pub tag: String,
}

/// The page of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleScreen {
    pub shell: Shell,
    pub head: RoleHead,
    pub areas: Vec<CapabilityArea>,
    /// What tells this version from others.
    pub tag: String,
    pub may_edit: bool,
    /// How many who hold it are signed in; absent for those who could not sign them out.
    pub signed_in: Option<usize>,
    /// Which other role holds nearly the same, in a sentence.
    pub closest: Option<String>,
}

/// The tab Activity of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleActivity {
    pub shell: Shell,
    pub head: RoleHead,
    pub log: Result<Log, Problem>,
}

/// The tab Assignments of a role: people and services, or groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleAssignments {
    pub shell: Shell,
    pub head: RoleHead,
    pub query: query::Assignments,
    pub listing: Listing,
    /// How many assignments to people and services are not over.
    pub people: i64,
    /// How many to groups; absent for who may not see groups.
    pub groups: Option<i64>,
    /// Whether there are nodes to tell assignments apart.
    pub hierarchy: bool,
}

/// What stands above the tabs of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleHead {
    pub role: Detail,
    /// Absent where people may not be seen.
    pub holders: Option<Holders>,
    pub may_create: bool,
    pub may_delete: bool,
}
