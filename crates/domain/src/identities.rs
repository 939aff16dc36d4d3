//! People and services of an environment's directory.

use crate::id::{AccountId, IdentityId};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What an identity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Person,
    Service,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Service => "service",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Person, Self::Service]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// Whether its assignments have effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Active,
    Invited,
    Suspended,
}

impl Status {
    pub const ALL: [Self; 3] = [Self::Active, Self::Invited, Self::Suspended];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Invited => "invited",
            Self::Suspended => "suspended",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// An identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub id: IdentityId,
    pub kind: Kind,
    pub name: String,
    pub email: Option<String>,
    pub status: Status,
    pub account_id: Option<AccountId>,
    pub created_at: Time,
    pub last_seen_at: Option<Time>,
}

/// In which order the directory is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    #[default]
    Name,
    NameDescending,
}

impl Sort {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameDescending => "-name",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Name, Self::NameDescending]
            .into_iter()
            .find(|sort| sort.as_str() == text)
    }
}

/// Which identities. Empty parts do not filter; all parts must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Filter {
    /// Part of a name or address, or a whole id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<Status>,
    /// Slug of a role with a live assignment, held directly or through a group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Slug of a group, nested members included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Only those who are in `group` itself, not in one below it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub direct: bool,
    /// Days within which a direct assignment or membership ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_within: Option<u16>,
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A role that an identity holds, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRole {
    pub name: String,
    /// Through a group rather than directly.
    pub through_group: bool,
    pub state: crate::assignments::State,
    /// When it starts or ends, in words, where that is near or to come.
    pub words: Option<String>,
}

/// A row of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    #[serde(flatten)]
    pub identity: Identity,
    pub roles: Vec<HeldRole>,
    /// When it was last seen, in words; `None` for never.
    pub last_seen: Option<String>,
}

/// A page of the directory with what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    pub page: crate::page::Page<Row>,
    /// All identities of the environment, whatever the filter.
    pub all: i64,
    /// Parts of the filter that could not be used, in sentences.
    pub notices: Vec<String>,
    /// The role and group of the filter by name.
    pub role_name: Option<String>,
    pub group_name: Option<String>,
}
