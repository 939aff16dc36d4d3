//! An input that filters a list and picks one of it (ARIA APG, editable combobox with list
//! autocomplete). It needs a script; where there may be none, a `RadioGroup` says the same.
use leptos::prelude::*;

use crate::{
    field::below,
    icon::{Glyph, Icon},
};

/// One line of the list.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ComboOption {
    /// What is sent.
    pub value: String,
    /// What is read first, and stands in the input once it is picked.
    pub label: String,
    /// A quiet word at its end: "12 capabilities".
    pub meta: String,
    /// A line under it.
    pub text: String,
    /// The line under the input once it is picked.
    pub line: String,
    /// What typed words are looked for in: folded, in small letters.
    pub find: String,
}

/// A label, the input, its list, and what is said of what was picked.
#[component]
pub fn Combobox(
    /// Id of the input.
    #[prop(into)]
    id: String,
    /// Name in the form.
    #[prop(into)]
    name: String,
    /// What the person reads.
    #[prop(into)]
    label: String,
    /// Name of the list: "Roles".
    #[prop(into)]
    list: String,
    /// Value of what is picked.
    #[prop(optional, into)]
    value: String,
    /// All that can be picked.
    options: Vec<ComboOption>,
    /// Words in the empty input.
    #[prop(optional, into)]
    placeholder: String,
    /// What is wrong.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
) -> impl IntoView {
    let picked = options
        .iter()
        .find(|option| option.value == value)
        .cloned()
        .unwrap_or_default();
    let list_id = format!("{id}-options");
    let line = format!("{id}-line");
    let described = match error {
        Some(_) => format!("{id}-error {line}"),
        None => line.clone(),
    };
    let lines = options
        .into_iter()
        .enumerate()
        .map(|(at, option)| {
            let selected = if option.value == value { "true" } else { "false" };
            view! {
                <li
                    role="option"
                    class="option"
                    id=format!("{list_id}-{at}")
                    aria-selected=selected
                    data-value=option.value
                    data-find=option.find
                    data-line=option.line
                >
                    <strong>{option.label}</strong>
                    <span class="opt-meta">{option.meta}</span>
                    {(!option.text.is_empty()).then(|| view! { <small>{option.text}</small> })}
                </li>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <div class="combo">
                <input
                    class="input"
                    id=id.clone()
                    type="text"
                    role="combobox"
                    aria-expanded="false"
                    aria-controls=list_id.clone()
                    aria-autocomplete="list"
                    aria-describedby=described
                    aria-invalid=error.is_some().then_some("true")
                    value=picked.label
                    placeholder=placeholder
                    autocomplete="off"
                    spellcheck="false"
                />
                <Icon glyph=Glyph::ChevronsUpDown/>
                <input type="hidden" name=name value=picked.value/>
                <ul class="options" id=list_id role="listbox" aria-label=list popover="manual" hidden=true>
                    {lines}
                    <li class="options-none" role="presentation" hidden=true>"Nothing matches. Search for something else."</li>
                </ul>
                <p class="role-line" id=line>{picked.line}</p>
            </div>
            {below(&id, String::new(), error)}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_picked_stands_in_the_input_and_is_sent() {
        let option = |value: &str, label: &str| ComboOption {
            value: value.to_owned(),
            label: label.to_owned(),
            line: format!("{label} does things."),
            ..ComboOption::default()
        };
        let options = vec![option("1", "Operator"), option("2", "<Viewer>")];
        let html = view! { <Combobox id="role" name="role" label="Role" list="Roles" value="2" options/> }.to_html();
        for part in [
            "value=\"&lt;Viewer&gt;\"",
            "type=\"hidden\" name=\"role\" value=\"2\"",
            "aria-controls=\"role-options\"",
            "&lt;Viewer&gt; does things.",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert_eq!(html.matches("aria-selected=\"true\"").count(), 1, "{html}");
    }
}
