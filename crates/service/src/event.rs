//! What a write says of itself: its audit event, and what it gives to anyone.

use domain::actor::Actor;
use domain::events::{Outcome, Target};
use domain::id::{OperationId, TenantId};
use policy::Gain;
use store::audit;
use uuid::Uuid;

/// What a write gives to anyone; judged when it is kept.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Each must lie inside what the actor holds.
    pub gains: Vec<Gain>,
    /// What was touched, for caches: kind and id.
    pub touched: Vec<(&'static str, Uuid)>,
}

/// The audit event of a write.
pub struct Description<'a> {
    /// Dotted name, such as `identity.created`.
    pub action: &'a str,
    pub target: Option<Target>,
    pub outcome: Outcome,
    pub reason: Option<&'a str>,
    pub operation: Option<OperationId>,
    pub before: Option<serde_json::Value>,
    pub after: Option<serde_json::Value>,
    pub children: Vec<audit::Child>,
    /// To which tenant it belongs, where it belongs to no environment.
    pub tenant: Option<TenantId>,
    /// What was made, for a request that is sent again; absent: the target.
    pub made: Option<Uuid>,
    /// Who did it, where that is not who asked: an account that only comes to be by it.
    pub actor: Option<Actor>,
}

impl<'a> Description<'a> {
    pub fn new(action: &'a str) -> Self {
        Self {
            action,
            target: None,
            outcome: Outcome::Done,
            reason: None,
            operation: None,
            before: None,
            after: None,
            children: Vec::new(),
            tenant: None,
            made: None,
            actor: None,
        }
    }

    pub fn target(mut self, kind: &str, id: Uuid, label: impl Into<String>) -> Self {
        self.target = Some(Target {
            kind: kind.to_owned(),
            id,
            label: label.into(),
        });
        self
    }

    pub fn after(mut self, value: serde_json::Value) -> Self {
        self.after = Some(value);
        self
    }
}
