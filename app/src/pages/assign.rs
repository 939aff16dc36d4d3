//! Giving a role to many: choose, see what it will do, do it.

use crate::layout::{Section, Shell};
use crate::pages::{errors, param, search};
use crate::parts::plan::PlanSection;
use crate::parts::request::Request;
use crate::parts::role_picker::RolePicker;
use crate::parts::subjects::{self, SubjectsLine};
use crate::parts::when::When;
use crate::paths;
use domain::assignments::REASON_MAX;
use domain::form::Sent;
use domain::problem::Code;
use domain::screens::{self, Assign, PlanView, Subjects};
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::checkbox::Check;
use ui::empty::{Empty, Nothing};
use ui::field::Field;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::grouped;
use ui::tag::EnvTag;

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::assign_page(param("tenant"), param("environment"), search());
    let sent = use_context::<Sent>().unwrap_or_default();
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

/// What is wrong, by the ids of this page's fields. What changed since a plan is no mistake of the
/// form; it is said beside the new plan.
fn problems(sent: &Sent) -> Vec<(String, String)> {
    if outdated(sent).is_some() {
        return Vec::new();
    }
    let id = |field: String| match field.as_str() {
        "role_id" | "node_id" => "role".to_owned(),
        "effective_from" | "effective_to" => "when".to_owned(),
        "selection" => "form".to_owned(),
        _ => field,
    };
    sent.errors()
        .into_iter()
        .map(|(field, words)| (id(field), words))
        .collect()
}

/// Why a plan was not carried out.
fn outdated(sent: &Sent) -> Option<String> {
    let problem = sent.problem.as_ref()?;
    matches!(problem.code, Code::PlanChanged | Code::PlanExpired | Code::Conflict).then(|| problem.detail.clone())
}

pub fn view(data: Assign, sent: Sent) -> AnyView {
    let shell = data.shell.clone();
    let directory = format!("{}{}", paths::directory(&shell), back(&sent));
    let crumbs = vec![("Directory".to_owned(), directory.clone())];
    let title = match &data.subjects {
        Some(subjects) => format!("Assign role to {}", subjects::words(subjects)),
        None => "Assign role".to_owned(),
    };
    let environment = shell.environment.name.clone();
    let errors = problems(&sent);
    // What was typed does not survive a link; whom it is about does.
    let search = data
        .subjects
        .as_ref()
        .and_then(|subjects| subjects::search(&subjects.selection));
    let here = search.map_or_else(
        || directory.clone(),
        |search| format!("{}{search}", paths::assign(&shell)),
    );
    let content = match data.subjects.clone() {
        Some(subjects) => form(data, subjects, sent, &directory),
        None => nobody(&directory),
    };
    view! {
        <Shell shell section=Section::Directory title=title.clone() here crumbs errors>
            <header class="head">
                <h1 tabindex="-1">{title}</h1>
                <div class="head-actions"><EnvTag name=environment/></div>
            </header>
            {content}
        </Shell>
    }
    .into_any()
}

/// The directory's query to come back to; nothing else is taken from the form.
fn back(sent: &Sent) -> String {
    let (query, _) = domain::query::Directory::parse(&sent.value("back"));
    query.to_search()
}

fn nobody(directory: &str) -> AnyView {
    let text = "Tick people or services in the directory, then choose Assign role.";
    let href = directory.to_owned();
    view! {
        <Empty why=Nothing::NothingLeft title="Nobody is selected" text>
            <LinkButton href look=Look::Primary>"Back to Directory"</LinkButton>
        </Empty>
    }
    .into_any()
}

fn form(data: Assign, subjects: Subjects, sent: Sent, directory: &str) -> AnyView {
    let Assign {
        shell,
        roles,
        today,
        plan,
        ..
    } = data;
    let action = paths::assign(&shell);
    let error = |id: &str| {
        problems(&sent)
            .into_iter()
            .find(|(field, _)| field == id)
            .map(|(_, words)| words)
    };
    let picker = if roles.is_empty() {
        let text = "There is no role that you can see here. Ask an administrator of this environment.";
        view! { <Notice text tone=Tone::Warning/> }.into_any()
    } else {
        view! { <RolePicker roles sent=sent.clone() error=error("role") action=action.clone()/> }.into_any()
    };
    let preview = format!("{action}#plan-title");
    let outcome = plan.map(|plan| outcome(plan, &subjects, &sent, &shell));
    let look = if outcome.is_some() {
        Look::Default
    } else {
        Look::Primary
    };
    let words = if outcome.is_some() { "Preview again" } else { "Preview" };
    let (section, commit) = outcome.unzip();
    view! {
        <form id="form" class="form stack" method="post" action=action novalidate=true>
            // The first submit of a form is what Enter presses: never the one that writes.
            <button type="submit" class="vh" name="intent" value="enter" tabindex="-1" aria-hidden="true">"Preview"</button>
            <Request/>
            <input type="hidden" name="back" value=back(&sent)/>
            <SubjectsLine subjects me=shell.me/>
            {picker}
            <When sent=sent.clone() today time_zone=shell.time_zone.clone() error=error("when")/>
            <Field
                id="reason" label="Reason" optional=true maxlength=reason_max() value=sent.value("reason") error=error("reason")
                hint="Kept with each assignment and in the audit log."
            />
            <Check
                name="through_group" value="grant" checked=sent.value("through_group") == "grant"
                label="Also grant directly to those who have it through a group"
                hint="Otherwise they are skipped, and have the role only as long as the group gives it."
            />
            {section}
            <div class="form-foot">
                {commit}
                <Button look name="intent" value="preview" formaction=preview>{words}</Button>
                <LinkButton href=directory.to_owned() look=Look::Ghost>"Cancel"</LinkButton>
            </div>
        </form>
    }
    .into_any()
}

fn reason_max() -> u32 {
    u32::try_from(REASON_MAX).unwrap_or(u32::MAX)
}

/// The plan, and the button that carries it out.
fn outcome(plan: PlanView, subjects: &Subjects, sent: &Sent, shell: &screens::Shell) -> (AnyView, AnyView) {
    let will = plan.plan.summary.will;
    let whom = if subjects.count == 1 {
        subjects::words(subjects)
    } else {
        grouped(will as u64)
    };
    let words = format!("Assign {} to {whom}", plan.role_name);
    let reason = (will == 0).then(|| "Nothing to change".to_owned());
    let id = plan.plan.id.to_string();
    let planned = sent.value("planned");
    let changed = outdated(sent);
    let again = changed.is_some().then(|| {
        view! {
            <Check
                name="apply" value="rest" label="Go on even if something changes again"
                hint="Those for whom it changed are left out."
            />
        }
    });
    let notice = changed.map(|text| view! { <Notice text tone=Tone::Warning/> });
    let section = view! {
        {notice}
        <PlanSection view=plan me=shell.me>{again}</PlanSection>
        <input type="hidden" name="plan" value=id/>
        <input type="hidden" name="planned" value=planned/>
    }
    .into_any();
    let commit = view! { <Button look=Look::Primary name="intent" value="commit" reason>{words}</Button> }.into_any();
    (section, commit)
}
