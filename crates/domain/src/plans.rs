//! A dry run of a write that can be committed.

mod action;
mod request;

pub use action::{Action, Target};
pub use request::{
    Assign, AssignmentSelection, DateChange, End, Members, People, Remove, Request, Selection, SetDates, Undo, present,
};

use crate::assignments::Subject;
use crate::bulk::Status;
use crate::id::{AssignmentId, PlanId};
use crate::problem::Code;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// How long a plan can be committed, in seconds.
pub const LIFETIME_SECONDS: i64 = 15 * 60;
/// How many subjects of each outcome a plan shows.
pub const SAMPLES: usize = 20;

/// More subjects than this are worked on by a job.
pub const JOB_ABOVE: usize = 200;

/// One outcome of a plan: how many, and some of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub status: Status,
    /// Why not, for those that will not be done.
    pub code: Option<Code>,
    pub count: usize,
    pub samples: Vec<Sample>,
}

/// A subject of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    #[serde(flatten)]
    pub subject: Subject,
    /// Which of its assignments, where the plan is about assignments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment_id: Option<AssignmentId>,
    /// The name of the person or group.
    pub name: String,
    /// A sentence where the code alone says too little, such as the path of groups.
    pub detail: Option<String>,
}

/// Sums of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Summary {
    pub total: usize,
    pub will: usize,
    pub skipped: usize,
    pub failed: usize,
    pub by_code: std::collections::BTreeMap<String, usize>,
}

/// What the role of the plan holds: what those who get it gain, and those who lose it lose. Empty
/// for plans about assignments.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CapabilityDelta {
    /// How many capabilities the role holds that have effect.
    pub available: usize,
    /// Those that allow nothing yet.
    pub in_flight: usize,
    /// Names of those marked sensitive.
    pub sensitive: Vec<String>,
}

/// A plan as the API and the screens show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub id: PlanId,
    pub action: Action,
    pub created_at: Time,
    pub expires_at: Time,
    pub revision: i64,
    pub summary: Summary,
    /// How many of those who lose the role keep it through a group.
    pub keeps: usize,
    pub samples: Vec<Outcome>,
    pub capability_delta: CapabilityDelta,
}
