//! Those who can do something.

use super::verdict;
use crate::parts::identity::{IdentityLine, shape};
use crate::parts::ways::way;
use crate::paths;
use domain::query;
use domain::screens::{self, Ask, Explorer, Who, Whom};
use leptos::prelude::*;
use ui::avatar::Standing;
use ui::button::LinkButton;
use ui::icon::Glyph;
use ui::num::count;
use ui::pager::Pager;
use ui::table::{Cell, Row, RowHead, Table, TableBody, TableHead, Th};

/// `Deleted 12 Nov`, at the beginning of a line.
fn sentence(words: &str) -> String {
    words.replacen('d', "D", 1)
}

/// Someone who can. One who was deleted since has no page: their name leads to what else they could then.
fn someone(shell: &screens::Shell, whom: &Whom, on: &str) -> AnyView {
    let (me, identity) = (shell.me, whom.identity.clone());
    let Some(deleted) = whom.deleted.clone() else {
        let href = paths::identity(shell, identity.id);
        return view! { <IdentityLine identity me href/> }.into_any();
    };
    let id = identity.id.to_string();
    let asked = query::written([("who", id.as_str()), ("on", on)]);
    let href = format!("{}{asked}", paths::access(shell, Ask::What));
    let sub = match identity.email {
        Some(email) => format!("{} · {email}", sentence(&deleted)),
        None => sentence(&deleted),
    };
    let shape = shape(identity.kind);
    view! { <ui::who::Who name=identity.name href=Some(href) sub shape standing=Standing::Off/> }.into_any()
}

pub(super) fn able(shell: &screens::Shell, who: Who, data: &Explorer, capability: &str) -> AnyView {
    let head = verdict(
        format!("{}: {capability}", who.verdict),
        !who.rows.is_empty(),
        &data.as_of,
    );
    let lines = who
        .rows
        .into_iter()
        .map(|row| {
            let name = someone(shell, &row.whom, &data.asked.on);
            let ways = row
                .ways
                .into_iter()
                .map(|path| view! { <div class="src">{way(shell, &row.whom, path, None)}</div> }.into_any())
                .collect::<Vec<_>>();
            view! {
                <Row>
                    <RowHead>{name}</RowHead>
                    <Cell class="c-src c-line">{ways}</Cell>
                </Row>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    let shown = lines.len() as u64;
    let table = (shown > 0).then(|| {
        view! {
            <Table caption=format!("Who can: {capability}") cards=true class="sources able mt-4">
                <TableHead><Th class="c-main w-35p">"Name"</Th><Th>"How"</Th></TableHead>
                <TableBody>{lines}</TableBody>
            </Table>
        }
    });
    let asked = &data.asked;
    let asks = [
        ("capability", asked.capability.as_str()),
        ("node", asked.node.as_str()),
        ("on", asked.on.as_str()),
    ];
    let asks: Vec<(&str, &str)> = asks.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let csv = (shell.may_bulk && shown > 0).then(|| {
        let href = format!(
            "{}/export.csv{}",
            paths::access(shell, Ask::Who),
            query::written(asks.iter().copied())
        );
        view! { <div><LinkButton href icon=Some(Glyph::Download) download=true>"CSV"</LinkButton></div> }
    });
    let at = |after: Option<&str>| {
        let kept = asks.iter().copied().chain(after.map(|after| ("after", after)));
        format!("{}{}", paths::access(shell, Ask::Who), query::written(kept))
    };
    let pager = (who.next.is_some() || !who.first).then(|| {
        let words = format!("{} shown, by name", count(shown, "person", "people"));
        let next = who.next.as_deref().map(|cursor| at(Some(cursor)));
        let first = (!who.first).then(|| at(None));
        view! { <Pager words first previous=None next/> }
    });
    view! {
        <section class="answer" aria-labelledby="answer">{head}{csv}</section>
        {table}
        {pager}
    }
    .into_any()
}
