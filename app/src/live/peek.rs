//! Someone beside the list, shown and put away without leaving it.

use super::{ask, dom, selection};
use leptos::task::spawn_local;
use std::cell::Cell;
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};

thread_local! {
    static ASKED: Cell<u32> = const { Cell::new(0) };
}

pub const PLACE: &str = "#main #peek-place";

pub fn start() {
    let Some(document) = dom::document() else { return };
    dom::listen(&document, "click", |event: MouseEvent| {
        let plain = !event.ctrl_key() && !event.meta_key() && !event.shift_key() && event.button() == 0;
        if event.default_prevented() || !plain {
            return;
        }
        let link = dom::target::<HtmlElement>(&event, "a[data-peek][href], a[data-peek-close][href]");
        if let Some(link) = link {
            event.prevent_default();
            show(&link);
        }
    });
    dom::listen(&document, "keydown", |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() && dom::target::<Element>(&event, "#peek").is_some() {
            event.prevent_default();
            if let Some(close) = dom::one::<HtmlElement>("#peek a[data-peek-close]") {
                show(&close);
            }
        }
    });
}

/// Where the focus goes when the place was exchanged: to who is shown.
pub fn focus() {
    if let Some(title) = dom::one::<HtmlElement>("#peek-title") {
        let _ = title.focus();
    }
}

/// Exchanges the place for what an address shows in it, and keeps the address.
fn show(link: &HtmlElement) {
    let Some(href) = link.get_attribute("href") else { return };
    let closes = link.has_attribute("data-peek-close");
    // Of two quick clicks the later one counts, whichever answer comes first.
    let asked = ASKED.get() + 1;
    ASKED.set(asked);
    spawn_local(async move {
        let window = dom::window();
        let Ok(answer) = ask::ask(&href, false, None).await else {
            // The page itself says what is wrong.
            if let Some(window) = window {
                let _ = window.location().set_href(&href);
            }
            return;
        };
        if ASKED.get() != asked {
            return;
        }
        let new = answer.document.query_selector(PLACE).ok().flatten();
        let (Some(old), Some(new)) = (dom::one::<Element>(PLACE), new) else {
            return;
        };
        let _ = old.replace_with_with_node_1(&new);
        if let Some(history) = window.and_then(|window| window.history().ok()) {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&href));
        }
        let mut before = None;
        for row in rows() {
            if row.has_attribute("aria-current") {
                before = Some(row.clone());
            }
            if !closes && row.get_attribute("href").as_deref() == Some(&href) {
                let _ = row.set_attribute("aria-current", "true");
            } else {
                let _ = row.remove_attribute("aria-current");
            }
        }
        match (closes, before) {
            (true, Some(row)) => {
                let _ = row.focus();
            }
            (true, None) => selection::table::focus_last(),
            (false, _) => focus(),
        }
    });
}

fn rows() -> Vec<HtmlElement> {
    dom::one::<Element>("#main").map_or_else(Vec::new, |main| dom::all(&main, "a[data-peek]"))
}
