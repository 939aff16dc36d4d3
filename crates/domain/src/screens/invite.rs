//! Inviting someone, and being invited.

use super::{Choice, Shell};
use crate::id::IdentityId;
use serde::{Deserialize, Serialize};

/// The form that invites one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    pub shell: Shell,
    /// What may be given; empty where nothing may.
    pub roles: Vec<Choice>,
    pub groups: Vec<Choice>,
    /// The first day that can be chosen, as `YYYY-MM-DD` in the environment's time zone.
    pub today: String,
}

/// An invitation that was made, or made anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationMade {
    pub id: IdentityId,
    pub name: String,
    pub email: String,
    /// The address to send on; absent when the same form is sent again.
    pub link: Option<String>,
    /// Until when it can be accepted.
    pub until: String,
    /// What they will have, in sentences.
    pub gets: Vec<String>,
}

/// The page of an invited identity: its open link, or that there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationScreen {
    pub shell: Shell,
    pub id: IdentityId,
    pub name: String,
    pub email: String,
    /// Whether they still wait for it.
    pub waiting: bool,
    /// Who made the link, and until when it is good; absent where there is none.
    pub open: Option<String>,
}

/// What someone sees who opens the link of an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    pub tenant: String,
    pub environment: String,
    pub invited_by: String,
    pub name: String,
    pub email: String,
    /// There is an account with this address.
    pub known: bool,
    /// It is the one that is signed in.
    pub mine: bool,
    /// The address of the account that is signed in.
    pub signed_in: Option<String>,
    /// Until when it can be accepted.
    pub until: String,
}
