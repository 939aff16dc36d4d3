//! Small lists of a term and its value.
use leptos::prelude::*;

/// Terms and values, in order.
#[component]
pub fn Kv(
    /// Term and value.
    items: Vec<(String, AnyView)>,
) -> impl IntoView {
    let lines = items
        .into_iter()
        .map(|(term, value)| view! { <dt>{term}</dt><dd>{value}</dd> }.into_any())
        .collect::<Vec<_>>();
    view! { <dl class="kv">{lines}</dl> }.into_any()
}
