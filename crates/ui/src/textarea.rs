//! The only place with a `<textarea>`: leptos writes its text unescaped on the server, so the text is escaped here.
use leptos::prelude::*;

use crate::{
    button::given,
    field::{below, described_by, label_line},
};

/// A field of several lines. What it holds is data and never becomes markup.
#[component]
pub fn TextArea(
    /// Id of the input; the error summary links to it.
    #[prop(into)]
    id: String,
    /// What the person reads.
    #[prop(into)]
    label: String,
    /// Name in the form; the id where empty.
    #[prop(optional, into)]
    name: String,
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
    /// Must be filled.
    #[prop(optional)]
    required: bool,
    /// Lines shown.
    #[prop(default = 4)]
    rows: u32,
    /// Longest text.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// An example.
    #[prop(optional, into)]
    placeholder: String,
) -> impl IntoView {
    let name = if name.is_empty() { id.clone() } else { name };
    let described = described_by(&id, !hint.is_empty(), error.is_some());
    view! {
        <div class="field">
            {label_line(&id, label, optional, None)}
            <textarea
                class="input"
                id=id.clone()
                name=name
                rows=rows.to_string()
                maxlength=maxlength.map(|n| n.to_string())
                placeholder=given(placeholder)
                autocomplete="off"
                required=required
                aria-describedby=described
                aria-invalid=error.is_some().then_some("true")
            >
                {text(value)}
            </textarea>
            {below(&id, hint, error)}
        </div>
    }
    .into_any()
}

/// The child of the element. The server writes markup: escape, and start with the line break that every
/// parser drops, so that one of the person's own is kept. The browser takes text as it is; while it takes
/// over a page of the server it leaves the child alone.
fn text(value: String) -> String {
    if cfg!(target_arch = "wasm32") {
        return value;
    }
    let mut out = String::with_capacity(value.len() + 1);
    out.push('\n');
    for letter in value.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(value: &str) -> String {
        let value = value.to_owned();
        view! { <TextArea id="note" label="Note" value/> }.to_html()
    }

    #[test]
    fn t_64_text_never_becomes_markup() {
        let html = html("</textarea><script>alert(1)</script> & co");
        assert!(
            html.contains(">\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; co</textarea>"),
            "{html}"
        );
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn a_first_line_break_is_kept_and_nothing_is_escaped_twice() {
        assert!(html("\nb").contains(">\n\nb</textarea>"));
        assert!(html("&lt;").contains(">\n&amp;lt;</textarea>"));
        assert!(html("").contains(">\n</textarea>"));
    }
}
