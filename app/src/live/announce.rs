//! What is said aloud: one sentence at a time, after the hand has come to rest.

use super::dom;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::set_timeout_with_handle;
use std::cell::RefCell;
use std::time::Duration;
use web_sys::Element;

/// Long enough that a row of quick ticks is told once.
const REST: Duration = Duration::from_millis(400);

thread_local! {
    static WAITING: RefCell<Option<TimeoutHandle>> = const { RefCell::new(None) };
}

/// Says a sentence politely, in the open dialog where there is one: all outside of it is mute.
pub fn say(text: String) {
    WAITING.with_borrow_mut(|waiting| {
        if let Some(earlier) = waiting.take() {
            earlier.clear();
        }
        *waiting = set_timeout_with_handle(move || tell(&text), REST).ok();
    });
}

fn tell(text: &str) {
    let region = dom::one::<Element>("dialog[open] [role=status]").or_else(|| dom::one("#live"));
    if let Some(region) = region {
        region.set_text_content(Some(text));
    }
}
