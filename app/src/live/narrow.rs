//! A field that narrows a list of groups to those that are called like what is written. The markup says by
//! `data-narrows` which list; what is ticked stays in sight.

use super::{announce, dom};
use ui::num::count;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

const FIELD: &str = "input[data-narrows]";

pub fn start() {
    let Some(document) = dom::document() else { return };
    dom::listen(&document, "input", |event: Event| {
        if let Some(field) = dom::target::<HtmlInputElement>(&event, FIELD) {
            narrow(&field);
        }
    });
    dom::listen(&document, "keydown", |event: KeyboardEvent| {
        // It sends nothing, least of all the form that it stands in.
        if event.key() == "Enter" && dom::target::<Element>(&event, FIELD).is_some() {
            event.prevent_default();
        }
    });
}

fn narrow(field: &HtmlInputElement) {
    let list = field.get_attribute("data-narrows").unwrap_or_default();
    let Some(list) = dom::one::<Element>(&format!("#{list}")) else {
        return;
    };
    let wanted = dom::lower(field.value().trim());
    let mut shown = 0;
    for row in dom::all::<HtmlElement>(&list, "label") {
        let ticked = dom::within::<HtmlInputElement>(row.as_ref(), "input").is_some_and(|input| input.checked());
        let fits = dom::lower(&dom::text(row.as_ref())).contains(&wanted);
        row.set_hidden(!fits && !ticked);
        shown += u64::from(fits);
    }
    announce::say(format!("{} shown", count(shown, "group", "groups")));
}
