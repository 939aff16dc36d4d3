//! What someone sees of their own access.

use super::{RoleSources, Shell};
use crate::identities::Identity;
use serde::{Deserialize, Serialize};

/// *My access*: one's own roles, groups, capabilities and sessions in an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyAccess {
    pub shell: Shell,
    /// Why one may do everything in this console, in a sentence; absent where roles decide.
    pub everything: Option<String>,
    /// The person of this environment's directory that the account is.
    pub identity: Option<Identity>,
    pub roles: Vec<RoleSources>,
    /// Why none of them has effect, in a sentence.
    pub no_effect: Option<String>,
    /// Own groups and those above them: name, until when, through which group.
    pub groups: Vec<OwnGroup>,
    pub areas: Vec<OwnArea>,
    pub sessions: Vec<OwnSession>,
}

/// A group that one is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnGroup {
    pub name: String,
    /// The own group below it, where one is in it only through that.
    pub through: Option<String>,
    /// `until 31 Dec 2026`.
    pub until: Option<String>,
}

/// The capabilities of one area that one has now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnArea {
    pub name: String,
    pub capabilities: Vec<OwnCapability>,
}

/// One capability and the roles that give it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnCapability {
    pub key: String,
    pub name: String,
    pub roles: Vec<String>,
    /// Only below these nodes; empty: everywhere.
    pub places: Vec<String>,
}

/// A browser in which one is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSession {
    /// `Firefox on Linux`.
    pub device: String,
    pub ip: String,
    pub last_seen: String,
    /// The one that asks.
    pub this: bool,
}
