//! Invitations: the way in for one person, in one environment.

use crate::assignments::Assignment;
use crate::id::GroupId;
use crate::identities::Identity;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// How long an invitation can be accepted, in days.
pub const DAYS: i64 = 7;

/// An invitation as whoever made it hears of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub identity: Identity,
    /// The role that was given with it.
    pub assignment: Option<Assignment>,
    /// The group that the person was put into.
    pub group_id: Option<GroupId>,
    pub expires_at: Time,
    /// The secret of the link; told once, absent when the same request is sent again.
    pub token: Option<String>,
}
