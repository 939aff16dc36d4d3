//! What a role can in short, and which other comes nearest, as boxes are ticked. The markup is
//! `pages::roles::digest`.

use super::{ask, dom};
use domain::name::inside;
use leptos::prelude::set_timeout;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::time::Duration;
use web_sys::{Element, HtmlElement};

/// Ticks that come as fast as this are asked about once.
const REST: Duration = Duration::from_millis(200);

thread_local! {
    /// Counts ticks, to tell an answer that came too late.
    static TURN: Cell<u32> = const { Cell::new(0) };
}

/// Shows what is ticked: by area, the names of its capabilities.
pub fn show(areas: &[(String, Vec<String>)], keys: &[String]) {
    let Some(digest) = dom::one::<Element>(".digest") else {
        return;
    };
    for line in dom::all::<HtmlElement>(&digest, "[data-area]") {
        let area = line.get_attribute("data-area").unwrap_or_default();
        let names = areas.iter().find(|(name, _)| *name == area);
        let names = names.map(|(_, names)| names.iter().map(|name| inside(name)).collect::<Vec<_>>().join(", "));
        let names = names.unwrap_or_default();
        line.set_hidden(names.is_empty());
        if let Some(place) = dom::within::<Element>(line.as_ref(), "dd") {
            place.set_text_content(Some(&names));
        }
    }
    if let Some(nothing) = dom::within::<HtmlElement>(&digest, "[data-nothing]") {
        nothing.set_hidden(!keys.is_empty());
    }
}

/// Asks which role comes nearest to what is ticked, as soon as the ticking rests.
pub fn compare(keys: Vec<String>) {
    let turn = TURN.get().wrapping_add(1);
    TURN.set(turn);
    set_timeout(
        move || {
            if TURN.get() == turn {
                spawn_local(closest(keys, turn));
            }
        },
        REST,
    );
}

async fn closest(keys: Vec<String>, turn: u32) {
    let Some(place) = dom::one::<Element>("#closest[data-asks]") else {
        return;
    };
    let asks = place.get_attribute("data-asks").unwrap_or_default();
    let keys = String::from(js_sys::encode_uri_component(&keys.join(",")));
    let Ok(words) = ask::words(&format!("{asks}&held={keys}")).await else {
        return;
    };
    if TURN.get() == turn {
        place.set_text_content(words.as_deref());
    }
}
