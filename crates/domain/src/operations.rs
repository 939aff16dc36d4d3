//! Bulk writes and their lasting results.

use crate::actor::Actor;
use crate::bulk::Summary;
use crate::id::{OperationId, PlanId};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// How long an operation can be undone, in seconds.
pub const UNDO_SECONDS: i64 = 24 * 3600;

/// Where an operation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Running,
    Finished,
    Stopped,
}

impl Status {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Stopped => "stopped",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Running, Self::Finished, Self::Stopped]
            .into_iter()
            .find(|status| status.as_str() == text)
    }
}

/// A bulk write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    pub id: OperationId,
    /// Dotted name, such as `assignments.assign`.
    pub action: String,
    pub status: Status,
    /// All that is to be done, and what was so far.
    pub summary: Summary,
    pub started_by: Actor,
    pub plan_id: Option<PlanId>,
    pub created_at: Time,
    pub finished_at: Option<Time>,
    /// Why it was stopped, in a sentence.
    pub stopped: Option<String>,
    /// Until when it can be undone; `None` where it cannot (any more).
    pub undo_until: Option<Time>,
    pub undone_by: Option<OperationId>,
    pub undo_of: Option<OperationId>,
    pub retry_of: Option<OperationId>,
    /// How many of its subjects can be tried again.
    pub retryable: usize,
}

impl Operation {
    /// How many of its subjects were worked on.
    pub fn worked_on(&self) -> usize {
        self.summary.done() + self.summary.skipped + self.summary.failed
    }
}
