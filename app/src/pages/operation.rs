//! What came of a bulk write: how many, who, and why not.

use crate::layout::{Section, Shell};
use crate::pages::{errors, param};
use crate::paths;
use domain::bulk::Status;
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
    let running = (data.operation.status == operations::Status::Running).then(|| {
        let text = "This is still under way. Load the page again to see how far it is.";
        let href = here.clone();
        view! { <Notice text tone=Tone::Info><a class="link" href=href>"Load again"</a></Notice> }
    });
    let rows = data.groups.into_iter().map(|group| row(group, me)).collect::<Vec<_>>();
    let title = data.title;
    let crumbs = vec![("Directory".to_owned(), directory.clone())];
    let environment = shell.environment.name.clone();
    view! {
        <Shell shell section=Section::Directory title=title.clone() here crumbs>
            <header class="head">
                <h1 tabindex="-1">{title}</h1>
                <div class="head-actions"><ui::tag::EnvTag name=environment/></div>
                <div class="head-meta">{data.asked.map(|asked| format!("{asked} "))}{data.by}</div>
            </header>
            <div class="job">
                {running}
                <PlanRows>{rows}</PlanRows>
                <div class="cluster">
                    <LinkButton href=directory look=Look::Primary>"Back to Directory"</LinkButton>
                    <LinkButton href=csv icon=Some(Glyph::Download) download=true>"Download CSV"</LinkButton>
                </div>
            </div>
        </Shell>
    }
    .into_any()
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
