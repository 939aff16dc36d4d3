//! What the server refused, before the form: the same words as at the fields, each a link to its field.
use leptos::prelude::*;

/// The summary of a form's errors; nothing where there are none. It takes the focus when the page opens,
/// so that it is read first. Stands above the heading of a page, or first in a dialog.
#[component]
pub fn ErrorSummary(
    /// Id of the field (may be empty) and what is wrong with it.
    errors: Vec<(String, String)>,
) -> impl IntoView {
    if errors.is_empty() {
        return ().into_any();
    }
    let lines = errors
        .into_iter()
        .map(|(field, words)| match field.as_str() {
            "" => view! { <li>{words}</li> }.into_any(),
            field => view! { <li><a href=format!("#{field}")>{words}</a></li> }.into_any(),
        })
        .collect::<Vec<_>>();
    view! {
        <div class="errors" id="errors" role="group" aria-labelledby="errors-title" tabindex="-1" autofocus=true>
            <h2 id="errors-title">"There is a problem"</h2>
            <ul role="list">{lines}</ul>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_leads_to_its_field() {
        let errors = vec![
            ("email".to_owned(), "Enter <an> address".to_owned()),
            (String::new(), "Try again".to_owned()),
        ];
        let html = view! { <ErrorSummary errors/> }.to_html();
        assert!(
            html.contains("<a href=\"#email\">Enter &lt;an&gt; address</a>"),
            "{html}"
        );
        assert!(
            html.contains("<li>Try again</li>") && html.contains("tabindex=\"-1\""),
            "{html}"
        );
    }

    #[test]
    fn no_errors_no_summary() {
        assert!(!view! { <ErrorSummary errors=Vec::new()/> }.to_html().contains("<div"));
    }
}
