//! The groups of an environment as a tree.

use crate::layout::{Section, Shell};
use crate::pages::{errors, param, search};
use crate::parts::group::tree;
use crate::parts::scopes::{Scope, scopes};
use crate::paths;
use domain::query;
use domain::screens::{GroupRow, Groups};
use leptos::prelude::*;
use ui::button::{LinkButton, Look, Size};
use ui::empty::{Empty, Nothing};
use ui::filter::Filters;
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::{count, grouped};

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::groups(param("tenant"), param("environment"), search());
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: Groups) -> AnyView {
    let shell = data.shell.clone();
    let here = paths::groups(&shell);
    let new = shell.may_manage_groups.then(|| {
        view! { <LinkButton href=paths::new_group(&shell) look=Look::Primary icon=Some(Glyph::Plus)>"Create group"</LinkButton> }
    });
    let notice = (!data.notices.is_empty())
        .then(|| view! { <div class="mt-6"><Notice text=data.notices.join(" ") tone=Tone::Warning/></div> });
    let list = !data.rows.is_empty();
    let content = if data.all == 0 {
        first_use(&data)
    } else {
        let (action, value) = (here.clone(), data.q.clone());
        let filters = view! { <Filters label="Filter groups" action value placeholder="Filter by name or slug"/> };
        let list = if list {
            table(data, &here)
        } else {
            nothing(&here, &data.q)
        };
        view! { {filters}{list} }.into_any()
    };
    let tabs = scopes(&shell, Scope::Groups);
    view! {
        <Shell shell section=Section::Groups title="Groups" here=here.clone() list>
            <header class="head">
                <h1 tabindex="-1">"Groups"</h1>
                <div class="head-actions">{new}</div>
            </header>
            {tabs}
            {notice}
            {content}
        </Shell>
    }
    .into_any()
}

fn deleted(data: &Groups) -> Option<AnyView> {
    (data.deleted > 0).then(|| {
        let href = paths::deleted_groups(&data.shell);
        view! { " · "<a class="link" href=href>{format!("{} deleted", data.deleted)}</a> }.into_any()
    })
}

fn first_use(data: &Groups) -> AnyView {
    let shell = &data.shell;
    let title = format!("No groups in {} yet", shell.environment.name);
    let text = "A group collects people by team or project. A role given to it holds for everyone in it, so that joining and leaving is one step.";
    let new = shell.may_manage_groups.then(|| {
        let href = paths::new_group(shell);
        view! { <LinkButton href icon=Some(Glyph::Plus)>"Create group"</LinkButton> }
    });
    let gone = (data.deleted > 0).then(|| {
        let href = paths::deleted_groups(shell);
        view! { <LinkButton href>"Deleted groups"</LinkButton> }
    });
    view! { <Empty why=Nothing::FirstUse title text>{new}{gone}</Empty> }.into_any()
}

fn nothing(here: &str, q: &str) -> AnyView {
    let href = here.to_owned();
    let title = format!("No group matches “{q}”");
    view! { <Empty why=Nothing::NoMatch title><LinkButton href>"Clear filter"</LinkButton></Empty> }.into_any()
}

fn table(data: Groups, here: &str) -> AnyView {
    let all = count(data.all as u64, "group", "groups");
    let words = if data.q.is_empty() {
        format!("{all}, {} at the top", grouped(data.top as u64))
    } else {
        all
    };
    let nested = data.rows.iter().any(|row| row.open.is_some());
    let fold_all = (nested && data.q.is_empty()).then(|| {
        let (open, close) = (format!("{here}?open=all"), format!("{here}?open=none"));
        view! {
            <div class="push">
                <LinkButton href=open look=Look::Ghost size=Size::Small>"Open all"</LinkButton>
                <LinkButton href=close look=Look::Ghost size=Size::Small>"Close all"</LinkButton>
            </div>
        }
    });
    let gone = deleted(&data);
    let caption = format!("Groups in {}, nested", data.shell.environment.name);
    let open: Vec<String> = match &data.open {
        Some(open) => open.clone(),
        None => {
            let open = data.rows.iter().filter(|row| row.open == Some(true));
            open.map(|row| row.group.slug.to_string()).collect()
        }
    };
    let base = here.to_owned();
    let fold = move |row: &GroupRow| {
        let slug = row.group.slug.to_string();
        let mut next: Vec<&String> = open.iter().filter(|one| **one != slug).collect();
        if row.open == Some(false) {
            next.push(&slug);
        }
        if next.is_empty() {
            return format!("{base}?open=none");
        }
        format!("{base}{}", query::written(next.into_iter().map(|slug| ("open", slug))))
    };
    let fold: Option<&dyn Fn(&GroupRow) -> String> = if data.q.is_empty() { Some(&fold) } else { None };
    let table = tree(&data.shell, caption, data.rows, fold);
    view! {
        <div class="list-meta"><p class="muted">{words}{gone}</p>{fold_all}</div>
        {table}
    }
    .into_any()
}
