//! Whom a change reaches, by name.

use crate::paths;
use domain::screens::{Affected, Shell};
use leptos::prelude::*;
use ui::num::{count, grouped};

/// The first by name, and the way to all of them; nothing where there is nobody. `label`: what happens to them.
/// `all`: where the others stand.
pub fn names(shell: &Shell, affected: Option<Affected>, label: &'static str, all: Option<String>) -> Option<AnyView> {
    let affected = affected.filter(|affected| !affected.first.is_empty())?;
    let more = u64::try_from(affected.total)
        .unwrap_or(0)
        .saturating_sub(affected.first.len() as u64);
    let names = affected
        .first
        .into_iter()
        .map(|person| {
            let href = paths::identity(shell, person.id);
            view! { <li><a class="link" href=href><bdi>{person.name}</bdi></a></li> }.into_any()
        })
        .collect::<Vec<_>>();
    let rest = match (affected.exact, more) {
        (true, 0) => None,
        (true, more) => Some(format!("and {}", count(more, "other", "others"))),
        (false, more) => Some(format!("and more than {} others", grouped(more))),
    };
    let rest = rest.map(|text| match all {
        Some(href) => view! { <li><a class="link" href=href>{text}</a></li> }.into_any(),
        None => view! { <li class="muted">{text}</li> }.into_any(),
    });
    Some(view! { <div class="affected"><p class="muted small">{label}</p><ul role="list" class="names" aria-label=label>{names}{rest}</ul></div> }.into_any())
}
