//! The rows of a list and the selection, kept the same: ticks, ranges, keys, what is sent.

mod facts;
mod keep;
mod keys;

pub use facts::{Facts, Shown};
pub use keep::forget_others;

use super::model::{Extent, Row, Scope, Selection};
use crate::live::{announce, dom};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use ui::num::grouped;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlFormElement, HtmlInputElement, KeyboardEvent, MouseEvent};

pub struct List {
    form: HtmlFormElement,
    facts: Facts,
    selection: RefCell<Selection>,
    shown: RwSignal<Shown>,
    /// The row that was ticked last; the focus comes back to it.
    last: RefCell<String>,
    shift: Cell<bool>,
}

thread_local! {
    static LIST: RefCell<Option<Rc<List>>> = const { RefCell::new(None) };
}

fn list() -> Option<Rc<List>> {
    LIST.with_borrow(Clone::clone)
}

/// Brings the list around the bar to life.
pub fn start(bar: &Element, facts: Facts, shown: RwSignal<Shown>) {
    let form = bar.closest("form").ok().flatten().and_then(|form| form.dyn_into().ok());
    let Some(form) = form else { return };
    let list = Rc::new(List {
        form,
        facts,
        selection: RefCell::default(),
        shown,
        last: RefCell::default(),
        shift: Cell::new(false),
    });
    list.restore();
    list.clone().listen();
    list.show();
    LIST.with_borrow_mut(|here| *here = Some(list));
}

/// Draws the selection on rows that were exchanged.
pub fn show() {
    if let Some(list) = list() {
        list.show();
    }
}

/// After something was done: only those for whom it failed stay selected.
pub fn keep_only<'a>(ids: impl Iterator<Item = &'a str>) {
    let Some(list) = list() else { return };
    let page = list.page();
    let known = list
        .selection
        .borrow()
        .elsewhere(&page)
        .into_iter()
        .cloned()
        .chain(page)
        .collect::<Vec<_>>();
    let row = |id: &str| known.iter().find(|row| row.id == id).cloned();
    let rows = ids
        .map(|id| {
            row(id).unwrap_or_else(|| Row {
                id: id.to_owned(),
                name: String::new(),
            })
        })
        .collect();
    list.selection.borrow_mut().keep_only(rows);
    list.show();
}

/// The focus goes to the row that was ticked last, or to the page's heading.
pub fn focus_last() {
    let last = list().and_then(|list| list.last_box());
    let element: Option<HtmlElement> = last.map(JsCast::unchecked_into).or_else(|| dom::one("#main h1"));
    if let Some(element) = element {
        dom::focus(&element);
    }
}

/// What a button of the bar does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    AllMatching,
    OnlyPage,
    Clear,
    Drop(String),
}

pub fn act(act: Act) {
    let Some(list) = list() else { return };
    let page = list.page();
    {
        let mut selection = list.selection.borrow_mut();
        match &act {
            Act::AllMatching => selection.all_matching(&list.facts.filter),
            Act::OnlyPage => selection.only_page(&page),
            Act::Clear => selection.clear(),
            Act::Drop(id) => selection.drop_one(id),
        }
    }
    list.show();
    list.tell();
    if list.selection.borrow().is_empty() {
        focus_last();
    }
}

impl List {
    fn boxes(&self) -> Vec<HtmlInputElement> {
        dom::all(self.form.as_ref(), "tbody input[type=checkbox][name=id]:not(:disabled)")
    }

    fn row(input: &HtmlInputElement) -> Row {
        let label = input.closest("label").ok().flatten().map(|label| dom::text(&label));
        Row {
            id: input.value(),
            name: label
                .unwrap_or_default()
                .trim_start_matches("Select ")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        }
    }

    fn page(&self) -> Vec<Row> {
        self.boxes().iter().map(Self::row).collect()
    }

    fn head(&self) -> Option<HtmlInputElement> {
        dom::within(self.form.as_ref(), "thead .tick input")
    }

    fn last_box(&self) -> Option<HtmlInputElement> {
        let last = self.last.borrow();
        let boxes = self.boxes();
        boxes
            .iter()
            .find(|input| input.value() == *last)
            .or(boxes.first())
            .cloned()
    }

