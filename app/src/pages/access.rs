//! The access explorer: why and why not, who can, what someone can. Each question is an address.

mod able;

use crate::layout::{Section, Shell};
use crate::pages::{errors, param, search};
use crate::parts::ways::{self, way};
use crate::paths;
use able::able;
use domain::screens::{self, Ask, Explorer, Found, What, Whom, Why};
use leptos::prelude::*;
use ui::button::{Button, Look};
use ui::empty::{Empty, Nothing};
use ui::field::{Field, Input};
use ui::icon::{Glyph, Icon};
use ui::loaded::Loaded;
use ui::note::Note;
use ui::notice::{Notice, Tone};
use ui::num::count;
use ui::select::{self, Select};
use ui::tabs::{Tab, Tabs};

#[component]
pub fn WhyPage() -> impl IntoView {
    page(Ask::Why)
}

#[component]
pub fn WhoPage() -> impl IntoView {
    page(Ask::Who)
}

#[component]
pub fn WhatPage() -> impl IntoView {
    page(Ask::What)
}

fn page(ask: Ask) -> AnyView {
    let data = rpc::screens::explorer(param("tenant"), param("environment"), ask, search());
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: Explorer) -> AnyView {
    let shell = data.shell.clone();
    let here = paths::access(&shell, data.ask);
    let tab = |ask: Ask, text: &str| Tab {
        href: paths::access(&shell, ask),
        text: text.to_owned(),
        count: None,
        current: data.ask == ask,
    };
    let tabs = vec![
        tab(Ask::Why, "Why?"),
        tab(Ask::Who, "Who can…"),
        tab(Ask::What, "What can…"),
    ];
    let wrong = match &data.found {
        Found::Wrong(wrong) => wrong.clone(),
        _ => Vec::new(),
    };
    let form = question(&here, &data, &wrong);
    let capability = data.capabilities.iter().find(|(key, _)| *key == data.asked.capability);
    let capability = capability.map(|(_, words)| {
        words
            .split_once(": ")
            .map_or(words.clone(), |(_, name)| name.to_owned())
    });
    let name = capability.unwrap_or_default();
    let answer = match data.found.clone() {
        Found::Nothing => first(data.ask),
        Found::Wrong(_) => ().into_any(),
        Found::Why(why) => because(&shell, *why, &name, &data.as_of),
        Found::Who(who) => able(&shell, who, &data, &name),
        Found::What(what) => can(&shell, what, &data.as_of),
    };
    let title = match data.ask {
        Ask::Why => "Why?",
        Ask::Who => "Who can…",
        Ask::What => "What can…",
    };
    view! {
        <Shell shell section=Section::Access title=format!("Access explorer: {title}") here errors=wrong>
            <header class="head"><h1 tabindex="-1">"Access explorer"</h1></header>
            <Tabs label="Questions" tabs/>
            {form}
            {answer}
        </Shell>
    }
    .into_any()
}

fn first(ask: Ask) -> AnyView {
    let (title, text) = match ask {
        Ask::Why => (
            "Ask why someone can do something, or why not",
            "Yes comes with every way that leads to it, no with what comes nearest.",
        ),
        Ask::Who => (
            "Ask who can do something",
            "Everybody whose roles allow it, with the ways that lead to it.",
        ),
        Ask::What => (
            "Ask what someone can do",
            "Every capability, with the ways that lead to it.",
        ),
    };
    view! { <Empty why=Nothing::FirstUse title text/> }.into_any()
}

