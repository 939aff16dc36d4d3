//! One event: what happened in words, before and after, its parts, and the same as data.

use super::{outcome, part_lines};
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param};
use crate::paths;
use domain::id::EventId;
use domain::screens::{AuditEvent, AuditField, AuditPart};
use leptos::prelude::*;
use ui::button::LinkButton;
use ui::loaded::Loaded;
use ui::num::grouped;
use ui::table::{Cell, Row, RowHead, Table, TableBody, TableHead, Th};
use ui::time::TimeText;

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked::<EventId>("event") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let data = rpc::screens::audit_event(param("tenant"), param("environment"), id);
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: AuditEvent) -> AnyView {
    let AuditEvent {
        shell,
        row,
        facts,
        fields,
        before,
        after,
        parts,
        restore,
    } = data;
    let here = paths::audit_event(&shell, row.id);
    let crumbs = vec![("Audit log".to_owned(), paths::audit(&shell))];
    let job = row.operation.filter(|_| shell.may_view_users).map(|id| {
        let href = paths::operation(&shell, id);
        view! { <LinkButton href>"Open the job"</LinkButton> }
    });
    let back = restore.map(|page| {
        let href = match page.as_str() {
            "roles" => paths::deleted_roles(&shell),
            "groups" => paths::deleted_groups(&shell),
            _ => paths::deleted_people(&shell),
        };
        view! { <LinkButton href>"Restore"</LinkButton> }
    });
    let facts = facts
        .into_iter()
        .map(|(label, value)| view! { <dt>{label}</dt><dd>{value}</dd> }.into_any())
        .collect::<Vec<_>>();
    let changes = (!fields.is_empty()).then(|| changes(fields));
    let parts = (row.parts > 0).then(|| part_section(&shell, parts, row.parts));
    let raw = raw(before, after);
    let title = row.words.clone();
    view! {
        <Shell shell section=Section::Audit title=title.clone() here crumbs>
            <header class="head">
                <div>
                    <div class="cluster"><h1 tabindex="-1"><bdi>{title}</bdi></h1>{outcome(row.outcome)}</div>
                    <p class="muted"><TimeText iso=row.at text=row.when/>{format!(", by {}", row.by)}</p>
                </div>
                <div class="head-actions">{job}{back}</div>
            </header>
            {changes}
            {parts}
            <section class="section" aria-labelledby="facts-title">
                <div class="section-head"><h2 id="facts-title">"Facts"</h2></div>
                <dl class="keeps facts">{facts}</dl>
            </section>
            {raw}
        </Shell>
    }
    .into_any()
}

fn changes(fields: Vec<AuditField>) -> AnyView {
    let lines = fields
        .into_iter()
        .map(|AuditField { name, before, after }| {
            let same = before == after;
            let old = before.map(|text| {
                if same {
                    view! { <span>{text}</span> }.into_any()
                } else {
                    view! { <del>{text}</del> }.into_any()
                }
            });
            let new = after.map(|text| {
                if same {
                    view! { <span class="muted">"the same"</span> }.into_any()
                } else {
                    view! { <ins>{text}</ins> }.into_any()
                }
            });
            view! {
                <Row>
                    <RowHead>{name}</RowHead>
                    <Cell class="c-line cell-wrap">{old}</Cell>
                    <Cell class="c-line cell-wrap">{new}</Cell>
                </Row>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <section class="section" aria-labelledby="changes-title">
            <div class="section-head"><h2 id="changes-title">"What changed"</h2></div>
            <Table caption="What changed" id="changes" cards=true>
                <TableHead><Th class="c-main w-16">"Field"</Th><Th>"Before"</Th><Th>"After"</Th></TableHead>
                <TableBody>{lines}</TableBody>
            </Table>
        </section>
    }
    .into_any()
}

fn part_section(shell: &domain::screens::Shell, parts: Vec<AuditPart>, all: i64) -> AnyView {
    let total = u64::try_from(all).unwrap_or(0);
    let more = total.saturating_sub(parts.len() as u64);
    let more = (more > 0).then(|| view! { <li class="muted">{format!("and {} more", grouped(more))}</li> });
    view! {
        <section class="section" aria-labelledby="parts-title">
            <div class="section-head"><h2 id="parts-title">"Parts"</h2><span class="count num">{grouped(total)}</span></div>
            <ul class="lines" role="list">{part_lines(shell, parts)}{more}</ul>
        </section>
    }
    .into_any()
}

fn raw(before: Option<String>, after: Option<String>) -> Option<AnyView> {
    if before.is_none() && after.is_none() {
        return None;
    }
    let block = |label: &'static str, text: Option<String>| {
        text.map(|text| view! { <h3>{label}</h3><pre class="data" tabindex="0">{text}</pre> })
    };
    Some(
        view! {
            <section class="section" aria-labelledby="data-title">
                <div class="section-head"><h2 id="data-title">"As data"</h2></div>
                {block("Before", before)}
                {block("After", after)}
            </section>
        }
        .into_any(),
    )
}
