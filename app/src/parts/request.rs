//! The hidden field by which a form sent twice is done once.

use domain::form::RequestKey;
use leptos::prelude::*;

/// Stands in every form that writes.
#[component]
pub fn Request() -> impl IntoView {
    use_context::<RequestKey>()
        .map(|key| view! { <input type="hidden" name="request" value=key.0/> })
        .into_any()
}
