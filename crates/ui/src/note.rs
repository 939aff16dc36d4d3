//! A remark beside a decision: small and muted, with a glyph.
use leptos::prelude::*;

use crate::icon::{Glyph, Icon};

/// A remark. The children are its sentence and may hold links.
#[component]
pub fn Note(
    /// What it is about.
    #[prop(default = Glyph::Info)]
    glyph: Glyph,
    /// The sentence.
    children: Children,
) -> impl IntoView {
    view! {
        <p class="note">
            <Icon glyph/>
            <span>{children()}</span>
        </p>
    }
    .into_any()
}
