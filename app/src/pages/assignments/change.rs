//! Changing many assignments at once: other dates, longer, ended now. A plan says what it will do.

use crate::layout::{Section, Sheet, Shell};
use crate::pages::{errors, param, search};
use crate::parts::planned::{self, Foot};
use crate::parts::request::Request;
use crate::parts::selected::SelectedLine;
use crate::parts::sign_out;
use crate::parts::timings::What;
use crate::paths;
use domain::form::Sent;
use domain::query::{self, Scope};
use domain::screens::{self, ChangeAssignments};
use leptos::prelude::*;
use ui::button::{LinkButton, Look};
use ui::empty::{Empty, Nothing};
use ui::loaded::Loaded;
use ui::num::{count, grouped};

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::change_assignments(param("tenant"), param("environment"), search());
    let sent = use_context::<Sent>().unwrap_or_default();
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

/// What is wrong, by the ids of this page's fields.
fn problems(sent: &Sent) -> Vec<(String, String)> {
    let id = |field: String| match field.as_str() {
        "when" => "end".to_owned(),
        "extend_days" => "days".to_owned(),
        _ => field,
    };
    let problems = planned::problems(sent).into_iter();
    problems.map(|(field, words)| (id(field), words)).collect()
}

pub fn view(data: ChangeAssignments, sent: Sent) -> AnyView {
    let shell = data.shell;
    // Nothing but the query of the list is taken from the form.
    let (back, _) = query::Assignments::parse(&sent.value("back"));
    let (section, list, crumbs) = match &data.via {
        Some(role) => {
            let list = format!(
                "{}{}",
                paths::role_assignments(&shell, role.id),
                back.to_search_in(Scope::Role)
            );
            let crumbs = vec![
                ("Roles & scopes".to_owned(), paths::roles(&shell)),
                (role.name.clone(), list.clone()),
            ];
            (Section::Roles, list, crumbs)
        }
        None => {
            let list = paths::assignments_with(&shell, &back);
            let crumbs = vec![
                ("Directory".to_owned(), paths::directory(&shell)),
                ("Assignments".to_owned(), list.clone()),
            ];
            (Section::Directory, list, crumbs)
        }
    };
    let Some(selected) = data.selected else {
        return nothing(shell, section, list, crumbs);
    };
    let via = data
        .via
        .map(|role| view! { <input type="hidden" name="via" value=role.id.to_string()/> });
    let title = format!("Change {}", count(selected.count as u64, "assignment", "assignments"));
    let errors = problems(&sent);
    let action = paths::assignments_change(&shell);
    let will = data.plan.as_ref().map_or(0, |plan| plan.plan.summary.will);
    let n = grouped(will as u64);
    let (look, words, busy) = match sent.value("what").as_str() {
        "end" => (Look::Danger, format!("End {n} now"), "Ending…"),
        "extend" => (Look::Primary, format!("Extend {n}"), "Extending…"),
        _ => (Look::Primary, format!("Change dates of {n}"), "Changing…"),
    };
    let foot = Foot {
        commit: data.plan.is_some().then_some(words),
        will,
        busy,
        start: "Change assignments",
        look,
        action: &action,
        cancel: &list,
    }
    .view();
    let waiting = "Choose what to do to see what will change.";
    let plan = planned::region(data.plan, waiting, None, &sent, shell.me);
    let (zone, back) = (shell.time_zone.clone(), back.to_search());
    let sign_out = sign_out::also(&shell, &sent, None);
    let what = view! { <What sign_out sent errors=errors.clone() today=data.today zone/> }.into_any();
    view! {
        <Sheet shell section title here=list crumbs errors action=action live=true foot>
            // The first submit of a form is what Enter presses: never the one that writes.
            <button type="submit" class="vh" name="intent" value="preview" tabindex="-1" aria-hidden="true">"Preview"</button>
            <Request/>
            <input type="hidden" name="back" value=back/>
            {via}
            <SelectedLine selected/>
            {what}
            {plan}
        </Sheet>
    }
    .into_any()
}

fn nothing(shell: screens::Shell, section: Section, list: String, crumbs: Vec<(String, String)>) -> AnyView {
    let text = "Tick assignments in the list, then choose what to do with them.";
    let href = list.clone();
    let title = "Change assignments";
    view! {
        <Shell shell section title here=list crumbs>
            <header class="head"><h1 tabindex="-1">{title}</h1></header>
            <Empty why=Nothing::NothingLeft title="Nothing is selected" text>
                <LinkButton href look=Look::Primary>"Back to Assignments"</LinkButton>
            </Empty>
        </Shell>
    }
    .into_any()
}
