//! Looking for people by what one has: a list of names or addresses.

use domain::form::Sent;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::textarea::TextArea;

/// The field; with a button of its own where someone is selected already.
pub fn field(sent: &Sent, error: Option<String>, more: bool) -> AnyView {
    let label = if more { "Find others" } else { "Who" };
    let button = more.then(|| button(None));
    view! { {names(label, sent, error, more)}{button} }.into_any()
}

/// The field alone.
pub fn names(label: &'static str, sent: &Sent, error: Option<String>, optional: bool) -> AnyView {
    view! {
        <TextArea
            id="find" label rows=4 maxlength=20_000 value=sent.value("find") error optional
            hint="Names or e-mail addresses, one a line or with commas between them. At most 200 at once."
        />
    }
    .into_any()
}

/// The button that looks for them; `action`: where the form is sent by it, if not where all of it goes.
pub fn button(action: Option<String>) -> AnyView {
    view! { <div><Button name="intent" value="find" formaction=action.unwrap_or_default()>"Find people"</Button></div> }
        .into_any()
}

/// The foot of a form in which nobody is selected yet; `go` is what its button says.
pub fn foot(go: &'static str, cancel: String) -> AnyView {
    view! {
        <Button look=Look::Primary name="intent" value="find">{go}</Button>
        <LinkButton href=cancel look=Look::Ghost attr:data-close="">"Cancel"</LinkButton>
    }
    .into_any()
}
