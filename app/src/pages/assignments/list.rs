//! All assignments: filters, the list, and the bar that acts on what is ticked.

use super::place::Place;
use super::{filters, rows};
use crate::layout::{Section, Shell};
use crate::live::selection::SelectionBar;
use crate::pages::directory::list::{number, tabs};
use crate::pages::{errors, param, search};
use crate::parts::carried::carried;
use crate::paths;
use domain::assignments::{Filter, Listing, Source};
use domain::page::At;
use domain::query::{self, LIMITS};
use domain::roles::Detail;
use domain::screens::{self, Assignments};
use leptos::prelude::*;
use ui::bar::Swap;
use ui::button::{Button, LinkButton, Look};
use ui::empty::{Empty, Nothing};
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::{grouped, range};
use ui::pager::Pager;
use ui::tabs::Tabs;

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::assignments(param("tenant"), param("environment"), search());
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: Assignments) -> AnyView {
    let Assignments {
        shell,
        query,
        listing,
        roles,
        identities,
        all,
        hierarchy,
    } = data;
    let place = Place::whole(&shell);
    let here = place.to(&query);
    let tabs = tabs(&shell, identities, all, true);
    let notice = (!listing.notices.is_empty())
        .then(|| view! { <div class="mt-6"><Notice text=listing.notices.join(" ") tone=Tone::Warning/></div> });
    // Nothing was ever given: revoked ones would be found by the filter.
    let none = all == 0 && listing.page.items.is_empty() && query.filter == query::Assignments::default().filter;
    let content = if none {
        first_use(&shell)
    } else {
        let filters = filters::form(&place, &query, &listing, roles);
        view! { {filters}{list(&shell, &place, query, listing, hierarchy)} }.into_any()
    };
    view! {
        <Shell shell section=Section::Directory title="Assignments" here list=true>
            <header class="head"><h1 tabindex="-1">"Directory"</h1></header>
            <Tabs label="Directory sections" tabs/>
            {notice}
            {content}
        </Shell>
    }
    .into_any()
}

fn first_use(shell: &screens::Shell) -> AnyView {
    let title = format!("Nobody holds a role in {} yet", shell.environment.name);
    let text = "An assignment gives a role to a person, a service or a group, for as long as you like.";
    let href = paths::directory(shell);
    let words = if shell.may_assign {
        "Choose whom to give a role"
    } else {
        "See the identities"
    };
    view! { <Empty why=Nothing::FirstUse title text><LinkButton href>{words}</LinkButton></Empty> }.into_any()
}

/// The rows with their bar and pages, or why there are none.
pub fn list(
    shell: &screens::Shell,
    place: &Place,
    query: query::Assignments,
    listing: Listing,
    hierarchy: bool,
) -> AnyView {
    let words = filters::words(place, &query, &listing);
    let page = listing.page;
    let total = number(page.total);
    let total_words = format!("{}{}", grouped(total), if page.total_exact { "" } else { "+" });
    let noun = match (words.is_empty(), total) {
        (true, 1) => " assignment",
        (true, _) => " assignments",
        (false, 1) => " assignment matches",
        (false, _) => " assignments match",
    };
    let meta = view! { <p><strong>{total_words.clone()}</strong>{noun}</p> }.into_any();
    if page.items.is_empty() {
        return view! { <Swap meta/>{nothing(shell, place, &query, &words, total)} }.into_any();
    }
    let shown = page.items.len() as u64;
    let first = query.at == At::First || page.previous.is_none();
    let at = |at: At| place.to(&query.with(|query| query.at = at));
    let pager_words = if first {
        range(1, shown, total, page.total_exact)
    } else {
        let all = if words.is_empty() { "in all" } else { "match" };
        format!("{} shown · {total_words} {all}", grouped(shown))
    };
    let sizes = if total > u64::from(LIMITS[0]) {
        LIMITS
            .into_iter()
            .map(|limit| {
                let href = place.to(&query.with(|query| query.limit = limit));
                (u32::from(limit), href, limit == query.limit)
            })
            .collect()
    } else {
        Vec::new()
    };
    let pager = view! {
        <Pager
            words=pager_words
            first=(!first).then(|| at(At::First))
            previous=page.previous.map(|cursor| at(At::Before(cursor)))
            next=page.next.map(|cursor| at(At::After(cursor)))
            sizes
        />
    };
    let shown_ids = page.items.iter().map(|row| row.id.to_string());
    let carried = shell.may_assign.then(|| hidden(place, &query, shown_ids));
    let bar = shell
        .may_assign
        .then(|| bar(place, &query, total, page.total_exact, shown));
    let exact = page.total_exact.then_some(total);
    let table = rows::table(shell, place, &query, page.items, hierarchy, exact, first);
    view! {
        <form
            method="post"
            action=paths::assignments_change(shell)
            data-bar=query.select_matching.then_some("on")
            aria-label="Assignments"
        >
            <Swap meta bulk=bar/>
            {table}
            {carried}
        </form>
        {pager}
    }
    .into_any()
}

