//! Toasts: a copy of a result that also stands on a page. Nothing exists only here.
use leptos::prelude::*;

use crate::{
    button::join,
    icon::{Glyph, Icon},
    notice::Tone,
};

/// The region that holds toasts, newest first. An empty one takes no room.
#[component]
pub fn ToastRegion(
    /// `Toast`s.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! { <section class="toasts" id="toasts" aria-label="Notifications" tabindex="-1">{children.map(|children| children())}</section> }.into_any()
}

/// One toast: a title, a line, at most one action. The dismiss button carries `data-dismiss`.
#[component]
pub fn Toast(
    /// "Operator assigned to 119".
    #[prop(into)]
    title: String,
    /// "7 skipped, 2 failed."
    #[prop(optional, into)]
    text: String,
    /// How it went.
    #[prop(optional)]
    tone: Tone,
    /// A link or button with class `link`.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = match tone {
        Tone::Danger => "toast-danger",
        Tone::Done => "toast-ok",
        Tone::Plain | Tone::Info | Tone::Warning => "",
    };
    view! {
        <div class=join(&["toast", class])>
            <Icon glyph=tone.glyph()/>
            <h2>{title.clone()}</h2>
            {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            {children.map(|children| view! { <div class="toast-actions">{children()}</div> })}
            <button type="button" class="btn btn-icon btn-row" data-dismiss="">
                <Icon glyph=Glyph::Close/>
                <span class="vh">{format!("Dismiss: {title}")}</span>
            </button>
        </div>
    }
    .into_any()
}
