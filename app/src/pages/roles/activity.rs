//! What happened to a role.

use super::head::{At, crumbs, heading};
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, search};
use crate::parts::log::{self, Missing};
use crate::paths;
use domain::id::RoleId;
use domain::screens::RoleActivity;
use leptos::prelude::*;
use ui::loaded::Loaded;

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked::<RoleId>("role") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let data = rpc::screens::role_activity(param("tenant"), param("environment"), id, search());
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: RoleActivity) -> AnyView {
    let RoleActivity { shell, head, log } = data;
    let here = paths::role_activity(&shell, head.role.id);
    let crumbs = crumbs(&shell);
    let name = head.role.name.clone();
    let top = heading(&shell, &head, At::Activity);
    let list = log.is_ok();
    let content = match log {
        Ok(entries) => log::section(&shell, &here, entries, &name),
        Err(problem) => view! { <Missing problem what="the activity"/> }.into_any(),
    };
    view! {
        <Shell shell section=Section::Roles title=format!("Activity of {name}") here crumbs list>
            {top}
            {content}
        </Shell>
    }
    .into_any()
}
