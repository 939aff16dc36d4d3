//! The data of the sample pages.

use domain::Time;
use domain::actor::{Actor, ActorKind};
use domain::assignments::{State, Subject};
use domain::bulk::{self, Status};
use domain::environments::Hue;
use domain::id::{IdentityId, OperationId, PlanId, RoleId};
use domain::identities::{HeldRole, Identity, Kind, Listing, Row, Status as Standing};
use domain::operations::{self, Operation};
use domain::page::Page;
use domain::plans::{Action, CapabilityDelta, Outcome, Plan, Sample, Selection, Summary};
use domain::problem::Code;
use domain::query;
use domain::screens::{
    Assign, Choice, Directory, EnvironmentLink, OperationRow, OperationScreen, Operations, Part, PartGroup, PlanView,
    RoleOption, Shell, Subjects, TenantLink,
};

pub fn uuid(n: u32) -> String {
    format!("{n:08x}-0000-7000-8000-000000000000")
}

pub fn identity_id(n: u32) -> IdentityId {
    uuid(n).parse().expect("an id")
}

pub fn shell() -> Shell {
    let environment = |name: &str, slug: &str, hue| EnvironmentLink {
        name: name.to_owned(),
        slug: slug.to_owned(),
        hue,
    };
    let production = environment("Production", "production", Hue::Ember);
    let tenant = TenantLink {
        name: "Northwind".to_owned(),
        slug: "northwind".to_owned(),
        environments: vec![environment("Development", "development", Hue::Teal), production.clone()],
    };
    Shell {
        account_name: "Dana Whitfield".to_owned(),
        account_email: "dana@northwind.test".to_owned(),
        tenants: vec![tenant.clone()],
        tenant,
        environment: production,
        time_zone: "Europe/Paris".to_owned(),
        me: Some(identity_id(2)),
        may_view_users: true,
        may_create_users: true,
        may_invite: true,
        may_assign: true,
        may_view_roles: true,
        may_view_groups: true,
        may_manage_groups: true,
        may_suspend: true,
        may_revoke_sessions: true,
        may_bulk: true,
        may_explain: true,
        may_audit: true,
    }
}

pub fn identity(n: u32, name: &str) -> Identity {
    Identity {
        id: identity_id(n),
        kind: Kind::Person,
        name: name.to_owned(),
        email: Some(format!("p{n}@northwind.test")),
        status: Standing::Active,
        account_id: None,
        created_at: Time(0),
        last_seen_at: None,
    }
}

pub fn directory(search: &str) -> Directory {
    let held = HeldRole {
        name: "Auditor".to_owned(),
        through_group: false,
        state: State::EndingSoon,
        words: Some("5 days left".to_owned()),
    };
    let row = |identity, roles| Row {
        identity,
        roles,
        last_seen: None,
    };
    let group = Choice {
        slug: "support".to_owned(),
        name: "Support".to_owned(),
        depth: 1,
    };
    Directory {
        peek: None,
        shell: shell(),
        query: query::Directory::parse(search).0,
        listing: Listing {
            page: Page {
                items: vec![
                    row(identity(1, "Ada <Okafor>"), vec![held]),
                    row(identity(2, "Dana Whitfield"), Vec::new()),
                ],
                next: Some("ff".to_owned()),
                previous: None,
                total: 243,
                total_exact: true,
            },
            all: 1_284,
            notices: Vec::new(),
            role_name: None,
            group_name: None,
        },
        roles: Vec::new(),
        groups: vec![group],
        assignments: 3_902,
    }
}

