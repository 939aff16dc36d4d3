//! What the last request did, said once above the heading of the page it led to.
use leptos::prelude::*;

use crate::{button::join, icon::Icon, notice::Tone};

/// The message after a redirect, the first thing in `main`. Its heading is the same each time, by tone:
/// "Done", "Please note", "Attention", "Not done".
#[component]
pub fn Flash(
    /// The sentence.
    #[prop(into)]
    text: String,
    /// How it went.
    #[prop(default = Tone::Done)]
    tone: Tone,
    /// A link at its end, such as "Show" or "Undo".
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let heading = match tone {
        Tone::Done => "Done",
        Tone::Plain | Tone::Info => "Please note",
        Tone::Warning => "Attention",
        Tone::Danger => "Not done",
    };
    view! {
        <section class=join(&["notice flash", tone.class()]) aria-labelledby="flash-title">
            <Icon glyph=tone.glyph()/>
            <h2 id="flash-title">{heading}</h2>
            <p>{text}</p>
            {children.map(|children| children())}
        </section>
    }
    .into_any()
}
