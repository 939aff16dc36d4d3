//! What happened to an identity, and what it did.

use super::{At, head};
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, search};
use crate::parts::log::{self, Missing};
use crate::paths;
use domain::id::IdentityId;
use domain::screens::IdentityActivity;
use leptos::prelude::*;
use ui::loaded::Loaded;

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked::<IdentityId>("person") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let data = rpc::screens::identity_activity(param("tenant"), param("environment"), id, search());
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: IdentityActivity) -> AnyView {
    let IdentityActivity { shell, head: top, log } = data;
    let name = top.identity.name.clone();
    let here = paths::identity_page(&shell, top.identity.id, "activity");
    let crumbs = vec![("Directory".to_owned(), paths::directory(&shell))];
    let head = head(&shell, top, At::Activity);
    let list = log.is_ok();
    let content = match log {
        Ok(entries) => log::section(&shell, &here, entries, &name),
        Err(problem) => view! { <Missing problem what="the activity"/> }.into_any(),
    };
    view! {
        <Shell shell section=Section::Directory title=format!("Activity of {name}") here crumbs list>
            {head}
            {content}
        </Shell>
    }
    .into_any()
}
