//! What happened to an identity, and what it did.

use super::head;
use crate::layout::{Section, Shell};
use crate::pages::{errors, param, search};
use crate::parts::log::{LogList, Missing};
use crate::paths;
use domain::id::IdentityId;
use domain::problem::Problem;
use domain::query;
use domain::screens::{IdentityActivity, Log};
use leptos::prelude::*;
use rpc::Failure;
use ui::empty::{Empty, Nothing};
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::count;
use ui::pager::Pager;

#[component]
pub fn Page() -> impl IntoView {
    let Ok(id) = param("id").parse::<IdentityId>() else {
        rpc::status::not_found();
        return errors::view(Failure(Problem::not_found("person")));
    };
    let data = rpc::screens::identity_activity(param("tenant"), param("environment"), id, search());
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: IdentityActivity) -> AnyView {
    let IdentityActivity { shell, head: top, log } = data;
    let name = top.identity.name.clone();
    let here = paths::identity_activity(&shell, top.identity.id);
    let crumbs = vec![("Directory".to_owned(), paths::directory(&shell))];
    let head = head(&shell, top, true);
    let list = log.is_ok();
    let content = match log {
        Ok(log) => section(&shell, &here, log, &name),
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

fn section(shell: &domain::screens::Shell, here: &str, log: Log, name: &str) -> AnyView {
    let notice = (!log.notices.is_empty())
        .then(|| view! { <div class="mb-6"><Notice text=log.notices.join(" ") tone=Tone::Warning/></div> });
    let shown = log.entries.len() as u64;
    if shown == 0 {
        let title = format!("Nothing is noted of {name} yet");
        return view! { <section class="section">{notice}<Empty why=Nothing::NothingLeft title/></section> }.into_any();
    }
    let page = |name: &str, cursor: Option<String>| cursor.map(|cursor| format!("{here}{}", query::of(name, &cursor)));
    let (newer, older) = (page("before", log.newer), page("after", log.older));
    let first = newer.is_some().then(|| here.to_owned());
    let pager = (newer.is_some() || older.is_some()).then(|| {
        let words = format!("{} shown, newest first", count(shown, "event", "events"));
        view! { <Pager words first previous=newer next=older/> }
    });
    view! {
        <section class="section" aria-labelledby="activity-title">
            <div class="section-head"><h2 id="activity-title">"Activity"</h2></div>
            {notice}
            <LogList shell=shell.clone() entries=log.entries/>
            {pager}
        </section>
    }
    .into_any()
}
