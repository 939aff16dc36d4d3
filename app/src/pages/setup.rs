//! The first start: a token that the server printed lets one person make the first account.

use crate::layout::Entry;
use crate::pages::{errors, query};
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::screens::Setup;
use leptos::prelude::*;
use ui::button::{Button, Look};
use ui::errors::ErrorSummary;
use ui::field::{Field, Input};
use ui::loaded::Loaded;
use ui::select::{Choice, Select};

const REFUSED: &str =
    "This setup token is not valid any more. Restart the server: it prints a new link, good for 15 minutes.";

#[component]
pub fn Page() -> impl IntoView {
    let sent = use_context::<Sent>().unwrap_or_default();
    let token = if sent.has("token") {
        sent.value("token")
    } else {
        query("token")
    };
    let data = rpc::screens::setup(token.clone());
    view! { <Loaded data error=errors::view let:data>{view(data, token, sent)}</Loaded> }.into_any()
}

pub fn view(data: Setup, token: String, sent: Sent) -> AnyView {
    // A refusal of the whole form is about the token; what is wrong with fields has their names.
    let refused = !data.token_valid && !token.trim().is_empty();
    let mut problems: Vec<_> = sent
        .errors()
        .into_iter()
        .filter(|(field, _)| !refused || field != "form")
        .collect();
    if refused {
        problems.insert(0, ("token".to_owned(), REFUSED.to_owned()));
    }
    let token = if data.token_valid {
        view! { <input type="hidden" name="token" value=token/> }.into_any()
    } else {
        view! {
            <Field
                id="token" label="Setup token" mono=true value=token error=refused.then(|| REFUSED.to_owned())
                hint="The server prints it with the link to this page when it starts."
            />
        }
        .into_any()
    };
    let zone = if sent.has("time_zone") {
        sent.value("time_zone")
    } else {
        "UTC".to_owned()
    };
    let zones = data
        .zones
        .into_iter()
        .map(|zone| Choice::new(zone.clone(), zone))
        .collect::<Vec<_>>();
    let errors = sent.clone();
    let error = move |field: &str| errors.error(field);
    view! {
        <Entry title="Set up this server" wide=true refused=!problems.is_empty()>
            <ErrorSummary errors=problems/>
            <div>
                <h1 tabindex="-1">"Set up this server"</h1>
                <p class="lead">
                    "This makes you its first site admin, and creates your organisation with two empty environments, Development and Production."
                </p>
            </div>
            <form id="form" method="post" action=paths::SETUP novalidate=true>
                <Request/>
                {token}
                <div class="pair">
                    <Field id="name" label="Your name" autocomplete="name" value=sent.value("name") error=error("name")/>
                    <Field id="email" label="E-mail" kind=Input::Email autocomplete="username" value=sent.value("email") error=error("email")/>
                </div>
                <Field
                    id="password" label="Password" kind=Input::Password autocomplete="new-password" error=error("password")
                    hint="12 characters or more. A few words are fine."
                />
                <div class="pair">
                    <Field id="organisation" label="Organisation" autocomplete="organization" value=sent.value("organisation") error=error("organisation")/>
                    <Select
                        id="time_zone" label="Time zone" choices=zones value=zone error=error("time_zone")
                        hint="In which days begin and end."
                    />
                </div>
                <div class="cluster"><Button look=Look::Primary>"Create administrator"</Button></div>
            </form>
        </Entry>
    }
    .into_any()
}
