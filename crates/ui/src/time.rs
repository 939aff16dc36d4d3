//! A moment in words, with the exact one for machines.
// style: none
use leptos::prelude::*;

/// A moment. The words come from the server, which knows the time zone.
#[component]
pub fn TimeText(
    /// Exact, UTC: `2026-11-20T14:02:31Z`.
    #[prop(into)]
    iso: String,
    /// What the person reads.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <time datetime=iso>{text}</time> }.into_any()
}
