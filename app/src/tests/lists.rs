//! The list of assignments, the pages of an identity and of one assignment.

use super::{holds, html, sample, sent};
use crate::pages::{assignments, directory, identity, operations};
use domain::Time;
use domain::actor::{Actor, ActorKind};
use domain::assignments::{Assignment, Holder, Listing, Moment, NoEffect, Row, State, Subject};
use domain::id::{AssignmentId, OperationId, RoleId};
use domain::identities::{Kind, Status};
use domain::page::Page;
use domain::problem::{Code, Problem};
use domain::query;
use domain::screens::{
    AfterRemoval, AssignmentDates, AssignmentFacts, AssignmentScreen, Assignments, GroupLink, IdentityActivity,
    IdentityHead, IdentityRoles, Log, LogEntry, MayDo, RemoveAssignment, RoleSource, RoleSources,
};

fn assignment_id(n: u32) -> AssignmentId {
    sample::uuid(n).parse().expect("an id")
}

fn role_id() -> RoleId {
    sample::uuid(90).parse().expect("an id")
}

fn moment(words: &str) -> Moment {
    Moment {
        at: Time(1_800_000_000_000),
        words: words.to_owned(),
    }
}

fn holder(n: u32, name: &str) -> Holder {
    Holder {
        subject: Subject::Identity(sample::identity_id(n)),
        name: name.to_owned(),
        identity: Some((Kind::Person, Status::Active)),
    }
}

fn row(n: u32, holder: Holder, state: State, words: &str) -> Row {
    Row {
        id: assignment_id(n),
        holder,
        role: "Auditor".to_owned(),
        node: None,
        state,
        no_effect: (state == State::NoEffect).then_some(NoEffect::Suspended),
        state_words: words.to_owned(),
        from: moment("1 Nov 2026"),
        to: (state == State::EndingSoon).then(|| moment("25 Nov 2026")),
        by: "API key ci".to_owned(),
    }
}

fn list(search: &str) -> Assignments {
    let group = Holder {
        subject: Subject::Group(sample::uuid(70).parse().expect("an id")),
        name: "Support".to_owned(),
        identity: None,
    };
    Assignments {
        shell: sample::shell(),
        query: query::Assignments::parse(search).0,
        listing: Listing {
            page: Page {
                items: vec![
                    row(50, holder(1, "Ada <Okafor>"), State::EndingSoon, "Ends in 5 days"),
                    row(51, group, State::NoEffect, "No effect: suspended"),
                ],
                next: Some("ff".to_owned()),
                previous: None,
                total: 41,
                total_exact: true,
            },
            notices: Vec::new(),
            role_name: None,
        },
        roles: Vec::new(),
        identities: 1_284,
        all: 3_902,
        hierarchy: false,
    }
}

fn head() -> IdentityHead {
    IdentityHead {
        identity: sample::identity(1, "Ada <Okafor>"),
        last_seen: Some("Yesterday".to_owned()),
        roles: 2,
        groups: Some(1),
        may: MayDo::default(),
    }
}

fn source(groups: &[&str], may_remove: bool) -> RoleSource {
    let direct = groups.is_empty();
    RoleSource {
        assignment_id: assignment_id(50),
        groups: groups.iter().map(|name| (*name).to_owned()).collect(),
        managed_in: groups.first().map(|name| GroupLink {
            id: sample::uuid(70).parse().expect("an id"),
            name: (*name).to_owned(),
        }),
        node: None,
        by: direct.then(|| "by Dana, 12 Nov".to_owned()),
        state: State::Active,
        state_words: "Active".to_owned(),
        window_words: None,
        may_remove,
    }
}

fn roles() -> IdentityRoles {
    IdentityRoles {
        shell: sample::shell(),
        head: head(),
        roles: vec![RoleSources {
            role_id: role_id(),
            name: "Operator".to_owned(),
            sources: vec![source(&[], true), source(&["EMEA", "Night shift"], false)],
        }],
        ended: Vec::new(),
        no_effect: None,
    }
}

fn facts(live: bool) -> AssignmentFacts {
    let state = if live { State::EndingSoon } else { State::Revoked };
    AssignmentFacts {
        assignment: Assignment {
            id: assignment_id(50),
            subject: Subject::Identity(sample::identity_id(1)),
            role_id: role_id(),
            node_id: sample::uuid(80).parse().expect("an id"),
            effective_from: None,
            effective_to: Some(Time(1_800_000_000_000)),
            state,
            no_effect: None,
            reason: Some("Holiday <cover>".to_owned()),
            granted_by: std::sync::Arc::new(Actor {
                kind: ActorKind::Account,
                id: None,
                label: "Dana".to_owned(),
                identity_id: None,
            }),
            created_at: Time(0),
        },
        holder: holder(1, "Ada <Okafor>"),
        role: "Operator".to_owned(),
        node: None,
        state_words: if live { "Ends in 5 days" } else { "Revoked 9 Nov" }.to_owned(),
        given: moment("12 Nov 2026, 14:02"),
        from: None,
        to: Some("at the end of Thu 31 Dec 2026, Europe/Paris (23:00 UTC)".to_owned()),
        by: "Dana".to_owned(),
        may_change: true,
        live,
        started: true,
    }
}

