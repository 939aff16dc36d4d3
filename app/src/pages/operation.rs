//! What came of a bulk write: how many, who, and why not.

use crate::layout::{Came, Section, Sheet, in_dialog};
use crate::pages::{asked, errors, param};
use crate::parts::request::Request;
use crate::paths;
use domain::bulk::{Status, Summary};
use domain::form::Sent;
use domain::id::{IdentityId, OperationId};
use domain::operations::{self, Operation};
use domain::problem::Code;
use domain::screens::{OperationScreen, PartGroup, Shell};
use leptos::prelude::*;
use rpc::Failure;
use ui::avatar::Standing;
use ui::button::{Button, LinkButton, Look};
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::note::Note;
use ui::notice::{Notice, Tone};
use ui::num::grouped;
use ui::plan::{Outcome, PlanPerson, PlanRow, PlanRows};
use ui::progress::Progress;

#[component]
pub fn Page() -> impl IntoView {
    let (tenant, environment) = (param("tenant"), param("environment"));
    let id = match asked::<OperationId>("operation") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let data = rpc::screens::operation(tenant, environment, id);
    let sent = use_context::<Sent>().unwrap_or_default();
    // Whoever may not do it is told what is missing for that, not for looking at it.
    let refused = sent.problem.clone().filter(|problem| problem.code == Code::Forbidden);
    if let Some(problem) = refused {
        return errors::view(Failure(problem));
    }
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

/// `sent`: an undo or a retry that was refused.
pub fn view(data: OperationScreen, sent: Sent) -> AnyView {
    let shell = data.shell;
    let here = paths::operation(&shell, data.id);
    let me = shell.me;
    let operation = &data.operation;
    let running = operation.status == operations::Status::Running;
    let crumbs = vec![("Jobs".to_owned(), paths::operations(&shell))];
    let meta = [data.asked.clone().unwrap_or_default(), data.by]
        .join(" ")
        .trim()
        .to_owned();
    let came = Came {
        title: if running {
            "Under way".to_owned()
        } else {
            toast(&operation.summary, data.group.is_some())
        },
        text: data.asked.unwrap_or_default(),
        href: here.clone(),
        failed: data.failed.iter().map(ToString::to_string).collect(),
    };
    // What is done to the members of a group is done again there.
    let (href, place) = match &data.group {
        Some(group) => (paths::group(&shell, group.id), group.name.clone()),
        None => (paths::directory(&shell), "Directory".to_owned()),
    };
    let may = if data.group.is_some() {
        shell.may_manage_groups
    } else {
        shell.may_assign
    };
    let foot = foot(&shell, operation, href, &place, may);
    let work = running.then(|| work(&operation.summary, &here));
    let stopped = operation
        .stopped
        .clone()
        .map(|text| view! { <Notice text tone=Tone::Warning/> });
    let linked = linked(&shell, operation);
    let members = data.group.is_some();
    let rows = data
        .groups
        .into_iter()
        .map(|group| row(group, members, me))
        .collect::<Vec<_>>();
    let signed_out = (!data.signed_out.is_empty()).then(|| view! { <Note>{data.signed_out}</Note> });
    let until = data.undo_words.filter(|_| may);
    let until = until.map(|until| view! { <p class="help">{format!("Undo is possible until {until}.")}</p> });
    view! {
        <Sheet shell section=Section::Jobs title=data.title here crumbs errors=sent.errors() meta=Some(meta) came foot>
            {work}
            {stopped}
            {linked}
            <div data-swap="rows"><PlanRows>{rows}</PlanRows>{signed_out}</div>
            {until}
        </Sheet>
    }
    .into_any()
}

/// How far it is; a living page asks by itself.
fn work(summary: &Summary, here: &str) -> AnyView {
    let done = (summary.done() + summary.skipped + summary.failed) as u64;
    let (total, again) = (summary.total as u64, here.to_owned());
    view! {
        <div class="stack stack-4" data-running=here.to_owned()>
            <div data-swap="progress"><Progress label="Done so far" done total/></div>
            <p class="help">
                "You can leave this page: the work goes on, and what comes of it stays here. "
                <a class="link no-js" href=again>"Load again"</a>
            </p>
        </div>
    }
    .into_any()
}

/// What it has to do with other operations.
fn linked(shell: &Shell, operation: &Operation) -> AnyView {
    let link = |words: &'static str, id: Option<OperationId>| {
        id.map(|id| view! { <a class="link" href=paths::operation(shell, id)>{words}</a> })
    };
    let links = [
        link("Undone by a later operation", operation.undone_by),
        link("Undoes an earlier operation", operation.undo_of),
        link("Tries an earlier operation again", operation.retry_of),
    ];
    let links = links.into_iter().flatten().collect::<Vec<_>>();
    (!links.is_empty())
        .then(|| view! { <p class="cluster">{links}</p> })
        .into_any()
}

