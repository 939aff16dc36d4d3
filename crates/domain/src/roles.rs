//! Named sets of capabilities.

use crate::id::RoleId;
use crate::slug::Slug;
use serde::{Deserialize, Serialize};

/// The roles that exist in each environment and can be neither edited nor deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum System {
    Owner,
    Administrator,
    Operator,
    Viewer,
}

impl System {
    pub const ALL: [Self; 4] = [Self::Owner, Self::Administrator, Self::Operator, Self::Viewer];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Administrator => "administrator",
            Self::Operator => "operator",
            Self::Viewer => "viewer",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Administrator => "Administrator",
            Self::Operator => "Operator",
            Self::Viewer => "Viewer",
        }
    }

    pub const fn description(self) -> &'static str {
        match self {
            Self::Owner => "May do everything in this environment, now and later.",
            Self::Administrator => "Runs people, roles and groups; not keys, the catalogue or the environment itself.",
            Self::Operator => "Looks after people day to day: invites, roles, groups, sessions.",
            Self::Viewer => "Reads people, roles and the audit log.",
        }
    }
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    pub id: RoleId,
    pub name: String,
    pub slug: Slug,
    pub description: Option<String>,
    pub system: Option<System>,
    /// How many capabilities it has, and how many of them are marked sensitive.
    pub capabilities: i64,
    pub sensitive: i64,
}

/// A role that some of a selection of people have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub id: RoleId,
    pub name: String,
    pub description: Option<String>,
    /// How many have it directly; they can lose it.
    pub direct: usize,
    /// How many have it through a group only.
    pub through_group_only: usize,
}
