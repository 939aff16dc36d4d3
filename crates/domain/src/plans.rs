//! A dry run of a write that can be committed.

use crate::bulk::Status;
use crate::id::{IdentityId, PlanId};
use crate::identities::Filter;
use crate::problem::Code;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// How long a plan can be committed, in seconds.
pub const LIFETIME_SECONDS: i64 = 15 * 60;
/// How many subjects of each outcome a plan shows.
pub const SAMPLES: usize = 20;

/// What a plan will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Assign,
    Remove,
    SetDates,
    End,
}

impl Action {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Remove => "remove",
            Self::SetDates => "set_dates",
            Self::End => "end",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Assign, Self::Remove, Self::SetDates, Self::End]
            .into_iter()
            .find(|action| action.as_str() == text)
    }

    /// The status of an item that this action changes.
    pub const fn verb(self) -> Status {
        match self {
            Self::Assign => Status::Created,
            Self::SetDates => Status::Updated,
            Self::Remove | Self::End => Status::Removed,
        }
    }
}

/// Which identities a plan is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Selection {
    Ids(Vec<IdentityId>),
    Matching {
        filter: Filter,
        #[serde(default)]
        exclude: Vec<IdentityId>,
    },
}

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
    pub identity_id: IdentityId,
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

/// What those who gain will be able to do.
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
    pub created_at: Time,
    pub expires_at: Time,
    pub revision: i64,
    pub summary: Summary,
    pub samples: Vec<Outcome>,
    pub capability_delta: CapabilityDelta,
}
