//! The row above a list: what matches, and in the same place the bar that acts on what is ticked.
use leptos::prelude::*;

/// Meta row and bar in one grid cell, so that nothing moves. It is the first child of the list form; the list
/// follows it. Who shows which is decided by `data-bar="on|off"` on that form; without the attribute (before
/// the page is alive) by the ticks, and without scripts both stand.
#[component]
pub fn Swap(
    /// "243 identities match": a `<p>` with the number in `<strong>`, then optionally `<div class="push">`.
    meta: AnyView,
    /// The `Bulk` bar; `None` where nothing can be done.
    #[prop(optional_no_strip, into)]
    bulk: Option<AnyView>,
) -> impl IntoView {
    view! { <div class="swap"><div class="meta">{meta}</div>{bulk}</div> }.into_any()
}

/// The ink bar. Count and scope come first and are not focusable; the actions follow.
#[component]
pub fn Bulk(
    /// "Actions for selected identities".
    #[prop(into)]
    label: String,
    /// Said while the count is not known: before the page is alive and without scripts.
    #[prop(default = "With the ticked rows".to_owned(), into)]
    lead: String,
    /// "3 selected".
    #[prop(optional)]
    count: Option<AnyView>,
    /// "1 excluded · Back to 25 on this page".
    #[prop(optional)]
    scope: Option<AnyView>,
    /// Buttons: one primary, the others with class `bar-opt`, then a `Menu` "More", then Clear with `needs-js`.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="bulk" role="toolbar" aria-label=label>
            <span class="bar-lead">{lead}</span>
            <strong class="bar-count">{count}</strong>
            <span class="bar-scope">{scope}</span>
            <div class="bar-actions">{children()}</div>
        </div>
    }
    .into_any()
}
