//! An assignment in the parts that lists and pages share: its state, whom it is about, its path.

use domain::assignments::{Holder, State, Subject};
use domain::id::IdentityId;
use domain::identities::{self, Kind};
use leptos::prelude::*;
use ui::avatar::{Shape, Standing};
use ui::tag::{self, StateTag};

/// Its state with glyph and words; quiet where all is as usual.
pub fn assignment_tag(state: State, words: String) -> AnyView {
    let shown = match state {
        State::Active => tag::State::Active,
        State::EndingSoon => tag::State::Ending,
        State::Scheduled => tag::State::Scheduled,
        State::NoEffect => tag::State::NoEffect,
        State::Ended => tag::State::Ended,
        State::Revoked => tag::State::Revoked,
    };
    view! { <StateTag state=shown words quiet=state == State::Active/> }.into_any()
}

/// The shape of whom it was given to.
pub fn holder_shape(holder: &Holder) -> Shape {
    match holder.identity {
        None => Shape::Group,
        Some((Kind::Person, _)) => Shape::Person,
        Some((Kind::Service, _)) => Shape::Service,
    }
}

/// What is special about whom it was given to.
pub fn holder_standing(holder: &Holder, me: Option<IdentityId>) -> Standing {
    match (holder.subject, holder.identity) {
        (Subject::Identity(id), _) if me == Some(id) => Standing::Me,
        (_, Some((_, identities::Status::Suspended))) => Standing::Off,
        (_, Some((_, identities::Status::Invited))) => Standing::Invited,
        _ => Standing::Usual,
    }
}
