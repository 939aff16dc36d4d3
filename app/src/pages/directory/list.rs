//! The directory: filters, the list, and the bar that acts on what is ticked.

use super::{filters, peek, rows};
use crate::layout::{Section, Shell};
use crate::live::selection::SelectionBar;
use crate::pages::{errors, param, search};
use crate::parts::carried::carried;
use crate::paths;
use domain::identities::Listing;
use domain::page::At;
use domain::query::{self, LIMITS};
use domain::screens::{self, Directory};
use leptos::prelude::*;
use ui::bar::Swap;
use ui::button::{Button, LinkButton, Look};
use ui::empty::{Empty, Nothing};
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::menu::{Menu, MenuButton};
use ui::notice::{Notice, Tone};
use ui::num::{grouped, range};
use ui::pager::Pager;
use ui::tabs::{Tab, Tabs};

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::directory(param("tenant"), param("environment"), search());
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: Directory) -> AnyView {
    let Directory {
        shell,
        query,
        listing,
        roles,
        groups,
        assignments,
        peek,
    } = data;
    let here = paths::directory_with(&shell, &query);
    let new = shell.may_create_users.then(|| {
        view! { <LinkButton href=paths::new_identity(&shell) look=Look::Primary icon=Some(Glyph::Plus)>"New identity"</LinkButton> }
    });
    let invite = shell.may_invite.then(|| {
        view! { <LinkButton href=paths::invite(&shell) icon=Some(Glyph::Mail)>"Invite"</LinkButton> }
    });
    let csv = (shell.may_bulk && !listing.page.items.is_empty()).then(|| {
        let href = paths::directory_csv(&shell, &query);
        view! { <LinkButton href icon=Some(Glyph::Download) download=true>"CSV"</LinkButton> }
    });
    let tabs = tabs(&shell, listing.all, assignments, false);
    let notice = (!listing.notices.is_empty())
        .then(|| view! { <div class="mt-6"><Notice text=listing.notices.join(" ") tone=Tone::Warning/></div> });
    let nobody = listing.all == 0;
    let place = peek::place(&shell, &query, peek);
    let content = if nobody {
        first_use(&shell)
    } else {
        let filters = filters::form(&shell, &query, &listing, roles, groups);
        view! { {filters}{list(&shell, query, listing)} }.into_any()
    };
    view! {
        <Shell shell section=Section::Directory title="Directory" here list=!nobody>
            <header class="head">
                <h1 tabindex="-1">"Directory"</h1>
                <div class="head-actions">{csv}{invite}{new}</div>
            </header>
            <Tabs label="Directory sections" tabs/>
            {notice}
            {place}
            {content}
        </Shell>
    }
    .into_any()
}

/// Identities and assignments, with how many there are.
pub fn tabs(shell: &screens::Shell, identities: i64, assignments: i64, second: bool) -> Vec<Tab> {
    vec![
        Tab {
            href: paths::directory(shell),
            text: "Identities".to_owned(),
            count: Some(number(identities)),
            current: !second,
        },
        Tab {
            href: paths::assignments(shell),
            text: "Assignments".to_owned(),
            count: Some(number(assignments)),
            current: second,
        },
    ]
}

