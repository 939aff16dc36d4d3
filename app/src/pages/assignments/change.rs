//! Changing many assignments at once: other dates, longer, ended now. A plan says what it will do.

use crate::layout::{Section, Shell};
use crate::pages::{errors, param, search};
use crate::parts::request::Request;
use crate::parts::selected::SelectedLine;
use crate::parts::timings::{What, plan_section};
use crate::paths;
use domain::form::Sent;
use domain::plans::Plan;
use domain::problem::Code;
use domain::query;
use domain::screens::{ChangeAssignments, SelectedAssignments};
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::checkbox::Check;
use ui::empty::{Empty, Nothing};
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::{count, grouped};
use ui::tag::EnvTag;

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::change_assignments(param("tenant"), param("environment"), search());
    let sent = use_context::<Sent>().unwrap_or_default();
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

/// Why a plan was not carried out; said beside the new one.
fn outdated(sent: &Sent) -> Option<String> {
    let problem = sent.problem.as_ref()?;
    matches!(problem.code, Code::PlanChanged | Code::PlanExpired | Code::Conflict).then(|| problem.detail.clone())
}

/// What is wrong, by the ids of this page's fields.
fn problems(sent: &Sent) -> Vec<(String, String)> {
    if outdated(sent).is_some() {
        return Vec::new();
    }
    let id = |field: String| match field.as_str() {
        "effective_from" => "from".to_owned(),
        "effective_to" => "end".to_owned(),
        "extend_days" => "days".to_owned(),
        "selection" => "form".to_owned(),
        _ => field,
    };
    let errors = sent.errors().into_iter();
    errors.map(|(field, words)| (id(field), words)).collect()
}

pub fn view(data: ChangeAssignments, sent: Sent) -> AnyView {
    let shell = data.shell.clone();
    // Nothing but the query of the list is taken from the form.
    let (back, _) = query::Assignments::parse(&sent.value("back"));
    let list = paths::assignments_with(&shell, &back);
    let crumbs = vec![
        ("Directory".to_owned(), paths::directory(&shell)),
        ("Assignments".to_owned(), list.clone()),
    ];
    let title = match &data.selected {
        Some(selected) => format!("Change {}", count(selected.count as u64, "assignment", "assignments")),
        None => "Change assignments".to_owned(),
    };
    let environment = shell.environment.name.clone();
    let errors = problems(&sent);
    let content = match data.selected.clone() {
        Some(selected) => form(data, selected, sent, &back, &list),
        None => nothing(list.clone()),
    };
    view! {
        <Shell shell section=Section::Directory title=title.clone() here=list crumbs errors>
            <header class="head">
                <h1 tabindex="-1">{title}</h1>
                <div class="head-actions"><EnvTag name=environment/></div>
            </header>
            {content}
        </Shell>
    }
    .into_any()
}

fn nothing(href: String) -> AnyView {
    let text = "Tick assignments in the list, then choose what to do with them.";
    view! {
        <Empty why=Nothing::NothingLeft title="Nothing is selected" text>
            <LinkButton href look=Look::Primary>"Back to Assignments"</LinkButton>
        </Empty>
    }
    .into_any()
}

fn form(
    data: ChangeAssignments,
    selected: SelectedAssignments,
    sent: Sent,
    back: &query::Assignments,
    list: &str,
) -> AnyView {
    let action = paths::assignments_change(&data.shell);
    let preview = format!("{action}#plan-title");
    let planned = data.plan.is_some();
    let (section, commit) = data
        .plan
        .map(|(plan, as_of)| outcome(plan, as_of, &sent, data.shell.me))
        .unzip();
    let (look, words) = if planned {
        (Look::Default, "Preview again")
    } else {
        (Look::Primary, "Preview")
    };
    let (cancel, back) = (list.to_owned(), back.to_search());
    let zone = data.shell.time_zone.clone();
    let errors = problems(&sent);
    view! {
        <form id="form" class="form stack" method="post" action=action novalidate=true>
            // The first submit of a form is what Enter presses: never the one that writes.
            <button type="submit" class="vh" name="intent" value="enter" tabindex="-1" aria-hidden="true">"Preview"</button>
            <Request/>
            <input type="hidden" name="back" value=back/>
            <SelectedLine selected/>
            <What sent errors today=data.today zone/>
            {section}
            <div class="form-foot">
                {commit}
                <Button look name="intent" value="preview" formaction=preview>{words}</Button>
                <LinkButton href=cancel look=Look::Ghost>"Cancel"</LinkButton>
            </div>
        </form>
    }
    .into_any()
}

/// The plan, and the button that carries it out.
fn outcome(plan: Plan, as_of: String, sent: &Sent, me: Option<domain::id::IdentityId>) -> (AnyView, AnyView) {
    let will = plan.summary.will;
    let n = grouped(will as u64);
    let (look, words) = match sent.value("what").as_str() {
        "end" => (Look::Danger, format!("End {n} now")),
        "extend" => (Look::Primary, format!("Extend {n}")),
        _ => (Look::Primary, format!("Change dates of {n}")),
    };
    let reason = (will == 0).then(|| "Nothing to change".to_owned());
    let (id, planned) = (plan.id.to_string(), sent.value("planned"));
    let changed = outdated(sent);
    let again = changed.is_some().then(|| {
        view! {
            <Check
                name="apply" value="rest" label="Go on even if something changes again"
                hint="Those for which it changed are left out."
            />
        }
    });
    let notice = changed.map(|text| view! { <Notice text tone=Tone::Warning/> });
    let section = view! {
        {notice}
        {plan_section(plan, as_of, &sent.value("what"), me)}
        {again}
        <input type="hidden" name="plan" value=id/>
        <input type="hidden" name="planned" value=planned/>
    }
    .into_any();
    let commit = view! { <Button look name="intent" value="commit" reason>{words}</Button> }.into_any();
    (section, commit)
}
