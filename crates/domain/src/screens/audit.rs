//! What the pages of the audit log show.

use super::Shell;
use crate::events::Outcome;
use crate::id::{EventId, IdentityId, OperationId};
use serde::{Deserialize, Serialize};

/// What was asked for, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AuditAsked {
    /// Who did it: a name, an address or an id.
    pub by: String,
    /// What it was about: a person, a role or a group, by name, address, slug or id.
    pub on: String,
    pub action: String,
    pub outcome: String,
    /// `YYYY-MM-DD`.
    pub since: String,
    pub until: String,
}

/// An event in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    pub id: EventId,
    /// ISO-8601, and in words.
    pub at: String,
    pub when: String,
    pub words: String,
    pub by: String,
    pub outcome: Outcome,
    pub parts: i64,
    pub operation: Option<OperationId>,
    pub reason: Option<String>,
}

/// A part of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPart {
    /// The person, to go to.
    pub id: Option<IdentityId>,
    pub name: String,
    /// `created`, `skipped: already has it`.
    pub outcome: String,
}

/// The audit log, a page of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    pub shell: Shell,
    pub asked: AuditAsked,
    pub wrong: Vec<(String, String)>,
    /// Actions that occur, with their words.
    pub actions: Vec<(String, String)>,
    pub rows: Vec<AuditRow>,
    /// The event whose parts are shown, and the first of them.
    pub open: Option<(EventId, Vec<AuditPart>)>,
    pub total: i64,
    pub total_exact: bool,
    pub next: Option<String>,
    /// The cursor of this page, where it is not the first.
    pub after: Option<String>,
    pub may_export: bool,
    pub notices: Vec<String>,
}

/// A field that an event knows, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditField {
    pub name: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    pub shell: Shell,
    pub row: AuditRow,
    /// Label and value.
    pub facts: Vec<(String, String)>,
    pub fields: Vec<AuditField>,
    /// The same as data.
    pub before: Option<String>,
    pub after: Option<String>,
    pub parts: Vec<AuditPart>,
    /// What it deleted can be brought back under that page: `roles`, `groups`, `directory`.
    pub restore: Option<String>,
}
