//! Signed-in browsers.

use crate::id::SessionId;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Who was signed out along with a write that took something from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SignedOut {
    /// How many people lost something, were signed in, and are not any more.
    pub people: u64,
    /// How many people stay signed in, as whoever asked may not act on their accounts.
    pub kept: u64,
}

impl SignedOut {
    /// "3 people were signed out." and who was not, and why; empty where there was nobody.
    pub fn words(self) -> String {
        let mut parts = Vec::new();
        match self.people {
            0 => {}
            1 => parts.push("1 person was signed out.".to_owned()),
            n => parts.push(format!("{n} people were signed out.")),
        }
        match self.kept {
            0 => {}
            1 => parts.push("1 stays signed in: whoever asked may not act on that account.".to_owned()),
            n => parts.push(format!(
                "{n} stay signed in: whoever asked may not act on their accounts."
            )),
        }
        parts.join(" ")
    }
}

impl std::ops::AddAssign for SignedOut {
    fn add_assign(&mut self, other: Self) {
        self.people += other.people;
        self.kept += other.kept;
    }
}

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