pub fn number(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

fn first_use(shell: &screens::Shell) -> AnyView {
    let title = format!("No identities in {} yet", shell.environment.name);
    if !shell.may_create_users {
        let text = "An administrator of this environment can add people and services.";
        return view! { <Empty why=Nothing::FirstUse title text/> }.into_any();
    }
    let text = "Add the people and services of this environment. Then give them roles, with an end date if you like.";
    let href = paths::new_identity(shell);
    view! {
        <Empty why=Nothing::FirstUse title text>
            <LinkButton href icon=Some(Glyph::Plus)>"New identity"</LinkButton>
        </Empty>
    }
    .into_any()
}

fn list(shell: &screens::Shell, query: query::Directory, listing: Listing) -> AnyView {
    let words = filters::words(&query, &listing);
    let page = listing.page;
    let total = number(page.total);
    let total_words = format!("{}{}", grouped(total), if page.total_exact { "" } else { "+" });
    let meta = if words.is_empty() {
        let noun = if total == 1 { " identity" } else { " identities" };
        view! { <p><strong>{total_words.clone()}</strong>{noun}</p> }.into_any()
    } else {
        let noun = if total == 1 {
            " identity matches"
        } else {
            " identities match"
        };
        view! { <p><strong>{total_words.clone()}</strong>{noun}</p> }.into_any()
    };
    if page.items.is_empty() {
        return view! { <Swap meta/>{nothing(shell, &query, &words, total)} }.into_any();
    }
    let shown = page.items.len() as u64;
    let first = query.at == At::First || page.previous.is_none();
    let at = |at: At| paths::directory_with(shell, &query.with(|query| query.at = at));
    let pager_words = if first {
        range(1, shown, total, page.total_exact)
    } else if words.is_empty() {
        format!("{} shown · {total_words} in all", grouped(shown))
    } else {
        format!("{} shown · {total_words} match", grouped(shown))
    };
    let sizes = if total > u64::from(LIMITS[0]) {
        LIMITS
            .into_iter()
            .map(|limit| {
                let href = paths::directory_with(shell, &query.with(|query| query.limit = limit));
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
    let carried = shell
        .may_assign
        .then(|| hidden(&query, page.items.iter().map(|row| row.identity.id.to_string())));
    let bar = shell
        .may_assign
        .then(|| bar(shell, &query, total, page.total_exact, shown));
    let table = rows::table(shell, &query, page.items, page.total_exact.then_some(total), first);
    view! {
        <form
            method="post"
            action=paths::assign(shell)
            data-bar=query.select_matching.then_some("on")
            aria-label="Identities"
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
fn hidden(query: &query::Directory, shown: impl Iterator<Item = String>) -> AnyView {
    let back = query::Directory {
        select_matching: false,
        ..query.clone()
    };
    let matching = query.select_matching.then(|| query.with(|_| {}).to_search());
    carried(vec![("back", back.to_search())], matching, shown)
}

fn bar(shell: &screens::Shell, query: &query::Directory, total: u64, exact: bool, shown: u64) -> AnyView {
    let with = |select_matching| {
        let query = query::Directory {
            select_matching,
            ..query.clone()
        };
        paths::directory_with(shell, &query)
    };
    // Order and length of pages do not change who matches.
    let filter = query::Directory {
        filter: query.filter.clone(),
        ..query::Directory::default()
    };
    let filter = filter.to_search();
    // Without scripts this leads to the page with everything ticked; alive, the bar offers it itself.
    let more = (total > shown && !query.select_matching).then(|| {
        let total = format!("{}{}", grouped(total), if exact { "" } else { "+" });
        let matching = if query.filter.is_empty() { "" } else { " matching" };
        view! { <LinkButton href=with(true) class="till-live">{format!("Select all {total}{matching}")}</LinkButton> }
    });
    let matching = query.select_matching.then(|| with(false));
    let remove = paths::remove(shell);
    let groups = shell.may_manage_groups.then(|| {
        let (join, leave) = (paths::join(shell), paths::leave(shell));
        view! {
            <MenuButton name="intent" value="start" formaction=join dialog=true>"Add to group"</MenuButton>
            <MenuButton name="intent" value="start" formaction=leave dialog=true>"Remove from group"</MenuButton>
        }
    });
    let stand = shell.may_suspend.then(|| {
        let (suspend, reinstate) = (paths::standing(shell, true), paths::standing(shell, false));
        view! {
            <MenuButton name="intent" value="preview" formaction=suspend dialog=true>"Suspend"</MenuButton>
            <MenuButton name="intent" value="preview" formaction=reinstate dialog=true>"Reinstate"</MenuButton>
        }
    });
    let others = (shell.may_manage_groups || shell.may_suspend)
        .then(|| view! { <Menu id="bar-more" text="More" class="btn">{groups}{stand}</Menu> });
    view! {
        <SelectionBar
            label="Actions for selected identities".to_owned()
            filter
            total
            plus=!exact
            one="identity".to_owned()
            many="identities".to_owned()
            matching
        >
            {more}
            <Button look=Look::Primary name="intent" value="start" attr:data-dialog="">"Assign role"</Button>
            <Button name="intent" value="start" formaction=remove attr:data-dialog="">"Remove role"</Button>
            {others}
        </SelectionBar>
    }
    .into_any()
}

fn nothing(shell: &screens::Shell, query: &query::Directory, words: &str, total: u64) -> AnyView {
    if total > 0 {
        let href = paths::directory_with(shell, &query.with(|_| {}));
        let title = "Nothing is left on this page";
        return view! { <Empty why=Nothing::NothingLeft title><LinkButton href>"First page"</LinkButton></Empty> }
            .into_any();
    }
    let href = paths::directory_with(shell, &query.with(|query| query.filter = Default::default()));
    let title = format!("No identities match {words}");
    let text = format!("{} has others. Change the filter, or clear it.", shell.environment.name);
    view! { <Empty why=Nothing::NoMatch title text><LinkButton href>"Clear filter"</LinkButton></Empty> }.into_any()
}
