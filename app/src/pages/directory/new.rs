//! The form for a new identity.

use crate::layout::{Section, Shell};
use crate::pages::{errors, param};
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::screens::NewIdentity;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::field::{Field, Input};
use ui::loaded::Loaded;
use ui::radio::{Radio, RadioGroup};
use ui::tag::EnvTag;

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::new_identity(param("tenant"), param("environment"));
    let sent = use_context::<Sent>().unwrap_or_default();
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: NewIdentity, sent: Sent) -> AnyView {
    let shell = data.shell;
    let here = paths::new_identity(&shell);
    let directory = paths::directory(&shell);
    let crumbs = vec![("Directory".to_owned(), directory.clone())];
    let service = sent.value("kind") == "service";
    let environment = shell.environment.name.clone();
    view! {
        <Shell shell section=Section::Directory title="New identity" here=here.clone() crumbs errors=sent.errors()>
            <header class="head">
                <h1 tabindex="-1">"New identity"</h1>
                <div class="head-actions"><EnvTag name=environment/></div>
            </header>
            <form id="form" class="form stack" method="post" action=here novalidate=true>
                <Request/>
                <RadioGroup id="kind" legend="Kind" error=sent.error("kind")>
                    <Radio name="kind" value="person" label="Person" checked=!service/>
                    <Radio name="kind" value="service" label="Service" checked=service/>
                </RadioGroup>
                <Field id="name" label="Name" autofocus=!sent.has("name") value=sent.value("name") error=sent.error("name")/>
                <Field
                    id="email" label="E-mail" kind=Input::Email optional=true value=sent.value("email") error=sent.error("email")
                    hint="Tells people of one name apart. No message is sent."
                />
                <div class="form-foot">
                    <Button look=Look::Primary>"Create identity"</Button>
                    <LinkButton href=directory>"Cancel"</LinkButton>
                </div>
            </form>
        </Shell>
    }
    .into_any()
}
