//! Keys that hold on every page: F6 goes from region to region.

use super::dom;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

/// The regions in the order of the page. Of the list, what is worked with has the focus.
const REGIONS: [&str; 5] = [
    "#nav a",
    "#main h1",
    "#list .tick input, #list a",
    "form[data-bar=on] [role=toolbar] .btn",
    "#toasts .toast a, #toasts .toast button",
];

pub fn start() {
    let Some(document) = dom::document() else { return };
    dom::listen(&document, "keydown", |event: KeyboardEvent| {
        if event.key() == "F6" && dom::one::<Element>("dialog[open]").is_none() {
            event.prevent_default();
            next(event.shift_key());
        }
    });
    dom::listen(&document, "submit", |event: Event| {
        // Whoever sits down next at this tab is not told who was selected.
        let leaves = dom::target::<Element>(&event, "#sign-out-form").is_some();
        let storage = dom::window().and_then(|window| window.session_storage().ok().flatten());
        if let Some(storage) = storage.filter(|_| leaves) {
            let _ = storage.clear();
        }
    });
}

/// Whether an element can be seen and so can have the focus.
fn seen(element: &HtmlElement) -> bool {
    element.offset_width() > 0
}

fn next(back: bool) {
    let Some(body) = dom::document().and_then(|document| document.body()) else {
        return;
    };
    let mut regions: Vec<HtmlElement> = REGIONS
        .iter()
        .filter_map(|selector| dom::all::<HtmlElement>(body.as_ref(), selector).into_iter().find(seen))
        .collect();
    if back {
        regions.reverse();
    }
    let around = |region: &HtmlElement| region.closest("nav, [role=toolbar], table, #toasts").ok().flatten();
    let here = dom::focused();
    let now = regions.iter().position(|region| {
        here.as_ref().is_some_and(|here| {
            here == region || around(region).is_some_and(|around| around.contains(Some(here.as_ref())))
        })
    });
    let next = now.map_or(0, |now| (now + 1) % regions.len().max(1));
    if let Some(region) = regions.get(next) {
        dom::focus(region);
    }
}
