//! Pages drawn from sample data: what must hold for people without scripts, and for anyone's names.

mod lists;
mod sample;

use crate::pages::{assign, directory, errors, operation, setup, sign_in};
use domain::bulk::Status;
use domain::form::{Flash, RequestKey, Sent};
use domain::identities;
use domain::plans::Selection;
use domain::problem::{Code, Problem};
use domain::query;
use domain::screens::{PartGroup, Setup};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use std::sync::Arc;

/// The markup of a page whose request brought a key and a message.
fn html(page: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    owner.with(|| {
        provide_context(RequestKey("key-1".to_owned()));
        provide_context(Flash("Ada is here.".to_owned()));
        page().to_html()
    })
}

#[track_caller]
fn holds(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
}

fn sent(values: &[(&str, &str)], problem: Option<Problem>) -> Sent {
    let values = values
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Sent { values, problem }
}

#[test]
fn the_directory_is_a_form_that_works_without_scripts() {
    let page = html(|| directory::list::view(sample::directory("")));
    holds(
        &page,
        &[
            "Ada is here.",
            "name=\"request\" value=\"key-1\"",
            "action=\"/t/northwind/production/assign\"",
            "name=\"intent\" value=\"start\"",
            "Select Ada &lt;Okafor&gt;",
            "Select all 243",
            "1–2 of 243",
            "No role yet",
            "5 days left",
            "(you)",
        ],
    );
    assert!(!page.contains("<Okafor>") && !page.contains("data-bar"), "{page}");
}

#[test]
fn everything_matching_carries_the_filter_and_the_rows_that_were_shown() {
    let page = html(|| directory::list::view(sample::directory("?q=a&status=active&select=matching")));
    holds(
        &page,
        &[
            "data-bar=\"on\"",
            "All 243 matching identities selected",
            "name=\"scope\" value=\"matching\"",
            "name=\"filter\" value=\"?q=a&amp;status=active\"",
            "name=\"back\" value=\"?q=a&amp;status=active\"",
            "Remove filter Status Active",
        ],
    );
    assert_eq!(page.matches("name=\"shown\"").count(), 2);
    assert_eq!(
        page.matches(" checked").count(),
        2 + 1 + 2,
        "rows, the status, any group and any time"
    );
}

#[test]
fn nobody_and_nothing_are_different() {
    let mut data = sample::directory("");
    data.listing.all = 0;
    data.listing.page.items.clear();
    data.listing.page.total = 0;
    holds(
        &html(|| directory::list::view(data)),
        &["No identities in Production yet", "/directory/new"],
    );
    let mut data = sample::directory("?q=zzz");
    data.listing.page.items.clear();
    data.listing.page.total = 0;
    holds(
        &html(|| directory::list::view(data)),
        &["No identities match “zzz”", "Clear filter"],
    );
}

#[test]
fn who_may_not_assign_sees_no_ticks() {
    let mut data = sample::directory("");
    data.shell.may_assign = false;
    data.shell.may_create_users = false;
    let page = html(|| directory::list::view(data));
    for part in ["Assign role", "Select Ada", "/directory/new"] {
        assert!(!page.contains(part), "{part} in {page}");
    }
}

#[test]
fn a_plan_says_whom_and_the_button_the_number() {
    let page = html(|| {
        assign::view(
            sample::assign(121),
            sent(&[("when", "limited"), ("back", "?q=a&after=ff")], None),
        )
    });
    holds(
        &page,
        &[
            "Assign role to 128 identities",
            "in Production",
            "will get Operator until 31 Dec 2026",
            "already have it directly",
            "has it through a group",
            "can’t: 1 suspended, 1 is you",
            "Adds up to 10 capabilities, 2 sensitive: ",
            "Ends at the end of",
            "Assign Operator to 121",
            "name=\"plan\"",
            "directory?q=a&amp;after=ff",
        ],
    );
    // Enter in a field presses the first submit of the form: a preview, never the write.
    let form = &page[page.find("id=\"form\"").expect("a form")..];
    let first = &form[form.find("type=\"submit\"").expect("a submit")..];
    assert!(first[..120].contains("value=\"enter\""), "{}", &first[..120]);
}

#[test]
fn a_plan_that_changes_nothing_cannot_be_carried_out() {
    let page = html(|| assign::view(sample::assign(0), Sent::default()));
    let button = &page[page.find("value=\"commit\"").expect("the button")..];
    let button = &button[..button.find("</button>").expect("its end")];
    holds(button, &["Nothing to change", "aria-disabled=\"true\""]);
    assert!(!button.contains("submit"), "{button}");
}

