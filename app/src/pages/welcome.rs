//! What someone sees who was invited: by whom, to what, and the way in.

use crate::layout::Entry;
use crate::pages::{errors, param};
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::query;
use domain::screens::Welcome;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look, Size};
use ui::errors::ErrorSummary;
use ui::field::{Field, Input};
use ui::loaded::Loaded;

#[component]
pub fn Page() -> impl IntoView {
    let token = param("token");
    let data = rpc::screens::welcome(token.clone());
    let sent = use_context::<Sent>().unwrap_or_default();
    view! { <Loaded data error=errors::view let:data>{view(data, token, sent)}</Loaded> }.into_any()
}

pub fn view(data: Welcome, token: String, sent: Sent) -> AnyView {
    let problems = sent.errors();
    let here = paths::welcome(&token);
    let form = match (&data.signed_in, data.known, data.mine) {
        (Some(_), _, true) => mine(&here),
        (Some(other), ..) => somebody_else(other, &data.email),
        (None, true, _) => known(&here, &data.email),
        (None, false, _) => new(&here, &data, &sent),
    };
    let title = format!("Welcome to {}", data.tenant);
    view! {
        <Entry title=title.clone() refused=!problems.is_empty()>
            <ErrorSummary errors=problems/>
            <div>
                <h1 tabindex="-1">{title}</h1>
                <p class="lead">
                    <bdi>{data.invited_by}</bdi>" invites you, "<bdi>{data.name}</bdi>", to "{data.environment}". The invitation is good until "{data.until}"."
                </p>
            </div>
            {form}
        </Entry>
    }
    .into_any()
}

fn new(here: &str, data: &Welcome, sent: &Sent) -> AnyView {
    let name = if sent.has("name") {
        sent.value("name")
    } else {
        data.name.clone()
    };
    view! {
        <form id="form" method="post" action=here.to_owned() novalidate=true>
            <Request/>
            <input type="hidden" name="way" value="new"/>
            <Field id="name" label="Your name" autocomplete="name" value=name error=sent.error("name")/>
            <Field
                id="email" label="E-mail" kind=Input::Email autocomplete="username" readonly=true value=data.email.clone()
                hint="You sign in with it."
            />
            <Field
                id="password" label="Password" kind=Input::Password autocomplete="new-password" error=sent.error("password")
                hint="12 characters or more. A few words are fine."
            />
            <Button look=Look::Primary size=Size::Block>"Create account and sign in"</Button>
        </form>
    }
    .into_any()
}

fn mine(here: &str) -> AnyView {
    view! {
        <form id="form" method="post" action=here.to_owned()>
            <Request/>
            <input type="hidden" name="way" value="mine"/>
            <Button look=Look::Primary size=Size::Block>"Accept"</Button>
        </form>
    }
    .into_any()
}

fn known(here: &str, email: &str) -> AnyView {
    let href = format!("{}{}", paths::SIGN_IN, query::of("next", here));
    view! {
        <p>"You have an account with "<bdi>{email.to_owned()}</bdi>" already. Sign in with it to accept."</p>
        <LinkButton href look=Look::Primary>"Sign in"</LinkButton>
    }
    .into_any()
}

fn somebody_else(other: &str, email: &str) -> AnyView {
    view! {
        <p>
            "This invitation is for "<bdi>{email.to_owned()}</bdi>", and you are signed in as "<bdi>{other.to_owned()}</bdi>
            ". Sign out, then open the link again."
        </p>
        <form method="post" action=paths::SIGN_OUT>
            <Request/>
            <Button look=Look::Primary size=Size::Block>"Sign out"</Button>
        </form>
    }
    .into_any()
}
