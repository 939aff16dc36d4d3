//! The catalogue while it is ticked: filtered, area by area, what others need along with them, and what is
//! other than saved. The markup is `parts::capabilities`; the server judges again whatever is sent.

use super::{announce, digest, dom};
use domain::roles::needs;
use ui::num::count;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

const BOX: &str = "input[name=capability]";
const FILTER: &str = "#cap-filter";

pub fn start() {
    let (Some(document), Some(list)) = (dom::document(), catalogue()) else {
        return;
    };
    show(&list);
    dom::listen(&document, "input", |event: Event| {
        if let (Some(_), Some(list)) = (dom::target::<Element>(&event, FILTER), catalogue()) {
            filter(&list);
        }
    });
    dom::listen(&document, "keydown", |event: KeyboardEvent| {
        // A filter sends nothing, least of all the form that it stands in.
        if event.key() == "Enter" && dom::target::<Element>(&event, FILTER).is_some() {
            event.prevent_default();
        }
    });
    dom::listen(&document, "change", |event: Event| {
        let Some(list) = catalogue() else { return };
        if let Some(one) = dom::target::<HtmlInputElement>(&event, BOX) {
            ticked(&list, &one);
        } else if let Some(all) = dom::target::<HtmlInputElement>(&event, ".cap-all input") {
            tick_area(&list, &all);
        } else {
            return;
        }
        show(&list);
        digest::compare(keys(&list));
    });
}

fn keys(list: &Element) -> Vec<String> {
    let boxes = boxes(list).into_iter();
    boxes.filter(HtmlInputElement::checked).map(|one| one.value()).collect()
}

fn catalogue() -> Option<Element> {
    dom::one("[data-catalogue]")
}

fn boxes(root: &Element) -> Vec<HtmlInputElement> {
    dom::all(root, BOX)
}

fn row(one: &HtmlInputElement) -> Option<HtmlElement> {
    use wasm_bindgen::JsCast;
    one.closest(".cap").ok().flatten()?.dyn_into().ok()
}

fn shown(one: &HtmlInputElement) -> bool {
    row(one).is_some_and(|row| !row.hidden())
}

fn name(one: &HtmlInputElement) -> String {
    row(one)
        .and_then(|row| dom::within::<Element>(row.as_ref(), "strong"))
        .map(|name| dom::text(&name))
        .unwrap_or_default()
}

/// What was just ticked brings along what it is of no use without; what others need is said when it goes.
fn ticked(list: &Element, one: &HtmlInputElement) {
    if one.checked() {
        let along = bring(list, one);
        if let Some(along) = along {
            note(&format!("{along} was ticked too, as {} needs it.", name(one)));
        }
        return;
    }
    let key = one.value();
    let needing = boxes(list)
        .into_iter()
        .find(|other| other.checked() && needs(&other.value()).as_deref() == Some(key.as_str()));
    if let Some(other) = needing {
        let text = format!(
            "{} needs {}: it is added again unless that goes, too.",
            name(&other),
            name(one)
        );
        note(&text);
    }
}

/// The name of what was ticked along.
fn bring(list: &Element, one: &HtmlInputElement) -> Option<String> {
    let key = needs(&one.value())?;
    let other = boxes(list)
        .into_iter()
        .find(|other| other.value() == key && !other.checked())?;
    other.set_checked(true);
    Some(name(&other))
}

/// Ticks all of an area that are shown, or none where all of them are ticked.
fn tick_area(list: &Element, all: &HtmlInputElement) {
    let Some(area) = all.closest(".cap-area").ok().flatten() else {
        return;
    };
    let inside: Vec<_> = boxes(&area).into_iter().filter(shown).collect();
    let on = !inside.iter().all(HtmlInputElement::checked);
    let mut along = Vec::new();
    for one in inside {
        one.set_checked(on);
        if on {
            along.extend(bring(list, &one));
        }
    }
    if !along.is_empty() {
        note(&format!("Ticked too, as others need it: {}.", along.join(", ")));
    }
}