/// Undo and retry are forms of their own, so that each is one press; the file; the way back.
fn foot(shell: &Shell, operation: &Operation, href: String, place: &str, may: bool) -> AnyView {
    let csv = paths::operation_csv(shell, operation.id);
    let file = view! { <LinkButton href=csv icon=Some(Glyph::Download) download=true>"Download CSV"</LinkButton> };
    let undo = (may && operation.undo_until.is_some()).then(|| {
        let action = paths::operation_step(shell, operation.id, "undo");
        view! {
            <form method="post" action=action>
                <Request/>
                <Button icon=Some(Glyph::History) attr:data-busy="Undoing…">"Undo"</Button>
            </form>
        }
    });
    let retry = (may && operation.retryable > 0).then(|| {
        let action = paths::operation_step(shell, operation.id, "retry");
        let words = format!("Retry {} failed", grouped(operation.retryable as u64));
        view! {
            <form method="post" action=action>
                <Request/>
                <Button icon=Some(Glyph::Refresh) attr:data-busy="Trying again…">{words}</Button>
            </form>
        }
    });
    if in_dialog() {
        return view! {
            <span class="start">{undo}{file}</span>
            {retry}
            <LinkButton href look=Look::Primary attr:data-close="">"Done"</LinkButton>
        }
        .into_any();
    }
    view! {
        <LinkButton href look=Look::Primary>{format!("Back to {place}")}</LinkButton>
        {retry}
        {undo}
        {file}
    }
    .into_any()
}

/// "Assigned 119, skipped 7, failed 2".
fn toast(summary: &Summary, members: bool) -> String {
    let verb = if summary.created.is_some() {
        if members { "Added" } else { "Assigned" }
    } else if members {
        "Took out"
    } else if summary.updated.is_some() {
        "Changed"
    } else {
        "Removed"
    };
    let mut words = format!("{verb} {}", grouped(summary.done() as u64));
    for (verb, n) in [("skipped", summary.skipped), ("failed", summary.failed)] {
        if n > 0 {
            words.push_str(&format!(", {verb} {}", grouped(n as u64)));
        }
    }
    words
}

fn row(group: PartGroup, members: bool, me: Option<IdentityId>) -> AnyView {
    let (outcome, words) = match group.status {
        Status::Created if members => (Outcome::Done, "added"),
        Status::Removed if members => (Outcome::Done, "taken out"),
        Status::Created => (Outcome::Done, "assigned"),
        Status::Updated => (Outcome::Done, "changed"),
        Status::Removed => (Outcome::Done, "removed"),
        Status::Skipped => (Outcome::Skipped, "skipped"),
        Status::Failed => (Outcome::Failed, "failed"),
    };
    let more = group.count.saturating_sub(group.people.len());
    let mut people: Vec<AnyView> = group
        .people
        .into_iter()
        .map(|part| {
            let standing = if part.id.is_some() && part.id == me {
                Standing::Me
            } else {
                Standing::Usual
            };
            view! { <PlanPerson name=part.name note=part.note.unwrap_or_default() standing/> }.into_any()
        })
        .collect();
    if more > 0 {
        let words = format!("and {} more in the CSV", grouped(more as u64));
        people.push(view! { <li><span class="push-none muted">{words}</span></li> }.into_any());
    }
    let open = group.status == Status::Failed;
    view! { <PlanRow outcome count=group.count as u64 words open>{people}</PlanRow> }.into_any()
}
