//! Comboboxes: an input that filters a list and picks from it (ARIA APG, editable combobox with
//! list autocomplete and manual selection). The markup is `ui::combobox`.

use super::{announce, dom};
use std::cell::RefCell;
use ui::num::count;
use web_sys::{Element, Event, FocusEvent, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent};

/// One combobox, found anew at each event, as its page may have been exchanged.
struct Combo {
    input: HtmlInputElement,
    value: HtmlInputElement,
    list: HtmlElement,
    root: Element,
}

thread_local! {
    /// What stood in the input before it was typed in: Esc brings it back.
    static BEFORE: RefCell<String> = const { RefCell::new(String::new()) };
}

impl Combo {
    fn of(event: &Event) -> Option<Self> {
        Self::at(dom::target::<Element>(event, ".combo")?)
    }

    fn at(root: Element) -> Option<Self> {
        Some(Self {
            input: dom::within(&root, "[role=combobox]")?,
            value: dom::within(&root, "input[type=hidden]")?,
            list: dom::within(&root, "[role=listbox]")?,
            root,
        })
    }

    fn is_open(&self) -> bool {
        self.input.get_attribute("aria-expanded").as_deref() == Some("true")
    }

    fn options(&self) -> Vec<HtmlElement> {
        dom::all(self.list.as_ref(), "[role=option]")
    }

    fn shown(&self) -> Vec<HtmlElement> {
        self.options().into_iter().filter(|option| !option.hidden()).collect()
    }

    fn open(&self) {
        if self.is_open() {
            return;
        }
        BEFORE.with_borrow_mut(|before| *before = self.input.value());
        self.list.set_hidden(false);
        // Where it can stand at its input it lies above the page; elsewhere it stands below the input.
        if super::can_anchor() {
            let _ = self.list.show_popover();
        } else {
            let _ = self.list.remove_attribute("popover");
        }
        let _ = self.input.set_attribute("aria-expanded", "true");
    }

    fn close(&self) {
        if super::can_anchor() && self.is_open() {
            let _ = self.list.hide_popover();
        }
        self.list.set_hidden(true);
        let _ = self.input.set_attribute("aria-expanded", "false");
        self.activate(None);
    }

    /// Marks the option that Enter would pick.
    fn activate(&self, option: Option<&HtmlElement>) {
        for one in dom::all::<Element>(self.list.as_ref(), ".is-active") {
            let _ = one.class_list().remove_1("is-active");
        }
        match option {
            Some(option) => {
                let _ = option.class_list().add_1("is-active");
                let _ = self.input.set_attribute("aria-activedescendant", &option.id());
                option.scroll_into_view_with_scroll_into_view_options(&nearest());
            }
            None => {
                let _ = self.input.remove_attribute("aria-activedescendant");
            }
        }
    }

    fn active(&self) -> Option<HtmlElement> {
        dom::within(self.list.as_ref(), ".is-active")
    }

    /// Leaves only what matches each of the typed words.
    fn filter(&self, typed: &str) {
        let typed = folded(typed);
        let words: Vec<&str> = typed.split_whitespace().collect();
        for option in self.options() {
            let text = option.get_attribute("data-find").unwrap_or_default();
            option.set_hidden(!words.iter().all(|word| text.contains(word)));
        }
        let shown = self.shown();
        if let Some(none) = dom::within::<HtmlElement>(self.list.as_ref(), ".options-none") {
            none.set_hidden(!shown.is_empty());
        }
        // With words there is a best match; without any, the one that is chosen.
        let active = if words.is_empty() {
            shown.iter().find(|option| self.is_chosen(option))
        } else {
            let begins = |option: &&HtmlElement| {
                let text = option.get_attribute("data-find").unwrap_or_default();
                text.starts_with(words[0])
            };
            shown.iter().find(begins).or(shown.first())
        };
        self.activate(active);
    }

    fn is_chosen(&self, option: &HtmlElement) -> bool {
        option
            .get_attribute("data-value")
            .is_some_and(|value| value == self.value.value())
    }

    fn step(&self, by: isize) {
        let shown = self.shown();
        let len = shown.len() as isize;
        if len == 0 {
            return;
        }
        let active = self.active();
        let now = active.and_then(|active| shown.iter().position(|option| *option == active));
        let next = match now {
            None if by > 0 => 0,
            None => len - 1,
            Some(now) => (now as isize + by).rem_euclid(len),
        };
        self.activate(shown.get(next.unsigned_abs()));
    }

