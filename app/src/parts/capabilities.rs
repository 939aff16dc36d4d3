//! The catalogue to tick, by area, with what is other than saved.

use domain::screens::CapabilityArea;
use leptos::prelude::*;
use ui::icon::{Glyph, Icon};
use ui::tag::{Hue, Tag};

/// Boxes named `capability`, a fieldset for each area.
#[component]
pub fn Capabilities(
    areas: Vec<CapabilityArea>,
    /// Keys of what is ticked.
    ticked: Vec<String>,
    /// Keys of what is saved, where there is something saved.
    saved: Option<Vec<String>>,
    /// They are shown only: without boxes, and without what is not ticked.
    #[prop(optional)]
    fixed: bool,
) -> impl IntoView {
    let many: usize = areas.iter().map(|area| area.capabilities.len()).sum();
    let areas = areas
        .into_iter()
        .filter_map(|area| {
            let all = format!("All of {}", area.name);
            let total = area.capabilities.len();
            let chosen = area.capabilities.iter().filter(|one| ticked.contains(&one.key)).count();
            if fixed && chosen == 0 {
                return None;
            }
            let lines = area
                .capabilities
                .into_iter()
                .filter(|one| !fixed || ticked.contains(&one.key))
                .map(|one| {
                    let on = ticked.contains(&one.key);
                    let was = saved.as_ref().map(|saved| saved.contains(&one.key));
                    let (class, delta) = match (was, on) {
                        (Some(false), true) => ("cap is-new", Some("Added")),
                        (Some(true), false) => ("cap is-gone", Some("Removed")),
                        _ => ("cap", None),
                    };
                    // Empty where nothing is other than saved: it is filled while boxes are ticked.
                    let delta = was.is_some().then(|| view! { <span class="delta">{delta}</span> });
                    let saved = was.map(|was| if was { "yes" } else { "no" });
                    let sensitive = one.sensitive.then(|| {
                        view! { <Tag text="Sensitive" hue=Hue::Amber glyph=Some(Glyph::Warning) quiet=true/> }
                    });
                    let flight = one.in_flight.then(|| view! { <Tag text="In flight" hue=Hue::Outline/> });
                    let words = view! {
                        <span><strong>{one.name}</strong><span class="help">{one.description}</span></span>
                    };
                    let what = if fixed {
                        view! { <span class="check"><Icon glyph=Glyph::Check/>{words}</span> }.into_any()
                    } else {
                        view! {
                            <label class="check">
                                <input type="checkbox" name="capability" value=one.key checked=on autocomplete="off"/>
                                {words}
                            </label>
                        }
                        .into_any()
                    };
                    view! { <li class=class data-saved=saved>{what}<span class="flags">{delta}{sensitive}{flight}</span></li> }.into_any()
                })
                .collect::<Vec<_>>();
            let whole = (!fixed).then(|| {
                view! {
                    <label class="check cap-all needs-js"><input type="checkbox" aria-label=all autocomplete="off"/><span>"All"</span></label>
                }
            });
            Some(
                view! {
                    <fieldset class="cap-area">
                        <legend><span>{area.name}</span><span class="of">{format!("{chosen} of {total}")}</span></legend>
                        {whole}
                        <ul role="list">{lines}</ul>
                    </fieldset>
                }
                .into_any(),
            )
        })
        .collect::<Vec<_>>();
    let tools = (!fixed).then(|| {
        let placeholder = format!("Filter {many} capabilities");
        view! {
            <div class="cap-tools needs-js">
                <input type="search" class="input" id="cap-filter" aria-label="Filter capabilities" placeholder=placeholder autocomplete="off"/>
                <p class="muted small" id="cap-shown"></p>
                <p class="muted small" id="cap-note"></p>
            </div>
        }
    });
    view! { <div class="caps" data-catalogue=(!fixed).then_some("")>{tools}{areas}</div> }.into_any()
}

/// What a capability that allows nothing yet is called, said once below the list.
pub const IN_FLIGHT: &str = "What is in flight can be in a role and allows nothing until it is turned on.";
