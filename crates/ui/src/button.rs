//! Buttons and links that look like buttons: one look, two elements, chosen by what they do.
use leptos::prelude::*;

use crate::icon::{Glyph, Icon};

/// What a button weighs. One `Primary` per view.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Look {
    /// Bordered.
    #[default]
    Default,
    /// The one thing this view is for.
    Primary,
    /// No border until approached.
    Ghost,
    /// Red: only inside the confirmation of a removal.
    Danger,
    /// Opens such a confirmation.
    DangerQuiet,
    /// Words in link colour, for rows.
    Text,
    /// The same in grey.
    TextMuted,
    /// Grey, red when approached.
    TextDanger,
}

impl Look {
    /// The class of this look.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Default => "btn",
            Self::Primary => "btn btn-primary",
            Self::Ghost => "btn btn-ghost",
            Self::Danger => "btn btn-danger",
            Self::DangerQuiet => "btn btn-danger-quiet",
            Self::Text => "btn-text",
            Self::TextMuted => "btn-text btn-text-muted",
            Self::TextDanger => "btn-text btn-text-danger",
        }
    }
}

/// How high a button is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Size {
    /// 32 px.
    #[default]
    Normal,
    /// 28 px.
    Small,
    /// 32 px and as wide as its column.
    Block,
}

/// What pressing a button does.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Press {
    /// Sends its form.
    #[default]
    Submit,
    /// Nothing by itself: a script or `popovertarget` gives it a meaning.
    Nothing,
}

/// A button with words. With a `reason` it stays focusable, says the reason and does nothing.
#[component]
pub fn Button(
    /// Weight.
    #[prop(optional)]
    look: Look,
    /// Height.
    #[prop(optional)]
    size: Size,
    /// What pressing does; a submit by default.
    #[prop(optional)]
    press: Press,
    /// Drawing before the words.
    #[prop(optional_no_strip, into)]
    icon: Option<Glyph>,
    /// Drawing after the words.
    #[prop(optional_no_strip, into)]
    after: Option<Glyph>,
    /// Field name of this button, for forms with more than one.
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
    /// Id of the popover it opens.
    #[prop(optional, into)]
    opens: String,
    /// Name for assistive technology where the words are too short; must contain them.
    #[prop(optional, into)]
    label: String,
    /// Why it cannot be used now.
    #[prop(optional_no_strip, into)]
    reason: Option<String>,
    /// Further classes, such as `bar-opt` or `needs-js`.
    #[prop(optional)]
    class: &'static str,
    /// The words.
    children: Children,
) -> impl IntoView {
    let off = reason.is_some();
    let title = reason.clone();
    let kind = if press == Press::Submit && !off && opens.is_empty() {
        "submit"
    } else {
        "button"
    };
    view! {
        <button
            type=kind
            class=classes(look, size, class)
            name=given(name)
            value=given(value)
            form=given(form)
            formaction=given(formaction)
            popovertarget=given(opens)
            aria-label=given(label)
            aria-disabled=off.then_some("true")
            title=title
        >
            {inside(icon, after, children)}
            {reason.map(|why| view! { <span class="vh">{format!(" ({why})")}</span> })}
        </button>
    }
    .into_any()
}

/// A link that looks like a button. With a `reason` it has no address and says the reason.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Weight.
    #[prop(optional)]
    look: Look,
    /// Height.
    #[prop(optional)]
    size: Size,
    /// Drawing before the words.
    #[prop(optional_no_strip, into)]
    icon: Option<Glyph>,
    /// Drawing after the words.
    #[prop(optional_no_strip, into)]
    after: Option<Glyph>,
    /// Name for assistive technology where the words are too short; must contain them.
    #[prop(optional, into)]
    label: String,
    /// Why it cannot be used now.
    #[prop(optional_no_strip, into)]
    reason: Option<String>,
    /// Saves what it leads to instead of showing it.
    #[prop(optional)]
    download: bool,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The words.
    children: Children,
) -> impl IntoView {
    let off = reason.is_some();
    let title = reason.clone();
    view! {
        <a
            class=classes(look, size, class)
            href=(!off).then_some(href)
            role=off.then_some("link")
            aria-disabled=off.then_some("true")
            aria-label=given(label)
            title=title
            download=download.then_some("")
        >
            {inside(icon, after, children)}
            {reason.map(|why| view! { <span class="vh">{format!(" ({why})")}</span> })}
        </a>
    }
    .into_any()
}

/// An attribute only where there is something to say.
pub(crate) fn given(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn classes(look: Look, size: Size, extra: &str) -> String {
    let size = match size {
        Size::Normal => "",
        Size::Small => " btn-sm",
        Size::Block => " btn-block",
    };
    join(&[look.class(), size.trim_start(), extra])
}

/// Class names with single spaces between them.
pub(crate) fn join(parts: &[&str]) -> String {
    parts
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}

fn inside(icon: Option<Glyph>, after: Option<Glyph>, children: Children) -> AnyView {
    view! {
        {icon.map(|glyph| view! { <Icon glyph/> })}
        <span>{children()}</span>
        {after.map(|glyph| view! { <Icon glyph/> })}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_that_cannot_be_used_says_why_and_sends_nothing() {
        let html =
            view! { <Button look=Look::Primary reason="Nothing to change".to_string()>"Assign"</Button> }.to_html();
        assert!(
            html.contains("type=\"button\"") && html.contains("aria-disabled=\"true\""),
            "{html}"
        );
        assert!(html.contains("(Nothing to change)"), "{html}");
    }

    #[test]
    fn a_submit_is_the_default_and_attributes_can_be_added() {
        let html = view! { <Button attr:data-x="1" class="bar-opt">"Save"</Button> }.to_html();
        assert!(
            html.contains("type=\"submit\"") && html.contains("class=\"btn bar-opt\"") && html.contains("data-x=\"1\""),
            "{html}"
        );
    }
}
