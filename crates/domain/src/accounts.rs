//! People who can sign in, in the whole deployment.

use crate::id::AccountId;
use serde::{Deserialize, Serialize};

/// The least number of characters of a password.
pub const PASSWORD_MIN: usize = 12;
/// The most bytes of a password: hashing more is work without gain.
pub const PASSWORD_MAX: usize = 512;

/// An account as its holder and administrators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    pub site_admin: bool,
    pub suspended: bool,
}

/// Checks the length of a new password; anything else is left to the person.
pub fn check_password(text: &str) -> Result<(), &'static str> {
    if text.chars().count() < PASSWORD_MIN {
        return Err("Use at least 12 characters; a sentence is fine");
    }
    if text.len() > PASSWORD_MAX {
        return Err("Use at most 512 bytes");
    }
    Ok(())
}
