//! One assignment: what it says, what happened to it, and what can be done with it.

use crate::layout::{Section, Shell};
use crate::pages::{errors, param};
use crate::parts::assignment::assignment_tag;
use crate::parts::log::{LogList, Missing};
use crate::paths;
use domain::assignments::Subject;
use domain::id::AssignmentId;
use domain::problem::Problem;
use domain::screens::{self, AssignmentFacts, AssignmentScreen};
use leptos::prelude::*;
use rpc::Failure;
use ui::button::{LinkButton, Look};
use ui::empty::{Empty, Nothing};
use ui::kv::Kv;
use ui::loaded::Loaded;
use ui::time::TimeText;

/// The id of the address.
pub(super) fn id() -> Option<AssignmentId> {
    let id = param("id").parse().ok();
    if id.is_none() {
        rpc::status::not_found();
    }
    id
}

/// The page of a form for an assignment that is over.
pub(super) fn over(
    shell: screens::Shell,
    title: String,
    here: String,
    crumbs: Vec<(String, String)>,
    errors: Vec<(String, String)>,
    text: String,
    back: String,
) -> AnyView {
    view! {
        <Shell shell section=Section::Directory title=title.clone() here crumbs errors>
            <header class="head"><h1 tabindex="-1">{title}</h1></header>
            <Empty why=Nothing::NothingLeft title="This assignment is over" text>
                <LinkButton href=back look=Look::Primary>"Back"</LinkButton>
            </Empty>
        </Shell>
    }
    .into_any()
}

/// What is said where the address names no assignment.
pub(super) fn missing() -> AnyView {
    errors::view(Failure(Problem::not_found("assignment")))
}

#[component]
pub fn Page() -> impl IntoView {
    let Some(id) = id() else { return missing() };
    let data = rpc::screens::assignment(param("tenant"), param("environment"), id);
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: AssignmentScreen) -> AnyView {
    let AssignmentScreen { shell, facts, log } = data;
    let here = paths::assignment(&shell, facts.assignment.id);
    let title = format!("{} of {}", facts.role, facts.holder.name);
    let list = log.as_ref().is_ok_and(|log| !log.entries.is_empty());
    let history = match log {
        Ok(log) if log.entries.is_empty() => {
            view! { <Empty why=Nothing::NothingLeft title="Nothing is noted of it"/> }.into_any()
        }
        Ok(log) => view! { <LogList shell=shell.clone() entries=log.entries/> }.into_any(),
        Err(problem) => view! { <Missing problem what="the history"/> }.into_any(),
    };
    let actions = actions(&shell, &facts, &here);
    let state = assignment_tag(facts.assignment.state, facts.state_words.clone());
    let crumbs = vec![
        ("Directory".to_owned(), paths::directory(&shell)),
        ("Assignments".to_owned(), paths::assignments(&shell)),
    ];
    let table = table(&shell, facts);
    view! {
        <Shell shell section=Section::Directory title=title.clone() here crumbs list>
            <header class="head">
                <div class="cluster"><h1 tabindex="-1">{title}</h1>{state}</div>
                <div class="head-actions">{actions}</div>
            </header>
            <section class="section" aria-label="Facts">{table}</section>
            <section class="section" aria-labelledby="history-title">
                <div class="section-head"><h2 id="history-title">"History"</h2></div>
                {history}
            </section>
        </Shell>
    }
    .into_any()
}

fn actions(shell: &screens::Shell, facts: &AssignmentFacts, here: &str) -> AnyView {
    let id = facts.assignment.id;
    if !facts.may_change {
        return ().into_any();
    }
    if !facts.live {
        return match facts.assignment.subject {
            Subject::Identity(person) => {
                let role = domain::query::of("role", &facts.assignment.role_id.to_string()).replace('?', "&");
                let href = format!("{}{role}", paths::assign_to(shell, person));
                view! { <LinkButton href>"Give it again"</LinkButton> }.into_any()
            }
            Subject::Group(_) => ().into_any(),
        };
    }
    let dates = paths::from(&paths::assignment_dates(shell, id), here);
    let end = paths::from(&paths::assignment_end(shell, id), here);
    view! {
        <LinkButton href=dates attr:data-dialog="">"Change dates"</LinkButton>
        <LinkButton href=end look=Look::DangerQuiet attr:data-dialog="">"End now"</LinkButton>
    }
    .into_any()
}

/// The facts as terms and values.
fn table(shell: &screens::Shell, facts: AssignmentFacts) -> AnyView {
    let plain = |text: String| text.into_any();
    let name = facts.holder.name;
    let given_to = match facts.holder.subject {
        Subject::Identity(id) => {
            let href = paths::identity(shell, id);
            view! { <a class="link" href=href><bdi>{name}</bdi></a> }.into_any()
        }
        Subject::Group(_) => view! { <bdi>{name}</bdi>" (group)" }.into_any(),
    };
    let mut items = vec![
        ("Given to".to_owned(), given_to),
        ("Role".to_owned(), plain(facts.role)),
    ];
    items.extend(facts.node.map(|node| {
        (
            "Where".to_owned(),
            view! { <span class="mono">{node}</span> }.into_any(),
        )
    }));
    let starts = facts.from.unwrap_or_else(|| "when it was given".to_owned());
    let ends = facts.to.unwrap_or_else(|| "when it is removed".to_owned());
    let given =
        view! { <TimeText iso=facts.given.at.to_string() text=facts.given.words/>{format!(" by {}", facts.by)} };
    items.push(("Starts".to_owned(), plain(starts)));
    items.push(("Ends".to_owned(), plain(ends)));
    items.push(("Given".to_owned(), given.into_any()));
    items.extend(
        facts
            .assignment
            .reason
            .map(|reason| ("Reason".to_owned(), plain(reason))),
    );
    let id = facts.assignment.id.to_string();
    items.push(("Id".to_owned(), view! { <span class="mono">{id}</span> }.into_any()));
    view! { <Kv items/> }.into_any()
}
