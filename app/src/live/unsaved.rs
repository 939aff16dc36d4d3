//! The bar that says what of a role is changed and not saved, and the question before such changes are left behind.
//! The markup is `pages::roles::unsaved`.

use super::dom;
use crate::pages::roles::unsaved::difference;
use std::cell::Cell;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlTextAreaElement, MouseEvent, SubmitEvent};

const BAR: &str = "[data-unsaved]";

thread_local! {
    /// The form is being sent, or its changes were given up.
    static LEAVING: Cell<bool> = const { Cell::new(false) };
}

pub fn start() {
    let (Some(document), Some(window)) = (dom::document(), dom::window()) else {
        return;
    };
    show();
    for kind in ["input", "change"] {
        dom::listen(&document, kind, |_: Event| {
            // Whatever was begun did not lead away.
            LEAVING.set(false);
            show();
        });
    }
    dom::listen(&document, "submit", |event: SubmitEvent| {
        // Other forms of the page, such as that of the theme, leave the changes behind.
        let ours =
            dom::target::<Element>(&event, "form").is_some_and(|form| dom::within::<Element>(&form, BAR).is_some());
        if ours {
            LEAVING.set(true);
        }
    });
    dom::listen(&document, "click", |event: MouseEvent| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
        if plain && dom::target::<Element>(&event, "[data-discard]").is_some() {
            LEAVING.set(true);
        }
    });
    dom::listen(&window, "pageshow", |_: Event| LEAVING.set(false));
    dom::listen(&window, "beforeunload", |event: Event| {
        if !LEAVING.get() && changes().is_some() {
            event.prevent_default();
        }
    });
}

/// What is other than saved, in words; nothing where nothing is, or there is no such form.
fn changes() -> Option<String> {
    let bar = dom::one::<Element>(BAR)?;
    let form = bar.closest("form").ok().flatten()?;
    let number = |class: &str| dom::all::<Element>(&form, class).len() as u64;
    let (more, fewer) = (number(".cap.is-new"), number(".cap.is-gone"));
    let was = |name: &str| {
        let input = dom::within::<HtmlInputElement>(&form, &format!("input[name={name}]"));
        input.map(|input| input.value()).unwrap_or_default()
    };
    let name = dom::within::<HtmlInputElement>(&form, "#name").map(|input| input.value());
    let description = dom::within::<HtmlTextAreaElement>(&form, "#description").map(|input| input.value());
    let described = name.is_some_and(|name| name.trim() != was("was_name"))
        || description.is_some_and(|text| text.trim() != was("was_description"));
    let mut parts = difference(more, fewer, described);
    if parts.is_empty() {
        return None;
    }
    let affects = bar.get_attribute("data-affects").filter(|_| more + fewer > 0);
    parts.extend(affects.map(|people| format!("affects {people}")));
    Some(parts.join(", "))
}

fn show() {
    let Some(bar) = dom::one::<HtmlElement>(BAR) else {
        return;
    };
    let changes = changes();
    if let Some(words) = dom::within::<Element>(bar.as_ref(), "[data-changes]") {
        words.set_text_content(changes.as_deref());
    }
    // What is under review has its own button, until it is changed again.
    let reviewed = dom::one::<Element>("#review").is_some() && !touched(&bar);
    bar.set_hidden(changes.is_none() || reviewed);
}

/// Whether anything is other than the page came.
fn touched(bar: &HtmlElement) -> bool {
    let Some(form) = bar.closest("form").ok().flatten() else {
        return false;
    };
    let boxes = dom::all::<HtmlInputElement>(&form, "input[name=capability]");
    let name = dom::within::<HtmlInputElement>(&form, "#name");
    let description = dom::within::<HtmlTextAreaElement>(&form, "#description");
    boxes.iter().any(|one| one.checked() != one.default_checked())
        || name.is_some_and(|input| input.value() != input.default_value())
        || description.is_some_and(|input| input.default_value().ok() != Some(input.value()))
}