    fn pick(&self, option: &HtmlElement) {
        for one in self.options() {
            let chosen = one == *option;
            let _ = one.set_attribute("aria-selected", if chosen { "true" } else { "false" });
        }
        let label = dom::within::<Element>(option.as_ref(), "strong").map(|label| dom::text(&label));
        self.input.set_value(&label.unwrap_or_default());
        let value = option.get_attribute("data-value").unwrap_or_default();
        if let Some(line) = dom::within::<Element>(&self.root, ".role-line") {
            line.set_text_content(option.get_attribute("data-line").as_deref());
        }
        self.close();
        if value != self.value.value() {
            self.value.set_value(&value);
            if let Ok(event) = Event::new_with_event_init_dict("change", &bubbling()) {
                let _ = self.value.dispatch_event(&event);
            }
        }
    }

    /// Leaves with nothing picked: the input says again what is chosen.
    fn restore(&self) {
        let before = BEFORE.with_borrow(Clone::clone);
        self.input.set_value(&before);
        self.close();
    }
}

/// What was typed, without marks and capitals, as the server folded what it is compared with. The
/// browser has the tables for it, so the page need not bring them.
fn folded(text: &str) -> String {
    let plain = js_sys::JsString::from(text).normalize("NFKD").to_lower_case();
    String::from(plain)
        .chars()
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
        .collect()
}

fn nearest() -> web_sys::ScrollIntoViewOptions {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options
}

fn bubbling() -> web_sys::EventInit {
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    init
}

pub fn start() {
    let Some(document) = dom::document() else { return };
    dom::listen(&document, "input", |event: Event| {
        let Some(combo) = dom::target::<Element>(&event, "[role=combobox]").and(Combo::of(&event)) else {
            return;
        };
        combo.open();
        combo.filter(&combo.input.value());
        announce::say(count(combo.shown().len() as u64, "match", "matches"));
    });
    dom::listen(&document, "keydown", on_key);
    dom::listen(&document, "mousedown", |event: MouseEvent| {
        // The input keeps the focus while an option is pressed.
        if dom::target::<Element>(&event, ".combo [role=listbox]").is_some() {
            event.prevent_default();
        }
    });
    dom::listen(&document, "click", |event: MouseEvent| {
        let Some(combo) = Combo::of(&event) else { return };
        if let Some(option) = dom::target::<HtmlElement>(&event, "[role=option]") {
            combo.pick(&option);
        } else if dom::target::<Element>(&event, "[role=combobox]").is_some() && !combo.is_open() {
            combo.open();
            combo.filter("");
            combo.input.select();
        }
    });
    dom::listen(&document, "focusout", |event: FocusEvent| {
        if let Some(combo) = Combo::of(&event).filter(Combo::is_open) {
            combo.restore();
        }
    });
}

fn on_key(event: KeyboardEvent) {
    let Some(combo) = dom::target::<Element>(&event, "[role=combobox]").and(Combo::of(&event)) else {
        return;
    };
    match event.key().as_str() {
        "ArrowDown" | "ArrowUp" if !combo.is_open() => {
            combo.open();
            combo.filter("");
            combo.input.select();
            if combo.active().is_none() {
                combo.step(if event.key() == "ArrowDown" { 1 } else { -1 });
            }
        }
        "ArrowDown" => combo.step(1),
        "ArrowUp" => combo.step(-1),
        "Enter" if combo.is_open() && !event.ctrl_key() && !event.meta_key() => {
            if let Some(option) = combo.active() {
                combo.pick(&option);
            }
        }
        // Enter in a closed one opens it: a form here is sent by its button.
        "Enter" if !event.ctrl_key() && !event.meta_key() => {
            combo.open();
            combo.filter("");
        }
        "Escape" if combo.is_open() => combo.restore(),
        _ => return,
    }
    event.prevent_default();
}

/// Closes a list that is open. Returns whether one was.
pub fn close_open() -> bool {
    let open = dom::one::<Element>(".combo:has([aria-expanded=true])").and_then(Combo::at);
    if let Some(combo) = &open {
        combo.restore();
    }
    open.is_some()
}