fn note(text: &str) {
    if let Some(place) = dom::one::<Element>("#cap-note") {
        place.set_text_content(Some(text));
    }
    announce::say(text.to_owned());
}

fn filter(list: &Element) {
    let wanted = dom::one::<HtmlInputElement>(FILTER).map_or_else(String::new, |input| input.value());
    let wanted = dom::lower(wanted.trim());
    let fits = |row: &HtmlElement| wanted.is_empty() || dom::lower(&dom::text(row.as_ref())).contains(&wanted);
    for area in dom::all::<HtmlElement>(list, ".cap-area") {
        let heading = dom::within::<Element>(area.as_ref(), "legend > span").map(|legend| dom::text(&legend));
        let whole = heading.is_some_and(|text| !wanted.is_empty() && dom::lower(&text).contains(&wanted));
        let mut some = false;
        for row in dom::all::<HtmlElement>(area.as_ref(), ".cap") {
            let fits = whole || fits(&row);
            row.set_hidden(!fits);
            some |= fits;
        }
        area.set_hidden(!some);
    }
    show(list);
    announce::say(said(list));
}

/// `4 of 50 shown, 2 ticked are not`.
fn said(list: &Element) -> String {
    let all = boxes(list);
    let seen = all.iter().filter(|one| shown(one)).count();
    if seen == all.len() {
        return String::new();
    }
    let hidden = all.iter().filter(|one| one.checked() && !shown(one)).count();
    let rest = match hidden {
        0 => String::new(),
        n => format!(", {} not shown", count(n as u64, "ticked one is", "ticked ones are")),
    };
    format!("{seen} of {} shown{rest}", all.len())
}

/// Counts, the ticks of areas, and the marks of what is other than saved, as they are now.
fn show(list: &Element) {
    let mut areas = Vec::new();
    for area in dom::all::<Element>(list, ".cap-area") {
        let all = boxes(&area);
        let on = all.iter().filter(|one| one.checked()).count();
        if let Some(of) = dom::within::<Element>(&area, ".of") {
            of.set_text_content(Some(&format!("{on} of {}", all.len())));
        }
        let seen: Vec<_> = all.iter().filter(|one| shown(one)).collect();
        let ticked = seen.iter().filter(|one| one.checked()).count();
        if let Some(head) = dom::within::<HtmlInputElement>(&area, ".cap-all input") {
            head.set_checked(ticked > 0 && ticked == seen.len());
            head.set_indeterminate(ticked > 0 && ticked < seen.len());
        }
        for one in &all {
            mark(one);
        }
        let heading = dom::within::<Element>(&area, "legend > span").map(|legend| dom::text(&legend));
        let ticked = all.iter().filter(|one| one.checked()).map(name).collect();
        areas.push((heading.unwrap_or_default(), ticked));
    }
    digest::show(&areas, &keys(list));
    let all = boxes(list);
    if let Some(total) = dom::one::<Element>("#cap-total") {
        let on = all.iter().filter(|one| one.checked()).count();
        total.set_text_content(Some(&format!("{on} of {} ticked.", all.len())));
    }
    if let Some(place) = dom::one::<Element>("#cap-shown") {
        place.set_text_content(Some(&said(list)));
    }
}

fn mark(one: &HtmlInputElement) {
    let Some(row) = row(one) else { return };
    let Some(delta) = dom::within::<Element>(row.as_ref(), ".delta") else {
        return;
    };
    let saved = row.get_attribute("data-saved");
    let (class, words) = match (saved.as_deref(), one.checked()) {
        (Some("no"), true) => ("cap is-new", "Added"),
        (Some("yes"), false) => ("cap is-gone", "Removed"),
        _ => ("cap", ""),
    };
    row.set_class_name(class);
    delta.set_text_content(Some(words));
}
