//! States as glyph and word. Quiet at rest: in lists only what is unusual is tinted.
use leptos::prelude::*;

use crate::{
    button::join,
    icon::{Glyph, Icon, IconSize},
};

/// The states of people, services and assignments. Each has a glyph of its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// In effect.
    Active,
    /// Asked, not yet come.
    Invited,
    /// Held back by a person.
    Suspended,
    /// Starts later.
    Scheduled,
    /// Ends soon.
    Ending,
    /// Its time is over.
    Ended,
    /// Ended by a person.
    Revoked,
    /// In its time, but without effect.
    NoEffect,
}

impl State {
    /// The word where nothing more exact is known.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Invited => "Invited",
            Self::Suspended => "Suspended",
            Self::Scheduled => "Scheduled",
            Self::Ending => "Ending soon",
            Self::Ended => "Ended",
            Self::Revoked => "Revoked",
            Self::NoEffect => "No effect",
        }
    }

    /// The glyph, unlike that of every other state.
    pub const fn glyph(self) -> Glyph {
        match self {
            Self::Active => Glyph::StateActive,
            Self::Invited => Glyph::StateInvited,
            Self::Suspended => Glyph::StateSuspended,
            Self::Scheduled => Glyph::StateScheduled,
            Self::Ending => Glyph::StateEnding,
            Self::Ended => Glyph::StateEnded,
            Self::Revoked => Glyph::StateRevoked,
            Self::NoEffect => Glyph::StateNoEffect,
        }
    }

    const fn hue(self) -> Hue {
        match self {
            Self::Active => Hue::Green,
            Self::Invited => Hue::Blue,
            Self::Suspended | Self::Revoked => Hue::Red,
            Self::Scheduled => Hue::Violet,
            Self::Ending => Hue::Amber,
            Self::Ended | Self::NoEffect => Hue::Grey,
        }
    }
}

/// The tint of a tag. It repeats what glyph and word say.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Hue {
    /// Nothing special.
    #[default]
    Grey,
    /// Grey without a fill.
    Outline,
    /// Fine.
    Green,
    /// Soon.
    Amber,
    /// Stopped.
    Red,
    /// Later.
    Violet,
    /// Good to know.
    Blue,
}

impl Hue {
    const fn class(self) -> &'static str {
        match self {
            Self::Grey => "",
            Self::Outline => "tag-outline",
            Self::Green => "tag-active",
            Self::Amber => "tag-ending",
            Self::Red => "tag-danger",
            Self::Violet => "tag-sched",
            Self::Blue => "tag-info",
        }
    }
}

/// A state.
#[component]
pub fn StateTag(
    /// Which.
    state: State,
    /// More exact words instead of the state's own: "Ends 31 Dec".
    #[prop(optional, into)]
    words: String,
    /// No tint: for the usual state in lists.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let words = if words.is_empty() {
        state.word().to_owned()
    } else {
        words
    };
    view! { <Tag text=words hue=state.hue() glyph=Some(state.glyph()) quiet/> }.into_any()
}

/// A small mark beside a name: "System", "Sensitive".
#[component]
pub fn Tag(
    /// The word.
    #[prop(into)]
    text: String,
    /// Tint.
    #[prop(optional)]
    hue: Hue,
    /// Drawing before the word.
    #[prop(optional_no_strip, into)]
    glyph: Option<Glyph>,
    /// No tint.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    view! {
        <span class=join(&["tag", hue.class(), if quiet { "tag-quiet" } else { "" }])>
            {glyph.map(|glyph| view! { <Icon glyph size=IconSize::Normal/> })}
            <span>{text}</span>
        </span>
    }
    .into_any()
}

/// The environment's name with its hue, for the heads of dialogs.
#[component]
pub fn EnvTag(
    /// Name of the environment.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    view! { <span class="env-tag"><span class="env-dot" aria-hidden="true"></span>{format!("in {name}")}</span> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [State; 8] = [
        State::Active,
        State::Invited,
        State::Suspended,
        State::Scheduled,
        State::Ending,
        State::Ended,
        State::Revoked,
        State::NoEffect,
    ];

    #[test]
    fn every_state_has_its_own_glyph_and_word() {
        for (i, a) in ALL.iter().enumerate() {
            for b in &ALL[i + 1..] {
                assert_ne!(a.glyph(), b.glyph());
                assert_ne!(a.word(), b.word());
            }
        }
    }

    #[test]
    fn exact_words_replace_the_word_of_the_state() {
        let html = view! { <StateTag state=State::Ending words="Ends 31 Dec"/> }.to_html();
        assert!(
            html.contains("tag tag-ending") && html.contains("Ends 31 Dec") && !html.contains("soon"),
            "{html}"
        );
    }
}
