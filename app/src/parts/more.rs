//! What is seldom done to something, behind a button.

use leptos::prelude::*;
use ui::menu::{Menu, MenuLink};

/// A line of the menu; `None` for who may not.
pub fn line(may: bool, href: String, words: &'static str, danger: bool) -> Option<AnyView> {
    may.then(|| view! { <MenuLink href danger>{words}</MenuLink> }.into_any())
}

/// A button with the lines of what may be done to `name`; nothing where nothing may.
pub fn more(name: &str, lines: impl IntoIterator<Item = Option<AnyView>>) -> Option<AnyView> {
    let lines: Vec<AnyView> = lines.into_iter().flatten().collect();
    if lines.is_empty() {
        return None;
    }
    let label = format!("More for {name}");
    Some(view! { <Menu id="more" label end=true class="btn btn-icon">{lines}</Menu> }.into_any())
}
