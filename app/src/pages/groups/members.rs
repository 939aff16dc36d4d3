//! Who is in a group: directly, or with those of the groups below.

mod bar;

use super::{At as Tab, crumbs, heading, join_href};
use crate::layout::{Section, Shell};
use crate::pages::directory::list::number;
use crate::pages::{asked, errors, param, search};
use crate::parts::identity::{IdentityLine, StatusTag};
use crate::parts::log::Missing;
use crate::paths;
use domain::identities::{Listing, Row as Person, Status};
use domain::page::At;
use domain::query;
use domain::screens::{self, GroupHead, GroupMembers, MemberWay};
use leptos::prelude::*;
use ui::bar::Swap;
use ui::button::{Button, LinkButton, Look};
use ui::checkbox::Tick;
use ui::empty::{Empty, Nothing};
use ui::filter::Filters;
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::{grouped, range};
use ui::pager::Pager;
use ui::segments::Segments;
use ui::table::{Cell, Row, RowHead, Table, TableBody, TableHead, Th};

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked("group") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let data = rpc::screens::group_members(param("tenant"), param("environment"), id, search());
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: GroupMembers) -> AnyView {
    let shell = data.shell.clone();
    let here = paths::group(&shell, data.head.group.id);
    let (title, crumbs) = (data.head.group.name.clone(), crumbs(&shell, &data.head, true));
    let head = heading(&shell, &data.head, Tab::Members);
    let list = data
        .listing
        .as_ref()
        .is_ok_and(|listing| !listing.page.items.is_empty());
    let content = match data.listing.clone() {
        Ok(listing) => people(&shell, &here, data, listing),
        Err(problem) => view! { <Missing problem what="the members"/> }.into_any(),
    };
    view! {
        <Shell shell section=Section::Groups title here crumbs list>
            {head}
            {content}
        </Shell>
    }
    .into_any()
}

/// The address of this page for a query; the group stands in the path.
fn address(here: &str, query: &query::Directory) -> String {
    let mut query = query.clone();
    query.filter.group = None;
    format!("{here}{}", query.to_search())
}

fn people(shell: &screens::Shell, here: &str, data: GroupMembers, listing: Listing) -> AnyView {
    let GroupMembers {
        head,
        query,
        direct,
        ways,
        ..
    } = data;
    let notice = (!listing.notices.is_empty())
        .then(|| view! { <div class="mt-6"><Notice text=listing.notices.join(" ") tone=Tone::Warning/></div> });
    let all = head.members.unwrap_or(0);
    if all == 0 && query.filter.q.is_empty() {
        return view! { {notice}{first_use(shell, &head)} }.into_any();
    }
    let filters = filters(here, &query, direct, all, head.groups > 0);
    let list = list(shell, here, &head, &query, listing, ways);
    view! { {notice}{filters}{list} }.into_any()
}

fn first_use(shell: &screens::Shell, head: &GroupHead) -> AnyView {
    let title = format!("Nobody is in {} yet", head.group.name);
    let text = "Everyone in a group has its roles and those of the groups above it, for as long as they are in it.";
    let add = shell.may_manage_groups.then(|| {
        let href = join_href(shell, head);
        view! { <LinkButton href icon=Some(Glyph::Plus)>"Add members"</LinkButton> }
    });
    view! { <Empty why=Nothing::FirstUse title text>{add}</Empty> }.into_any()
}

fn filters(here: &str, query: &query::Directory, direct: i64, all: i64, nested: bool) -> AnyView {
    let (action, value) = (here.to_owned(), query.filter.q.clone());
    let scope = (nested || query.filter.direct).then(|| {
        let to = |only: bool| address(here, &query.with(|query| query.filter.direct = only));
        let words = |text: &str, n: i64| format!("{text} {}", grouped(number(n)));
        let items = vec![
            (words("With sub-groups", all), to(false), !query.filter.direct),
            (words("Direct", direct), to(true), query.filter.direct),
        ];
        view! { <Segments label="Which members" items/> }
    });
    let keep = match query.filter.direct {
        true => vec![("members".to_owned(), "direct".to_owned())],
        false => Vec::new(),
    };
    view! {
        <div class="filters-line">
            <Filters label="Filter members" action value placeholder="Filter members" keep/>
            {scope}
        </div>
    }
    .into_any()
}

