//! The dialog: it shows form pages and their results over the page that is open.
//!
//! Whatever can be done in it can be done on a page of its own; here those pages are asked for,
//! sent and exchanged without leaving the list. A form that says `data-live` is judged again
//! whenever a field changes, and only what was judged is exchanged, so that nobody loses a field.

mod judge;
mod send;

use super::{after, announce, ask, combo, dom, refresh};
use judge::changed;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::task::spawn_local;
use send::send;
use std::cell::RefCell;
use std::time::Duration;
use web_sys::{
    Element, Event, HtmlDialogElement, HtmlElement, HtmlFormElement, KeyboardEvent, MouseEvent, SubmitEvent,
};

/// From here on a form that is on its way says so.
const SLOW: Duration = Duration::from_millis(150);
/// How long typing must rest before the form is judged.
const TYPING: Duration = Duration::from_millis(300);

#[derive(Default)]
struct State {
    /// Counts questions; answers to older ones are dropped.
    asked: u32,
    /// A form is on its way that must not be sent twice.
    sending: bool,
    /// A judgement is on its way.
    judging: bool,
    /// Something was changed that is not kept anywhere yet.
    dirty: bool,
    /// What was pressed while a judgement was on its way: the words of the button.
    pressed: Option<String>,
    timer: Option<TimeoutHandle>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State::default());
}

fn state<T>(act: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(act)
}

pub fn dialog() -> Option<HtmlDialogElement> {
    dom::one("#dialog")
}

fn sheet() -> Option<Element> {
    dom::within(dialog()?.as_ref(), "#sheet")
}

/// Whether the dialog shows what came of something.
fn is_result() -> bool {
    sheet().is_some_and(|sheet| sheet.has_attribute("data-result"))
}

/// Listens on the whole page, so that what is exchanged needs no care.
pub fn start() {
    let (Some(document), Some(dialog)) = (dom::document(), dialog()) else {
        return;
    };
    dom::listen(&document, "submit", on_submit);
    dom::listen(&document, "click", on_click);
    dom::listen(&dialog, "change", |event: Event| {
        // What a combobox is typed in is not sent; what it picks is.
        if dom::target::<Element>(&event, "[name]").is_some() {
            changed(Duration::ZERO);
        }
    });
    dom::listen(&dialog, "input", |event: Event| {
        // Only text is typed; everything else tells of itself by `change`.
        if dom::target::<Element>(&event, "input[type=search], input[type=date], input[type=time]").is_some() {
            changed(TYPING);
        }
    });
    dom::listen(&dialog, "keydown", on_key);
    dom::listen(&dialog, "cancel", |event: Event| {
        event.prevent_default();
        leave();
    });
}

fn on_submit(event: SubmitEvent) {
    if event.default_prevented() {
        return;
    }
    let Some(form) = dom::target::<HtmlFormElement>(&event, "form") else {
        return;
    };
    let button = event.submitter();
    let inside = form.closest("#dialog").ok().flatten().is_some();
    let opens = button
        .as_ref()
        .is_some_and(|button| button.has_attribute("data-dialog"));
    if inside || opens {
        event.prevent_default();
        send(&form, button.as_ref());
    }
}

fn on_click(event: MouseEvent) {
    let plain = !event.ctrl_key() && !event.meta_key() && !event.shift_key() && event.button() == 0;
    if event.default_prevented() || !plain {
        return;
    }
    if let Some(link) = dom::target::<HtmlElement>(&event, "a[data-dialog][href]") {
        event.prevent_default();
        if let Some(href) = link.get_attribute("href") {
            open(href);
        }
        return;
    }
    let Some(pressed) = dom::target::<HtmlElement>(
        &event,
        "#dialog [data-close], #dialog [data-discard], #dialog [data-stay]",
    ) else {
        return;
    };
    event.prevent_default();
    if pressed.has_attribute("data-stay") {
        ask_to_discard(false);
    } else if pressed.has_attribute("data-discard") {
        close();
    } else {
        leave();
    }
}

