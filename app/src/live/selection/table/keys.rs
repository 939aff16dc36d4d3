//! Keys on ticks and in the bar.

use super::{Act, List, act};
use crate::live::dom;
use crate::live::selection::model::Extent;
use leptos::prelude::*;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};

impl List {
    /// Keys on a tick: arrows go along, with Shift they take along; Ctrl+A takes the page, then all.
    pub(super) fn key(&self, event: &KeyboardEvent) {
        if event.key() == "Escape" && dom::target::<Element>(event, ".bulk").is_some() {
            // An open menu closes first.
            if dom::one::<Element>(".bulk .menu:popover-open").is_none() {
                event.prevent_default();
                act(Act::Clear);
            }
            return;
        }
        let Some(input) = dom::target::<HtmlInputElement>(event, "tbody .tick input") else {
            return;
        };
        let boxes = self.boxes();
        let Some(now) = boxes.iter().position(|one| *one == input) else {
            return;
        };
        let to = match event.key().as_str() {
            "ArrowDown" => (now + 1).min(boxes.len() - 1),
            "ArrowUp" => now.saturating_sub(1),
            "Home" => 0,
            "End" => boxes.len() - 1,
            "a" | "A" if event.ctrl_key() || event.meta_key() => {
                event.prevent_default();
                return self.take_more();
            }
            _ => return,
        };
        event.prevent_default();
        let Some(next) = boxes.get(to) else { return };
        if event.shift_key() {
            let anchor = self.selection.borrow().anchor_on();
            if anchor.is_none() {
                self.set(&Self::row(&input), true, false);
            }
            self.set(&Self::row(next), anchor.unwrap_or(true), true);
            self.show();
            self.tell();
        }
        dom::focus(next);
    }

    fn take_more(&self) {
        let page = self.page();
        let more = self.shown.get_untracked().more;
        let extent = self.selection.borrow().extent(&page);
        if more {
            self.selection.borrow_mut().all_matching(&self.facts.filter);
        } else if extent != Extent::All {
            self.selection.borrow_mut().tick_page(&page);
        }
        self.show();
        self.tell();
    }
}
