//! Taking one assignment away, or ending it: what stays and what goes is said before.

use super::one::{id, missing};
use crate::layout::{Section, Shell};
use crate::pages::{errors, param, search};
use crate::parts::request::Request;
use crate::paths;
use domain::assignments::Subject;
use domain::form::Sent;
use domain::screens::{AfterRemoval, AssignmentFacts, RemoveAssignment};
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::empty::{Empty, Nothing};
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::note::Note;
use ui::tag::EnvTag;

#[component]
pub fn Page() -> impl IntoView {
    page(false)
}

#[component]
pub fn EndPage() -> impl IntoView {
    page(true)
}

fn page(ending: bool) -> AnyView {
    let Some(id) = id() else { return missing() };
    let data = rpc::screens::remove_assignment(param("tenant"), param("environment"), id, search());
    let sent = use_context::<Sent>().unwrap_or_default();
    view! { <Loaded data error=errors::view let:data>{view(data, sent, ending)}</Loaded> }.into_any()
}

/// "the direct Operator assignment from Ada Okafor": only people can have another way to a role.
fn title(facts: &AssignmentFacts, ending: bool) -> String {
    let direct = match facts.assignment.subject {
        Subject::Identity(_) => "direct ",
        Subject::Group(_) => "",
    };
    let (role, name) = (&facts.role, &facts.holder.name);
    if ending {
        format!("End the {direct}{role} assignment of {name} now")
    } else {
        format!("Remove the {direct}{role} assignment from {name}")
    }
}

pub fn view(data: RemoveAssignment, sent: Sent, ending: bool) -> AnyView {
    let RemoveAssignment {
        shell,
        facts,
        after,
        back,
    } = data;
    let title = title(&facts, ending);
    let id = facts.assignment.id;
    let action = if ending {
        paths::assignment_end(&shell, id)
    } else {
        paths::assignment_remove(&shell, id)
    };
    let (parent, href) = match facts.assignment.subject {
        Subject::Identity(id) => (facts.holder.name.clone(), paths::identity(&shell, id)),
        Subject::Group(_) => ("Assignments".to_owned(), paths::assignments(&shell)),
    };
    let crumbs = vec![("Directory".to_owned(), paths::directory(&shell)), (parent, href)];
    let environment = shell.environment.name.clone();
    let content = if facts.live {
        form(&facts, after, action.clone(), &back, ending)
    } else {
        let text = format!("{}. Nothing is left to take away.", facts.state_words);
        let href = back;
        view! {
            <Empty why=Nothing::NothingLeft title="This assignment is over" text>
                <LinkButton href look=Look::Primary>"Back"</LinkButton>
            </Empty>
        }
        .into_any()
    };
    view! {
        <Shell shell section=Section::Directory title=title.clone() here=action crumbs errors=sent.errors()>
            <header class="head">
                <h1 tabindex="-1">{title}</h1>
                <div class="head-actions"><EnvTag name=environment/></div>
            </header>
            {content}
        </Shell>
    }
    .into_any()
}

fn form(facts: &AssignmentFacts, after: AfterRemoval, action: String, back: &str, ending: bool) -> AnyView {
    let words = match (ending, facts.assignment.subject) {
        (true, _) => "End now",
        (false, Subject::Identity(_)) => "Remove direct assignment",
        (false, Subject::Group(_)) => "Remove assignment",
    };
    let (cancel, back) = (back.to_owned(), back.to_owned());
    let (who, keeps, effect) = (facts.holder.name.clone(), keeps(&after, facts), effect(facts));
    let notes = after
        .notes
        .into_iter()
        .map(|note| view! { <Note>{note}</Note> }.into_any())
        .collect::<Vec<_>>();
    view! {
        <form id="form" class="form stack" method="post" action=action novalidate=true>
            <Request/>
            <input type="hidden" name="back" value=back/>
            <section class="plan" aria-labelledby="after-title">
                <div class="plan-head"><h2 id="after-title">{format!("After this, {who}")}</h2></div>
                {keeps}
                <div class="plan-notes">
                    {notes}
                    <Note glyph=Glyph::History>{effect}</Note>
                </div>
            </section>
            <div class="form-foot">
                <Button look=Look::Danger>{words}</Button>
                <LinkButton href=cancel look=Look::Ghost>"Cancel"</LinkButton>
            </div>
        </form>
    }
    .into_any()
}

fn effect(facts: &AssignmentFacts) -> &'static str {
    if facts.started {
        "Takes effect now. The assignment stays in the list as revoked."
    } else {
        "It will not start. The assignment stays in the list as revoked."
    }
}

fn keeps(after: &AfterRemoval, facts: &AssignmentFacts) -> AnyView {
    let lines = |texts: &[String], nothing: &'static str| {
        if texts.is_empty() {
            return view! { <dd class="muted">{nothing}</dd> }.into_any();
        }
        let items = texts
            .iter()
            .map(|text| view! { <li>{text.clone()}</li> }.into_any())
            .collect::<Vec<_>>();
        view! { <dd><ul role="list">{items}</ul></dd> }.into_any()
    };
    let kept = facts
        .holder
        .identity
        .is_some()
        .then(|| view! { <dt>"keeps"</dt>{lines(&after.keeps, "no role")} });
    let nothing = if after.keeps.is_empty() {
        "no capability"
    } else {
        "nothing: what it gives comes from elsewhere too"
    };
    view! { <dl class="keeps">{kept}<dt class="lose">"loses"</dt>{lines(&after.loses, nothing)}</dl> }.into_any()
}