fn on_key(event: KeyboardEvent) {
    if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
        let button =
            sheet().and_then(|sheet| dom::within::<HtmlElement>(&sheet, ".dialog-foot [type=submit].btn-primary"));
        if let Some(button) = button {
            event.prevent_default();
            button.click();
        }
    }
}

/// Shows a page that needs no form to get to.
fn open(url: String) {
    let number = begin();
    spawn_local(async move {
        match ask::ask(&url, true, None).await {
            Ok(answer) if current(number) => place(answer),
            Ok(_) => {}
            // The way without the dialog is still open.
            Err(()) => go(&url),
        }
    });
}

fn go(url: &str) {
    if let Some(window) = dom::window() {
        let _ = window.location().assign(url);
    }
}

fn begin() -> u32 {
    state(|state| {
        state.asked += 1;
        if let Some(timer) = state.timer.take() {
            timer.clear();
        }
        state.asked
    })
}

fn current(number: u32) -> bool {
    state(|state| state.asked == number)
}

/// Shows a page in the dialog; what is no page for it is gone to.
fn place(answer: ask::Answer) {
    let Some(dialog) = dialog() else { return };
    let Some(sheet) = answer.document.query_selector("#sheet").ok().flatten() else {
        return go(&answer.url);
    };
    let result = sheet.has_attribute("data-result");
    dialog.replace_children_with_node_1(&sheet);
    add_status(&dialog);
    state(|state| {
        state.dirty = false;
        state.pressed = None;
    });
    if !dialog.open() {
        let _ = dialog.show_modal();
    }
    let first = ["#errors", "[data-first]", "[role=combobox]", "#dialog-title"]
        .into_iter()
        .find_map(|selector| {
            dom::within::<HtmlElement>(&dialog, selector).filter(|_| !result || selector == "#dialog-title")
        });
    if let Some(first) = first {
        dom::focus(&first);
    }
    speak(&sheet);
    refresh::watch(&sheet);
}

/// The dialog's own region for what is said: all outside of it is mute while it is open.
fn add_status(dialog: &HtmlDialogElement) {
    let region = dom::document().and_then(|document| document.create_element("div").ok());
    if let Some(region) = region {
        let _ = region.set_attribute("role", "status");
        let _ = region.set_attribute("class", "vh");
        let _ = dialog.append_child(&region);
    }
}

/// A result has taken the place of the work that was under way.
pub fn arrived(page: &Element) {
    if let Some(title) = dom::within::<HtmlElement>(page, "h1, #dialog-title") {
        dom::focus(&title);
    }
    speak(page);
}

fn speak(sheet: &Element) {
    let say = dom::within::<Element>(sheet, "[data-say]").and_then(|part| part.get_attribute("data-say"));
    if let Some(say) = say.filter(|say| !say.is_empty()) {
        announce::say(say);
    }
}

/// Esc, the cross and Cancel: first what is open inside, then the question, then out.
fn leave() {
    if combo::close_open() {
        return;
    }
    let asks = state(|state| state.dirty && !state.sending) && !is_result();
    if asks && !ask_to_discard(true) {
        return;
    }
    close();
}

/// Shows or hides the question whether changes may be lost. Returns whether it was shown before.
fn ask_to_discard(show: bool) -> bool {
    let question = sheet().and_then(|sheet| dom::within::<HtmlElement>(&sheet, ".dialog-discard"));
    let Some(question) = question else { return true };
    let before = !question.hidden();
    question.set_hidden(!show);
    if show {
        if let Some(stay) = dom::within::<HtmlElement>(&question, "[data-stay] button") {
            dom::focus(&stay);
        }
    } else if let Some(first) =
        sheet().and_then(|sheet| dom::within::<HtmlElement>(&sheet, "[role=combobox], #dialog-title"))
    {
        dom::focus(&first);
    }
    before
}

fn close() {
    let Some(dialog) = dialog() else { return };
    begin();
    state(|state| {
        state.dirty = false;
        state.judging = false;
        state.sending = false;
        state.pressed = None;
    });
    let result = sheet().filter(|sheet| sheet.has_attribute("data-result"));
    dialog.close();
    if let Some(result) = result {
        after::done(&result);
    }
    dialog.replace_children_with_node_0();
}