fn log() -> Log {
    Log {
        entries: vec![LogEntry {
            at: moment("20 Nov 2026, 14:02"),
            words: "Operator was given".to_owned(),
            by: "Dana".to_owned(),
            part_of: Some("bulk assign, 14:02".to_owned()),
            operation: Some(sample::uuid(60).parse::<OperationId>().expect("an id")),
            reason: Some("CHG-1 <b>".to_owned()),
        }],
        older: Some("ff".to_owned()),
        newer: None,
        notices: Vec::new(),
    }
}

const BASE: &str = "/t/northwind/production";

#[test]
fn assignments_are_a_form_that_works_without_scripts() {
    let page = html(|| assignments::list::view(list("?role=auditor")));
    holds(
        &page,
        &[
            "action=\"/t/northwind/production/assignments/change\"",
            "name=\"request\" value=\"key-1\"",
            "value=\"dates\"",
            "value=\"extend\"",
            "value=\"end\"",
            "Select Auditor of Ada &lt;Okafor&gt;",
            "Remove filter State Active, ending soon",
            "href=\"/t/northwind/production/directory/assignments?state=any&amp;role=auditor\"",
            "Ends in 5 days",
            "No effect: suspended",
            "No end",
            "API key ci",
            "Select all 41 matching",
            "1–2 of 41",
            "3,902",
        ],
    );
    let ada = format!("href=\"{BASE}/directory/{}\"", sample::identity_id(1));
    let one = format!("href=\"{BASE}/assignments/{}\"", assignment_id(50));
    holds(&page, &[&ada, &one]);
    assert_eq!(
        page.matches("class=\"who-name\"").count(),
        2,
        "a group's name is no link yet"
    );
    assert!(!page.contains("<Okafor>") && !page.contains("Where"), "{page}");
}

#[test]
fn a_search_among_all_states_keeps_them() {
    let page = html(|| assignments::list::view(list("?state=any&q=ada&sort=to&select=matching")));
    holds(
        &page,
        &[
            "name=\"state\" value=\"any\"",
            "name=\"sort\" value=\"to\"",
            "name=\"scope\" value=\"matching\"",
            "name=\"filter\" value=\"?q=ada&amp;state=any&amp;sort=to\"",
            "All 41 matching assignments selected",
        ],
    );
    assert_eq!(page.matches("name=\"shown\"").count(), 2);
}

#[test]
fn a_hierarchy_has_a_column_and_readers_have_no_ticks() {
    let mut data = list("");
    data.hierarchy = true;
    data.shell.may_assign = false;
    data.listing.page.items[0].node = Some("/EMEA".to_owned());
    let page = html(|| assignments::list::view(data));
    holds(&page, &["Where", "/EMEA"]);
    assert!(!page.contains("Select Auditor") && !page.contains("Extend"), "{page}");
}

#[test]
fn no_assignment_and_no_match_are_different() {
    let mut data = list("?q=zzz");
    data.listing.page.items.clear();
    data.listing.page.total = 0;
    let page = html(|| assignments::list::view(data));
    holds(
        &page,
        &["No assignments match “zzz”, state active, ending soon", "Clear filter"],
    );
    let mut data = list("");
    data.listing.page.items.clear();
    (data.listing.page.total, data.all) = (0, 0);
    holds(
        &html(|| assignments::list::view(data)),
        &["Nobody holds a role in Production yet"],
    );
}

#[test]
fn names_of_the_directory_lead_to_their_pages() {
    let page = html(|| directory::list::view(sample::directory("")));
    let ada = format!("href=\"{BASE}/directory/{}\"", sample::identity_id(1));
    holds(&page, &[&ada, "/directory/assignments", "Select Ada &lt;Okafor&gt;"]);
}

#[test]
fn only_a_direct_role_can_be_removed_here() {
    let page = html(|| identity::roles::view(roles()));
    holds(
        &page,
        &[
            "<bdi>Ada &lt;Okafor&gt;</bdi>",
            "p1@northwind.test",
            "Last seen yesterday",
            "aria-label=\"Remove direct Operator\"",
            "Managed in EMEA",
            "by Dana, 12 Nov",
            "holds 1 role directly and 1 through groups",
            "back=%2Ft%2Fnorthwind%2Fproduction%2Fdirectory%2F",
        ],
    );
    assert_eq!(page.matches("/remove?").count(), 1);
    let hops: Vec<usize> = ["EMEA</bdi>", "Night shift</bdi>"]
        .map(|hop| page.find(hop).expect("a hop"))
        .into();
    assert!(hops[0] < hops[1]);
    let mut data = roles();
    data.roles.clear();
    data.no_effect = Some("Ada is suspended, so no role has effect at the moment.".to_owned());
    data.ended = vec![RoleSources {
        role_id: role_id(),
        name: "Auditor".to_owned(),
        sources: vec![source(&[], false)],
    }];
    let page = html(|| identity::roles::view(data));
    holds(
        &page,
        &[
            "holds no role in Production",
            "is suspended",
            "Kept for audit",
            "Ended roles of",
        ],
    );
    assert!(!page.contains("/remove?"), "{page}");
}

