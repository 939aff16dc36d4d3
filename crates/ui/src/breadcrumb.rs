//! Where a page hangs. The page itself is its heading, not a crumb.
use leptos::prelude::*;

/// The pages above this one, outermost first: text and address.
#[component]
pub fn Breadcrumb(
    /// Text and address.
    items: Vec<(String, String)>,
) -> impl IntoView {
    let crumbs = items
        .into_iter()
        .map(|(text, href)| view! { <li><a href=href>{text}</a></li> }.into_any())
        .collect::<Vec<_>>();
    view! { <nav aria-label="Breadcrumb"><ol class="crumbs" role="list">{crumbs}</ol></nav> }.into_any()
}
