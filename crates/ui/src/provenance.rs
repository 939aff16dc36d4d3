//! The signature: who, through what, which role, which capability, as one line of hops.
use leptos::prelude::*;

use crate::{
    button::{given, join},
    icon::{Glyph, Icon},
};

/// What a hop is; the shape before it says so.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HopKind {
    /// Circle.
    Person,
    /// Rounded square.
    Group,
    /// Hexagon.
    Service,
    /// Diamond.
    Node,
    /// Shield.
    Role,
    /// Key.
    Key,
    /// Bolt.
    Capability,
}

impl HopKind {
    const fn glyph(self) -> Glyph {
        match self {
            Self::Person => Glyph::KindPerson,
            Self::Group => Glyph::KindGroup,
            Self::Service => Glyph::KindService,
            Self::Node => Glyph::KindNode,
            Self::Role => Glyph::KindRole,
            Self::Key => Glyph::KindKey,
            Self::Capability => Glyph::KindCapability,
        }
    }
}

/// One hop of the line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hop {
    /// What it is.
    pub kind: HopKind,
    /// Its name.
    pub text: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// A line of hops, first the subject, last what it holds. An ordered list for assistive technology.
#[component]
pub fn Provenance(
    /// From the subject to what it holds.
    hops: Vec<Hop>,
    /// What the line explains: "How Ada gets Rotate secret".
    #[prop(optional, into)]
    label: String,
    /// Smaller text.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let hops = hops
        .into_iter()
        .map(|hop| {
            let inside = view! { <Icon glyph=hop.kind.glyph()/><span><bdi>{hop.text}</bdi></span> };
            match hop.href {
                Some(href) => view! { <li><a class="hop" href=href>{inside}</a></li> }.into_any(),
                None => view! { <li><span class="hop">{inside}</span></li> }.into_any(),
            }
        })
        .collect::<Vec<_>>();
    view! { <ol class=join(&["prov", if small { "prov-sm" } else { "" }]) role="list" aria-label=given(label)>{hops}</ol> }.into_any()
}
