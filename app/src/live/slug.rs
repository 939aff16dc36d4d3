//! The slug of a form: made from the name until it is written, and asked about when it is left.

use super::{ask, dom};
use leptos::task::spawn_local;
use web_sys::{Element, Event, FocusEvent, HtmlInputElement};

/// The input of a form that says where to ask, in `data-slugs`.
const SLUG: &str = "form[data-slugs] #slug";
const NAME: &str = "form[data-slugs] #name";

pub fn start() {
    let Some(document) = dom::document() else { return };
    dom::listen(&document, "input", |event: Event| {
        let Some(slug) = dom::one::<HtmlInputElement>(SLUG) else {
            return;
        };
        if let Some(name) = dom::target::<HtmlInputElement>(&event, NAME) {
            if slug.get_attribute("data-own").is_none() {
                slug.set_value(&made_of(&name.value()).unwrap_or_default());
                say(&slug, "");
            }
        } else if dom::target::<Element>(&event, SLUG).is_some() {
            // Emptied, it follows the name again.
            let _ = match slug.value().is_empty() {
                true => slug.remove_attribute("data-own"),
                false => slug.set_attribute("data-own", ""),
            };
            say(&slug, "");
        }
    });
    dom::listen(&document, "focusout", |event: FocusEvent| {
        if dom::target::<Element>(&event, &format!("{SLUG}, {NAME}")).is_some() {
            spawn_local(check());
        }
    });
    // One that was written, and not made, before the page was shown again.
    if let (Some(slug), Some(name)) = (dom::one::<HtmlInputElement>(SLUG), dom::one::<HtmlInputElement>(NAME)) {
        let made = made_of(&name.value()).unwrap_or_default();
        if slug.value().is_empty() {
            // Of an example or a copy the name stands there already.
            slug.set_value(&made);
        } else if slug.value() != made {
            let _ = slug.set_attribute("data-own", "");
        }
    }
}

/// The slug that the server would make of a name, where the browser can tell: the tables of letters would
/// weigh as much as the rest of this program. Nothing for other names; the server makes it when it is sent.
fn made_of(name: &str) -> Option<String> {
    let plain = js_sys::JsString::from(name).normalize("NFKD").to_lower_case();
    let mut out = String::new();
    for ch in String::from(plain).chars() {
        match ch {
            'a'..='z' | '0'..='9' => out.push(ch),
            // Accents, now on their own.
            '\u{300}'..='\u{36f}' => {}
            // Dashes and quotes are no letters.
            _ if !ch.is_ascii() && !('\u{2000}'..='\u{206f}').contains(&ch) => return None,
            _ if out.is_empty() || out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    out.truncate(domain::slug::MAX);
    let made = out.trim_end_matches('-');
    (!made.is_empty()).then(|| made.to_owned())
}

async fn check() {
    let Some(slug) = dom::one::<HtmlInputElement>(SLUG) else {
        return;
    };
    let asked = slug.value();
    let place = slug.closest("form").ok().flatten();
    let place = place.and_then(|form| form.get_attribute("data-slugs"));
    let (Some(place), false) = (place, asked.is_empty()) else {
        return;
    };
    let url = format!("{place}&slug={}", String::from(js_sys::encode_uri_component(&asked)));
    let Ok(wrong) = ask::words(&url).await else { return };
    // A later answer is of what stands there by then.
    if slug.value() != asked {
        return;
    }
    say(&slug, wrong.as_deref().unwrap_or_default());
}

/// Says what is wrong with it below it; nothing where nothing is.
fn say(slug: &HtmlInputElement, wrong: &str) {
    let Some(place) = dom::one::<Element>("#slug-said") else {
        return;
    };
    place.set_text_content(Some(wrong));
    // What the server said was about what stood there then.
    if let Some(old) = dom::one::<Element>("#slug-error") {
        old.remove();
    }
    let _ = slug.set_attribute("aria-describedby", "slug-said slug-help");
    let _ = match wrong.is_empty() {
        true => slug.remove_attribute("aria-invalid"),
        false => slug.set_attribute("aria-invalid", "true"),
    };
}
