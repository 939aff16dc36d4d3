//! Events in words, newest first.

use crate::paths;
use domain::problem::Problem;
use domain::query;
use domain::screens::{Log, LogEntry, Shell};
use leptos::prelude::*;
use ui::empty::{Empty, Nothing};
use ui::notice::{Notice, Tone};
use ui::num::count;
use ui::pager::Pager;
use ui::time::TimeText;

/// A line for each event: when, what, as part of what, who.
#[component]
pub fn LogList(shell: Shell, entries: Vec<LogEntry>) -> impl IntoView {
    let lines = entries
        .into_iter()
        .map(|entry| {
            let part = entry.part_of.map(|words| match entry.operation {
                Some(id) => {
                    let href = paths::operation(&shell, id);
                    view! { <span class="log-more">"Part of: "<a class="link" href=href>{words}</a></span> }.into_any()
                }
                None => view! { <span class="log-more">{format!("Part of: {words}")}</span> }.into_any(),
            });
            let reason = entry
                .reason
                .map(|reason| view! { <span class="log-more">{format!("Reason: {reason}")}</span> });
            view! {
                <li>
                    <TimeText iso=entry.at.at.to_string() text=entry.at.words/>
                    <p>{entry.words}{part}{reason}</p>
                    <span class="by"><span class="vh">"by "</span>{entry.by}</span>
                </li>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! { <ol class="log" id="list" tabindex="-1" role="list">{lines}</ol> }.into_any()
}

/// In the place of a list that one may not read: which capability is missing.
#[component]
pub fn Missing(
    problem: Problem,
    /// "the activity".
    what: &'static str,
) -> impl IntoView {
    let text = match problem.capability {
        Some(capability) => format!(
            "To see {what} you need {capability}, which none of your roles here contain. Ask an administrator of this environment."
        ),
        None => problem.detail,
    };
    view! { <div class="mt-6"><Notice text tone=Tone::Info/></div> }.into_any()
}

/// The tab Activity of what is called `name`: a page of events, with the way to the others.
pub fn section(shell: &Shell, here: &str, log: Log, name: &str) -> AnyView {
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
