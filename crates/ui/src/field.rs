//! One line of input with its label, help and error, joined for assistive technology.
use leptos::prelude::*;

use crate::{
    button::{given, join},
    icon::{Glyph, Icon, IconSize},
};

/// Which native input.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Input {
    /// Plain text.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// A password.
    Password,
    /// A search.
    Search,
    /// A day, `2026-12-31`.
    Date,
    /// A time of day, `14:30`.
    Time,
}

impl Input {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Email => "email",
            Self::Password => "password",
            Self::Search => "search",
            Self::Date => "date",
            Self::Time => "time",
        }
    }
}

/// A labelled input. Help and error are named by `aria-describedby`; an error sets `aria-invalid`.
/// The id of the help is `{id}-help`, of the error `{id}-error`.
#[component]
pub fn Field(
    /// Id of the input; the error summary links to it.
    #[prop(into)]
    id: String,
    /// What the person reads.
    #[prop(into)]
    label: String,
    /// Name in the form; the id where empty.
    #[prop(optional, into)]
    name: String,
    /// Which input.
    #[prop(optional)]
    kind: Input,
    /// What it holds at first.
    #[prop(optional, into)]
    value: String,
    /// One line of help.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with it.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Marks the label "(optional)".
    #[prop(optional)]
    optional: bool,
    /// Must be filled; the server says so, forms carry `novalidate`.
    #[prop(optional)]
    required: bool,
    /// Can be read and sent, not changed.
    #[prop(optional)]
    readonly: bool,
    /// Cannot be used; say why in `hint`.
    #[prop(optional)]
    disabled: bool,
    /// Slugs, ids, tokens.
    #[prop(optional)]
    mono: bool,
    /// As wide as a date.
    #[prop(optional)]
    short: bool,
    /// Takes the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Longest text.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Earliest day or time.
    #[prop(optional, into)]
    min: String,
    /// Latest day or time.
    #[prop(optional, into)]
    max: String,
    /// An example, never the label.
    #[prop(optional, into)]
    placeholder: String,
    /// A link at the end of the label's line.
    #[prop(optional)]
    aside: Option<AnyView>,
    /// A control inside the input at its end, such as "Show".
    #[prop(optional)]
    end: Option<AnyView>,
) -> impl IntoView {
    let name = if name.is_empty() { id.clone() } else { name };
    let class = join(&[
        "input",
        if mono { "input-mono" } else { "" },
        if short { "input-short" } else { "" },
    ]);
    let described = described_by(&id, !hint.is_empty(), error.is_some());
    let input = view! {
        <input
            class=class
            id=id.clone()
            name=name
            type=kind.as_str()
            value=given(value)
            autocomplete=autocomplete
            maxlength=maxlength.map(|n| n.to_string())
            min=given(min)
            max=given(max)
            placeholder=given(placeholder)
            required=required
            readonly=readonly
            disabled=disabled
            autofocus=autofocus
            spellcheck=(mono || kind != Input::Text).then_some("false")
            aria-describedby=described
            aria-invalid=error.is_some().then_some("true")
        />
    }
    .into_any();
    let input = match end {
        Some(end) => view! { <div class="affix">{input}<span class="affix-end">{end}</span></div> }.into_any(),
        None => input,
    };
    view! {
        <div class="field">
            {label_line(&id, label, optional, aside)}
            {input}
            {below(&id, hint, error)}
        </div>
    }
    .into_any()
}

/// The label, with a link beside it where one is given.
pub(crate) fn label_line(id: &str, label: String, optional: bool, aside: Option<AnyView>) -> AnyView {
    let label = view! {
        <label for=id.to_owned()>{label}{optional.then(|| view! { " "<span class="opt">"(optional)"</span> })}</label>
    };
    match aside {
        Some(aside) => view! { <div class="field-top">{label}{aside}</div> }.into_any(),
        None => label.into_any(),
    }
}

/// Help and error under a control, with the ids that `described_by` names.
pub(crate) fn below(id: &str, hint: String, error: Option<String>) -> AnyView {
    let help = (!hint.is_empty()).then(|| view! { <p class="help" id=format!("{id}-help")>{hint}</p> });
    let error = error.map(|error| {
        view! {
            <p class="field-error" id=format!("{id}-error")>
                <Icon glyph=Glyph::CircleX size=IconSize::Small/>
                <span><span class="vh">"Error: "</span>{error}</span>
            </p>
        }
    });
    view! { {help}{error} }.into_any()
}

/// The value of `aria-describedby`: the error first, it is what matters.
pub(crate) fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (error, hint) {
        (true, true) => Some(format!("{id}-error {id}-help")),
        (true, false) => Some(format!("{id}-error")),
        (false, true) => Some(format!("{id}-help")),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_and_error_belong_to_the_input() {
        let html = view! {
            <Field id="email" label="E-mail" kind=Input::Email hint="Where we write to" error="Enter an address".to_string() value="a\"><b"/>
        }
        .to_html();
        assert!(html.contains("aria-describedby=\"email-error email-help\""), "{html}");
        assert!(
            html.contains("aria-invalid=\"true\"") && html.contains("name=\"email\""),
            "{html}"
        );
        assert!(!html.contains("\"><b"), "{html}");
    }

    #[test]
    fn a_plain_field_is_quiet() {
        let html = view! { <Field id="n" label="Name" optional=true/> }.to_html();
        assert!(
            !html.contains("aria-") && html.contains("(optional)") && !html.contains("required"),
            "{html}"
        );
    }
}
