//! The catalogue that each environment starts with.

mod catalogue;
mod key;

pub use catalogue::CATALOGUE;
pub use key::{InvalidKey, Key};

use crate::id::CapabilityId;
use serde::{Deserialize, Serialize};

/// Whether a capability allows anything yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Available,
    InFlight,
}

impl Status {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::InFlight => "in_flight",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Available, Self::InFlight]
            .into_iter()
            .find(|status| status.as_str() == text)
    }
}

/// The most characters of a description.
pub const DESCRIPTION_MAX: usize = 200;

/// A capability of an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capability {
    pub id: CapabilityId,
    /// `area.verb`; never changes.
    pub key: String,
    /// What its area is called.
    pub area: String,
    pub name: String,
    pub description: String,
    pub sensitive: bool,
    /// Rolecall's own; the others belong to applications of the tenant.
    pub builtin: bool,
    pub status: Status,
    /// It is in flight and can be turned on: what it allows exists.
    pub ready: bool,
}

/// One built-in entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// `area.verb`.
    pub key: &'static str,
    pub name: &'static str,
    pub description: &'static str,
    pub sensitive: bool,
    /// Whether something in this release asks for it.
    pub status: Status,
}

impl Entry {
    pub fn area(&self) -> &'static str {
        area(self.key)
    }
}

/// One line of the catalogue.
const fn entry(
    key: &'static str,
    name: &'static str,
    description: &'static str,
    sensitive: bool,
    status: Status,
) -> Entry {
    Entry {
        key,
        name,
        description,
        sensitive,
        status,
    }
}

/// The area of a key: `users` of `users.view`.
pub fn area(key: &str) -> &str {
    key.split_once('.').map_or(key, |(area, _)| area)
}

/// The area of a capability as a heading: `Threat intelligence` for `threat_intelligence.view`.
pub fn area_name(key: &str) -> String {
    match area(key) {
        "mfa" => "MFA".to_owned(),
        "api_keys" => "API keys".to_owned(),
        area => {
            let words = area.replace(['_', '-'], " ");
            let mut letters = words.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters).collect()
        }
    }
}

/// Capabilities that belong together: all whose keys begin with the same part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// The first part of the keys.
    pub key: String,
    pub name: String,
    /// Of the product and not of an application of the tenant: its name never changes.
    pub builtin: bool,
    /// How many capabilities are in it.
    pub capabilities: usize,
}

/// What a system role holds. Owner holds everything, also what is added later.
pub fn system_role_holds(role: crate::roles::System, key: &str) -> bool {
    use crate::roles::System;
    match role {
        System::Owner => true,
        System::Administrator => !matches!(key, "environment.manage" | "api_keys.manage" | "capabilities.manage"),
        System::Operator => matches!(
            key,
            "users.view"
                | "users.create"
                | "users.edit"
                | "users.suspend"
                | "users.reset_password"
                | "users.force_mfa_reset"
                | "users.bulk_operations"
                | "members.invite"
                | "members.change_roles"
                | "groups.view"
                | "groups.manage"
                | "roles.view"
                | "sessions.view"
                | "sessions.revoke"
                | "audit.read"
                | "access.check"
                | "access.explain"
        ),
        System::Viewer => matches!(
            key,
            "users.view"
                | "applications.view"
                | "authentication.view"
                | "branding.view"
                | "reports.view"
                | "roles.view"
                | "audit.read"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roles::System;

    #[test]
    fn the_system_roles_are_nested_sets() {
        let held = |role| {
            CATALOGUE
                .iter()
                .filter(|entry| system_role_holds(role, entry.key))
                .count()
        };
        assert_eq!(held(System::Owner), CATALOGUE.len());
        assert_eq!(held(System::Administrator), CATALOGUE.len() - 3);
        assert_eq!(held(System::Operator), 17);
        assert_eq!(held(System::Viewer), 7);
    }

    #[test]
    fn keys_are_unique() {
        let mut keys: Vec<&str> = CATALOGUE.iter().map(|entry| entry.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), CATALOGUE.len());
    }
}
