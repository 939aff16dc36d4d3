//! The sign of the product.

use leptos::prelude::*;

/// A list with one line ticked.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 20 20" aria-hidden="true">
            <rect class="mark-bg" x="1" y="1" width="18" height="18" rx="5"/>
            <path d="M5.5 6.5h9M5.5 10h4.75M5.5 13.5h2.75"/>
            <path class="mark-tick" d="m10.75 12.5 1.75 1.75 2.75-3.5"/>
        </svg>
    }
    .into_any()
}
