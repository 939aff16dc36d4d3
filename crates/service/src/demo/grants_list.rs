//! Which roles are given in the demo, to how many, for how long and why.

/// When a grant of the past holds.
#[derive(Clone, Copy)]
pub(super) enum When {
    Active,
    /// Ends so many days from now: at least, at most.
    Until(i64, i64),
    Ended,
    Revoked,
}

use When::{Active, Ended, Revoked, Until};

/// To how many of the staff, which role, when, why.
pub(super) const DIRECT: &[(usize, &str, When, &str)] = &[
    (1, "owner", Active, "Second owner, for holidays"),
    (3, "administrator", Active, ""),
    (12, "operator", Active, ""),
    (34, "viewer", Active, ""),
    (5, "support-lead", Active, "Leads a shift"),
    (3, "billing-analyst", Active, ""),
    (2, "auditor", Active, ""),
    (6, "deployer", Active, ""),
    (3, "branding-editor", Active, ""),
    (2, "security-analyst", Active, ""),
    (4, "directory-manager", Active, "Human resources"),
    (4, "access-reviewer", Until(40, 200), "Access review, REV-2207"),
    (4, "operator", Until(30, 120), "Cover during parental leave"),
    (3, "deployer", Until(20, 90), "Project Lighthouse"),
    (2, "administrator", Ended, "Migration weekend, CHG-1182"),
    (4, "deployer", Ended, "Release 4.0"),
    (4, "operator", Ended, "Holiday cover"),
    (3, "access-reviewer", Ended, "Access review, REV-1954"),
    (6, "viewer", Revoked, ""),
    (4, "operator", Revoked, "Helped out in Support"),
    (2, "billing-analyst", Revoked, "Year-end closing"),
];

/// Place in the list of services, and the role that the service has by itself.
pub(super) const SERVICE_ROLES: &[(usize, &str)] = &[
    (0, "deployer"),
    (1, "deployer"),
    (3, "billing-analyst"),
    (6, "viewer"),
    (8, "directory-manager"),
    (10, "security-analyst"),
    (11, "billing-analyst"),
];

/// Which group has which role, when, why.
pub(super) const GROUP_ROLES: &[(&str, &str, When, &str)] = &[
    ("support", "viewer", Active, ""),
    ("support-emea", "operator", Active, "Onboards customers in its region"),
    (
        "support-emea-night-shift",
        "on-call-responder",
        Active,
        "Nobody else is awake",
    ),
    ("engineering", "viewer", Active, ""),
    ("engineering-platform", "deployer", Active, ""),
    ("engineering-platform-on-call", "on-call-responder", Active, ""),
    ("engineering-web", "deployer", Ended, "Release 4.0"),
    (
        "engineering",
        "operator",
        Revoked,
        "Too much for everyone in Engineering",
    ),
    ("finance", "viewer", Active, ""),
    ("finance-audit", "auditor", Active, ""),
    ("finance-billing", "billing-analyst", Active, ""),
    ("finance", "access-reviewer", Ended, "Access review, REV-1954"),
    ("security", "security-analyst", Active, ""),
    ("design", "branding-editor", Active, ""),
    (
        "external-partners",
        "external-auditor",
        Until(160, 200),
        "Yearly engagement",
    ),
];

/// To how many, which role, why; each ends on one of the next six days.
pub(super) const ENDING_SOON: &[(usize, &str, &str)] = &[
    (4, "on-call-responder", "This week's rota"),
    (3, "operator", "Cover while the team is at the summit"),
    (1, "administrator", "Database move, CHG-2290"),
];

/// To how many, which role, for how many days (0: without end), why; each begins within a month.
pub(super) const SCHEDULED: &[(usize, &str, i64, &str)] = &[
    (4, "on-call-responder", 7, "Next rota"),
    (3, "deployer", 0, "Joins Platform"),
    (2, "support-lead", 0, ""),
    (1, "administrator", 2, "Disaster recovery exercise"),
];
