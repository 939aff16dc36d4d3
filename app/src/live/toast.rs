//! Toasts: a copy of a result that also stands on a page.

use leptos::prelude::*;
use std::cell::RefCell;
use std::time::Duration;
use ui::notice::Tone;
use ui::toast::{Toast, ToastRegion};

/// At most so many at once; older ones can be read where they came from.
const MOST: usize = 3;

/// What a toast says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    pub title: String,
    pub text: String,
    /// Words of the link; "View" unless said.
    pub link: String,
    /// Where the whole result stands, or where to go.
    pub href: String,
    pub well: bool,
}

type List = RwSignal<Vec<(u32, Message)>>;

thread_local! {
    static SHOWN: RefCell<Option<List>> = const { RefCell::new(None) };
}

/// Shows a toast. One with a link stays until it is dismissed; one without leaves by itself.
pub fn show(message: Message) {
    if message.title.is_empty() {
        return;
    }
    let Some(list) = SHOWN.with_borrow(|shown| *shown) else {
        // The region comes alive in this very moment.
        return request_animation_frame(move || show(message));
    };
    let stays = !message.href.is_empty() || !message.well;
    let mut number = 0;
    list.update(|list| {
        number = list.iter().map(|(number, _)| number + 1).max().unwrap_or(0);
        list.insert(0, (number, message));
        list.truncate(MOST);
    });
    if !stays {
        set_timeout(move || dismiss(list, number), Duration::from_secs(6));
    }
}

fn dismiss(list: List, number: u32) {
    list.update(|list| list.retain(|(one, _)| *one != number));
}

/// The region, empty at first.
#[component]
pub fn Toasts() -> impl IntoView {
    let list: List = RwSignal::new(Vec::new());
    Effect::new(move || SHOWN.with_borrow_mut(|shown| *shown = Some(list)));
    let one = move |(number, message): (u32, Message)| {
        let tone = if message.well { Tone::Done } else { Tone::Plain };
        let words = if message.link.is_empty() {
            "View".to_owned()
        } else {
            message.link
        };
        let link = (!message.href.is_empty()).then(|| view! { <a class="link" href=message.href>{words}</a> });
        view! {
            <div class="toast-slot" on:click=move |event| {
                if super::dom::target::<web_sys::Element>(&event, "[data-dismiss]").is_some() {
                    dismiss(list, number);
                }
            }>
                <Toast title=message.title text=message.text tone>{link}</Toast>
            </div>
        }
        .into_any()
    };
    view! { <ToastRegion><For each=move || list.get() key=|(number, _)| *number children=one/></ToastRegion> }
        .into_any()
}
