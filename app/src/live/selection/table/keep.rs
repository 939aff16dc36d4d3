//! The selection beyond one page: kept for the tab, restored by the next page, sent with the form.

use super::List;
use crate::live::selection::model::{Scope, Selection};
use crate::live::selection::text;
use crate::live::{announce, dom, toast};
use web_sys::{Element, Storage};

const KEY: &str = "rolecall-selection:";

fn storage() -> Option<Storage> {
    dom::window()?.session_storage().ok().flatten()
}

fn path() -> String {
    dom::window()
        .and_then(|window| window.location().pathname().ok())
        .unwrap_or_default()
}

/// Selections of other environments end when another one is entered.
pub fn forget_others() {
    let Some(storage) = storage() else { return };
    let place = |path: &str| path.split('/').take(4).collect::<Vec<_>>().join("/");
    let here = place(&path());
    let keys: Vec<String> = (0..storage.length().unwrap_or(0))
        .filter_map(|at| storage.key(at).ok().flatten())
        .collect();
    for key in keys {
        if key.strip_prefix(KEY).is_some_and(|path| place(path) != here) {
            let _ = storage.remove_item(&key);
        }
    }
}

impl List {
    /// What was selected before this page, and what was ticked on it before it came alive.
    pub(super) fn restore(&self) {
        let super::Facts { filter, matching, .. } = &self.facts;
        let unticked = || {
            let boxes = self.boxes();
            boxes
                .iter()
                .filter(|input| !input.checked())
                .map(|input| input.value())
                .collect()
        };
        if let Some(address) = matching {
            *self.selection.borrow_mut() = Selection::new(Scope::Matching {
                filter: filter.clone(),
                without: unticked(),
            });
            self.forget_server(address);
            return;
        }
        let stored = storage()
            .and_then(|storage| storage.get_item(&format!("{KEY}{}", path())).ok().flatten())
            .and_then(|text| text::read(&text))
            .unwrap_or_default();
        if let Scope::Matching { filter: earlier, .. } = &stored
            && earlier != filter
        {
            return self.say_dropped(earlier);
        }
        let mut selection = Selection::new(stored);
        for input in self.boxes().iter().filter(|input| input.checked()) {
            selection.tick(&Self::row(input), true);
        }
        *self.selection.borrow_mut() = selection;
    }

    /// What the page carries of its selection without scripts is ours from now on.
    fn forget_server(&self, address: &str) {
        for input in dom::all::<Element>(
            self.form.as_ref(),
            "input[name=scope], input[name=filter], input[name=shown]",
        ) {
            input.remove();
        }
        // Coming back here shows what was left, not what the link once asked for.
        if let Some(history) = dom::window().and_then(|window| window.history().ok()) {
            let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address));
        }
    }

    fn say_dropped(&self, earlier: &str) {
        let sign = if earlier.is_empty() { "?" } else { "&" };
        toast::show(toast::Message {
            title: "Selection cleared because the filter changed".to_owned(),
            text: "Everything that matched the earlier filter was selected.".to_owned(),
            link: "Restore".to_owned(),
            href: format!("{}{earlier}{sign}select=matching", path()),
            well: true,
        });
        announce::say("Selection cleared because the filter changed.".to_owned());
    }

    pub(super) fn keep(&self) {
        let Some(storage) = storage() else { return };
        let key = format!("{KEY}{}", path());
        let selection = self.selection.borrow();
        let _ = if selection.is_empty() {
            storage.remove_item(&key)
        } else {
            storage.set_item(&key, &text::write(selection.scope()))
        };
    }

    /// Writes into the form what stands on other pages, just before it is sent.
    pub(super) fn carry(&self) {
        let Some(place) = dom::within::<Element>(self.form.as_ref(), "[data-carried]") else {
            return;
        };
        place.replace_children_with_node_0();
        let add = |name: &str, value: &str| {
            let input = dom::document().and_then(|document| document.create_element("input").ok());
            if let Some(input) = input {
                let _ = input.set_attribute("type", "hidden");
                let _ = input.set_attribute("name", name);
                let _ = input.set_attribute("value", value);
                let _ = place.append_child(&input);
            }
        };
        let selection = self.selection.borrow();
        match selection.scope() {
            Scope::Picked(_) => {
                for row in selection.elsewhere(&self.page()) {
                    add("id", &row.id);
                }
            }
            Scope::Matching { filter, without } => {
                add("scope", "matching");
                add("filter", filter);
                for id in without {
                    add("exclude", id);
                }
            }
        }
    }
}
