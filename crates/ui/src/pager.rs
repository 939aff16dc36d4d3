//! Where we are in the list and the ways on, as links that survive a reload.
use leptos::prelude::*;

use crate::{
    button::Size,
    icon::Glyph,
    icon_button::IconLink,
    menu::{Menu, MenuLink},
};

/// The foot of a list. Ways that lead nowhere stay in place and say that they are not available.
#[component]
pub fn Pager(
    /// "51–100 of 1,284" (see `num::range`).
    #[prop(into)]
    words: String,
    /// The first page, unless this is it.
    first: Option<String>,
    /// The page before.
    previous: Option<String>,
    /// The page after.
    next: Option<String>,
    /// Rows per page: number, address, whether it is the one used now. Empty: no choice is offered.
    #[prop(optional)]
    sizes: Vec<(u32, String, bool)>,
) -> impl IntoView {
    let now = sizes.iter().find(|(_, _, current)| *current).map(|(n, _, _)| *n);
    let sizes = now.map(|now| {
        let links = sizes
            .into_iter()
            .map(|(n, href, current)| view! { <MenuLink href current>{format!("{n} per page")}</MenuLink> }.into_any())
            .collect::<Vec<_>>();
        view! { <Menu id="page-size" text=format!("{now} per page")>{links}</Menu> }
    });
    let off = first.is_none();
    view! {
        <footer class="pager">
            <span>{words}</span>
            {sizes}
            <nav aria-label="Pages">
                <a
                    class="btn btn-ghost btn-sm"
                    href=first
                    role=off.then_some("link")
                    aria-disabled=off.then_some("true")
                >
                    "First"
                </a>
                <IconLink glyph=Glyph::ChevronLeft label="Previous page" href=previous size=Size::Small/>
                <IconLink glyph=Glyph::ChevronRight label="Next page" href=next size=Size::Small/>
            </nav>
        </footer>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_page_leads_only_on() {
        let html = view! { <Pager words="1–50 of 1,284" first=None previous=None next=Some("?after=x".to_owned())/> }
            .to_html();
        assert_eq!(html.matches("aria-disabled=\"true\"").count(), 2, "{html}");
        assert!(
            html.contains("href=\"?after=x\"") && !html.contains("per page"),
            "{html}"
        );
    }
}