#[test]
fn activity_leads_to_the_operation_or_says_what_is_missing() {
    let data = |log| IdentityActivity {
        shell: sample::shell(),
        head: head(),
        log,
    };
    let page = html(|| identity::activity::view(data(Ok(log()))));
    let operation = format!("href=\"{BASE}/operations/{}\"", sample::uuid(60));
    holds(
        &page,
        &[
            "Operator was given",
            "Part of: ",
            "bulk assign, 14:02",
            &operation,
            "CHG-1 &lt;b&gt;",
            "activity?after=ff",
        ],
    );
    let page = html(|| identity::activity::view(data(Err(Problem::forbidden("audit.read")))));
    holds(&page, &["you need audit.read"]);
}

#[test]
fn a_removal_says_what_stays_before_it_is_done() {
    let data = |live: bool| RemoveAssignment {
        shell: sample::shell(),
        facts: facts(live),
        after: AfterRemoval {
            keeps: vec!["Operator through Support".to_owned()],
            loses: Vec::new(),
            notes: Vec::new(),
        },
        back: format!("{BASE}/directory/assignments?q=a%20b"),
    };
    let page = html(|| assignments::remove::view(data(true), sent(&[], None), false));
    holds(
        &page,
        &[
            "Remove the direct Operator assignment from Ada &lt;Okafor&gt;",
            "After this, Ada",
            "Operator through Support",
            "nothing: what it gives comes from elsewhere too",
            "Takes effect now.",
            "btn-danger",
            "Remove direct assignment",
            "name=\"back\" value=\"/t/northwind/production/directory/assignments?q=a%20b\"",
        ],
    );
    let page = html(|| assignments::remove::view(data(true), sent(&[], None), true));
    holds(&page, &["End the direct Operator assignment", "End now", "/end\""]);
    let problem = Problem::new(Code::NotAssigned, "This assignment has ended already.");
    let page = html(|| assignments::remove::view(data(false), sent(&[], Some(problem)), false));
    holds(&page, &["This assignment is over", "has ended already"]);
    assert!(!page.contains("btn-danger"), "{page}");
}

#[test]
fn dates_are_offered_as_they_are_and_kept_as_they_were_typed() {
    let data = |started: bool| AssignmentDates {
        shell: sample::shell(),
        facts: AssignmentFacts { started, ..facts(true) },
        today: "2026-11-20".to_owned(),
        from: ("2026-12-01".to_owned(), String::new()),
        until: ("2026-12-31".to_owned(), String::new()),
        back: format!("{BASE}/directory"),
    };
    let page = html(|| assignments::dates::view(data(true), sent(&[], None)));
    holds(
        &page,
        &["value=\"2026-12-31\"", "30 days longer", "that stays", "Europe/Paris"],
    );
    assert!(!page.contains("Starts on"), "{page}");
    let problem = Problem::at(Code::InvalidWindow, "/until", "The end must be in the future");
    let typed = sent(
        &[("from", "2026-12-05"), ("end", "day"), ("until", "2026-01-01")],
        Some(problem),
    );
    let page = html(|| assignments::dates::view(data(false), typed));
    holds(
        &page,
        &[
            "Starts on",
            "value=\"2026-12-05\"",
            "value=\"2026-01-01\"",
            "href=\"#until\"",
            "must be in the future",
        ],
    );
}

#[test]
fn one_assignment_says_everything_and_what_can_be_done() {
    let data = |live: bool| AssignmentScreen {
        shell: sample::shell(),
        facts: facts(live),
        log: Ok(log()),
    };
    let page = html(|| assignments::one::view(data(true)));
    holds(
        &page,
        &[
            "Operator of Ada",
            "Holiday &lt;cover&gt;",
            "by Dana",
            "/dates?back=",
            "/end?back=",
            "History",
        ],
    );
    let page = html(|| assignments::one::view(data(false)));
    holds(&page, &["Revoked 9 Nov", "Give it again", "&amp;role="]);
    assert!(!page.contains("/end?back="), "{page}");
}

#[test]
fn jobs_show_how_each_stands_and_the_way_on() {
    let data = sample::operations();
    let one = format!("href=\"{BASE}/operations/{}\"", sample::uuid(1));
    let parts = [
        "1,200 of 4,200",
        "Undone",
        "Stopped",
        "Some failed",
        "1–4 of 60",
        "?after=cursor",
        &one,
    ];
    holds(&html(|| operations::view(data.clone())), &parts);
    let status = Some(domain::operations::Status::Running);
    let empty = domain::screens::Operations {
        status,
        page: Page {
            items: Vec::new(),
            next: None,
            ..data.page.clone()
        },
        ..data.clone()
    };
    holds(
        &html(|| operations::view(empty.clone())),
        &["Nothing is under way", "All jobs"],
    );
    let never = domain::screens::Operations { status: None, ..empty };
    holds(&html(|| operations::view(never)), &["many at once in Production yet"]);
}
