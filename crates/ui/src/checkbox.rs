//! Checkboxes: with words, or alone in a row with a name that only assistive technology reads.
use leptos::prelude::*;

use crate::button::{given, join};

/// A checkbox with words; the whole label can be pressed.
#[component]
pub fn Check(
    /// Name in the form.
    #[prop(into)]
    name: String,
    /// What the person reads.
    #[prop(into)]
    label: String,
    /// What is sent when it is ticked.
    #[prop(default = "on".to_owned(), into)]
    value: String,
    /// Id of the input, where something refers to it.
    #[prop(optional, into)]
    id: String,
    /// One line under the words.
    #[prop(optional, into)]
    hint: String,
    /// Ticked at first.
    #[prop(optional)]
    checked: bool,
    /// Cannot be used; say why in `hint`.
    #[prop(optional)]
    disabled: bool,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" id=given(id) name=name value=value checked=checked disabled=disabled autocomplete="off"/>
            <span>{label}{(!hint.is_empty()).then(|| view! { <span class="help">{hint}</span> })}</span>
        </label>
    }
    .into_any()
}

/// The tick of a row or of a table head: 16 px drawn, 24 px to hit (44 px by touch).
#[component]
pub fn Tick(
    /// Name in the form; without one it is not sent.
    #[prop(optional, into)]
    name: String,
    /// Name of the control: "Select Ada Okafor".
    #[prop(into)]
    label: String,
    /// What is sent when it is ticked.
    #[prop(default = "on".to_owned(), into)]
    value: String,
    /// Ticked at first.
    #[prop(optional)]
    checked: bool,
    /// Cannot be used; the row says why.
    #[prop(optional)]
    disabled: bool,
    /// Further classes: `needs-js` for the one in the head.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <label class=join(&["tick", class])>
            <input type="checkbox" name=given(name) value=value checked=checked disabled=disabled autocomplete="off"/>
            <span class="vh">{label}</span>
        </label>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_has_a_name_and_forgets_itself_on_reload() {
        let html = view! { <Tick name="id" value="7" label="Select <Ada>" checked=true/> }.to_html();
        assert!(
            html.contains("autocomplete=\"off\"") && html.contains("checked"),
            "{html}"
        );
        assert!(html.contains("Select &lt;Ada&gt;"), "{html}");
    }
}
