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

/// A role with all that it holds, as the API returns it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    pub id: RoleId,
    pub name: String,
    pub slug: Slug,
    pub description: Option<String>,
    pub system: Option<System>,
    /// Keys, in the order of the catalogue.
    pub capabilities: Vec<String>,
}

/// Who holds a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Holders {
    /// People and services that hold it now, directly or through groups; each once.
    pub people: i64,
    /// Those who hold it directly.
    pub direct: i64,
    /// Those who hold it through groups.
    pub through_groups: i64,
    /// Groups that have it.
    pub groups: i64,
    /// Assignments that have not begun yet.
    pub scheduled: i64,
}

/// The longest description, in characters.
pub const DESCRIPTION_MAX: usize = 300;

/// A role to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    pub name: &'static str,
    pub description: &'static str,
    pub capabilities: &'static [&'static str],
}

/// Roles that many need.
pub const EXAMPLES: [Example; 4] = [
    Example {
        name: "Branding Editor",
        description: "Changes how pages and messages look.",
        capabilities: &["branding.view", "branding.edit"],
    },
    Example {
        name: "External Auditor",
        description: "Reads everything that an outside reviewer asks for; best with an end date.",
        capabilities: &[
            "audit.read",
            "audit.export",
            "users.view",
            "applications.view",
            "authentication.view",
        ],
    },
    Example {
        name: "Support Lead",
        description: "Helps people who cannot get in.",
        capabilities: &[
            "users.view",
            "users.reset_password",
            "users.force_mfa_reset",
            "users.suspend",
            "audit.read",
        ],
    },
    Example {
        name: "Viewer+",
        description: "What Viewer reads, the groups, and the audit log as a file.",
        capabilities: &[
            "users.view",
            "applications.view",
            "authentication.view",
            "branding.view",
            "reports.view",
            "roles.view",
            "audit.read",
            "audit.export",
            "groups.view",
        ],
    },
];

/// What a capability is of no use without: to change something one must see it.
pub fn needs(key: &str) -> Option<String> {
    let (area, verb) = key.split_once('.')?;
    let view = match (area, verb) {
        ("audit", "read") | (_, "view") => return None,
        ("audit", _) => "audit.read".to_owned(),
        ("users" | "applications" | "authentication" | "threat_intelligence" | "branding" | "reports", _)
        | ("roles" | "groups" | "sessions", _) => format!("{area}.view"),
        ("members", "change_roles") => "users.view".to_owned(),
        ("capabilities", "manage") => "roles.view".to_owned(),
        _ => return None,
    };
    Some(view)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capabilities::CATALOGUE;

    #[test]
    fn examples_and_needs_name_what_is_in_the_catalogue() {
        let known = |key: &str| CATALOGUE.iter().any(|entry| entry.key == key);
        for example in EXAMPLES {
            assert!(example.capabilities.iter().all(|key| known(key)), "{}", example.name);
        }
        for entry in CATALOGUE {
            if let Some(view) = needs(entry.key) {
                assert!(known(&view) && needs(&view).is_none(), "{} needs {view}", entry.key);
            }
        }
    }
}
