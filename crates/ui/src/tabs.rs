//! Tabs that are pages: a navigation of links, each with its own address.
use leptos::prelude::*;

use crate::num::grouped;

/// One tab.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tab {
    /// Where it leads.
    pub href: String,
    /// Its words.
    pub text: String,
    /// How many there are; unknown counts are left out, not zero.
    pub count: Option<u64>,
    /// This is the page.
    pub current: bool,
}

/// A line of links under the page head; the current one carries `aria-current`.
#[component]
pub fn Tabs(
    /// Name of the navigation: "Directory sections".
    #[prop(into)]
    label: String,
    /// The tabs.
    tabs: Vec<Tab>,
) -> impl IntoView {
    let links = tabs
        .into_iter()
        .map(|tab| {
            let count = tab.count.map(|n| view! { <span>{grouped(n)}</span> });
            view! { <a href=tab.href aria-current=tab.current.then_some("page")>{tab.text}{count}</a> }.into_any()
        })
        .collect::<Vec<_>>();
    view! { <nav class="tabs" aria-label=label>{links}</nav> }.into_any()
}
