//! The roles and groups of the demo, as they are written out.

/// Name, what it is for, capabilities; the slug is made from the name.
pub(super) type RoleEntry = (&'static str, &'static str, &'static [&'static str]);

pub(super) const ROLES: &[RoleEntry] = &[
    (
        "Billing analyst",
        "Reads and sets up the revenue reports; sees who the customers' contacts are.",
        &["reports.view", "reports.configure", "users.view"],
    ),
    (
        "Auditor",
        "Reads people, roles, groups and the audit log. Changes nothing.",
        &[
            "users.view",
            "roles.view",
            "groups.view",
            "audit.read",
            "access.explain",
        ],
    ),
    (
        "External auditor",
        "For the yearly audit by another firm; always with an end date.",
        &[
            "audit.read",
            "audit.export",
            "users.view",
            "applications.view",
            "authentication.view",
        ],
    ),
    (
        "Support lead",
        "Helps people who are locked out, and suspends accounts in an emergency.",
        &[
            "users.view",
            "users.reset_password",
            "users.force_mfa_reset",
            "users.suspend",
            "audit.read",
        ],
    ),
    (
        "Deployer",
        "Ships applications and rotates their secrets.",
        &[
            "applications.view",
            "applications.edit",
            "applications.rotate_secret",
            "access.check",
        ],
    ),
    (
        "Branding editor",
        "Logos, colours and texts of the sign-in pages.",
        &["branding.view", "branding.edit"],
    ),
    (
        "On-call responder",
        "What is needed at three in the morning: look, sign people out, switch an application off.",
        &[
            "users.view",
            "sessions.view",
            "sessions.revoke",
            "applications.view",
            "applications.disable",
            "audit.read",
        ],
    ),
    (
        "Security analyst",
        "Works with threat feeds and takes events out for investigations.",
        &[
            "threat_intelligence.view",
            "threat_intelligence.manage_feeds",
            "threat_intelligence.test_ip",
            "audit.read",
            "audit.export",
            "sessions.view",
            "users.view",
        ],
    ),
    (
        "Directory manager",
        "Keeps people and groups in order for human resources.",
        &[
            "users.view",
            "users.create",
            "users.edit",
            "groups.view",
            "groups.manage",
            "members.invite",
        ],
    ),
    (
        "Access reviewer",
        "Goes through who has what twice a year.",
        &[
            "users.view",
            "roles.view",
            "groups.view",
            "access.check",
            "access.explain",
            "audit.read",
        ],
    ),
];

/// Slug, name, slug of the parent, what it is for, how many direct members.
pub(super) type GroupEntry = (&'static str, &'static str, &'static str, &'static str, usize);

pub(super) const GROUPS: &[GroupEntry] = &[
    ("support", "Support", "", "Everyone who answers customers.", 4),
    (
        "support-emea",
        "EMEA",
        "support",
        "Europe, Middle East and Africa, in 14 languages.",
        34,
    ),
    (
        "support-emea-night-shift",
        "Night shift",
        "support-emea",
        "From 20:00 to 06:00 Paris time.",
        9,
    ),
    (
        "support-americas",
        "Americas",
        "support",
        "From Halifax to Ushuaia.",
        27,
    ),
    ("support-apac", "Asia–Pacific", "support", "Singapore and Osaka.", 16),
    ("engineering", "Engineering", "", "Builds the product.", 6),
    (
        "engineering-platform",
        "Platform",
        "engineering",
        "Runs what the others build on.",
        22,
    ),
    (
        "engineering-platform-on-call",
        "On-call",
        "engineering-platform",
        "The present rota; changes weekly.",
        7,
    ),
    ("engineering-web", "Web", "engineering", "", 31),
    ("finance", "Finance", "", "Money in, money out.", 8),
    ("finance-audit", "Audit", "finance", "Controls and the yearly audit.", 5),
    (
        "finance-billing",
        "Billing",
        "finance",
        "Invoices, dunning and refunds.",
        12,
    ),
    ("security", "Security", "", "Detection and response.", 11),
    ("design", "Design", "", "Brand, product and words.", 13),
    (
        "external-partners",
        "External partners",
        "",
        "People of other firms; reviewed each quarter.",
        0,
    ),
];