fn list(
    shell: &screens::Shell,
    here: &str,
    head: &GroupHead,
    query: &query::Directory,
    listing: Listing,
    ways: Vec<MemberWay>,
) -> AnyView {
    let page = listing.page;
    let total = number(page.total);
    let total_words = format!("{}{}", grouped(total), if page.total_exact { "" } else { "+" });
    let noun = match (query.filter.q.is_empty(), total) {
        (true, 1) => " member",
        (true, _) => " members",
        (false, 1) => " member matches",
        (false, _) => " members match",
    };
    let meta = view! { <p><strong>{total_words.clone()}</strong>{noun}</p> }.into_any();
    if page.items.is_empty() {
        let href = address(here, &query.with(|query| query.filter.q.clear()));
        let title = format!("No members match “{}”", query.filter.q);
        let none = if query.filter.q.is_empty() {
            let title = "Nobody is in the group itself".to_owned();
            let href = address(here, &query.with(|query| query.filter.direct = false));
            view! { <Empty why=Nothing::NoMatch title><LinkButton href>"With sub-groups"</LinkButton></Empty> }
                .into_any()
        } else {
            view! { <Empty why=Nothing::NoMatch title><LinkButton href>"Clear filter"</LinkButton></Empty> }.into_any()
        };
        return view! { <Swap meta/>{none} }.into_any();
    }
    let first = query.at == At::First || page.previous.is_none();
    let at = |at: At| address(here, &query.with(|query| query.at = at));
    let shown = page.items.len() as u64;
    let words = if first {
        range(1, shown, total, page.total_exact)
    } else {
        format!("{} shown · {total_words} in all", grouped(shown))
    };
    let pager = view! {
        <Pager
            words
            first=(!first).then(|| at(At::First))
            previous=page.previous.map(|cursor| at(At::Before(cursor)))
            next=page.next.map(|cursor| at(At::After(cursor)))
            sizes=Vec::new()
        />
    };
    let ticks = shell.may_manage_groups;
    let bar = ticks.then(|| bar::bar(shell, here, query, total, page.total_exact, shown));
    let carried = ticks.then(|| bar::hidden(query, &head.group, &page.items));
    let checked = query.select_matching;
    let lines = page
        .items
        .into_iter()
        .zip(ways)
        .map(|(person, way)| line(shell, person, way, ticks, checked))
        .collect::<Vec<_>>();
    let caption = format!("Members of {}", head.group.name);
    let pick = ticks.then(|| view! { <Th class="c-check"><span class="vh till-live">"Select"</span><Tick class="needs-js" label=format!("Select all {shown} on this page")/></Th> });
    view! {
        <form method="post" action=paths::leave(shell) data-bar=checked.then_some("on") aria-label="Members">
            <Swap meta bulk=bar/>
            <Table caption cards=true people=true under_bar=ticks>
                <TableHead>
                    {pick}
                    <Th class="c-main">"Name"</Th>
                    <Th class="w-7">"State"</Th>
                    <Th class="w-30p">"Member"</Th>
                    {ticks.then(|| view! { <Th class="w-8"><span class="vh">"Actions"</span></Th> })}
                </TableHead>
                <TableBody>{lines}</TableBody>
            </Table>
            {carried}
        </form>
        {pager}
    }
    .into_any()
}

fn line(shell: &screens::Shell, person: Person, way: MemberWay, ticks: bool, checked: bool) -> AnyView {
    let identity = person.identity;
    let class = if identity.status == Status::Suspended {
        "is-off"
    } else {
        ""
    };
    let (id, status, me, name) = (identity.id, identity.status, shell.me, identity.name.clone());
    let tick = ticks.then(|| {
        let label = format!("Select {name}");
        view! { <Cell class="c-check"><Tick name="id" value=id.to_string() label checked/></Cell> }
    });
    let action = ticks.then(|| action(shell, id, &name, &way));
    let action = action.map(|action| view! { <Cell class="c-act">{action}</Cell> });
    let how = how(shell, way);
    let href = paths::identity(shell, id);
    view! {
        <Row class>
            {tick}
            <RowHead><IdentityLine identity me href/></RowHead>
            <Cell class="c-a"><StatusTag status/></Cell>
            <Cell class="c-b">{how}</Cell>
            {action}
        </Row>
    }
    .into_any()
}

/// "Directly, until 31 Dec 2026, and through Night shift".
fn how(shell: &screens::Shell, way: MemberWay) -> AnyView {
    let direct = way.direct.then(|| match way.until {
        Some(until) => format!("Directly {until}"),
        None => "Directly".to_owned(),
    });
    let between = match (&direct, way.through.is_empty()) {
        (_, true) => "",
        (Some(_), false) => ", and through ",
        (None, false) => "Through ",
    };
    let last = way.through.len().saturating_sub(1);
    let links = way
        .through
        .into_iter()
        .enumerate()
        .map(|(at, group)| {
            let href = paths::group(shell, group.id);
            let comma = (at < last).then_some(", ");
            view! { <a class="link" href=href>{group.name}</a>{comma} }.into_any()
        })
        .collect::<Vec<_>>();
    view! { {direct}{between}{links} }.into_any()
}

/// Taking one out, where they are in the group itself; otherwise where they are.
fn action(shell: &screens::Shell, id: domain::id::IdentityId, name: &str, way: &MemberWay) -> AnyView {
    if !way.direct {
        return match way.through.first() {
            Some(group) => {
                let label = format!("Manage {name} in {}", group.name);
                let href = paths::group(shell, group.id);
                view! { <LinkButton href look=Look::TextMuted label>"Manage"</LinkButton> }.into_any()
            }
            None => ().into_any(),
        };
    }
    let value = id.to_string();
    let label = format!("Take {name} out");
    view! { <Button look=Look::TextDanger name="one" value=value label attr:data-dialog="">"Take out"</Button> }
        .into_any()
}
