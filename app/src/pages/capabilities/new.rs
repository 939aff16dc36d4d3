//! A capability of an application of the tenant.

use super::crumbs;
use crate::layout::{Section, Shell};
use crate::pages::{errors, param, refused};
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::screens::NewCapability;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::checkbox::Check;
use ui::field::Field;
use ui::loaded::Loaded;
use ui::radio::{Radio, RadioGroup};

const AREA: &str = "The heading over its capabilities, where the area is new. Left empty, it is made from the key: Invoices for invoices.";

#[component]
pub fn Page() -> impl IntoView {
    let sent = use_context::<Sent>().unwrap_or_default();
    if let Some(view) = refused(&sent) {
        return view;
    }
    let data = rpc::screens::new_capability(param("tenant"), param("environment"));
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: NewCapability, sent: Sent) -> AnyView {
    let NewCapability { shell, areas } = data;
    let (list, here) = (paths::capabilities(&shell), paths::new_capability(&shell));
    let crumbs = crumbs(&shell, None);
    let known: Vec<String> = areas.iter().map(|one| format!("{} ({})", one.key, one.name)).collect();
    let used = (!known.is_empty()).then(|| format!(" Areas so far: {}.", known.join(", ")));
    let hint = format!(
        "An area and a verb with a dot between them, such as invoices.approve. It never changes and is never used again.{}",
        used.unwrap_or_default()
    );
    let (sensitive, flight) = (sent.value("sensitive") == "yes", sent.value("start") == "in_flight");
    let status = sent.error("start");
    view! {
        <Shell shell section=Section::Roles title="New capability" here=here.clone() crumbs errors=sent.errors()>
            <header class="head">
                <div>
                    <h1 tabindex="-1">"New capability"</h1>
                    <p class="muted">"Something that people may do in an application of your own. The application asks for it by its key."</p>
                </div>
            </header>
            <form id="form" class="form stack" method="post" action=here novalidate=true>
                <Request/>
                <Field id="name" label="Name" value=sent.value("name") error=sent.error("name")/>
                <Field id="key" label="Key" mono=true hint value=sent.value("key") error=sent.error("key")/>
                <Field id="area" label="Name of the area" optional=true hint=AREA value=sent.value("area") error=sent.error("area")/>
                <Field id="description" label="Description" optional=true value=sent.value("description") error=sent.error("description")/>
                <Check name="sensitive" value="yes" label="Sensitive" hint="Roles with it are marked wherever they are given." checked=sensitive/>
                <RadioGroup id="start" legend="Status" error=status column=true>
                    <Radio name="start" value="available" label="Available: it allows as soon as a role holds it" checked={!flight}/>
                    <Radio name="start" value="in_flight" label="In flight: it can be in roles, and allows nothing until it is turned on" checked=flight/>
                </RadioGroup>
                <div class="form-foot">
                    <Button look=Look::Primary attr:data-busy="Creating…">"Create capability"</Button>
                    <LinkButton href=list look=Look::Ghost>"Cancel"</LinkButton>
                </div>
            </form>
        </Shell>
    }
    .into_any()
}
