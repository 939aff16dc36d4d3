//! Taking one assignment away, or ending it: what stays and what goes is said before.

use super::one::{id, missing, over};
use crate::layout::{Section, Sheet};
use crate::pages::{errors, param, search};
use crate::parts::request::Request;
use crate::parts::sign_out;
use crate::paths;
use domain::assignments::Subject;
use domain::form::Sent;
use domain::screens::{AfterRemoval, AssignmentFacts, RemoveAssignment};
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::note::Note;

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
    if !facts.live {
        let text = format!("{}. Nothing is left to take away.", facts.state_words);
        return over(shell, title, action, crumbs, sent.errors(), text, back);
    }
    let words = match (ending, facts.assignment.subject) {
        (true, _) => "End now",
        (false, Subject::Identity(_)) => "Remove direct assignment",
        (false, Subject::Group(_)) => "Remove assignment",
    };
    let cancel = back.clone();
    let errors = sent.errors();
    let foot = view! {
        <LinkButton href=cancel attr:data-close="" attr:data-first="">"Cancel"</LinkButton>
        <Button look=Look::Danger attr:data-busy="Removing…">{words}</Button>
    }
    .into_any();
    let (who, keeps, effect) = (facts.holder.name.clone(), keeps(&after, &facts), effect(&facts));
    let sign_out = sign_out::also(&shell, &sent, None);
    let notes = after
        .notes
        .into_iter()
        .map(|note| view! { <Note>{note}</Note> }.into_any())
        .collect::<Vec<_>>();
    view! {
        <Sheet shell section=Section::Directory title here=action.clone() crumbs errors action=action foot>
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
            {sign_out}
        </Sheet>
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
