//! The tab *Capabilities*: all that a role can be made of.

use super::tags;
use crate::layout::{Section, Shell};
use crate::pages::{errors, param, search};
use crate::parts::capabilities::IN_FLIGHT;
use crate::parts::scopes::{Scope, scopes};
use crate::paths;
use domain::query;
use domain::screens::{self, CatalogueArea, CatalogueKind, CataloguePage, CatalogueRow};
use leptos::prelude::*;
use ui::button::{LinkButton, Look};
use ui::empty::{Empty, Nothing};
use ui::filter::{Facet, Filters};
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::count;
use ui::radio::Radio;

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::capabilities(param("tenant"), param("environment"), search());
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: CataloguePage) -> AnyView {
    let shell = data.shell.clone();
    let here = paths::capabilities(&shell);
    let new = data.may_manage.then(|| {
        let href = paths::new_capability(&shell);
        view! { <LinkButton href look=Look::Primary icon=Some(Glyph::Plus)>"New capability"</LinkButton> }
    });
    let notice = (!data.notices.is_empty())
        .then(|| view! { <div class="mt-6"><Notice text=data.notices.join(" ") tone=Tone::Warning/></div> });
    let shown: usize = data.areas.iter().map(|area| area.rows.len()).sum();
    let all = count(data.all as u64, "capability", "capabilities");
    let words = match (shown == data.all, data.ready) {
        (true, 0) => all,
        (true, ready) => format!("{all}, {ready} ready to be turned on"),
        (false, _) => format!("{shown} of {all}"),
    };
    let filters = filters(&here, &data);
    let content = if shown == 0 {
        let href = here.clone();
        view! { <Empty why=Nothing::NoMatch title="No capability matches"><LinkButton href>"Clear filter"</LinkButton></Empty> }
            .into_any()
    } else {
        let may = data.may_manage;
        let areas = data
            .areas
            .into_iter()
            .map(|one| area(&shell, may, one))
            .collect::<Vec<_>>();
        view! {
            <p class="mt-6 mb-4 muted">{words}</p>
            <div id="list" tabindex="-1" class="caps">{areas}</div>
            <p class="muted small mt-4">{IN_FLIGHT}</p>
        }
        .into_any()
    };
    let list = shown > 0;
    let tabs = scopes(&shell, Scope::Capabilities);
    view! {
        <Shell shell section=Section::Roles title="Capabilities" here=here.clone() list>
            <header class="head">
                <h1 tabindex="-1">"Capabilities"</h1>
                <div class="head-actions">{new}</div>
            </header>
            {tabs}
            {notice}
            {filters}
            {content}
        </Shell>
    }
    .into_any()
}

fn filters(here: &str, data: &CataloguePage) -> AnyView {
    let value = match data.kind {
        None => "",
        Some(CatalogueKind::Available) => "Available",
        Some(CatalogueKind::InFlight) => "In flight",
        Some(CatalogueKind::Own) => "Own",
    };
    let clear = if data.q.is_empty() {
        here.to_owned()
    } else {
        format!("{here}{}", query::of("q", &data.q))
    };
    let (action, q) = (here.to_owned(), data.q.clone());
    let is = |kind| data.kind == kind;
    let set = u64::from(data.kind.is_some());
    let (any, available) = (is(None), is(Some(CatalogueKind::Available)));
    let (flight, own) = (is(Some(CatalogueKind::InFlight)), is(Some(CatalogueKind::Own)));
    view! {
        <Filters label="Filter capabilities" action value=q placeholder="Filter by name, key or description" set>
            <Facet id="facet-show" label="Show" value clear>
                <Radio name="show" value="" label="All" checked=any/>
                <Radio name="show" value="available" label="Available" checked=available/>
                <Radio name="show" value="in_flight" label="In flight" checked=flight/>
                <Radio name="show" value="own" label="Of our own applications" checked=own/>
            </Facet>
        </Filters>
    }
    .into_any()
}

fn area(shell: &screens::Shell, may_manage: bool, area: CatalogueArea) -> AnyView {
    let id = format!("area-{}", area.key);
    let many = area.rows.len();
    let labelled_by = id.clone();
    let rename = (may_manage && area.own).then(|| {
        let (href, name) = (paths::area(shell, &area.key), area.name.clone());
        view! { <a class="link small" href=href>"Rename"<span class="vh">" the area "<bdi>{name}</bdi></span></a> }
    });
    let lines = area.rows.into_iter().map(|row| line(shell, row)).collect::<Vec<_>>();
    view! {
        <section class="cap-area" aria-labelledby=labelled_by>
            <div class="cap-title"><h2 id=id><bdi>{area.name}</bdi>" "<span class="of">{many}</span></h2>{rename}</div>
            <ul role="list">{lines}</ul>
        </section>
    }
    .into_any()
}

fn line(shell: &screens::Shell, row: CatalogueRow) -> AnyView {
    let CatalogueRow { capability, roles } = row;
    let href = paths::capability(shell, capability.id);
    let held = match u64::try_from(roles).unwrap_or(0) {
        0 => "In no role".to_owned(),
        n => format!("In {}", count(n, "role", "roles")),
    };
    let tags = tags(&capability);
    view! {
        <li class="cap">
            <span class="check">
                <span>
                    <strong><a class="who-name" href=href><bdi>{capability.name}</bdi></a></strong>
                    <span class="help">{capability.description}" "<span class="mono key">{capability.key}</span></span>
                </span>
            </span>
            <span class="flags">{tags}<span class="muted small held">{held}</span></span>
        </li>
    }
    .into_any()
}
