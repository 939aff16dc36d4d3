//! Sending a form of the dialog, once, whatever the network does.

use super::{SLOW, begin, current, place, sheet, state};
use crate::live::{announce, ask, dom};
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlFormElement, UrlSearchParams};

/// Sends a form and shows what comes back.
pub(super) fn send(form: &HtmlFormElement, button: Option<&HtmlElement>) {
    let commits = button.is_some_and(|button| button.get_attribute("value").as_deref() == Some("commit"));
    let wait = state(|state| {
        if state.sending {
            return true;
        }
        // A number that is being counted again is not agreed to.
        if commits && (state.judging || state.timer.is_some()) {
            state.pressed = button.map(|button| dom::text(button));
            return true;
        }
        state.sending = true;
        false
    });
    if wait {
        return;
    }
    let address = button
        .and_then(|button| button.get_attribute("formaction"))
        .or_else(|| form.get_attribute("action"))
        .unwrap_or_default();
    let Some(fields) = ask::fields(form, button) else {
        state(|state| state.sending = false);
        return;
    };
    let number = begin();
    busy(number, button.cloned());
    spawn_local(async move {
        let answer = ask::ask(&address, true, Some(&fields)).await;
        state(|state| state.sending = false);
        match answer {
            Ok(answer) if current(number) => place(answer),
            Ok(_) => {}
            Err(()) => unreachable(&address, &fields),
        }
    });
}

/// Says on the button that it works, if it takes a while.
fn busy(number: u32, button: Option<HtmlElement>) {
    let Some(button) = button else { return };
    let words = button.get_attribute("data-busy");
    leptos::prelude::set_timeout(
        move || {
            if current(number) && state(|state| state.sending) {
                let _ = button.set_attribute("aria-busy", "true");
                if let Some(words) = words {
                    if let Some(label) = dom::within::<Element>(&button, "span") {
                        label.set_text_content(Some(&words));
                    }
                    announce::say(words);
                }
            }
        },
        SLOW,
    );
}

/// The server did not answer: everything stays as it is, and the dialog says so.
pub(super) fn unreachable(address: &str, fields: &UrlSearchParams) {
    let notice = sheet().and_then(|sheet| dom::within::<HtmlElement>(&sheet, "[data-unreachable]"));
    match notice {
        Some(notice) => {
            notice.set_hidden(false);
            dom::focus(&notice);
        }
        // No dialog yet: the plain way says it as the browser does.
        None => plain(address, fields),
    }
}

/// Sends the same fields without the dialog.
fn plain(address: &str, fields: &UrlSearchParams) {
    let Some(document) = dom::document() else { return };
    let make = |name: &str| document.create_element(name).ok();
    let Some(form) = make("form").and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else {
        return;
    };
    form.set_method("post");
    form.set_action(address);
    for pair in js_sys::Array::from(fields).iter() {
        if let (Ok(pair), Some(input)) = (pair.dyn_into::<js_sys::Array>(), make("input")) {
            let _ = input.set_attribute("type", "hidden");
            let _ = input.set_attribute("name", &pair.get(0).as_string().unwrap_or_default());
            let _ = input.set_attribute("value", &pair.get(1).as_string().unwrap_or_default());
            let _ = form.append_child(&input);
        }
    }
    if let Some(body) = document.body() {
        let _ = body.append_child(&form);
        let _ = form.submit();
    }
}
