//! The way in.

use crate::layout::Entry;
use crate::pages::query;
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use leptos::prelude::*;
use ui::button::{Button, Look, Size};
use ui::errors::ErrorSummary;
use ui::field::{Field, Input};

#[component]
pub fn Page() -> impl IntoView {
    let sent = use_context::<Sent>().unwrap_or_default();
    let next = if sent.has("next") {
        sent.value("next")
    } else {
        query("next")
    };
    view(next, sent)
}

pub fn view(next: String, sent: Sent) -> AnyView {
    let problems = sent.errors();
    let lead = (!next.is_empty() && next != paths::HOME)
        .then(|| view! { <p class="lead">"Sign in to continue where you were."</p> });
    view! {
        <Entry title="Sign in" refused=!problems.is_empty()>
            <ErrorSummary errors=problems/>
            <div><h1 tabindex="-1">"Sign in"</h1>{lead}</div>
            <form id="form" method="post" action=paths::SIGN_IN novalidate=true>
                <Request/>
                <input type="hidden" name="next" value=next/>
                <Field id="login" label="E-mail" kind=Input::Email autocomplete="username" value=sent.value("login") error=sent.error("login")/>
                <Field id="password" label="Password" kind=Input::Password autocomplete="current-password" error=sent.error("password")/>
                <Button look=Look::Primary size=Size::Block>"Sign in"</Button>
            </form>
        </Entry>
    }
    .into_any()
}
