//! Groups in the parts that lists and pages share: the tree as a table, and the choice of one.

use crate::paths;
use domain::screens::{Choice, GroupRow, Shell};
use leptos::prelude::*;
use ui::avatar::Shape;
use ui::icon::{Glyph, Icon};
use ui::num::{count, grouped};
use ui::select;
use ui::table::{Cell, Row, RowHead, Table, TableBody, TableHead, Th};
use ui::who::Who;

/// The lines of a tree. `fold`: where opening and closing one leads, absent where all stay open.
pub fn tree(
    shell: &Shell,
    caption: String,
    rows: Vec<GroupRow>,
    fold: Option<&dyn Fn(&GroupRow) -> String>,
) -> AnyView {
    let people = rows.iter().any(|row| row.members.is_some());
    let roles = rows.iter().any(|row| row.roles.is_some());
    let folds = fold.is_some() && rows.iter().any(|row| row.open.is_some());
    let lines = rows
        .into_iter()
        .map(|row| {
            let href = fold.map(|fold| fold(&row));
            line(shell, row, href, folds, people, roles)
        })
        .collect::<Vec<_>>();
    view! {
        <Table caption cards=true people=true class="table-tree">
            <TableHead>
                <Th class="c-main">"Name"</Th>
                {people.then(|| view! { <Th class="w-16 p3">"Members"</Th> })}
                {roles.then(|| view! { <Th class="w-35p">"Roles"</Th> })}
            </TableHead>
            <TableBody>{lines}</TableBody>
        </Table>
    }
    .into_any()
}

fn line(shell: &Shell, row: GroupRow, fold: Option<String>, folds: bool, people: bool, roles: bool) -> AnyView {
    let name = row.group.name.clone();
    let twist = match (fold, row.open) {
        (Some(href), Some(open)) => {
            let label = format!("{} {name}", if open { "Close" } else { "Open" });
            let expanded = if open { "true" } else { "false" };
            let id = format!("g-{}", row.group.slug);
            view! {
                <a id=id.clone() class="twist" href=format!("{href}#{id}") aria-expanded=expanded><Icon glyph=Glyph::ChevronRight/><span class="vh">{label}</span></a>
            }
            .into_any()
        }
        _ if folds => view! { <span class="twist-none"></span> }.into_any(),
        _ => ().into_any(),
    };
    let members = row.members.map(|(direct, nested)| members(direct, nested));
    let (class, line) = match row.depth {
        0 => ("node", "c-line"),
        1 => ("node node-2", "c-line deep-1"),
        2 => ("node node-3", "c-line deep-2"),
        3 => ("node node-4", "c-line deep-3"),
        _ => ("node node-5", "c-line deep-4"),
    };
    let href = paths::group(shell, row.group.id);
    let own = own_roles(&row);
    let sub = row.group.slug.to_string();
    view! {
        <Row>
            <RowHead>
                <span class=class>
                    {twist}
                    <Who name href=Some(href) sub shape=Shape::Group/>
                </span>
            </RowHead>
            {people.then(|| view! { <Cell class="p3">{members}</Cell> })}
            {roles.then(|| view! { <Cell class=line>{own}</Cell> })}
        </Row>
    }
    .into_any()
}

/// "12 direct, 48 with nested".
fn members(direct: i64, nested: i64) -> AnyView {
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    let words = count(number(nested), "member", "members");
    let own = (direct != nested).then(|| {
        let words = format!(" {} directly", grouped(number(direct)));
        view! { <span class="muted small">{words}</span> }
    });
    view! { <span class="num">{words}</span>{own} }.into_any()
}

/// "Operator, Viewer" and what comes from above.
fn own_roles(row: &GroupRow) -> AnyView {
    let own = row.roles.clone().unwrap_or_default();
    let above = (row.inherited > 0).then(|| {
        let words = format!(" {} from above", grouped(row.inherited as u64));
        view! { <span class="muted small">{words}</span> }
    });
    let words = if own.is_empty() {
        view! { <span class="muted">"None of its own"</span> }.into_any()
    } else {
        view! { <span>{own.join(", ")}</span> }.into_any()
    };
    view! { {words}{above} }.into_any()
}

/// Groups as lines of a list, each below the one in which it lies.
pub fn choices(groups: Vec<Choice>) -> Vec<select::Choice> {
    groups
        .into_iter()
        .map(|group| select::Choice::new(group.slug, format!("{}{}", "\u{2003}".repeat(group.depth), group.name)))
        .collect()
}
