//! What pages do once they are alive. All of it is a better way to something that works without.

mod after;
mod announce;
mod ask;
mod catalogue;
mod combo;
mod digest;
mod dom;
mod keys;
mod narrow;
mod peek;
mod refresh;
pub mod selection;
mod sheet;
mod slug;
mod toast;
mod unsaved;

use leptos::prelude::*;

/// Stands once on every page of an environment: the dialog over it, the toasts, and what listens.
#[island]
pub fn Live() -> impl IntoView {
    Effect::new(|| {
        sheet::start();
        combo::start();
        catalogue::start();
        narrow::start();
        unsaved::start();
        slug::start();
        peek::start();
        keys::start();
        selection::table::forget_others();
        if let Some(main) = dom::one::<web_sys::Element>("#main") {
            refresh::watch(&main);
        }
        if let Some(body) = dom::document().and_then(|document| document.body()) {
            let _ = body.set_attribute("data-hydrated", "");
        }
    });
    view! {
        <dialog class="dialog" id="dialog" aria-labelledby="dialog-title"></dialog>
        <toast::Toasts/>
    }
}

/// Whether the browser can keep a popover at its place.
fn can_anchor() -> bool {
    web_sys::css::supports_with_value("position-area", "block-end").unwrap_or(false)
}
