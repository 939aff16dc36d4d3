//! Events in words, newest first.

use crate::paths;
use domain::problem::Problem;
use domain::screens::{LogEntry, Shell};
use leptos::prelude::*;
use ui::notice::{Notice, Tone};
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
