//! Menus: a button and the list of links and buttons it opens. A popover, so it needs no script.
use leptos::prelude::*;

use crate::{
    button::{given, join},
    icon::{Glyph, Icon},
};

/// A button and its menu. The browser opens it, closes it on Esc or a click outside, and tells assistive
/// technology whether it is open. With `label` and no `text` the button is only a drawing.
#[component]
pub fn Menu(
    /// Id of the list, unlike every other on the page.
    #[prop(into)]
    id: String,
    /// Words of the button, with a chevron after them.
    #[prop(optional, into)]
    text: String,
    /// Name of a button without words: "Actions for Ada Okafor".
    #[prop(optional, into)]
    label: String,
    /// Drawing of a button without words.
    #[prop(default = Glyph::More)]
    glyph: Glyph,
    /// Opens towards the start, for buttons at the end of a line.
    #[prop(optional)]
    end: bool,
    /// Classes of the button instead of the usual ones.
    #[prop(optional)]
    class: &'static str,
    /// `MenuLink`s, `MenuButton`s and `MenuRule`s.
    children: Children,
) -> impl IntoView {
    let button = if text.is_empty() {
        let class = if class.is_empty() {
            "btn btn-icon btn-row"
        } else {
            class
        };
        view! {
            <button type="button" class=class popovertarget=id.clone()>
                <Icon glyph/>
                <span class="vh">{label}</span>
            </button>
        }
        .into_any()
    } else {
        let class = if class.is_empty() {
            "btn btn-ghost btn-sm"
        } else {
            class
        };
        view! {
            <button type="button" class=class popovertarget=id.clone() aria-label=given(label)>
                {text}
                <Icon glyph=Glyph::ChevronDown/>
            </button>
        }
        .into_any()
    };
    view! { {button}<MenuList id end>{children()}</MenuList> }.into_any()
}

/// The list alone, for a button of another look; that button carries `popovertarget` with the same id.
#[component]
pub fn MenuList(
    /// Id of the list.
    #[prop(into)]
    id: String,
    /// Opens towards the start.
    #[prop(optional)]
    end: bool,
    /// Lines of the menu.
    children: Children,
) -> impl IntoView {
    view! { <ul class=join(&["menu", if end { "menu-end" } else { "" }]) id=id popover="auto" role="list">{children()}</ul> }.into_any()
}

/// Words above the lines: who or what the menu is about.
#[component]
pub fn MenuHead(
    /// First line.
    #[prop(into)]
    title: String,
    /// Second line.
    #[prop(optional, into)]
    sub: String,
) -> impl IntoView {
    view! { <li class="menu-head"><strong>{title}</strong>{sub}</li> }.into_any()
}

/// A line that leads to a page.
#[component]
pub fn MenuLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Drawing before the words.
    #[prop(optional_no_strip, into)]
    icon: Option<Glyph>,
    /// The one in use now; ticked.
    #[prop(optional)]
    current: bool,
    /// Takes something away.
    #[prop(optional)]
    danger: bool,
    /// Why it cannot be used now.
    #[prop(optional_no_strip, into)]
    reason: Option<String>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let off = reason.is_some();
    view! {
        <li>
            <a
                class=join(&["menu-item", if danger { "danger" } else { "" }])
                href=(!off).then_some(href)
                role=off.then_some("link")
                aria-disabled=off.then_some("true")
                aria-current=current.then_some("true")
            >
                {icon.map(|glyph| view! { <Icon glyph/> })}
                <span>{children()}{reason.map(|why| view! { <small>{why}</small> })}</span>
                {current.then(|| view! { <span class="menu-tick"><Icon glyph=Glyph::Check/></span> })}
            </a>
        </li>
    }
    .into_any()
}

/// A line that sends its form, or does what a script gives it to do.
#[component]
pub fn MenuButton(
    /// Drawing before the words.
    #[prop(optional_no_strip, into)]
    icon: Option<Glyph>,
    /// Field name.
    #[prop(optional, into)]
    name: String,
    /// Value sent with `name`.
    #[prop(optional, into)]
    value: String,
    /// Id of the form it belongs to, if it stands outside.
    #[prop(optional, into)]
    form: String,
    /// Another address for its form.
    #[prop(optional, into)]
    formaction: String,
    /// The choice in use now, in a menu of choices; ticked.
    #[prop(optional)]
    current: bool,
    /// Takes something away.
    #[prop(optional)]
    danger: bool,
    /// What it leads to is shown in a dialog.
    #[prop(optional)]
    dialog: bool,
    /// Why it cannot be used now.
    #[prop(optional_no_strip, into)]
    reason: Option<String>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let off = reason.is_some();
    view! {
        <li>
            <button
                data-dialog=dialog.then_some("")
                type=if off { "button" } else { "submit" }
                class=join(&["menu-item", if danger { "danger" } else { "" }])
                name=given(name)
                value=given(value)
                form=given(form)
                formaction=given(formaction)
                aria-disabled=off.then_some("true")
                aria-current=current.then_some("true")
            >
                {icon.map(|glyph| view! { <Icon glyph/> })}
                <span>{children()}{reason.map(|why| view! { <small>{why}</small> })}</span>
                {current.then(|| view! { <span class="menu-tick"><Icon glyph=Glyph::Check/></span> })}
            </button>
        </li>
    }
    .into_any()
}

/// A hairline between groups of lines.
#[component]
pub fn MenuRule() -> impl IntoView {
    view! { <li><hr/></li> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_button_opens_its_list_without_a_script() {
        let html =
            view! { <Menu id="m1" label="Actions for Ada"><MenuLink href="/x">"Open"</MenuLink></Menu> }.to_html();
        assert!(
            html.contains("popovertarget=\"m1\"") && html.contains("popover=\"auto\"") && html.contains("id=\"m1\""),
            "{html}"
        );
        assert!(
            html.contains("Actions for Ada") && !html.contains("role=\"menu\""),
            "{html}"
        );
    }
}
