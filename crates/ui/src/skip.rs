//! Links for the keyboard, first on the page and unseen until they have the focus.
use leptos::prelude::*;

/// Skip links: the id of the target and the words, "Skip to content".
#[component]
pub fn SkipLinks(
    /// Id without `#`, and words.
    targets: Vec<(String, String)>,
) -> impl IntoView {
    targets
        .into_iter()
        .map(|(id, text)| view! { <a class="skip" href=format!("#{id}")>{text}</a> }.into_any())
        .collect::<Vec<_>>()
        .into_any()
}
