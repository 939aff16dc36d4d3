//! The native list of choices: works before and without any script.
use leptos::prelude::*;

use crate::{
    field::{below, described_by, label_line},
    icon::{Glyph, Icon},
};

/// One line of a `Select`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Cannot be chosen; the label says why.
    pub disabled: bool,
}

impl Choice {
    /// A choice that can be made.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            disabled: false,
        }
    }
}

/// A labelled native select.
#[component]
pub fn Select(
    /// Id of the control.
    #[prop(into)]
    id: String,
    /// What the person reads.
    #[prop(into)]
    label: String,
    /// The choices, in order.
    choices: Vec<Choice>,
    /// Name in the form; the id where empty.
    #[prop(optional, into)]
    name: String,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: String,
    /// Text of a first line that chooses nothing, such as "Choose a role".
    #[prop(optional, into)]
    blank: String,
    /// One line of help.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with it.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Marks the label "(optional)".
    #[prop(optional)]
    optional: bool,
    /// Must be chosen.
    #[prop(optional)]
    required: bool,
    /// Cannot be used; say why in `hint`.
    #[prop(optional)]
    disabled: bool,
) -> impl IntoView {
    let name = if name.is_empty() { id.clone() } else { name };
    let described = described_by(&id, !hint.is_empty(), error.is_some());
    let blank = (!blank.is_empty()).then(|| Choice::new("", blank));
    let lines = blank
        .into_iter()
        .chain(choices)
        .map(|choice| {
            let selected = choice.value == value;
            view! { <option value=choice.value selected=selected disabled=choice.disabled>{choice.label}</option> }
                .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <div class="field">
            {label_line(&id, label, optional, None)}
            <div class="select">
                <select
                    class="input"
                    id=id.clone()
                    name=name
                    required=required
                    disabled=disabled
                    autocomplete="off"
                    aria-describedby=described
                    aria-invalid=error.is_some().then_some("true")
                >
                    {lines}
                </select>
                <Icon glyph=Glyph::ChevronDown/>
            </div>
            {below(&id, hint, error)}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_is_chosen_and_labels_are_text() {
        let choices = vec![Choice::new("a", "A <b>"), Choice::new("b", "B")];
        let html = view! { <Select id="role" label="Role" choices value="b" blank="Choose a role"/> }.to_html();
        assert_eq!(html.matches("selected").count(), 1, "{html}");
        assert!(html.contains("A &lt;b&gt;") && html.contains("Choose a role"), "{html}");
    }
}