#[test]
fn what_changed_since_a_plan_is_said_beside_the_new_one() {
    let problem = Problem::new(Code::PlanChanged, "2 things changed since the preview.");
    let page = html(|| assign::view(sample::assign(119), sent(&[], Some(problem))));
    holds(&page, &["2 things changed", "name=\"apply\"", "Assign Operator to 119"]);
    assert!(!page.contains("There is a problem"));
}

#[test]
fn the_selection_travels_in_the_form() {
    let mut data = sample::assign(1);
    if let Some(subjects) = data.subjects.as_mut() {
        let (query, _) = query::Directory::parse("?q=a%26b&status=active");
        let exclude = subjects.first.iter().map(|one| one.id).collect();
        subjects.selection = Selection::Matching {
            filter: query.filter,
            exclude,
        };
        subjects.filter_words = Some("“a&b”, status active".to_owned());
    }
    let page = html(|| assign::view(data, Sent::default()));
    holds(
        &page,
        &[
            "name=\"filter\" value=\"?q=a%26b&amp;status=active\"",
            "name=\"exclude\"",
            "1 left out",
        ],
    );
    let mut data = sample::assign(1);
    data.subjects = None;
    holds(&html(|| assign::view(data, Sent::default())), &["Nobody is selected"]);
}

#[test]
fn a_refused_setup_keeps_what_was_typed_but_never_the_password() {
    let problem = Problem::at(
        Code::InvalidValue,
        "/email",
        "Enter an e-mail address such as ada@example.org",
    );
    let typed = [
        ("token", "t-1"),
        ("name", "Dana \"D\""),
        ("email", "dana@"),
        ("password", "sesame-open"),
        ("time_zone", "Europe/Paris"),
    ];
    let zones = vec!["Europe/Paris".to_owned(), "UTC".to_owned()];
    let data = Setup {
        token_valid: true,
        zones: zones.clone(),
    };
    let page = html(|| setup::view(data, "t-1".to_owned(), sent(&typed, Some(problem))));
    holds(
        &page,
        &[
            "There is a problem",
            "href=\"#email\"",
            "Dana &quot;D&quot;",
            "aria-invalid=\"true\"",
            "type=\"hidden\" name=\"token\"",
        ],
    );
    assert!(!page.contains("sesame"), "{page}");
    let data = Setup {
        token_valid: false,
        zones,
    };
    let page = html(|| setup::view(data, "old".to_owned(), Sent::default()));
    holds(&page, &["href=\"#token\"", "Restart the server"]);
    let page = html(|| {
        sign_in::view(
            "/t/x".to_owned(),
            sent(&[("login", "a@b.test"), ("password", "sesame-open")], None),
        )
    });
    assert!(page.contains("a@b.test") && !page.contains("sesame"), "{page}");
}

#[test]
fn a_result_shows_who_failed_and_why() {
    let mut data = sample::operation();
    holds(
        &html(|| operation::view(sample::operation(), Sent::default())),
        &[
            "119 assigned, 2 failed",
            "results.csv",
            "Suspended",
            "and 117 more in the CSV",
        ],
    );
    data.groups = vec![PartGroup {
        status: Status::Skipped,
        count: 1,
        people: Vec::new(),
    }];
    holds(&html(|| operation::view(data, Sent::default())), &["skipped"]);
}

#[test]
fn a_refusal_names_the_capability_and_tells_whom_to_ask() {
    let page = html(|| errors::view(rpc::Failure(Problem::forbidden("users.view"))));
    holds(&page, &["403", "users.view", "an administrator of this environment"]);
    let mut problem = Problem::forbidden("users.view");
    problem.ask = Some("Ada <Okafor> or Bo".into());
    holds(
        &html(|| errors::view(rpc::Failure(problem))),
        &["Ada &lt;Okafor", " or Bo"],
    );
    let mut problem = Problem::new(Code::Internal, "Something failed inside Rolecall.");
    problem.request_id = Some("req-7".to_owned());
    holds(&html(|| errors::view(rpc::Failure(problem))), &["500", "req-7"]);
}

#[test]
fn a_suspended_row_is_quiet() {
    let mut data = sample::directory("");
    data.listing.page.items[0].identity.status = identities::Status::Suspended;
    holds(&html(|| directory::list::view(data)), &["is-off", "Suspended"]);
}
