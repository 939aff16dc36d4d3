//! The list of assignments: one row each, with a tick where it may be changed.

use super::place::Place;
use crate::parts::assignment::{assignment_tag, holder_shape, holder_standing};
use crate::paths;
use domain::assignments::{Moment, Row as Assignment, Sort, State, Subject};
use domain::query;
use domain::screens::Shell;
use leptos::prelude::*;
use ui::checkbox::Tick;
use ui::icon::Glyph;
use ui::icon_button::IconLink;
use ui::table::{self, Cell, Direction, Row, RowHead, Table, TableBody, TableHead, Th};
use ui::time::TimeText;
use ui::who::Who;

/// The table. `first` says that the page is the first one, so that its rows know their rank.
pub fn table(
    shell: &Shell,
    place: &Place,
    query: &query::Assignments,
    rows: Vec<Assignment>,
    hierarchy: bool,
    total: Option<u64>,
    first: bool,
) -> AnyView {
    let ticks = shell.may_assign;
    let now = match query.sort {
        Sort::Name => ("name", Direction::Ascending),
        Sort::NameDescending => ("name", Direction::Descending),
        Sort::End => ("to", Direction::Ascending),
        Sort::EndDescending => ("to", Direction::Descending),
    };
    let sort = |key: &str| {
        table::Sort::by(key, Some(now), |key, way| {
            let changed = query.with(|query| {
                query.sort = match (key, way) {
                    ("to", Direction::Ascending) => Sort::End,
                    ("to", Direction::Descending) => Sort::EndDescending,
                    (_, Direction::Ascending) => Sort::Name,
                    (_, Direction::Descending) => Sort::NameDescending,
                };
            });
            place.to(&changed)
        })
    };
    let (name, to) = (sort("name"), sort("to"));
    let shown = rows.len();
    let (caption, who) = match &place.role {
        Some(role) => (format!("Assignments of {}", role.name), "Name"),
        None => (format!("Assignments in {}", shell.environment.name), "Name and role"),
    };
    let whole = place.role.is_none();
    let lines = rows
        .into_iter()
        .zip(1..)
        .map(|(row, rank)| {
            let rank = first.then_some(rank);
            line(shell, row, (whole, hierarchy), rank, query.select_matching)
        })
        .collect::<Vec<_>>();
    view! {
        <Table caption cards=true people=true class="table-asg" under_bar=ticks sortable=true rows=total>
            <TableHead>
                {ticks.then(|| view! { <Th class="c-check"><span class="vh till-live">"Select"</span><Tick class="needs-js" label=format!("Select all {shown} on this page")/></Th> })}
                <Th class="c-main" sort=Some(name)>{who}</Th>
                {hierarchy.then(|| view! { <Th class="w-9 p4">"Where"</Th> })}
                <Th class="w-12">"State"</Th>
                <Th class="w-7 p3">"From"</Th>
                <Th class="w-7" sort=Some(to)>"To"</Th>
                <Th class="w-9 p5">"By"</Th>
                <Th class="c-menu"><span class="vh">"Open"</span></Th>
            </TableHead>
            <TableBody>{lines}</TableBody>
        </Table>
    }
    .into_any()
}

fn moment(moment: Moment) -> AnyView {
    view! { <TimeText iso=moment.at.to_string() text=moment.words/> }.into_any()
}

/// `shown`: the role, the node.
fn line(shell: &Shell, row: Assignment, shown: (bool, bool), rank: Option<u64>, checked: bool) -> AnyView {
    let class = if row.state == State::NoEffect { "is-off" } else { "" };
    let what = format!("{} of {}", row.role, row.holder.name);
    let tick = shell.may_assign.then(|| {
        let label = format!("Select {what}");
        view! { <Cell class="c-check"><Tick name="id" value=row.id.to_string() label checked/></Cell> }
    });
    let href = match row.holder.subject {
        Subject::Identity(id) => paths::identity(shell, id),
        Subject::Group(id) => paths::group(shell, id),
    };
    let (shape, standing) = (holder_shape(&row.holder), holder_standing(&row.holder, shell.me));
    let (role, hierarchy) = shown;
    let sub = if role { row.role } else { String::new() };
    let place = hierarchy.then(|| {
        let node = row.node.unwrap_or_default();
        view! { <Cell class="p4"><span class="mono muted">{node}</span></Cell> }
    });
    let to = match row.to {
        Some(to) => moment(to),
        None => view! { <span class="faint">"No end"</span> }.into_any(),
    };
    let open = paths::assignment(shell, row.id);
    view! {
        <Row class index=rank>
            {tick}
            <RowHead><Who name=row.holder.name href sub shape standing/></RowHead>
            {place}
            <Cell class="c-a">{assignment_tag(row.state, row.state_words)}</Cell>
            <Cell class="cell-time p3">{moment(row.from)}</Cell>
            <Cell class="cell-time c-b">{to}</Cell>
            <Cell class="cell-muted small p5">{row.by}</Cell>
            <Cell class="c-menu"><IconLink glyph=Glyph::ChevronRight label=format!("Open {what}") href=Some(open) class="btn-row"/></Cell>
        </Row>
    }
    .into_any()
}
