//! One framed sentence that says what is true and what to do. At most one per page.
use leptos::prelude::*;

use crate::{
    button::join,
    icon::{Glyph, Icon},
};

/// What a notice is about. The glyph says it too, never the colour alone.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Tone {
    /// Plain.
    #[default]
    Plain,
    /// Good to know.
    Info,
    /// Something was done.
    Done,
    /// Look before going on.
    Warning,
    /// Something failed.
    Danger,
}

impl Tone {
    /// The class of the notice.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Info => "notice-info",
            Self::Done => "notice-done",
            Self::Warning => "notice-warning",
            Self::Danger => "notice-danger",
        }
    }

    /// The glyph of the notice.
    pub(crate) const fn glyph(self) -> Glyph {
        match self {
            Self::Plain | Self::Info => Glyph::Info,
            Self::Done => Glyph::CircleCheck,
            Self::Warning => Glyph::Warning,
            Self::Danger => Glyph::CircleX,
        }
    }
}

/// A notice: a glyph, a sentence, and what the children add (a link, a button).
#[component]
pub fn Notice(
    /// The sentence.
    #[prop(into)]
    text: String,
    /// What it is about.
    #[prop(optional)]
    tone: Tone,
    /// A link or a button at its end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=join(&["notice", tone.class()])>
            <Icon glyph=tone.glyph()/>
            <p>{text}</p>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
