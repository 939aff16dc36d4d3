//! Two or three views of one list, as links side by side.
use leptos::prelude::*;

/// Links to other views of the same list: text, address, whether it is shown now.
#[component]
pub fn Segments(
    /// What is switched: "Sources shown".
    #[prop(into)]
    label: String,
    /// Text, address, current.
    items: Vec<(String, String, bool)>,
) -> impl IntoView {
    let links = items
        .into_iter()
        .map(|(text, href, current)| {
            view! { <a href=href aria-current=current.then_some("true")>{text}</a> }.into_any()
        })
        .collect::<Vec<_>>();
    view! { <span class="segments" role="group" aria-label=label>{links}</span> }.into_any()
}
