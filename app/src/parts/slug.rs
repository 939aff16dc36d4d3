//! What is said of a slug while it is written.

use leptos::prelude::*;

/// The place below a slug's field where `live::slug` says that it cannot be had.
#[component]
pub fn SlugSaid() -> impl IntoView {
    view! { <p class="field-error said" id="slug-said" role="status"></p> }.into_any()
}
