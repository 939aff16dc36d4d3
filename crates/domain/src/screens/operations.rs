//! Bulk writes: all of them, and what came of one.

use super::{GroupLink, Shell};
use crate::bulk;
use crate::id::{IdentityId, OperationId};
use crate::operations::{Operation, Status};
use crate::page::Page;
use serde::{Deserialize, Serialize};

/// Subjects of an operation with one outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartGroup {
    pub status: bulk::Status,
    pub count: usize,
    /// The first of them.
    pub people: Vec<Part>,
}

/// A subject of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub id: Option<IdentityId>,
    pub name: String,
    /// Why nothing was done, in a sentence.
    pub note: Option<String>,
}

/// The result of a bulk write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationScreen {
    pub shell: Shell,
    /// The group whose members it changed.
    pub group: Option<GroupLink>,
    pub id: OperationId,
    pub operation: Operation,
    /// `119 assigned, 7 skipped, 2 failed`.
    pub title: String,
    /// What was asked, in a sentence.
    pub asked: Option<String>,
    /// Who was signed out by it, in a sentence; empty where that was not asked for.
    pub signed_out: String,
    /// Until when it can be undone.
    pub undo_words: Option<String>,
    /// The first of those for whom it failed.
    pub failed: Vec<IdentityId>,
    /// Who and when, in a sentence.
    pub by: String,
    pub groups: Vec<PartGroup>,
}

/// A line of the list of bulk writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationRow {
    pub operation: Operation,
    /// `119 assigned, 7 skipped, 2 failed`.
    pub title: String,
    /// What was asked, in a sentence.
    pub asked: Option<String>,
    /// When it was started.
    pub at: String,
}

/// The list of bulk writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operations {
    pub shell: Shell,
    pub status: Option<Status>,
    pub page: Page<OperationRow>,
    /// The page is the first one.
    pub first: bool,
    pub notices: Vec<String>,
}
