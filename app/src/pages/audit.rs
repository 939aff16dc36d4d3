//! The audit log: newest first, each event opened to its parts, filtered by its address.

pub mod event;

use crate::layout::{Section, Shell};
use crate::pages::{errors, param, search};
use crate::paths;
use domain::events::Outcome;
use domain::id::EventId;
use domain::query;
use domain::screens::{self, Audit, AuditAsked, AuditPart, AuditRow};
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::empty::{Empty, Nothing};
use ui::field::{Field, Input};
use ui::icon::{Glyph, Icon};
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::grouped;
use ui::pager::Pager;
use ui::select::{self, Select};
use ui::table::{Cell, Row, RowHead, Table, TableBody, TableHead, Th};
use ui::tag::{Hue, Tag};
use ui::time::TimeText;

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::audit(param("tenant"), param("environment"), search());
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

/// The filter as it stands in an address, with one more part.
fn address(base: &str, asked: &AuditAsked, more: Option<(&str, &str)>) -> String {
    let pairs = [
        ("by", asked.by.as_str()),
        ("on", asked.on.as_str()),
        ("action", asked.action.as_str()),
        ("outcome", asked.outcome.as_str()),
        ("since", asked.since.as_str()),
        ("until", asked.until.as_str()),
    ];
    let kept = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    format!("{base}{}", query::written(kept.chain(more)))
}

pub fn view(data: Audit) -> AnyView {
    let shell = data.shell.clone();
    let base = paths::audit(&shell);
    let filtered = data.asked != AuditAsked::default();
    let here = address(&base, &data.asked, None);
    let export = (data.may_export && !data.rows.is_empty()).then(|| {
        let (csv, lines) = (
            address(&format!("{base}/export.csv"), &data.asked, None),
            address(&format!("{base}/export.jsonl"), &data.asked, None),
        );
        view! {
            <LinkButton href=csv icon=Some(Glyph::Download) download=true>"CSV"</LinkButton>
            <LinkButton href=lines icon=Some(Glyph::Download) download=true>"JSON lines"</LinkButton>
        }
    });
    let notice = (!data.notices.is_empty())
        .then(|| view! { <div class="mt-6"><Notice text=data.notices.join(" ") tone=Tone::Warning/></div> });
    let form = question(&base, &data);
    let wrong = data.wrong.clone();
    let list = !data.rows.is_empty();
    let content = if list {
        table(data, &base)
    } else if filtered {
        let href = base.clone();
        let title = "No event matches";
        view! { <Empty why=Nothing::NoMatch title><LinkButton href>"Clear filter"</LinkButton></Empty> }.into_any()
    } else {
        let title = format!("Nothing was done in {} yet", shell.environment.name);
        view! { <Empty why=Nothing::FirstUse title text="Every change is noted here, with who made it."/> }.into_any()
    };
    view! {
        <Shell shell section=Section::Audit title="Audit log" here errors=wrong list>
            <header class="head">
                <h1 tabindex="-1">"Audit log"</h1>
                <div class="head-actions">{export}</div>
            </header>
            {notice}
            {form}
            {content}
        </Shell>
    }
    .into_any()
}

fn question(base: &str, data: &Audit) -> AnyView {
    let error = |field: &str| {
        let found = data.wrong.iter().find(|(name, _)| name == field);
        found.map(|(_, words)| words.clone())
    };
    let asked = data.asked.clone();
    let actions = data
        .actions
        .iter()
        .map(|(value, words)| select::Choice::new(value.clone(), words.clone()));
    let actions: Vec<_> = actions.collect();
    let outcomes = [
        ("done", "Done"),
        ("partial", "Partly done"),
        ("denied", "Refused"),
        ("failed", "Failed"),
    ];
    let outcomes: Vec<_> = outcomes
        .into_iter()
        .map(|(value, words)| select::Choice::new(value, words))
        .collect();
    let action = base.to_owned();
    let clear = (asked != AuditAsked::default()).then(|| {
        let href = base.to_owned();
        view! { <LinkButton href look=Look::Ghost>"Clear"</LinkButton> }
    });
    view! {
        <form id="form" class="question question-wide" method="get" action=action role="search" aria-label="Filter events">
            <Field id="by" label="By" optional=true value=asked.by error=error("by") hint="A person, an API key, or an id"/>
            <Field id="on" label="About" optional=true value=asked.on error=error("on")/>
            <Select id="action" label="Action" choices=actions value=asked.action optional=true blank="Any" error=error("action")/>
            <Select id="outcome" label="Outcome" choices=outcomes value=asked.outcome optional=true blank="Any" error=error("outcome")/>
            <Field id="since" label="From" kind=Input::Date optional=true value=asked.since error=error("since")/>
            <Field id="until" label="To" kind=Input::Date optional=true value=asked.until error=error("until")/>
            <div class="question-go"><Button>"Filter"</Button>{clear}</div>
        </form>
    }
    .into_any()
}

