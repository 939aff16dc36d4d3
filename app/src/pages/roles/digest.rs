//! What a role can in short, and which other role comes nearest. With scripts both follow the ticks.

use crate::paths;
use domain::id::RoleId;
use domain::name::inside;
use domain::screens::{CapabilityArea, Shell};
use leptos::prelude::*;

/// `id`: the role it is about, which is no nearest of itself. `closest`: a sentence.
pub fn digest(
    shell: &Shell,
    id: Option<RoleId>,
    areas: &[CapabilityArea],
    ticked: &[String],
    closest: Option<String>,
) -> AnyView {
    let mut some = false;
    // Every area, so that one can come to be shown.
    let lines = areas
        .iter()
        .map(|area| {
            let held = area.capabilities.iter().filter(|one| ticked.contains(&one.key));
            let names: Vec<String> = held.map(|one| inside(&one.name)).collect();
            some |= !names.is_empty();
            let (name, area) = (area.name.clone(), area.name.clone());
            view! { <div data-area=area hidden=names.is_empty()><dt>{name}</dt><dd>{names.join(", ")}</dd></div> }
                .into_any()
        })
        .collect::<Vec<_>>();
    let asks = shell.may_view_roles.then(|| paths::closest_asks(shell, id));
    view! {
        <aside class="digest" aria-labelledby="digest">
            <h2 id="digest">"It can"</h2>
            <p class="muted" data-nothing hidden=some>"It grants nothing yet."</p>
            <dl>{lines}</dl>
            <p class="muted" id="closest" data-asks=asks>{closest}</p>
        </aside>
    }
    .into_any()
}
