//! The catalogue that each environment starts with.

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
        self.key.split_once('.').map_or(self.key, |(area, _)| area)
    }
}

/// The area of a capability as a heading: `Threat intelligence` for `threat_intelligence.view`.
pub fn area_name(key: &str) -> String {
    let area = key.split_once('.').map_or(key, |(area, _)| area);
    match area {
        "mfa" => "MFA".to_owned(),
        "api_keys" => "API keys".to_owned(),
        _ => {
            let words = area.replace('_', " ");
            let mut letters = words.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters).collect()
        }
    }
}

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

use Status::{Available as ON, InFlight as OFF};

/// The built-in catalogue, in the order in which screens show it.
pub const CATALOGUE: &[Entry] = &[
    entry(
        "users.view",
        "View users",
        "See the directory and each person's roles.",
        false,
        ON,
    ),
    entry(
        "users.create",
        "Create users",
        "Add people and services to the directory.",
        false,
        ON,
    ),
    entry("users.edit", "Edit users", "Change names and addresses.", false, OFF),
    entry(
        "users.suspend",
        "Suspend users",
        "Stop all access of a person, and reinstate it.",
        true,
        OFF,
    ),
    entry(
        "users.delete",
        "Delete users",
        "Remove a person from the directory.",
        true,
        OFF,
    ),
    entry(
        "users.reset_password",
        "Reset passwords",
        "Send a person a link to set a new password.",
        true,
        OFF,
    ),
    entry(
        "users.force_mfa_reset",
        "Force MFA reset",
        "Make a person set up second factors again.",
        true,
        OFF,
    ),
    entry(
        "users.bulk_operations",
        "Bulk operations",
        "Change many people in one go.",
        true,
        ON,
    ),
    entry(
        "applications.view",
        "View applications",
        "See applications and their settings.",
        false,
        OFF,
    ),
    entry(
        "applications.create",
        "Create applications",
        "Register an application.",
        false,
        OFF,
    ),
    entry(
        "applications.edit",
        "Edit applications",
        "Change an application's settings.",
        false,
        OFF,
    ),
    entry(
        "applications.rotate_secret",
        "Rotate secrets",
        "Replace an application's secret.",
        true,
        OFF,
    ),
    entry(
        "applications.disable",
        "Disable applications",
        "Stop an application from signing people in.",
        true,
        OFF,
    ),
    entry(
        "applications.delete",
        "Delete applications",
        "Remove an application.",
        true,
        OFF,
    ),
    entry(
        "authentication.view",
        "View authentication",
        "See how people sign in.",
        false,
        OFF,
    ),
    entry(
        "authentication.configure_policy",
        "Configure policy",
        "Set password and session rules.",
        true,
        OFF,
    ),
    entry(
        "authentication.manage_federation",
        "Manage federation",
        "Connect identity providers.",
        true,
        OFF,
    ),
    entry(
        "authentication.edit_flows",
        "Edit flows",
        "Change the steps of signing in.",
        true,
        OFF,
    ),
    entry(
        "authentication.edit_actions",
        "Edit actions",
        "Change what runs while people sign in.",
        true,
        OFF,
    ),
    entry(
        "mfa.configure_enforcement",
        "Configure enforcement",
        "Say who needs a second factor.",
        true,
        OFF,
    ),
    entry(
        "mfa.manage_custom_factors",
        "Manage custom factors",
        "Add kinds of second factors.",
        true,
        OFF,
    ),
    entry("audit.read", "Read the audit log", "See who did what.", false, ON),
    entry(
        "audit.export",
        "Export the audit log",
        "Take events out as a file.",
        true,
        OFF,
    ),
    entry(
        "audit.configure_streaming",
        "Configure streaming",
        "Send events to another system.",
        true,
        OFF,
    ),
    entry(
        "threat_intelligence.view",
        "View threat intelligence",
        "See feeds and findings.",
        false,
        OFF,
    ),
    entry(
        "threat_intelligence.manage_feeds",
        "Manage feeds",
        "Add and remove feeds.",
        true,
        OFF,
    ),
    entry(
        "threat_intelligence.test_ip",
        "Test an address",
        "Ask the feeds about an IP address.",
        false,
        OFF,
    ),
    entry(
        "branding.view",
        "View branding",
        "See logos, colours and texts.",
        false,
        OFF,
    ),
    entry(
        "branding.edit",
        "Edit branding",
        "Change logos, colours and texts.",
        false,
        OFF,
    ),
    entry("reports.view", "View reports", "See reports.", false, OFF),
    entry("reports.configure", "Configure reports", "Set up reports.", false, OFF),
    entry("members.invite", "Invite members", "Ask people to join.", false, ON),
    entry(
        "members.change_roles",
        "Change roles",
        "Give, time and take away roles.",
        true,
        ON,
    ),
    entry(
        "members.remove",
        "Remove members",
        "Take away all access of a person.",
        true,
        OFF,
    ),
    entry("roles.view", "View roles", "See roles and what they hold.", false, ON),
    entry("roles.create", "Create roles", "Make custom roles.", true, ON),
    entry("roles.edit", "Edit roles", "Change custom roles.", true, ON),
    entry(
        "roles.delete",
        "Delete roles",
        "Delete custom roles, and restore them.",
        true,
        ON,
    ),
    entry("groups.view", "View groups", "See groups and their members.", false, ON),
    entry(
        "groups.manage",
        "Manage groups",
        "Change groups and who is in them.",
        true,
        ON,
    ),
    entry(
        "capabilities.manage",
        "Manage capabilities",
        "Add capabilities, and turn them on.",
        true,
        OFF,
    ),
    entry(
        "hierarchy.manage",
        "Manage the hierarchy",
        "Change nodes and move them.",
        true,
        OFF,
    ),
    entry(
        "sessions.view",
        "View sessions",
        "See where people are signed in.",
        false,
        OFF,
    ),
    entry("sessions.revoke", "Revoke sessions", "Sign people out.", true, OFF),
    entry(
        "api_keys.manage",
        "Manage API keys",
        "Make, rotate and revoke keys.",
        true,
        OFF,
    ),
    entry(
        "environment.manage",
        "Manage the environment",
        "Change the environment's settings.",
        true,
        OFF,
    ),
    entry(
        "access.check",
        "Check access",
        "Ask whether someone may do something.",
        false,
        ON,
    ),
    entry("access.explain", "Explain access", "Ask why, who and what.", false, OFF),
    entry(
        "access.grant_applications",
        "Grant application capabilities",
        "Give and take the tenant's own capabilities without holding them.",
        true,
        OFF,
    ),
];

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
