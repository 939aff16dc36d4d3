//! The groups that are deleted, each with the way back.

use crate::layout::{Section, Shell};
use crate::pages::{errors, param, refused};
use crate::parts::deleted::{self, Deleted};
use crate::paths;
use domain::form::Sent;
use domain::screens::DeletedGroups;
use leptos::prelude::*;
use ui::button::LinkButton;
use ui::empty::{Empty, Nothing};
use ui::loaded::Loaded;

#[component]
pub fn Page() -> impl IntoView {
    let sent = use_context::<Sent>().unwrap_or_default();
    if let Some(view) = refused(&sent) {
        return view;
    }
    let data = rpc::screens::deleted_groups(param("tenant"), param("environment"));
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: DeletedGroups, sent: Sent) -> AnyView {
    let shell = data.shell;
    let (groups, here) = (paths::groups(&shell), paths::deleted_groups(&shell));
    let crumbs = vec![("Groups".to_owned(), groups.clone())];
    let list = !data.groups.is_empty();
    let content = if list {
        let rows = data.groups.into_iter().map(|group| Deleted {
            name: group.name,
            slug: group.slug,
            event: group.event,
            had: None,
            words: group.words,
        });
        deleted::table("Deleted groups", &here, rows.collect(), shell.may_manage_groups)
    } else {
        let title = "No group is deleted";
        view! { <Empty why=Nothing::NothingLeft title><LinkButton href=groups>"Groups"</LinkButton></Empty> }.into_any()
    };
    view! {
        <Shell shell section=Section::Groups title="Deleted groups" here=here.clone() crumbs errors=sent.errors() list>
            <header class="head">
                <div>
                    <h1 tabindex="-1">"Deleted groups"</h1>
                    <p class="muted">"Restored where it lay, with the slug, its members and its roles, as far as their time is not over. What lay in it stays where it is."</p>
                </div>
            </header>
            <div id="form" tabindex="-1">{content}</div>
        </Shell>
    }
    .into_any()
}
