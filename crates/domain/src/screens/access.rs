//! What the pages show that say who can do what, and why.

use super::{GroupLink, IdentityHead, Shell};
use crate::Problem;
use crate::id::{AssignmentId, RoleId};
use crate::identities::Identity;
use serde::{Deserialize, Serialize};

/// A path from someone to a role, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// From the one that has the role down to the person's own; empty: given directly.
    pub groups: Vec<GroupLink>,
    /// The path of the node, where there is a hierarchy.
    pub node: Option<String>,
    pub role_id: RoleId,
    pub role: String,
    pub assignment_id: AssignmentId,
    /// `no end`, `until 31 Dec 2026`.
    pub window: String,
    /// `by Dana Whitfield, 12 Nov`.
    pub by: Option<String>,
}

/// A path that would have allowed it, but for one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearWay {
    pub way: Way,
    /// `ended 3 Nov 2026`, `lacks it`.
    pub why: String,
}

/// An answer with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    pub whom: Whom,
    pub allowed: bool,
    /// `Yes, in 2 ways`, `No`.
    pub verdict: String,
    pub ways: Vec<Way>,
    pub near: Vec<NearWay>,
    /// What the account may do in the console beside its roles.
    pub also: Option<String>,
}

/// Whom an answer is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whom {
    pub identity: Identity,
    /// When they were deleted since: `deleted 12 Nov`.
    pub deleted: Option<String>,
}

/// Someone who can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbleRow {
    pub whom: Whom,
    pub ways: Vec<Way>,
}

/// Those who can, a page of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    pub rows: Vec<AbleRow>,
    /// `7 people can`.
    pub verdict: String,
    pub next: Option<String>,
    /// The page is the first one.
    pub first: bool,
}

/// A capability that someone has, with every way to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldCapability {
    pub key: String,
    pub name: String,
    pub sensitive: bool,
    pub ways: Vec<Way>,
}

/// The capabilities of one area that someone has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldArea {
    pub name: String,
    pub capabilities: Vec<HeldCapability>,
}

/// What someone can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct What {
    pub whom: Whom,
    pub areas: Vec<HeldArea>,
    pub total: usize,
    /// Why nothing has effect then, in a sentence.
    pub no_effect: Option<String>,
}

/// What was asked, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Asked {
    /// A name, an address or an id.
    pub who: String,
    /// A key.
    pub capability: String,
    /// An id.
    pub node: String,
    /// `YYYY-MM-DD`; empty: now.
    pub on: String,
}

/// Which question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Ask {
    #[default]
    Why,
    Who,
    What,
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Found {
    /// Nothing was asked yet.
    Nothing,
    /// What is wrong with the question, by field.
    Wrong(Vec<(String, String)>),
    Why(Box<Why>),
    Who(Who),
    What(What),
}

/// The access explorer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explorer {
    pub shell: Shell,
    pub ask: Ask,
    pub asked: Asked,
    /// Capabilities by key, each with its area in front.
    pub capabilities: Vec<(String, String)>,
    /// Nodes by id, where there is a hierarchy.
    pub nodes: Vec<(String, String)>,
    /// `as of 1 Dec 2026, 00:00`; empty for now.
    pub as_of: String,
    pub found: Found,
}

/// The tab Access of an identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityAccess {
    pub shell: Shell,
    pub head: IdentityHead,
    pub on: String,
    pub q: String,
    pub as_of: String,
    /// What they can, or why it cannot be shown.
    pub what: Result<What, Problem>,
    pub wrong: Option<String>,
}
