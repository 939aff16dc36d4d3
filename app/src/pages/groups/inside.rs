//! The groups that lie in a group.

use super::{At, crumbs, heading};
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param};
use crate::parts::group::tree;
use crate::paths;
use domain::query;
use domain::screens::GroupGroups;
use leptos::prelude::*;
use ui::button::LinkButton;
use ui::empty::{Empty, Nothing};
use ui::icon::Glyph;
use ui::loaded::Loaded;

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked("group") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let data = rpc::screens::group_groups(param("tenant"), param("environment"), id);
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: GroupGroups) -> AnyView {
    let GroupGroups { shell, head, rows } = data;
    let here = paths::group_page(&shell, head.group.id, "groups");
    let crumbs = crumbs(&shell, &head, true);
    let name = head.group.name.clone();
    let top = heading(&shell, &head, At::Groups);
    let new = shell.may_manage_groups.then(|| {
        let parent = query::of("parent", head.group.slug.as_str());
        let href = format!("{}{parent}", paths::new_group(&shell));
        view! { <LinkButton href icon=Some(Glyph::Plus)>"Create sub-group"</LinkButton> }
    });
    let list = !rows.is_empty();
    let content = if list {
        let total = rows.len();
        let table = tree(&shell, format!("Groups in {name}, nested"), rows, None);
        view! {
            <section class="section" aria-labelledby="groups-title">
                <div class="section-head"><h2 id="groups-title">"Sub-groups"</h2><span class="count num">{total}</span><div class="push">{new}</div></div>
                {table}
            </section>
        }
        .into_any()
    } else {
        let title = format!("No group lies in {name}");
        let text = "Members of a group that lies in this one are members here, too, and get the roles of both.";
        view! { <Empty why=Nothing::FirstUse title text>{new}</Empty> }.into_any()
    };
    view! {
        <Shell shell section=Section::Groups title=format!("Sub-groups of {name}") here crumbs list>
            {top}
            {content}
        </Shell>
    }
    .into_any()
}
