//! How far a job has come, as a bar and in words.
use leptos::prelude::*;

use crate::num::grouped;

/// A determinate bar. The words "84 of 128" are its visible value; `label` is its name.
#[component]
pub fn Progress(
    /// What is under way.
    #[prop(into)]
    label: String,
    /// How many are done.
    done: u64,
    /// How many there are.
    total: u64,
    /// Words at the end of the line: "about 2 minutes left".
    #[prop(optional, into)]
    aside: String,
) -> impl IntoView {
    view! {
        <div class="progress">
            <progress aria-label=label max=total.max(1).to_string() value=done.min(total).to_string()></progress>
            <p class="progress-words">
                <span>{format!("{} of {}", grouped(done), grouped(total))}</span>
                <span>{aside}</span>
            </p>
        </div>
    }
    .into_any()
}
