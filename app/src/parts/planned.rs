//! What all forms share that are judged before they are done: what is wrong, the plan, the buttons.

use super::plan::{self, PlanSection};
use crate::layout::{Section, Shell, in_dialog};
use domain::form::Sent;
use domain::id::IdentityId;
use domain::plans::Action;
use domain::problem::Code;
use domain::screens::{self, PlanView};
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::checkbox::Check;
use ui::empty::{Empty, Nothing};
use ui::notice::{Notice, Tone};
use ui::num::grouped;

/// What is wrong, by the ids of the page's fields. What changed since a plan is no mistake of the
/// form; it is said beside the new plan.
pub fn problems(sent: &Sent) -> Vec<(String, String)> {
    if outdated(sent).is_some() {
        return Vec::new();
    }
    let id = |field: String| match field.as_str() {
        "role_id" | "node_id" => "role".to_owned(),
        "group_id" => "group".to_owned(),
        "effective_from" | "effective_to" => "when".to_owned(),
        "selection" => "form".to_owned(),
        _ => field,
    };
    sent.errors()
        .into_iter()
        .map(|(field, words)| (id(field), words))
        .collect()
}

/// What is wrong with one field.
pub fn problem(problems: &[(String, String)], id: &str) -> Option<String> {
    let found = problems.iter().find(|(field, _)| field == id);
    found.map(|(_, words)| words.clone())
}

/// Why a plan was not carried out.
fn outdated(sent: &Sent) -> Option<String> {
    let problem = sent.problem.as_ref()?;
    matches!(problem.code, Code::PlanChanged | Code::PlanExpired | Code::Conflict).then(|| problem.detail.clone())
}

/// The list's query to come back to; nothing else is taken from the form.
pub fn back(sent: &Sent) -> String {
    let (query, _) = domain::query::Directory::parse(&sent.value("back"));
    query.to_search()
}

/// The page of a form for which nobody is selected.
pub fn nobody(shell: screens::Shell, title: &'static str, directory: String) -> AnyView {
    let crumbs = vec![("Directory".to_owned(), directory.clone())];
    let text = format!("Tick people or services in the directory, then choose {title}.");
    let href = directory.clone();
    view! {
        <Shell shell section=Section::Directory title here=directory crumbs>
            <header class="head"><h1 tabindex="-1">{title}</h1></header>
            <Empty why=Nothing::NothingLeft title="Nobody is selected" text>
                <LinkButton href look=Look::Primary>"Back to Directory"</LinkButton>
            </Empty>
        </Shell>
    }
    .into_any()
}

/// The plan, or why there is none yet. A dialog exchanges it as a whole. `more`: a question that
/// belongs to what the plan found.
pub fn region(
    plan: Option<PlanView>,
    waiting: &'static str,
    more: Option<AnyView>,
    sent: &Sent,
    me: Option<IdentityId>,
) -> AnyView {
    let Some(view) = plan else {
        // A dialog judges while it is filled in: what is missing then is no mistake yet.
        let words = Some(sent.value("waiting")).filter(|words| !words.is_empty());
        let words = in_dialog().then(|| {
            view! { <p class="plan-waiting muted">{words.unwrap_or_else(|| waiting.to_owned())}</p> }
        });
        return view! { <div data-swap="plan">{words}{more}</div> }.into_any();
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
            <PlanSection view me>{more}{again}</PlanSection>
            <input type="hidden" name="plan" value=id/>
            <input type="hidden" name="planned" value=planned/>
        </div>
    }
    .into_any()
}

/// "Preview ready. 121 will get Operator, 5 already have it, 2 cannot."
fn spoken(view: &PlanView) -> String {
    let summary = &view.plan.summary;
    let (_, will) = plan::will(view.plan.action, &view.what, None);
    let same = match view.plan.action {
        Action::Assign => "already have it",
        Action::AddMembers => "are in it already",
        _ => "stay as they are",
    };
    let mut parts = vec![format!("{} {will}", grouped(summary.will as u64))];
    if summary.skipped > 0 {
        parts.push(format!("{} {same}", grouped(summary.skipped as u64)));
    }
    if summary.failed > 0 {
        parts.push(format!("{} cannot", grouped(summary.failed as u64)));
    }
    format!("Preview ready. {}.", parts.join(", "))
}

/// What stands under such a form.
pub struct Foot<'a> {
    /// The button that does it, with the true number; none before there is a plan.
    pub commit: Option<String>,
    /// How many it would change.
    pub will: usize,
    /// While it is under way.
    pub busy: &'static str,
    /// What the button of a dialog says before there is a plan.
    pub start: &'static str,
    pub look: Look,
    /// Where the form is sent.
    pub action: &'a str,
    /// Where Cancel leads.
    pub cancel: &'a str,
}

impl Foot<'_> {
    /// The buttons, in the order of a page or of a dialog.
    pub fn view(self) -> AnyView {
        let href = self.cancel.to_owned();
        let preview = format!("{}#plan-title", self.action);
        let reason = (self.will == 0).then(|| "Nothing to change".to_owned());
        let (look, busy) = (self.look, self.busy);
        let commit = self.commit.map(|words| {
            view! { <Button look name="intent" value="commit" reason attr:data-busy=busy>{words}</Button> }
        });
        let buttons = if in_dialog() {
            // Without a plan the button says what is missing.
            let commit = match commit {
                Some(commit) => commit.into_any(),
                None => view! { <Button look name="intent" value="preview">{self.start}</Button> }.into_any(),
            };
            view! { <LinkButton href attr:data-close="">"Cancel"</LinkButton>{commit} }.into_any()
        } else {
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
        };
        view! { <div class="foot-buttons" data-swap="foot">{buttons}</div> }.into_any()
    }
}
