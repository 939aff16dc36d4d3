//! The catalogue: all of it, one capability, and the forms around it.

pub mod area;
pub mod delete;
pub mod list;
pub mod new;
pub mod one;
pub mod turn_on;

use crate::paths;
use domain::capabilities::{Capability, Status};
use domain::screens::{RoleLink, Shell};
use leptos::prelude::*;
use ui::icon::Glyph;
use ui::tag::{Hue, Tag};

/// The way up from a capability's page, or from a page below that.
fn crumbs(shell: &Shell, one: Option<&Capability>) -> Vec<(String, String)> {
    let mut crumbs = vec![("Capabilities".to_owned(), paths::capabilities(shell))];
    crumbs.extend(one.map(|one| (one.name.clone(), paths::capability(shell, one.id))));
    crumbs
}

/// Whether it allows anything, whose it is, and whether it is sensitive.
fn tags(one: &Capability) -> AnyView {
    let flight = (one.status == Status::InFlight).then(|| {
        let text = if one.ready { "In flight, ready" } else { "In flight" };
        view! { <Tag text hue=Hue::Outline/> }
    });
    let own = (!one.builtin).then(|| view! { <Tag text="Own" hue=Hue::Blue quiet=true/> });
    let sensitive = one
        .sensitive
        .then(|| view! { <Tag text="Sensitive" hue=Hue::Amber glyph=Some(Glyph::Warning) quiet=true/> });
    view! { {own}{sensitive}{flight} }.into_any()
}

/// Roles as links, in a sentence.
fn roles(shell: &Shell, roles: Vec<RoleLink>) -> AnyView {
    let last = roles.len().saturating_sub(1);
    let links = roles
        .into_iter()
        .enumerate()
        .map(|(at, role)| {
            let before = match at {
                0 => "",
                at if at == last => " and ",
                _ => ", ",
            };
            view! { {before}<a class="link" href=paths::role(shell, role.id)><bdi>{role.name}</bdi></a> }
        })
        .collect::<Vec<_>>();
    links.into_any()
}
