//! What a write to many subjects answers, per subject and in sum.

use crate::assignments::Assignment;
use crate::problem::Code;
use serde::{Deserialize, Serialize};

/// The most items of one bulk request or plan.
pub const MAX_ITEMS: usize = 100_000;

/// What became of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Created,
    Updated,
    Removed,
    Skipped,
    Failed,
}

impl Status {
    pub const ALL: [Self; 5] = [Self::Created, Self::Updated, Self::Removed, Self::Skipped, Self::Failed];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Removed => "removed",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether something was changed.
    pub const fn done(self) -> bool {
        matches!(self, Self::Created | Self::Updated | Self::Removed)
    }
}

/// Why an item was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemError {
    pub code: Code,
    pub detail: String,
}

/// One item, in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemResult {
    pub index: usize,
    pub status: Status,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub assignment: Option<Assignment>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub error: Option<ItemError>,
}

/// How many items became what. Only one of the three verbs is ever more than zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Summary {
    pub total: usize,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub created: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub updated: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub removed: Option<usize>,
    pub skipped: usize,
    pub failed: usize,
}

impl Summary {
    /// Counts statuses; `verb` is the one that this kind of write can have.
    pub fn count(verb: Status, statuses: impl Iterator<Item = Status>) -> Self {
        let mut sum = Self::default();
        let mut done = 0;
        for status in statuses {
            sum.total += 1;
            match status {
                Status::Skipped => sum.skipped += 1,
                Status::Failed => sum.failed += 1,
                _ => done += 1,
            }
        }
        sum.set(verb, done);
        sum
    }

    /// The same of numbers that were counted elsewhere.
    pub fn of(verb: Status, total: usize, done: usize, skipped: usize, failed: usize) -> Self {
        let mut sum = Self {
            total,
            skipped,
            failed,
            ..Self::default()
        };
        sum.set(verb, done);
        sum
    }

    fn set(&mut self, verb: Status, done: usize) {
        match verb {
            Status::Created => self.created = Some(done),
            Status::Updated => self.updated = Some(done),
            Status::Removed => self.removed = Some(done),
            Status::Skipped | Status::Failed => {}
        }
    }

    /// How many items were done.
    pub fn done(&self) -> usize {
        self.created.or(self.updated).or(self.removed).unwrap_or(0)
    }
}
