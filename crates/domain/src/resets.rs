//! Setting a new password by a link that somebody else made.

use crate::identities::Identity;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// How long such a link can be used, in hours.
pub const HOURS: i64 = 24;

/// A link as whoever made it hears of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetMade {
    pub identity: Identity,
    pub expires_at: Time,
    /// The secret of the link; told once, absent when the same request is sent again.
    pub token: Option<String>,
}
