//! The list of the directory: one row an identity, with a tick where roles may be given.

use crate::parts::held_roles::HeldRoles;
use crate::parts::identity::{IdentityLine, StatusTag};
use crate::paths;
use domain::identities::{self, Sort, Status};
use domain::query;
use domain::screens::Shell;
use leptos::prelude::*;
use ui::checkbox::Tick;
use ui::icon::Glyph;
use ui::icon_button::IconLink;
use ui::table::{self, Cell, Direction, Row, RowHead, Table, TableBody, TableHead, Th};

/// The table. `first` says that the page is the first one, so that its rows know their rank.
pub fn table(
    shell: &Shell,
    query: &query::Directory,
    rows: Vec<identities::Row>,
    total: Option<u64>,
    first: bool,
) -> AnyView {
    let ticks = shell.may_assign;
    let way = match query.sort {
        Sort::Name => Direction::Ascending,
        Sort::NameDescending => Direction::Descending,
    };
    let sort = table::Sort::by("name", Some(("name", way)), |_, way| {
        let changed = query.with(|query| {
            query.sort = match way {
                Direction::Ascending => Sort::Name,
                Direction::Descending => Sort::NameDescending,
            };
        });
        paths::directory_with(shell, &changed)
    });
    let shown = rows.len();
    let caption = format!("Identities in {}", shell.environment.name);
    let lines = rows
        .into_iter()
        .zip(1..)
        .map(|(row, rank)| line(shell, query, row, first.then_some(rank)))
        .collect::<Vec<_>>();
    view! {
        <Table caption cards=true people=true under_bar=ticks sortable=true rows=total>
            <TableHead>
                {ticks.then(|| view! { <Th class="c-check"><span class="vh till-live">"Select"</span><Tick class="needs-js" label=format!("Select all {shown} on this page")/></Th> })}
                <Th class="c-main" sort=Some(sort)>"Name"</Th>
                <Th class="w-7">"State"</Th>
                <Th class="w-30p">"Roles"</Th>
                <Th class="w-7 p4">"Last seen"</Th>
                <Th class="c-menu c-peek"><span class="vh">"Roles beside the list"</span></Th>
            </TableHead>
            <TableBody>{lines}</TableBody>
        </Table>
    }
    .into_any()
}

fn line(shell: &Shell, query: &query::Directory, row: identities::Row, rank: Option<u64>) -> AnyView {
    let checked = query.select_matching;
    let identity = row.identity;
    let class = if identity.status == Status::Suspended {
        "is-off"
    } else {
        ""
    };
    let tick = shell.may_assign.then(|| {
        let label = format!("Select {}", identity.name);
        view! { <Cell class="c-check"><Tick name="id" value=identity.id.to_string() label checked/></Cell> }
    });
    let seen = match (row.last_seen, identity.last_seen_at) {
        (Some(words), Some(at)) => view! { <ui::time::TimeText iso=at.to_string() text=words/> }.into_any(),
        (Some(words), None) => words.into_any(),
        (None, _) => view! { <span class="faint">"Never"</span> }.into_any(),
    };
    let (id, status, name, me) = (identity.id, identity.status, identity.name.clone(), shell.me);
    let href = paths::identity(shell, id);
    let peek = {
        let href = Some(paths::directory_with(shell, &query.peeking(Some(id))));
        let current = (query.peek == Some(id)).then_some("true");
        let label = format!("Show the roles of {name} here");
        view! { <IconLink glyph=Glyph::Eye label href class="btn-row" attr:data-peek="" attr:aria-current=current/> }
    };
    view! {
        <Row class index=rank>
            {tick}
            <RowHead><IdentityLine identity me href/></RowHead>
            <Cell class="c-a"><StatusTag status/></Cell>
            <Cell class="c-b"><HeldRoles id name roles=row.roles/></Cell>
            <Cell class="cell-time p4">{seen}</Cell>
            <Cell class="c-menu c-peek">{peek}</Cell>
        </Row>
    }
    .into_any()
}
