//! Credentials of programs: one environment, a list of capabilities, an end.

use crate::id::KeyId;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// The days after which a key ends when nothing is said.
pub const EXPIRES_DAYS: i64 = 90;

/// A key without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    pub id: KeyId,
    pub name: String,
    /// `None`: every capability.
    pub capabilities: Option<Vec<String>>,
    pub created_at: Time,
    pub expires_at: Time,
    pub revoked: bool,
    pub last_used_at: Option<Time>,
}
