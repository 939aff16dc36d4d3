//! The roles that are deleted, each with the way back.

use super::number;
use crate::layout::{Section, Shell};
use crate::pages::{errors, param, refused};
use crate::parts::deleted::{self, Deleted};
use crate::paths;
use domain::form::Sent;
use domain::screens::DeletedRoles;
use leptos::prelude::*;
use ui::button::LinkButton;
use ui::empty::{Empty, Nothing};
use ui::loaded::Loaded;
use ui::num::count;

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::deleted_roles(param("tenant"), param("environment"));
    let sent = use_context::<Sent>().unwrap_or_default();
    if let Some(view) = refused(&sent) {
        return view;
    }
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: DeletedRoles, sent: Sent) -> AnyView {
    let shell = data.shell;
    let (roles, here) = (paths::roles(&shell), paths::deleted_roles(&shell));
    let crumbs = vec![("Roles & scopes".to_owned(), roles.clone())];
    let list = !data.roles.is_empty();
    let content = if list {
        let rows = data.roles.into_iter().map(|role| Deleted {
            name: role.name,
            slug: role.slug,
            event: role.event,
            had: Some(count(number(role.assignments), "assignment", "assignments")),
            words: role.words,
        });
        deleted::table("Deleted roles", &here, rows.collect(), data.may_restore)
    } else {
        let title = "No role is deleted";
        view! { <Empty why=Nothing::NothingLeft title><LinkButton href=roles>"Roles & scopes"</LinkButton></Empty> }
            .into_any()
    };
    view! {
        <Shell shell section=Section::Roles title="Deleted roles" here=here.clone() crumbs errors=sent.errors() list>
            <header class="head">
                <div>
                    <h1 tabindex="-1">"Deleted roles"</h1>
                    <p class="muted">"Restored with the slug, what it held, and those who had it, as far as their time is not over."</p>
                </div>
            </header>
            <div id="form" tabindex="-1">{content}</div>
        </Shell>
    }
    .into_any()
}
