//! Exchanging parts of a page for what they are now, without leaving it.

use super::{ask, dom, peek, selection, sheet};
use leptos::prelude::set_timeout;
use leptos::task::spawn_local;
use std::time::Duration;
use web_sys::Element;

/// What of a list page changes when something was done.
const LIST: [&str; 5] = [
    "#main .meta",
    "#main .list",
    "#main nav.tabs",
    "#main .pager",
    peek::PLACE,
];
/// How often work that is under way is asked for.
const EVERY: Duration = Duration::from_secs(1);

fn here() -> Option<String> {
    dom::window()?.location().href().ok()
}

/// Shows the list as it is now.
pub fn list() {
    let Some(url) = here() else { return };
    spawn_local(async move {
        let Ok(answer) = ask::ask(&url, false, None).await else {
            return;
        };
        let Some(document) = dom::document() else { return };
        let focused_in =
            |place: &str| dom::focused().is_some_and(|focused| focused.closest(place).ok().flatten().is_some());
        let (within, beside) = (focused_in("#main .list"), focused_in(peek::PLACE));
        for selector in LIST {
            let new = answer.document.query_selector(selector).ok().flatten();
            let old = document.query_selector(selector).ok().flatten();
            match (old, new) {
                (Some(old), Some(new)) => {
                    let _ = old.replace_with_with_node_1(&new);
                }
                (None, None) => {}
                // The list has become another page, such as the one for nobody left.
                _ => {
                    if let Some(window) = dom::window() {
                        let _ = window.location().reload();
                    }
                    return;
                }
            }
        }
        selection::table::show();
        if within {
            // The row that had the focus was exchanged with the others.
            selection::table::focus_last();
        }
        if beside {
            peek::focus();
        }
    });
}

/// Follows work that is under way, in the dialog or on its page, until it is finished.
pub fn watch(root: &Element) {
    let Some(work) = dom::within::<Element>(root, "[data-running]") else {
        return;
    };
    let Some(url) = work.get_attribute("data-running") else {
        return;
    };
    let inside = work.closest("#dialog").ok().flatten().is_some();
    set_timeout(
        move || {
            if work.is_connected() {
                spawn_local(follow(url, inside));
            }
        },
        EVERY,
    );
}

async fn follow(url: String, inside: bool) {
    let answer = ask::ask(&url, inside, None).await;
    let root = if inside { "#dialog #sheet" } else { "#main" };
    let Some(here) = dom::one::<Element>(root) else { return };
    if let Ok(answer) = answer {
        let wanted = if inside { "#sheet" } else { "#main" };
        let Some(new) = answer.document.query_selector(wanted).ok().flatten() else {
            return;
        };
        let over = dom::within::<Element>(&new, "[data-running]").is_none();
        if over {
            let _ = here.replace_with_with_node_1(&new);
            sheet::arrived(&new);
            return;
        }
        for part in dom::all::<Element>(&here, "[data-swap]") {
            let name = part.get_attribute("data-swap").unwrap_or_default();
            if let Some(fresh) = dom::within::<Element>(&new, &format!("[data-swap=\"{name}\"]")) {
                let _ = part.replace_with_with_node_1(&fresh);
            }
        }
    }
    // An answer that did not come is asked for again: the work goes on without us.
    watch(&here);
}