fn table(data: Audit, base: &str) -> AnyView {
    let total = u64::try_from(data.total).unwrap_or(0);
    let total_words = format!("{}{}", grouped(total), if data.total_exact { "" } else { "+" });
    let zone = data.shell.time_zone.clone();
    let noun = if total == 1 { "event" } else { "events" };
    let words = format!("{total_words} {noun}. Times are {zone}.");
    let shown = data.rows.len() as u64;
    let caption = format!("Events in {}, newest first", data.shell.environment.name);
    let pager = (data.next.is_some() || data.after.is_some()).then(|| {
        let next = data
            .next
            .as_deref()
            .map(|cursor| address(base, &data.asked, Some(("after", cursor))));
        let first = data.after.is_some().then(|| address(base, &data.asked, None));
        let words = format!("{} shown of {total_words}", grouped(shown));
        view! { <Pager words first previous=None next/> }
    });
    // The same page again; the twist of a line adds to it.
    let here = data.after.as_deref().map(|cursor| ("after", cursor));
    let here = address(base, &data.asked, here);
    let lines = data
        .rows
        .into_iter()
        .flat_map(|row| {
            let parts = data
                .open
                .as_ref()
                .filter(|(id, _)| *id == row.id)
                .map(|(_, parts)| parts.clone());
            line(&data.shell, &here, row, parts)
        })
        .collect::<Vec<_>>();
    view! {
        <p class="mt-6 mb-4 muted">{words}</p>
        <Table caption cards=true class="tall">
            <TableHead>
                <Th class="w-12">"When"</Th>
                <Th class="c-main">"What happened"</Th>
                <Th class="w-16 p3">"By"</Th>
                <Th class="w-9">"Outcome"</Th>
            </TableHead>
            <TableBody>{lines}</TableBody>
        </Table>
        {pager}
    }
    .into_any()
}

/// The words and drawing of an outcome.
fn outcome(outcome: Outcome) -> AnyView {
    match outcome {
        Outcome::Done => view! { <Tag text="Done" glyph=Some(Glyph::Check) quiet=true/> }.into_any(),
        Outcome::Partial => view! { <Tag text="Partly done" hue=Hue::Amber glyph=Some(Glyph::Warning)/> }.into_any(),
        Outcome::Denied => view! { <Tag text="Refused" hue=Hue::Red glyph=Some(Glyph::Ban)/> }.into_any(),
        Outcome::Failed => view! { <Tag text="Failed" hue=Hue::Red glyph=Some(Glyph::CircleX)/> }.into_any(),
    }
}

fn line(shell: &screens::Shell, here: &str, row: AuditRow, parts: Option<Vec<AuditPart>>) -> Vec<AnyView> {
    let href = paths::audit_event(shell, row.id);
    let twist = (row.parts > 0).then(|| {
        let (label, expanded, href) = match &parts {
            Some(_) => ("Hide the parts", "true", here.to_owned()),
            None => {
                let join = if here.contains('?') { '&' } else { '?' };
                ("Show the parts", "false", format!("{here}{join}open={}", row.id))
            }
        };
        let count = grouped(u64::try_from(row.parts).unwrap_or(0));
        let id = format!("e-{}", row.id);
        let label = format!("{count} parts: {} of {}", label.to_lowercase(), row.words);
        view! {
            <a id=id.clone() class="twist-words" href=format!("{href}#{id}") aria-expanded=expanded aria-label=label><Icon glyph=Glyph::ChevronRight/>{count}" parts"</a>
        }
    });
    let reason = row
        .reason
        .map(|reason| view! { <span>{format!("Reason: {reason}")}</span> });
    let first = view! {
        <Row>
            <Cell class="c-a cell-time"><TimeText iso=row.at text=row.when/></Cell>
            <RowHead><span class="cell-wrap"><a class="who-name" href=href>{row.words}</a>{twist}{reason}</span></RowHead>
            <Cell class="p3 cell-muted">{row.by}</Cell>
            <Cell class="c-b">{outcome(row.outcome)}</Cell>
        </Row>
    }
    .into_any();
    let mut lines = vec![first];
    if let Some(parts) = parts {
        lines.push(opened(shell, row.id, parts, row.parts));
    }
    lines
}

/// The parts of an event as one more line.
fn opened(shell: &screens::Shell, id: EventId, parts: Vec<AuditPart>, all: i64) -> AnyView {
    let more = usize::try_from(all).unwrap_or(0).saturating_sub(parts.len());
    let more = (more > 0).then(|| {
        let href = paths::audit_event(shell, id);
        view! { <li><a class="link" href=href>{format!("and {} more", grouped(more as u64))}</a></li> }
    });
    let lines = part_lines(shell, parts);
    view! {
        <Row>
            <Cell class="p3"><span class="vh">"Parts"</span></Cell>
            <RowHead><ul class="lines" role="list">{lines}{more}</ul></RowHead>
            <Cell class="p3"><span></span></Cell>
            <Cell class="p3"><span></span></Cell>
        </Row>
    }
    .into_any()
}

fn part_lines(shell: &screens::Shell, parts: Vec<AuditPart>) -> Vec<AnyView> {
    parts
        .into_iter()
        .map(|part| {
            let name = match part.id.filter(|_| shell.may_view_users) {
                Some(id) => {
                    view! { <a class="link" href=paths::identity(shell, id)><bdi>{part.name}</bdi></a> }.into_any()
                }
                None => view! { <bdi>{part.name}</bdi> }.into_any(),
            };
            view! { <li>{name}" "<span class="muted small">{part.outcome}</span></li> }.into_any()
        })
        .collect()
}
