//! What happened to a group.

use super::{At, crumbs, heading};
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, search};
use crate::parts::log::{self, Missing};
use crate::paths;
use domain::screens::GroupActivity;
use leptos::prelude::*;
use ui::loaded::Loaded;

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked("group") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let data = rpc::screens::group_activity(param("tenant"), param("environment"), id, search());
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: GroupActivity) -> AnyView {
    let GroupActivity { shell, head, log } = data;
    let here = paths::group_page(&shell, head.group.id, "activity");
    let crumbs = crumbs(&shell, &head, true);
    let name = head.group.name.clone();
    let top = heading(&shell, &head, At::Activity);
    let list = log.is_ok();
    let content = match log {
        Ok(entries) => log::section(&shell, &here, entries, &name),
        Err(problem) => view! { <Missing problem what="the activity"/> }.into_any(),
    };
    view! {
        <Shell shell section=Section::Groups title=format!("Activity of {name}") here crumbs list>
            {top}
            {content}
        </Shell>
    }
    .into_any()
}
