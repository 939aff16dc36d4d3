//! What an identity can do, with every way to it, now or on any day.

use super::{At, head};
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, search};
use crate::parts::log::Missing;
use crate::parts::ways;
use crate::paths;
use domain::screens::{self, IdentityAccess, What};
use leptos::prelude::*;
use ui::button::{Button, LinkButton};
use ui::empty::{Empty, Nothing};
use ui::field::{Field, Input};
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::count;

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked("person") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let data = rpc::screens::identity_access(param("tenant"), param("environment"), id, search());
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: IdentityAccess) -> AnyView {
    let IdentityAccess {
        shell,
        head: top,
        on,
        q,
        as_of,
        what,
        wrong,
    } = data;
    let name = top.identity.name.clone();
    let here = paths::identity_page(&shell, top.identity.id, "access");
    let crumbs = vec![("Directory".to_owned(), paths::directory(&shell))];
    let top = head(&shell, top, At::Access);
    let content = match what {
        Ok(what) => section(&shell, &here, what, &on, &q, &as_of, wrong),
        Err(problem) => view! { <Missing problem what="what they can do"/> }.into_any(),
    };
    view! {
        <Shell shell section=Section::Directory title=format!("Access of {name}") here crumbs>
            {top}
            {content}
        </Shell>
    }
    .into_any()
}

fn section(
    shell: &screens::Shell,
    here: &str,
    what: What,
    on: &str,
    q: &str,
    as_of: &str,
    wrong: Option<String>,
) -> AnyView {
    let action = here.to_owned();
    let filter = view! {
        <form class="question" method="get" action=action role="search" aria-label="What they can do">
            <Field id="q" label="Capability" optional=true kind=Input::Search value=q.to_owned()/>
            <Field id="on" label="On" optional=true kind=Input::Date value=on.to_owned() error=wrong/>
            <Button>"Show"</Button>
        </form>
    };
    let notice = what
        .no_effect
        .clone()
        .map(|text| view! { <Notice text tone=Tone::Warning/> });
    let total = what.total;
    let list = if what.areas.is_empty() {
        nothing(here, &what, q)
    } else {
        ways::areas(shell, &what.whom, what.areas)
    };
    view! {
        <section class="section" aria-labelledby="access-title">
            <div class="section-head"><h2 id="access-title">"Can do"</h2><span class="count num">{count(total as u64, "capability", "capabilities")}</span><span class="muted small">{as_of.to_owned()}</span></div>
            {filter}
            {notice}
            {list}
        </section>
    }
    .into_any()
}

fn nothing(here: &str, what: &What, q: &str) -> AnyView {
    if q.is_empty() {
        let title = format!("{} can do nothing here then", what.whom.identity.name);
        let text = "Capabilities come with roles, directly or through groups.";
        return view! { <Empty why=Nothing::NothingLeft title text/> }.into_any();
    }
    let href = here.to_owned();
    let title = format!("No capability that they have matches “{q}”");
    view! { <Empty why=Nothing::NoMatch title><LinkButton href>"Clear filter"</LinkButton></Empty> }.into_any()
}
