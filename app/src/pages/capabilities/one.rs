//! One capability: what it is, which roles hold it, and, of the tenant's own, another name.

use super::{crumbs, roles, tags};
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, refused};
use crate::parts::more::{line, more};
use crate::parts::request::Request;
use crate::paths;
use domain::capabilities::{Capability, Status};
use domain::form::Sent;
use domain::query;
use domain::screens::{Ask, CapabilityPage};
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::checkbox::Check;
use ui::field::Field;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked("capability") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let sent = use_context::<Sent>().unwrap_or_default();
    if let Some(view) = refused(&sent) {
        return view;
    }
    let data = rpc::screens::capability(param("tenant"), param("environment"), id);
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: CapabilityPage, sent: Sent) -> AnyView {
    let shell = data.shell;
    let one = data.capability;
    let here = paths::capability(&shell, one.id);
    let crumbs = crumbs(&shell, None);
    let turn_on = (data.may_manage && one.ready).then(|| {
        let href = paths::capability_page(&shell, one.id, "turn-on");
        view! { <LinkButton href look=Look::Primary>"Turn on"</LinkButton> }
    });
    let delete = paths::capability_page(&shell, one.id, "delete");
    let more = more(
        &one.name,
        [line(data.may_manage && !one.builtin, delete, "Delete", true)],
    );
    let who = (shell.may_explain && one.status == Status::Available).then(|| {
        let href = format!(
            "{}{}",
            paths::access(&shell, Ask::Who),
            query::of("capability", &one.key)
        );
        view! { <LinkButton href>"Who can do this"</LinkButton> }
    });
    let inert = (one.status == Status::InFlight).then(|| {
        let text = match (one.ready, data.may_manage) {
            (true, true) => {
                "In flight: it can be in roles and allows nothing yet. Turning it on shows first who gains it."
            }
            (true, false) => "In flight: it can be in roles and allows nothing until an administrator turns it on.",
            (false, _) => {
                "In flight: it can be in roles and allows nothing, as nothing in this release asks for it yet."
            }
        };
        view! { <div class="mt-6"><Notice text tone=Tone::Info/></div> }
    });
    let held = if data.roles.is_empty() {
        view! { <p>"No role but Owner holds it."</p> }.into_any()
    } else {
        let roles = roles(&shell, data.roles);
        view! { <p>{roles}", and Owner, which holds everything."</p> }.into_any()
    };
    let form = match (one.builtin, data.may_manage) {
        (false, true) => edit(&one, &here, &sent),
        (true, _) => view! { <p class="muted">"It is built in: its name and description never change."</p> }.into_any(),
        (false, false) => ().into_any(),
    };
    let tags = tags(&one);
    view! {
        <Shell shell section=Section::Roles title=one.name.clone() here=here.clone() crumbs errors=sent.errors()>
            <header class="head">
                <div>
                    <div class="cluster"><h1 tabindex="-1"><bdi>{one.name.clone()}</bdi></h1><span class="mono muted small">{one.key.clone()}</span>{tags}</div>
                    <p class="muted">{one.description.clone()}</p>
                </div>
                <div class="head-actions">{who}{turn_on}{more}</div>
            </header>
            {inert}
            <section class="stack mt-6" aria-labelledby="held-by"><h2 id="held-by">"Roles that hold it"</h2>{held}</section>
            <div class="mt-6">{form}</div>
        </Shell>
    }
    .into_any()
}

fn edit(one: &Capability, here: &str, sent: &Sent) -> AnyView {
    let typed = sent.has("name");
    let value = |name: &str, saved: &str| if typed { sent.value(name) } else { saved.to_owned() };
    let sensitive = match typed {
        true => sent.value("sensitive") == "yes",
        false => one.sensitive,
    };
    let (name, description) = (value("name", &one.name), value("description", &one.description));
    let here = here.to_owned();
    view! {
        <h2>"Name and description"</h2>
        <form id="form" class="form stack mt-4" method="post" action=here novalidate=true>
            <Request/>
            <Field id="name" label="Name" value=name error=sent.error("name")/>
            <Field id="description" label="Description" optional=true value=description error=sent.error("description")/>
            <Check name="sensitive" value="yes" label="Sensitive" hint="Roles with it are marked wherever they are given." checked=sensitive/>
            <div class="form-foot"><Button look=Look::Primary attr:data-busy="Saving…">"Save"</Button></div>
        </form>
    }
    .into_any()
}
