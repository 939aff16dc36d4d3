//! Judging a form while it is filled in, and exchanging only what was judged.

use super::send::unreachable;
use super::{begin, current, go, is_result, sheet, speak, state};
use crate::live::{ask, dom};
use leptos::prelude::set_timeout_with_handle;
use leptos::task::spawn_local;
use std::time::Duration;
use web_sys::{Element, HtmlElement, HtmlFormElement};

/// A field changed: the form is judged again once that has come to rest.
pub(super) fn changed(rest: Duration) {
    if is_result() {
        return;
    }
    state(|state| state.dirty = true);
    if let Some(notice) = sheet().and_then(|sheet| notice(&sheet)) {
        notice.set_hidden(true);
    }
    let Some(form) = sheet().and_then(|sheet| dom::within::<HtmlFormElement>(&sheet, "form[data-live]")) else {
        return;
    };
    state(|state| {
        if let Some(timer) = state.timer.take() {
            timer.clear();
        }
        state.timer = set_timeout_with_handle(move || judge(&form), rest).ok();
    });
}

/// Asks what the form would do, and exchanges only the answer.
fn judge(form: &HtmlFormElement) {
    let Some(fields) = ask::fields(form, None) else { return };
    fields.append("intent", "live");
    let address = form.get_attribute("action").unwrap_or_default();
    let number = begin();
    state(|state| state.judging = true);
    mark_parts(true);
    spawn_local(async move {
        let answer = ask::ask(&address, true, Some(&fields)).await;
        if !current(number) {
            return;
        }
        state(|state| state.judging = false);
        match answer {
            Ok(answer) => exchange(answer),
            Err(()) => {
                mark_parts(false);
                unreachable(&address, &fields);
            }
        }
    });
}

fn parts(root: &Element) -> Vec<Element> {
    dom::all(root, "[data-swap]")
}

fn mark_parts(busy: bool) {
    for part in sheet().iter().flat_map(parts) {
        if busy {
            let _ = part.set_attribute("aria-busy", "true");
        } else {
            let _ = part.remove_attribute("aria-busy");
        }
    }
}

/// Puts the parts of a page that came in the place of those of the same name.
pub fn exchange(answer: ask::Answer) {
    let came = answer.document.query_selector("#sheet").ok().flatten();
    let (Some(came), Some(here)) = (came, sheet()) else {
        return go(&answer.url);
    };
    for part in parts(&here) {
        let name = part.get_attribute("data-swap").unwrap_or_default();
        let new: Option<Element> = dom::within(&came, &format!("[data-swap=\"{name}\"]"));
        if let Some(new) = new {
            let _ = part.replace_with_with_node_1(&new);
        }
    }
    speak(&here);
    press_again(&here);
}

/// Says that the numbers are others than those that were pressed.
fn notice(sheet: &Element) -> Option<HtmlElement> {
    dom::within(sheet, "[data-moved]")
}

/// What was pressed while the numbers were not known is done if it would still do the same.
fn press_again(sheet: &Element) {
    let Some(words) = state(|state| state.pressed.take()) else {
        return;
    };
    let button = dom::within::<HtmlElement>(sheet, ".dialog-foot [value=commit]");
    match button.filter(|button| dom::text(button) == words) {
        Some(button) => button.click(),
        None => {
            if let Some(notice) = notice(sheet) {
                notice.set_hidden(false);
                dom::focus(&notice);
            }
        }
    }
}
