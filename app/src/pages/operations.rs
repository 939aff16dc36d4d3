//! All bulk writes, newest first: what each was to do, how far it is, what came of it.

use crate::layout::{Section, Shell};
use crate::pages::directory::list::number;
use crate::pages::{errors, param, search};
use crate::paths;
use domain::operations::Status;
use domain::query;
use domain::screens::{self, OperationRow, Operations};
use leptos::prelude::*;
use ui::button::LinkButton;
use ui::empty::{Empty, Nothing};
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::{grouped, range};
use ui::pager::Pager;
use ui::segments::Segments;
use ui::table::{Cell, Row, RowHead, Table, TableBody, TableHead, Th};
use ui::tag::{Hue, Tag};
use ui::time::TimeText;

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::operations(param("tenant"), param("environment"), search());
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: Operations) -> AnyView {
    let here = with(&data.shell, data.status, None);
    let list = !data.page.items.is_empty();
    let notice = (!data.notices.is_empty())
        .then(|| view! { <div class="mt-6"><Notice text=data.notices.join(" ") tone=Tone::Warning/></div> });
    let choices = (list || data.status.is_some()).then(|| choices(&data.shell, data.status));
    let shell = data.shell.clone();
    let content = if list { table(data) } else { nothing(&data) };
    view! {
        <Shell shell section=Section::Jobs title="Jobs" here list>
            <header class="head">
                <div>
                    <h1 tabindex="-1">"Jobs"</h1>
                    <p class="muted">"Every change to many at once, with what came of it for each."</p>
                </div>
            </header>
            {notice}
            {choices}
            {content}
        </Shell>
    }
    .into_any()
}

fn with(shell: &screens::Shell, status: Option<Status>, after: Option<&str>) -> String {
    let pairs = [("status", status.map(Status::as_str)), ("after", after)];
    let pairs = pairs.into_iter().filter_map(|(name, value)| Some((name, value?)));
    format!("{}{}", paths::operations(shell), query::written(pairs))
}

fn choices(shell: &screens::Shell, status: Option<Status>) -> AnyView {
    let segment = |of: Option<Status>, text: &str| (text.to_owned(), with(shell, of, None), status == of);
    let items = vec![
        segment(None, "All"),
        segment(Some(Status::Running), "Under way"),
        segment(Some(Status::Finished), "Finished"),
        segment(Some(Status::Stopped), "Stopped"),
    ];
    view! { <div class="mt-6"><Segments label="Which jobs" items/></div> }.into_any()
}

fn nothing(data: &Operations) -> AnyView {
    let environment = &data.shell.environment.name;
    let words = match data.status {
        None if data.first => {
            let title = format!("Nothing was changed for many at once in {environment} yet");
            let text = "Tick people in the Directory and give them a role: what came of it stays here.";
            let href = paths::directory(&data.shell);
            return view! {
                <Empty why=Nothing::FirstUse title text>
                    <LinkButton href icon=Some(Glyph::Users)>"Directory"</LinkButton>
                </Empty>
            }
            .into_any();
        }
        None => "Nothing is left on this page",
        Some(Status::Running) => "Nothing is under way",
        Some(Status::Finished) => "Nothing is finished",
        Some(Status::Stopped) => "Nothing was stopped",
    };
    let href = paths::operations(&data.shell);
    view! { <Empty why=Nothing::NoMatch title=words><LinkButton href>"All jobs"</LinkButton></Empty> }.into_any()
}

fn table(data: Operations) -> AnyView {
    let Operations {
        shell,
        status,
        page,
        first,
        ..
    } = data;
    let total = number(page.total);
    let shown = page.items.len() as u64;
    let words = if first {
        range(1, shown, total, page.total_exact)
    } else {
        let more = if page.total_exact { "" } else { "+" };
        format!("{} shown · {}{more} in all", grouped(shown), grouped(total))
    };
    let newest = (!first).then(|| with(&shell, status, None));
    let next = page.next.as_deref().map(|cursor| with(&shell, status, Some(cursor)));
    let caption = format!("Jobs in {}", shell.environment.name);
    let lines = page.items.into_iter().map(|row| line(&shell, row)).collect::<Vec<_>>();
    view! {
        <Table caption cards=true rows=page.total_exact.then_some(total)>
            <TableHead>
                <Th class="c-main">"What was done"</Th>
                <Th class="w-12">"State"</Th>
                <Th class="w-12">"Started"</Th>
                <Th class="w-9 p4">"By"</Th>
            </TableHead>
            <TableBody>{lines}</TableBody>
        </Table>
        <Pager words first=newest previous=None next/>
    }
    .into_any()
}

fn line(shell: &screens::Shell, row: OperationRow) -> AnyView {
    let operation = row.operation;
    let href = paths::operation(shell, operation.id);
    let kind = if operation.undo_of.is_some() {
        "Undo: "
    } else if operation.retry_of.is_some() {
        "Once more: "
    } else {
        ""
    };
    let asked = row.asked.map(|asked| view! { <span>{format!("{kind}{asked}")}</span> });
    let state = state(&operation);
    view! {
        <Row>
            <RowHead><span class="cell-2"><a class="who-name" href=href>{row.title}</a>{asked}</span></RowHead>
            <Cell class="c-a">{state}</Cell>
            <Cell class="cell-time c-b"><TimeText iso=operation.created_at.to_string() text=row.at/></Cell>
            <Cell class="cell-muted small p4">{operation.started_by.label}</Cell>
        </Row>
    }
    .into_any()
}

fn state(operation: &domain::operations::Operation) -> AnyView {
    if operation.undone_by.is_some() {
        return view! { <Tag text="Undone" glyph=Some(Glyph::History) quiet=true/> }.into_any();
    }
    match operation.status {
        Status::Running => {
            let total = operation.summary.total as u64;
            let words = format!("{} of {}", grouped(operation.worked_on() as u64), grouped(total));
            view! { <Tag text=words hue=Hue::Blue glyph=Some(Glyph::Refresh)/> }.into_any()
        }
        Status::Stopped => view! { <Tag text="Stopped" hue=Hue::Red glyph=Some(Glyph::Ban)/> }.into_any(),
        Status::Finished if operation.summary.failed > 0 => {
            view! { <Tag text="Some failed" hue=Hue::Amber glyph=Some(Glyph::Warning)/> }.into_any()
        }
        Status::Finished => view! { <Tag text="Finished" glyph=Some(Glyph::Check) quiet=true/> }.into_any(),
    }
}
