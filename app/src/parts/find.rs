//! Looking for people by what one has: a list of names or addresses.

use domain::form::Sent;
use domain::screens::Several;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::checkbox::Check;
use ui::textarea::TextArea;

/// The field; with a button of its own where someone is selected already.
pub fn field(sent: &Sent, error: Option<String>, more: bool) -> AnyView {
    let label = if more { "Find others" } else { "Who" };
    let button = more.then(|| button(None));
    view! { {names(label, sent, error, more, false)}{button} }.into_any()
}

/// The field alone. `few`: no more addresses than names can be meant.
pub fn names(label: &'static str, sent: &Sent, error: Option<String>, optional: bool, few: bool) -> AnyView {
    let most = match few {
        true => "At most 200 at once.",
        false => "At most 200 names, or 5,000 addresses.",
    };
    let hint = format!("Names or e-mail addresses, one a line or with commas between them. {most}");
    view! {
        <TextArea
            id="find" label rows=4 maxlength=200_000 value=sent.value("find") error optional hint
        />
    }
    .into_any()
}

/// Those among whom someone of a name is meant, to be ticked; for each name also that nobody of them is.
pub fn several(several: Vec<Several>) -> Vec<AnyView> {
    several
        .into_iter()
        .map(|one| {
            let name = one.name;
            let boxes = one
                .people
                .into_iter()
                .map(|person| {
                    let hint = person.email.unwrap_or_else(|| "No e-mail address".to_owned());
                    let value = format!("{} {name}", person.id);
                    view! { <Check name="meant" value label=person.name hint/> }.into_any()
                })
                .collect::<Vec<_>>();
            let more = one.more.then(|| {
                view! { <p class="help">"And others: who is not here is found by the e-mail address."</p> }
            });
            view! {
                <fieldset class="field">
                    <legend>{format!("Who is meant by “{name}”?")}</legend>
                    <div class="group-choices">{boxes}<Check name="none" value=name.clone() label="Nobody of these"/></div>
                    {more}
                    <input type="hidden" name="several" value=name/>
                </fieldset>
            }
            .into_any()
        })
        .collect()
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
