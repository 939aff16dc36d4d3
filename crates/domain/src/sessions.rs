//! Signed-in browsers.

use crate::id::SessionId;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A session of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub id: SessionId,
    pub created_at: Time,
    pub last_seen_at: Time,
    pub expires_at: Time,
    pub user_agent: String,
    pub ip: String,
}
