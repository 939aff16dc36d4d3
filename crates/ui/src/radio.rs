//! One choice of few, as a fieldset; a choice may bring fields that show only while it is chosen.
use leptos::prelude::*;

use crate::{
    button::given,
    field::{below, described_by},
};

/// A fieldset with its question as legend.
#[component]
pub fn RadioGroup(
    /// Id of the fieldset; the error summary links to it.
    #[prop(into)]
    id: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// One line of help.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with it.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Under each other instead of side by side.
    #[prop(optional)]
    column: bool,
    /// `Radio`s.
    children: Children,
) -> impl IntoView {
    let described = described_by(&id, !hint.is_empty(), error.is_some());
    view! {
        <fieldset
            class="field"
            id=id.clone()
            tabindex="-1"
            aria-describedby=described
        >
            <legend>{legend}</legend>
            <div class=if column { "choices-col" } else { "choices" }>{children()}</div>
            {below(&id, hint, error)}
        </fieldset>
    }
    .into_any()
}

/// One choice. Its children, if any, show only while it is chosen; without scripts too.
#[component]
pub fn Radio(
    /// Name in the form, the same for the whole group.
    #[prop(into)]
    name: String,
    /// What is sent.
    #[prop(into)]
    value: String,
    /// What the person reads.
    #[prop(into)]
    label: String,
    /// One line under the words.
    #[prop(optional, into)]
    hint: String,
    /// Id of the input, where something refers to it.
    #[prop(optional, into)]
    id: String,
    /// Chosen at first.
    #[prop(optional)]
    checked: bool,
    /// Cannot be chosen; say why in `hint`.
    #[prop(optional)]
    disabled: bool,
    /// Fields of this choice.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let radio = view! {
        <label class="radio">
            <input type="radio" id=given(id) name=name value=value checked=checked disabled=disabled autocomplete="off"/>
            <span>{label}{(!hint.is_empty()).then(|| view! { <span class="help">{hint}</span> })}</span>
        </label>
    };
    match children {
        Some(fields) => {
            view! { <div class="choice">{radio}<div class="choice-fields">{fields()}</div></div> }.into_any()
        }
        None => radio.into_any(),
    }
}

/// A choice drawn as a small button: lengths such as "7 days".
#[component]
pub fn Preset(
    /// Name in the form, the same for the whole group.
    #[prop(into)]
    name: String,
    /// What is sent.
    #[prop(into)]
    value: String,
    /// What the person reads.
    #[prop(into)]
    label: String,
    /// Chosen at first.
    #[prop(optional)]
    checked: bool,
) -> impl IntoView {
    view! {
        <label class="preset">
            <input type="radio" name=name value=value checked=checked autocomplete="off"/>
            {label}
        </label>
    }
    .into_any()
}
