//! Audit records as screens and programs read them.

use crate::actor::Actor;
use crate::id::EventId;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Whether the write happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Done,
    /// Some parts were done, others not.
    Partial,
    Denied,
    Failed,
}

impl Outcome {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partial => "partial",
            Self::Denied => "denied",
            Self::Failed => "failed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Done, Self::Partial, Self::Denied, Self::Failed]
            .into_iter()
            .find(|outcome| outcome.as_str() == text)
    }
}

/// What a write was about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub kind: String,
    pub id: Uuid,
    pub label: String,
}

/// A root event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub id: EventId,
    pub seq: i64,
    pub at: Time,
    pub actor: Actor,
    /// Dotted name, such as `identity.created`.
    pub action: String,
    pub target: Option<Target>,
    pub outcome: Outcome,
    /// How many children it has.
    pub children: i64,
    pub request_id: String,
    pub reason: Option<String>,
}
