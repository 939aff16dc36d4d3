//! A person or service as a line of a list.

use domain::id::IdentityId;
use domain::identities::{Identity, Kind, Status};
use leptos::prelude::*;
use ui::avatar::{Shape, Standing};
use ui::tag::{State, StateTag};
use ui::who::Who;

/// The shape that stands for a kind.
pub const fn shape(kind: Kind) -> Shape {
    match kind {
        Kind::Person => Shape::Person,
        Kind::Service => Shape::Service,
    }
}

/// What is special about an identity; being oneself comes first.
pub fn standing(identity: &Identity, me: Option<IdentityId>) -> Standing {
    if me == Some(identity.id) {
        return Standing::Me;
    }
    match identity.status {
        Status::Active => Standing::Usual,
        Status::Invited => Standing::Invited,
        Status::Suspended => Standing::Off,
    }
}

/// "Last seen yesterday", "Never seen".
pub fn seen(last: Option<String>) -> String {
    last.map_or_else(
        || "Never seen".to_owned(),
        |words| format!("Last seen {}", words.replace("Yesterday", "yesterday")),
    )
}

/// Shape, name, and what tells two of one name apart.
#[component]
pub fn IdentityLine(
    identity: Identity,
    me: Option<IdentityId>,
    /// Where the name leads.
    href: String,
) -> impl IntoView {
    let standing = standing(&identity, me);
    let sub = match (identity.kind, identity.email) {
        (Kind::Service, None) => "Service".to_owned(),
        (Kind::Service, Some(email)) => format!("Service · {email}"),
        (Kind::Person, None) => "No e-mail address".to_owned(),
        (Kind::Person, Some(email)) => email,
    };
    view! { <Who name=identity.name href=Some(href) sub shape=shape(identity.kind) standing/> }.into_any()
}

/// Whether its roles have effect; quiet where all is as usual.
#[component]
pub fn StatusTag(
    status: Status,
    /// Never quiet: beside a heading.
    #[prop(optional)]
    loud: bool,
) -> impl IntoView {
    let state = match status {
        Status::Active => State::Active,
        Status::Invited => State::Invited,
        Status::Suspended => State::Suspended,
    };
    view! { <StateTag state quiet=status == Status::Active && !loud/> }.into_any()
}

/// The word of a status.
pub const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Active => State::Active.word(),
        Status::Invited => State::Invited.word(),
        Status::Suspended => State::Suspended.word(),
    }
}