/// The hidden fields of the list form.
fn hidden(place: &Place, query: &query::Assignments, shown: impl Iterator<Item = String>) -> AnyView {
    let back = query::Assignments {
        select_matching: false,
        ..query.clone()
    };
    let matching = query.select_matching.then(|| query.with(|_| {}).to_search());
    let mut fields = vec![("back", back.to_search())];
    fields.extend(place.role.iter().map(|role| ("via", role.id.to_string())));
    carried(fields, matching, shown)
}

fn bar(place: &Place, query: &query::Assignments, total: u64, exact: bool, shown: u64) -> AnyView {
    let with = |select_matching| {
        let query = query::Assignments {
            select_matching,
            ..query.clone()
        };
        place.to(&query)
    };
    // Order and length of pages do not change which match.
    let filter = query::Assignments {
        filter: query.filter.clone(),
        ..query::Assignments::default()
    };
    let filter = filter.to_search();
    // Without scripts this leads to the page with everything ticked; alive, the bar offers it itself.
    let more = (total > shown && !query.select_matching).then(|| {
        let total = format!("{}{}", grouped(total), if exact { "" } else { "+" });
        let matching = if filter.is_empty() { "" } else { " matching" };
        view! { <LinkButton href=with(true) class="till-live">{format!("Select all {total}{matching}")}</LinkButton> }
    });
    let matching = query.select_matching.then(|| with(false));
    view! {
        <SelectionBar
            label="Actions for selected assignments".to_owned()
            filter
            total
            plus=!exact
            one="assignment".to_owned()
            many="assignments".to_owned()
            matching
        >
            {more}
            <Button look=Look::Primary name="intent" value="dates" attr:data-dialog="">"Change dates"</Button>
            <Button class="bar-opt" name="intent" value="extend" attr:data-dialog="">"Extend 30 days"</Button>
            <Button class="bar-opt" name="intent" value="end" attr:data-dialog="">"End now"</Button>
        </SelectionBar>
    }
    .into_any()
}

fn nothing(shell: &screens::Shell, place: &Place, query: &query::Assignments, words: &str, total: u64) -> AnyView {
    if total > 0 {
        let href = place.to(&query.with(|_| {}));
        let title = "Nothing is left on this page";
        return view! { <Empty why=Nothing::NothingLeft title><LinkButton href>"First page"</LinkButton></Empty> }
            .into_any();
    }
    // A role's list goes on to show what it is of: people, or groups.
    let of_role = place.role.is_some();
    let start = Filter {
        role: query.filter.role.clone().filter(|_| of_role),
        source: query.filter.source.filter(|_| of_role),
        ..place.scope().start().filter
    };
    let href = place.to(&query.with(|query| query.filter = start.clone()));
    let all = place.to(&query.with(|query| {
        query.filter = start.clone();
        query.filter.states.clear();
    }));
    if let Some(role) = place.role.as_ref().filter(|_| query.filter == start) {
        return unheld(shell, role, query.filter.source, all);
    }
    let title = if words.is_empty() {
        "There are no assignments".to_owned()
    } else {
        format!("No assignments match {words}")
    };
    let text = match &place.role {
        Some(role) => format!("{} may have others. Change the filter, or clear it.", role.name),
        None => format!(
            "{} may have others. Change the filter, or clear it.",
            shell.environment.name
        ),
    };
    view! {
        <Empty why=Nothing::NoMatch title text>
            <LinkButton href>"Clear filter"</LinkButton>
            <LinkButton href=all>"All states"</LinkButton>
        </Empty>
    }
    .into_any()
}

/// A role that nobody has directly, or no group.
fn unheld(shell: &screens::Shell, role: &Detail, source: Option<Source>, all: String) -> AnyView {
    let (title, text) = match source {
        Some(Source::Group) => (
            format!("No group has {}", role.name),
            "Everyone in a group has its roles, those who join later, too.",
        ),
        _ => (
            format!("Nobody has {} directly", role.name),
            "It can be given to people and services, for as long as you like, or to a group.",
        ),
    };
    let assign = shell.may_assign.then(|| {
        let href = paths::assign_role(shell, role.id);
        view! { <LinkButton href look=Look::Primary>"Assign"</LinkButton> }
    });
    view! { <Empty why=Nothing::FirstUse title text>{assign}<LinkButton href=all>"Show what has ended"</LinkButton></Empty> }
        .into_any()
}
