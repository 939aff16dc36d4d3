//! Giving a role to many: choose, see what it will do, do it.

use crate::layout::{Section, Sheet, Shell, in_dialog};
use crate::pages::{errors, param, search};
use crate::parts::plan::PlanSection;
use crate::parts::request::Request;
use crate::parts::role_picker::RolePicker;
use crate::parts::subjects::{self, SubjectsLine};
use crate::parts::when::When;
use crate::paths;
use domain::assignments::REASON_MAX;
use domain::form::Sent;
use domain::id::IdentityId;
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
    let Some(subjects) = data.subjects.clone() else {
        return nobody(shell, directory, crumbs);
    };
    let title = format!("Assign role to {}", subjects::words(&subjects));
    let errors = problems(&sent);
    let action = paths::assign(&shell);
    let error = |id: &str| {
        errors
            .iter()
            .find(|(field, _)| field == id)
            .map(|(_, words)| words.clone())
    };
    let picker = if data.roles.is_empty() {
        let text = "There is no role that you can see here. Ask an administrator of this environment.";
        view! { <Notice text tone=Tone::Warning/> }.into_any()
    } else {
        let (roles, sent, action) = (data.roles, sent.clone(), action.clone());
        view! { <RolePicker roles sent error=error("role") action/> }.into_any()
    };
    let (role, when, reason) = (picker, error("when"), error("reason"));
    let echo = data.plan.as_ref().and_then(|plan| plan.window_words.clone());
    // A dialog asks only where the answer matters.
    let asks = !in_dialog() || sent.value("through_group") == "grant" || data.plan.as_ref().is_some_and(has_inherited);
    let through = asks.then(|| through_group(&sent));
    let (through_before, through_after) = if in_dialog() { (None, through) } else { (through, None) };
    let buttons = buttons(data.plan.as_ref(), &subjects, &action, &directory);
    let plan = plan(data.plan, through_after, &sent, shell.me);
    let (today, time_zone, me) = (data.today, shell.time_zone.clone(), shell.me);
    view! {
        <Sheet
            shell section=Section::Directory title here=directory crumbs errors action=action live=true
            foot=view! { <div class="foot-buttons" data-swap="foot">{buttons}</div> }.into_any()
        >
            // The first submit of a form is what Enter presses: never the one that writes.
            <button type="submit" class="vh" name="intent" value="enter" tabindex="-1" aria-hidden="true">"Preview"</button>
            <Request/>
            <input type="hidden" name="back" value=back(&sent)/>
            <SubjectsLine subjects me/>
            {role}
            <When sent=sent.clone() today time_zone error=when echo/>
            <Field
                id="reason" label="Reason" optional=true maxlength=reason_max() value=sent.value("reason") error=reason
                hint="Kept with each assignment and in the audit log."
            />
            {through_before}
            {plan}
        </Sheet>
    }
    .into_any()
}

/// The directory's query to come back to; nothing else is taken from the form.
fn back(sent: &Sent) -> String {
    let (query, _) = domain::query::Directory::parse(&sent.value("back"));
    query.to_search()
}

fn nobody(shell: screens::Shell, directory: String, crumbs: Vec<(String, String)>) -> AnyView {
    let text = "Tick people or services in the directory, then choose Assign role.";
    let href = directory.clone();
    view! {
        <Shell shell section=Section::Directory title="Assign role" here=directory crumbs>
            <header class="head"><h1 tabindex="-1">"Assign role"</h1></header>
            <Empty why=Nothing::NothingLeft title="Nobody is selected" text>
                <LinkButton href look=Look::Primary>"Back to Directory"</LinkButton>
            </Empty>
        </Shell>
    }
    .into_any()
}

fn reason_max() -> u32 {
    u32::try_from(REASON_MAX).unwrap_or(u32::MAX)
}

fn has_inherited(plan: &PlanView) -> bool {
    plan.plan.summary.by_code.contains_key(Code::Inherited.as_str())
}

fn through_group(sent: &Sent) -> AnyView {
    view! {
        <Check
            name="through_group" value="grant" checked=sent.value("through_group") == "grant"
            label="Also grant directly to those who have it through a group"
            hint="Otherwise they are skipped, and have the role only as long as the group gives it."
        />
    }
    .into_any()
}

/// The plan, or why there is none yet. A dialog exchanges it as a whole.
fn plan(plan: Option<PlanView>, through: Option<AnyView>, sent: &Sent, me: Option<IdentityId>) -> AnyView {
    let Some(view) = plan else {
        // A dialog judges while it is filled in: what is missing then is no mistake yet.
        let waiting = in_dialog().then(|| {
            let words = match sent.value("waiting") {
                words if words.is_empty() => "Choose a role to see what will change.".to_owned(),
                words => words,
            };
            view! { <p class="plan-waiting muted">{words}</p> }
        });
        return view! { <div data-swap="plan">{waiting}{through}</div> }.into_any();
    };
    let changed = outdated(sent);
    let again = changed.is_some().then(|| {
        view! {
            <Check
                name="apply" value="rest" label="Go on even if something changes again"
                hint="Those for whom it changed are left out."
            />
        }
    });
    let notice = changed.map(|text| view! { <div data-first="" tabindex="-1"><Notice text tone=Tone::Warning/></div> });
    let (id, planned) = (view.plan.id.to_string(), sent.value("planned"));
    let say = spoken(&view);
    view! {
        <div class="stack" data-swap="plan" data-say=say>
            {notice}
            <PlanSection view me>{through}{again}</PlanSection>
            <input type="hidden" name="plan" value=id/>
            <input type="hidden" name="planned" value=planned/>
        </div>
    }
    .into_any()
}

/// "Preview ready. 121 will get Operator, 5 already have it, 2 cannot."
fn spoken(view: &PlanView) -> String {
    let summary = &view.plan.summary;
    let mut parts = vec![format!("{} will get {}", grouped(summary.will as u64), view.role_name)];
    if summary.skipped > 0 {
        parts.push(format!("{} already have it", grouped(summary.skipped as u64)));
    }
    if summary.failed > 0 {
        parts.push(format!("{} cannot", grouped(summary.failed as u64)));
    }
    format!("Preview ready. {}.", parts.join(", "))
}

/// What can be pressed: with a plan, the button with the true number.
fn buttons(plan: Option<&PlanView>, subjects: &Subjects, action: &str, directory: &str) -> AnyView {
    let href = directory.to_owned();
    let preview = format!("{action}#plan-title");
    let commit = plan.map(|plan| {
        let will = plan.plan.summary.will;
        let whom = if subjects.count == 1 {
            subjects::words(subjects)
        } else {
            grouped(will as u64)
        };
        let words = format!("Assign {} to {whom}", plan.role_name);
        let reason = (will == 0).then(|| "Nothing to change".to_owned());
        view! {
            <Button look=Look::Primary name="intent" value="commit" reason attr:data-busy="Assigning…">{words}</Button>
        }
    });
    if in_dialog() {
        // Without a plan the button says what is missing.
        let commit = match commit {
            Some(commit) => commit.into_any(),
            None => {
                view! { <Button look=Look::Primary name="intent" value="preview">"Assign role"</Button> }.into_any()
            }
        };
        return view! { <LinkButton href attr:data-close="">"Cancel"</LinkButton>{commit} }.into_any();
    }
    let (look, words) = match &commit {
        Some(_) => (Look::Default, "Preview again"),
        None => (Look::Primary, "Preview"),
    };
    view! {
        {commit}
        <Button look name="intent" value="preview" formaction=preview>{words}</Button>
        <LinkButton href look=Look::Ghost>"Cancel"</LinkButton>
    }
    .into_any()
}