    /// Draws the selection: rows, head, bar.
    fn show(&self) {
        let page = self.page();
        let selection = self.selection.borrow();
        for input in self.boxes() {
            input.set_checked(selection.has(&input.value()));
        }
        let extent = selection.extent(&page);
        if let Some(head) = self.head() {
            head.set_checked(extent == Extent::All);
            head.set_indeterminate(extent == Extent::Some);
            let label = head.closest("label").ok().flatten();
            if let Some(words) = label.and_then(|label| dom::within::<Element>(&label, ".vh")) {
                let verb = if extent == Extent::All { "Clear" } else { "Select all" };
                words.set_text_content(Some(&format!("{verb} {} on this page", page.len())));
            }
        }
        let on = if selection.is_empty() { "off" } else { "on" };
        let _ = self.form.set_attribute("data-bar", on);
        let (count, scope) = selection.words(&page, self.facts.total, self.facts.plus, self.facts.nouns());
        let matching = matches!(selection.scope(), Scope::Matching { .. });
        self.shown.set(Shown {
            count,
            scope,
            more: !matching && extent == Extent::All && self.facts.total > page.len() as u64,
            matching,
            elsewhere: selection.elsewhere(&page).into_iter().cloned().collect(),
        });
        drop(selection);
        self.keep();
    }

    /// Says aloud what is selected now.
    fn tell(&self) {
        let page = self.page();
        let selection = self.selection.borrow();
        let total = grouped(self.facts.total);
        let text = match selection.scope() {
            _ if selection.is_empty() => "Selection cleared.".to_owned(),
            Scope::Picked(rows) if rows.len() == 1 => {
                "1 selected. Actions available above the table, press F6 to reach them.".to_owned()
            }
            Scope::Picked(rows) if rows.len() == page.len() && selection.extent(&page) == Extent::All => {
                format!("{} selected on this page. {total} match.", page.len())
            }
            Scope::Picked(rows) => format!("{} selected.", grouped(rows.len() as u64)),
            Scope::Matching { without, .. } if without.is_empty() => format!("All {total} matching selected."),
            Scope::Matching { without, .. } => {
                let left = grouped(self.facts.total.saturating_sub(without.len() as u64));
                format!("{left} of {total} matching selected, {} excluded.", without.len())
            }
        };
        announce::say(text);
    }

    fn listen(self: Rc<Self>) {
        let form = self.form.clone();
        let list = self.clone();
        // A press on the label reaches the box without its keys, so they are read when it begins.
        dom::listen(&form, "mousedown", move |event: MouseEvent| {
            list.shift.set(event.shift_key())
        });
        let list = self.clone();
        dom::listen(&form, "click", move |event: MouseEvent| {
            if let Some(input) = dom::target::<HtmlInputElement>(&event, ".tick input") {
                list.clicked(&input, event.shift_key() || (list.shift.take() && event.detail() > 0));
            }
        });
        let list = self.clone();
        dom::listen(&form, "keydown", move |event: KeyboardEvent| list.key(&event));
        let list = self.clone();
        dom::listen(&form, "submit", move |_: Event| list.carry());
        if let Some(window) = dom::window() {
            let list = self;
            // A page that comes back from the history may show ticks of another moment.
            dom::listen(&window, "pageshow", move |event: web_sys::PageTransitionEvent| {
                if event.persisted() {
                    for input in list.boxes() {
                        input.set_checked(false);
                    }
                    list.restore();
                    list.show();
                }
            });
        }
    }

    fn clicked(&self, input: &HtmlInputElement, shift: bool) {
        let on = input.checked();
        if input.name().is_empty() {
            self.selection.borrow_mut().tick_page(&self.page());
        } else {
            self.set(&Self::row(input), on, shift);
        }
        self.show();
        self.tell();
    }

    fn set(&self, row: &Row, on: bool, range: bool) {
        self.last.borrow_mut().clone_from(&row.id);
        let mut selection = self.selection.borrow_mut();
        if range {
            selection.tick_to(&self.page(), row, on);
        } else {
            selection.tick(row, on);
        }
    }
}