fn question(here: &str, data: &Explorer, wrong: &[(String, String)]) -> AnyView {
    let error = |field: &str| {
        let found = wrong.iter().find(|(name, _)| name == field);
        found.map(|(_, words)| words.clone())
    };
    let asked = data.asked.clone();
    let who = (data.ask != Ask::Who).then(|| {
        let label = if data.ask == Ask::Why { "Can" } else { "What can" };
        view! { <Field id="who" label value=asked.who.clone() error=error("who") hint="Name, e-mail address or id"/> }
    });
    let what = (data.ask != Ask::What).then(|| {
        let choices = data
            .capabilities
            .iter()
            .map(|(key, words)| select::Choice::new(key.clone(), words.clone()));
        let choices: Vec<_> = choices.collect();
        let label = if data.ask == Ask::Why { "do" } else { "Who can" };
        let value = asked.capability.clone();
        view! { <Select id="capability" label choices value blank="Choose a capability" error=error("capability")/> }
    });
    let place = (!data.nodes.is_empty()).then(|| {
        let choices = data
            .nodes
            .iter()
            .map(|(id, path)| select::Choice::new(id.clone(), path.clone()));
        let choices: Vec<_> = choices.collect();
        let value = asked.node.clone();
        view! { <Select id="node" label="at" choices value optional=true blank="Everywhere" error=error("node")/> }
    });
    let action = here.to_owned();
    view! {
        <form id="form" class="question" method="get" action=action aria-label="Question">
            {who}
            {what}
            {place}
            <Field id="on" label="on" kind=Input::Date optional=true value=asked.on error=error("on") hint="Now where it is left empty"/>
            <Button look=Look::Primary>"Ask"</Button>
        </form>
    }
    .into_any()
}

fn verdict(words: String, yes: bool, as_of: &str) -> AnyView {
    let (class, glyph) = if yes {
        ("verdict", Glyph::Check)
    } else {
        ("verdict verdict-no", Glyph::Close)
    };
    let as_of = (!as_of.is_empty()).then(|| view! { <span class="muted small">{as_of.to_owned()}</span> });
    view! { <h2 id="answer" tabindex="-1"><span class=class aria-hidden="true"><Icon glyph/></span>{words}{as_of}</h2> }
        .into_any()
}

fn because(shell: &screens::Shell, why: Why, capability: &str, as_of: &str) -> AnyView {
    let head = verdict(why.verdict.clone(), why.allowed, as_of);
    let n = why.ways.len();
    let ways = why
        .ways
        .into_iter()
        .map(|path| {
            view! { <li><div class="src">{way(shell, &why.whom, path, Some(capability))}</div></li> }.into_any()
        })
        .collect::<Vec<_>>();
    let ways = (n > 0).then(|| view! { <ol class="paths" role="list">{ways}</ol> });
    let all = (n > 1).then(|| {
        let words = if n == 2 { "both" } else { "all of them" };
        view! { <p class="muted">{format!("To take this away you must change {words}.")}</p> }
    });
    let misses = why.near.len();
    let near = why
        .near
        .into_iter()
        .map(|near| {
            view! { <li><div class="src">{way(shell, &why.whom, near.way, None)}</div><span class="why">{near.why}</span></li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    let near = (misses > 0).then(|| {
        view! {
            <section class="section" aria-labelledby="near-title">
                <div class="section-head"><h2 id="near-title">"What comes nearest"</h2><span class="count num">{misses}</span></div>
                <ul class="misses" role="list">{near}</ul>
            </section>
        }
    });
    let none = (!why.allowed && misses == 0).then(
        || view! { <p class="muted">{format!("{} holds nothing that comes near it.", why.whom.identity.name)}</p> },
    );
    let also = why.also.map(|text| view! { <Note>{text}</Note> });
    let name = why.whom.identity.name.clone();
    let deleted = deleted(&why.whom);
    view! {
        <section class="answer" aria-labelledby="answer">
            {head}
            <p class="muted"><bdi>{name}</bdi>{deleted}" → "{capability.to_owned()}</p>
            {ways}
            {all}
            {none}
            {also}
        </section>
        {near}
    }
    .into_any()
}

/// `, deleted 12 Nov`.
fn deleted(whom: &Whom) -> Option<String> {
    whom.deleted.as_ref().map(|words| format!(", {words}"))
}

fn can(shell: &screens::Shell, what: What, as_of: &str) -> AnyView {
    let words = format!(
        "{} can do {}",
        what.whom.identity.name,
        count(what.total as u64, "thing", "things")
    );
    let head = verdict(words, what.total > 0, as_of);
    let deleted = deleted(&what.whom)
        .map(|words| view! { <p class="muted"><bdi>{what.whom.identity.name.clone()}</bdi>{words}</p> });
    let notice = what
        .no_effect
        .clone()
        .map(|text| view! { <Notice text tone=Tone::Warning/> });
    let areas = ways::areas(shell, &what.whom, what.areas);
    view! { <section class="answer" aria-labelledby="answer">{head}{deleted}{notice}{areas}</section> }.into_any()
}
