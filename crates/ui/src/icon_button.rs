//! Controls that are only a drawing. Their name is for assistive technology; `button.css` draws them.
// style: none
use leptos::prelude::*;

use crate::{
    button::{Press, Size, given, join},
    icon::{Glyph, Icon},
};

/// A button that is only a drawing. Its `label` is its name.
#[component]
pub fn IconButton(
    /// What is drawn.
    glyph: Glyph,
    /// Name of the control.
    #[prop(into)]
    label: String,
    /// Height.
    #[prop(optional)]
    size: Size,
    /// What pressing does.
    #[prop(optional)]
    press: Press,
    /// Id of the popover it opens.
    #[prop(optional, into)]
    opens: String,
    /// Field name.
    #[prop(optional, into)]
    name: String,
    /// Value sent with `name`.
    #[prop(optional, into)]
    value: String,
    /// Further classes: `btn-row` in rows, `needs-js`, `menu-btn`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let kind = if press == Press::Submit && opens.is_empty() {
        "submit"
    } else {
        "button"
    };
    view! {
        <button type=kind class=icon_classes(size, class) popovertarget=given(opens) name=given(name) value=given(value)>
            <Icon glyph/>
            <span class="vh">{label}</span>
        </button>
    }
    .into_any()
}

/// A link that is only a drawing. Without an address it is shown as not available.
#[component]
pub fn IconLink(
    /// What is drawn.
    glyph: Glyph,
    /// Name of the link.
    #[prop(into)]
    label: String,
    /// Where it leads; `None` where there is nothing further.
    href: Option<String>,
    /// Height.
    #[prop(optional)]
    size: Size,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let off = href.is_none();
    view! {
        <a
            class=icon_classes(size, class)
            href=href
            role=off.then_some("link")
            aria-disabled=off.then_some("true")
        >
            <Icon glyph/>
            <span class="vh">{label}</span>
        </a>
    }
    .into_any()
}

fn icon_classes(size: Size, extra: &str) -> String {
    join(&["btn btn-icon", if size == Size::Small { "btn-sm" } else { "" }, extra])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_cannot_be_used_has_no_address() {
        let html = view! { <IconLink glyph=Glyph::ChevronLeft label="Previous page" href=None/> }.to_html();
        assert!(
            !html.contains("href=\"\"") && html.contains("aria-disabled=\"true\""),
            "{html}"
        );
    }
}
