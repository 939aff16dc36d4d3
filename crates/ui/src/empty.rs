//! The four kinds of nothing. They are different, and none of them may stand for another.
use leptos::prelude::*;

/// Why there is nothing to show.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Nothing {
    /// There never was anything: what it is for, and the first step.
    FirstUse,
    /// The filter matches nothing: which, and how to clear it.
    NoMatch,
    /// All done: after an action that emptied the list.
    NothingLeft,
    /// It could not be loaded: why, and Retry. Never shown as empty.
    Failed,
}

/// One sentence and one action, where the first row would be. The children are the actions.
#[component]
pub fn Empty(
    /// Which kind.
    why: Nothing,
    /// The sentence, as a heading.
    #[prop(into)]
    title: String,
    /// One more sentence.
    #[prop(optional, into)]
    text: String,
    /// Buttons and links.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let ghost = || view! { <span><i></i><i></i><i></i></span> };
    let rows = (why == Nothing::FirstUse)
        .then(|| view! { <div class="empty-rows" aria-hidden="true">{ghost()}{ghost()}{ghost()}</div> });
    view! {
        <section class="empty" id="list" tabindex="-1" aria-labelledby="empty-title" role=(why == Nothing::Failed).then_some("alert")>
            {rows}
            <h2 id="empty-title">{title}</h2>
            {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            {children.map(|children| view! { <div class="cluster">{children()}</div> })}
        </section>
    }
    .into_any()
}
