//! What came of a bulk write: how many, who, and why not.

use crate::layout::{Came, Section, Sheet, in_dialog};
use crate::pages::{errors, param};
use crate::paths;
use domain::bulk::{Status, Summary};
use domain::id::{IdentityId, OperationId};
use domain::operations;
use domain::problem::Problem;
use domain::screens::{OperationScreen, PartGroup};
use leptos::prelude::*;
use rpc::Failure;
use ui::avatar::Standing;
use ui::button::{LinkButton, Look};
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::grouped;
use ui::plan::{Outcome, PlanPerson, PlanRow, PlanRows};

#[component]
pub fn Page() -> impl IntoView {
    let (tenant, environment) = (param("tenant"), param("environment"));
    let Ok(id) = param("id").parse::<OperationId>() else {
        rpc::status::not_found();
        return errors::view(Failure(Problem::not_found("operation")));
    };
    let data = rpc::screens::operation(tenant, environment, id);
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: OperationScreen) -> AnyView {
    let shell = data.shell;
    let here = paths::operation(&shell, data.id);
    let directory = paths::directory(&shell);
    let csv = paths::operation_csv(&shell, data.id);
    let me = shell.me;
    let running = data.operation.status == operations::Status::Running;
    let waiting = running.then(|| {
        let text = "This is still under way. Load the page again to see how far it is.";
        let href = here.clone();
        view! { <Notice text tone=Tone::Info><a class="link" href=href>"Load again"</a></Notice> }
    });
    let rows = data.groups.into_iter().map(|group| row(group, me)).collect::<Vec<_>>();
    let crumbs = vec![("Directory".to_owned(), directory.clone())];
    let meta = [data.asked.clone().unwrap_or_default(), data.by]
        .join(" ")
        .trim()
        .to_owned();
    let came = Came {
        title: toast(&data.operation.summary),
        text: data.asked.unwrap_or_default(),
        href: here.clone(),
        failed: data.failed.iter().map(ToString::to_string).collect(),
    };
    let file = view! { <LinkButton href=csv icon=Some(Glyph::Download) download=true>"Download CSV"</LinkButton> };
    let foot = if in_dialog() {
        view! {
            <span class="start">{file}</span>
            <LinkButton href=directory.clone() look=Look::Primary attr:data-close="">"Done"</LinkButton>
        }
        .into_any()
    } else {
        view! { <LinkButton href=directory.clone() look=Look::Primary>"Back to Directory"</LinkButton>{file} }
            .into_any()
    };
    view! {
        <Sheet shell section=Section::Directory title=data.title here crumbs meta=Some(meta) came foot>
            {waiting}
            <PlanRows>{rows}</PlanRows>
        </Sheet>
    }
    .into_any()
}

/// "Assigned 119, skipped 7, failed 2".
fn toast(summary: &Summary) -> String {
    let verb = if summary.created.is_some() {
        "Assigned"
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

fn row(group: PartGroup, me: Option<IdentityId>) -> AnyView {
    let (outcome, words) = match group.status {
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
