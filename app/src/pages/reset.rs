//! Setting a new password with a link that somebody made.

use crate::layout::Entry;
use crate::pages::{errors, param};
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::screens::ResetPassword;
use leptos::prelude::*;
use ui::button::{Button, Look, Size};
use ui::errors::ErrorSummary;
use ui::field::{Field, Input};
use ui::loaded::Loaded;

#[component]
pub fn Page() -> impl IntoView {
    let token = param("token");
    let data = rpc::screens::reset_password(token.clone());
    let sent = use_context::<Sent>().unwrap_or_default();
    view! { <Loaded data error=errors::view let:data>{view(data, token, sent)}</Loaded> }.into_any()
}

pub fn view(data: ResetPassword, token: String, sent: Sent) -> AnyView {
    let problems = sent.errors();
    let here = paths::reset(&token);
    view! {
        <Entry title="Set a new password" refused=!problems.is_empty()>
            <ErrorSummary errors=problems/>
            <div>
                <h1 tabindex="-1">"Set a new password"</h1>
                <p class="lead">
                    "For "<bdi>{data.name}</bdi>" at "<bdi>{data.tenant}</bdi>". "<bdi>{data.made_by}</bdi>
                    {format!(" made this link. It works once, until {}.", data.until)}
                </p>
            </div>
            <form id="form" method="post" action=here novalidate=true>
                <Request/>
                <Field id="email" label="E-mail" kind=Input::Email autocomplete="username" readonly=true value=data.email/>
                <Field
                    id="password" label="New password" kind=Input::Password autocomplete="new-password" error=sent.error("password")
                    hint="12 characters or more. A few words are fine. You are signed out everywhere."
                />
                <Button look=Look::Primary size=Size::Block>"Set password"</Button>
            </form>
        </Entry>
    }
    .into_any()
}
