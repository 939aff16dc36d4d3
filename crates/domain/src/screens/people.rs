//! What the pages show that do something to a person, and the tabs Groups and Sessions.

use super::{GroupLink, IdentityHead, PlanView, Shell, Subjects};
use crate::Problem;
use crate::id::{EventId, SessionId};
use crate::identities::Identity;
use serde::{Deserialize, Serialize};

/// A group of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonGroup {
    pub group: GroupLink,
    pub slug: String,
    /// `Support ▸ EMEA`.
    pub path: String,
    /// The own group below it, where they are in it only through that.
    pub through: Option<GroupLink>,
    /// `until 31 Dec 2026`.
    pub until: Option<String>,
}

/// The tab Groups of an identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityGroups {
    pub shell: Shell,
    pub head: IdentityHead,
    pub groups: Result<Vec<PersonGroup>, Problem>,
}

/// A session of someone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSession {
    pub id: SessionId,
    pub device: String,
    pub ip: String,
    pub since: String,
    pub last_seen: String,
}

/// The tab Sessions of an identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentitySessions {
    pub shell: Shell,
    pub head: IdentityHead,
    /// They are here with an account.
    pub account: bool,
    pub may_revoke: bool,
    pub sessions: Result<Vec<PersonSession>, Problem>,
}

/// What is about to be done to someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    Suspend,
    Reinstate,
    RemoveAccess,
    Delete,
}

/// The form that does something to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonStep {
    pub shell: Shell,
    pub identity: Identity,
    pub step: Step,
    /// Names of direct roles that are concerned.
    pub roles: Vec<String>,
    /// Paths of groups that are concerned; absent for who may not see groups.
    pub groups: Option<Vec<String>>,
}

/// The form for name and address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditIdentity {
    pub shell: Shell,
    pub identity: Identity,
}

/// Someone who was deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedPerson {
    pub name: String,
    pub email: Option<String>,
    pub event: EventId,
    pub words: String,
}

/// Those who are deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedPeople {
    pub shell: Shell,
    pub may_restore: bool,
    pub people: Vec<DeletedPerson>,
}

/// Suspending or reinstating many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingPage {
    pub shell: Shell,
    pub suspend: bool,
    pub subjects: Option<Subjects>,
    pub plan: Option<PlanView>,
}

/// Whether someone's page offers what is done to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MayDo {
    pub edit: bool,
    pub suspend: bool,
    pub remove: bool,
    pub delete: bool,
    pub reset_password: bool,
    pub sessions: bool,
    pub explain: bool,
}

/// The page that makes a link for a new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetScreen {
    pub shell: Shell,
    pub identity: Identity,
    /// There is an account, whose password it would be.
    pub account: bool,
}

/// A link for a new password that was just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetLink {
    /// The address to pass on; absent when the same form is sent again.
    pub link: Option<String>,
    /// Until when it can be used.
    pub until: String,
}

/// What someone sees who opens such a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetPassword {
    pub tenant: String,
    pub name: String,
    pub email: String,
    pub made_by: String,
    /// Until when it can be used.
    pub until: String,
}