pub fn assign(will: usize) -> Assign {
    let sample = |n, name: &str| Sample {
        subject: Subject::Identity(identity_id(n)),
        assignment_id: None,
        name: name.to_owned(),
        detail: None,
    };
    let outcome = |status, code, count, samples| Outcome {
        status,
        code,
        count,
        samples,
    };
    let mut samples = vec![
        outcome(Status::Skipped, Some(Code::AlreadyAssigned), 3, vec![sample(5, "Bram")]),
        outcome(Status::Skipped, Some(Code::Inherited), 1, vec![sample(6, "Leïla")]),
        outcome(Status::Failed, Some(Code::Suspended), 1, vec![sample(7, "Eun-ji")]),
        outcome(Status::Failed, Some(Code::OwnAccess), 1, vec![sample(2, "Dana")]),
    ];
    if will > 0 {
        samples.insert(0, outcome(Status::Created, None, will, vec![sample(1, "Ada")]));
    }
    Assign {
        shell: shell(),
        subjects: Some(Subjects {
            selection: Selection::Ids(vec![identity_id(1)]),
            count: 128,
            first: vec![identity(1, "Ada")],
            filter_words: None,
            groups: Vec::new(),
        }),
        via: None,
        groups: Vec::new(),
        missing: Vec::new(),
        several: Vec::new(),
        roles: vec![RoleOption {
            id: uuid(9).parse::<RoleId>().expect("an id"),
            name: "Operator".to_owned(),
            description: Some("Looks after people".to_owned()),
            system: true,
            capabilities: 12,
            sensitive: 2,
        }],
        today: "2026-11-20".to_owned(),
        plan: Some(PlanView {
            plan: Plan {
                id: uuid(10).parse::<PlanId>().expect("an id"),
                action: Action::Assign,
                created_at: Time(0),
                expires_at: Time(1),
                revision: 1,
                keeps: 0,
                summary: Summary {
                    total: 128,
                    will,
                    ..Summary::default()
                },
                samples,
                capability_delta: CapabilityDelta {
                    available: 10,
                    in_flight: 2,
                    sensitive: vec!["Change roles".to_owned(), "Bulk operations".to_owned()],
                },
            },
            what: "Operator".to_owned(),
            window_words: Some("Ends at the end of Thu 31 Dec 2026, Europe/Paris (23:00 UTC).".to_owned()),
            until_words: Some("until 31 Dec 2026".to_owned()),
            as_of: "14:02:31".to_owned(),
        }),
    }
}

/// One operation of each status, the second undone, the last with failures.
pub fn operations() -> Operations {
    let row = |n: u32, status, failed, undone: bool| {
        let mut operation = operation().operation;
        operation.id = uuid(n).parse().expect("an id");
        operation.status = status;
        operation.summary = bulk::Summary {
            total: 4200,
            created: Some(1200),
            failed,
            ..bulk::Summary::default()
        };
        operation.undone_by = undone.then(|| uuid(90).parse().expect("an id"));
        OperationRow {
            operation,
            title: format!("Title {n}"),
            asked: Some("Operator, until 31 Dec 2026.".to_owned()),
            at: "20 Nov 2026, 14:02".to_owned(),
        }
    };
    Operations {
        shell: shell(),
        status: None,
        page: Page {
            items: vec![
                row(1, operations::Status::Running, 0, false),
                row(2, operations::Status::Finished, 0, true),
                row(3, operations::Status::Stopped, 0, false),
                row(4, operations::Status::Finished, 3, false),
            ],
            next: Some("cursor".to_owned()),
            previous: None,
            total: 60,
            total_exact: true,
        },
        first: true,
        notices: Vec::new(),
    }
}

pub fn operation() -> OperationScreen {
    let part = |n, name: &str, note: Option<&str>| Part {
        id: Some(identity_id(n)),
        name: name.to_owned(),
        note: note.map(str::to_owned),
    };
    let id = uuid(11).parse::<OperationId>().expect("an id");
    OperationScreen {
        signed_out: String::new(),
        group: None,
        shell: shell(),
        id,
        operation: Operation {
            id,
            action: "assignments.assign".to_owned(),
            status: operations::Status::Finished,
            summary: bulk::Summary::default(),
            started_by: Actor {
                kind: ActorKind::Account,
                id: None,
                label: "Dana Whitfield".to_owned(),
                identity_id: None,
            },
            plan_id: None,
            created_at: Time(0),
            finished_at: Some(Time(1)),
            stopped: None,
            undo_until: None,
            undone_by: None,
            undo_of: None,
            retry_of: None,
            retryable: 0,
        },
        title: "119 assigned, 2 failed".to_owned(),
        asked: Some("Operator, until 31 Dec 2026.".to_owned()),
        undo_words: Some("27 Nov 2026, 14:02".to_owned()),
        failed: vec![identity_id(3)],
        by: "Done by Dana Whitfield on 20 Nov 2026, 14:02.".to_owned(),
        groups: vec![
            PartGroup {
                status: Status::Created,
                count: 119,
                people: vec![part(1, "Ada", None), part(3, "Femi", None)],
            },
            PartGroup {
                status: Status::Failed,
                count: 2,
                people: vec![
                    part(7, "Eun-ji", Some("Suspended")),
                    part(2, "Dana", Some("That’s you")),
                ],
            },
        ],
    }
}
