//! Groups: the tree, the tabs of one, and the forms around them.

pub mod activity;
pub mod delete;
pub mod edit;
pub mod gone;
pub mod inside;
pub mod join;
pub mod leave;
pub mod list;
pub mod members;
pub mod new;
pub mod roles;

use crate::parts::more::{line, more};
use crate::paths;
use domain::query;
use domain::screens::{GroupHead, Shell};
use leptos::prelude::*;
use ui::button::{LinkButton, Look};
use ui::icon::Glyph;
use ui::tabs::{Tab, Tabs};

/// A tab of a group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Members,
    Roles,
    Groups,
    Activity,
}

/// The pages above one of a group: those that lie above it, and itself unless `own`.
fn crumbs(shell: &Shell, head: &GroupHead, own: bool) -> Vec<(String, String)> {
    let mut crumbs = vec![("Groups".to_owned(), paths::groups(shell))];
    crumbs.extend(
        head.above
            .iter()
            .map(|one| (one.name.clone(), paths::group(shell, one.id))),
    );
    if !own {
        crumbs.push((head.group.name.clone(), paths::group(shell, head.group.id)));
    }
    crumbs
}

/// The page that puts people into this group.
fn join_href(shell: &Shell, head: &GroupHead) -> String {
    format!("{}{}", paths::join(shell), query::of("via", head.group.slug.as_str()))
}

fn heading(shell: &Shell, head: &GroupHead, at: At) -> AnyView {
    let group = &head.group;
    let page = |name: &str| paths::group_page(shell, group.id, name);
    let add = shell.may_manage_groups.then(|| {
        let href = join_href(shell, head);
        view! { <LinkButton href look=Look::Primary icon=Some(Glyph::Plus)>"Add members"</LinkButton> }
    });
    let change = shell.may_manage_groups.then(|| {
        let href = page("edit");
        view! { <LinkButton href>"Edit"</LinkButton> }
    });
    let delete = line(shell.may_manage_groups, page("delete"), "Delete", true);
    let more = more(&group.name, [delete]);
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    let tab = |of: At, href: String, text: &str, count: Option<u64>| Tab {
        href,
        text: text.to_owned(),
        count,
        current: at == of,
    };
    let mut tabs = vec![
        tab(
            At::Members,
            paths::group(shell, group.id),
            "Members",
            head.members.map(number),
        ),
        tab(At::Roles, page("roles"), "Roles", head.roles.map(|n| n as u64)),
        tab(At::Groups, page("groups"), "Sub-groups", Some(head.groups as u64)),
    ];
    tabs.push(tab(At::Activity, page("activity"), "Activity", None));
    let words = group.description.clone();
    view! {
        <header class="head">
            <div>
                <div class="cluster"><h1 tabindex="-1"><bdi>{group.name.clone()}</bdi></h1><span class="mono muted small">{group.slug.to_string()}</span></div>
                {words.map(|words| view! { <p class="muted pre">{words}</p> })}
            </div>
            <div class="head-actions">{change}{add}{more}</div>
        </header>
        <Tabs label=format!("{} sections", group.name) tabs/>
    }
    .into_any()
}
