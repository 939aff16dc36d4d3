//! Where to go: tenants and environments of an account that has more than one.

use crate::layout::Entry;
use crate::pages::errors;
use crate::parts::request::Request;
use crate::paths;
use domain::screens::{Home, TenantLink};
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look, Size};
use ui::icon::Glyph;
use ui::loaded::Loaded;

#[component]
pub fn Page() -> impl IntoView {
    view! { <Loaded data=rpc::screens::home() error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: Home) -> AnyView {
    let (title, lead) = if data.tenants.is_empty() {
        (
            "Nothing is open to you yet",
            "Your account belongs to no tenant. Ask an administrator to add you, then load this page again.",
        )
    } else {
        ("Choose an environment", "What you do in one does not touch the others.")
    };
    let tenants = data.tenants.into_iter().map(tenant).collect::<Vec<_>>();
    view! {
        <Entry title>
            <div><h1 tabindex="-1">{title}</h1><p class="lead">{lead}</p></div>
            {tenants}
            <form method="post" action=paths::SIGN_OUT>
                <Request/>
                <div class="cluster"><Button look=Look::Ghost icon=Some(Glyph::LogOut)>"Sign out"</Button></div>
            </form>
        </Entry>
    }
    .into_any()
}

fn tenant(tenant: TenantLink) -> AnyView {
    let id = format!("tenant-{}", tenant.slug);
    let heading = id.clone();
    let none = tenant
        .environments
        .is_empty()
        .then(|| view! { <p class="muted">"No environment of this tenant is open to you."</p> });
    let links = tenant
        .environments
        .iter()
        .map(|environment| {
            let href = paths::environment(&tenant, environment);
            let hue = environment.hue.as_str();
            let name = environment.name.clone();
            view! {
                <li>
                    <LinkButton href size=Size::Block>
                        <span class="env-dot" data-env=hue aria-hidden="true"></span>
                        " "
                        {name}
                    </LinkButton>
                </li>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <section class="stack stack-4" aria-labelledby=id>
            <h2 id=heading>{tenant.name}</h2>
            {none}
            <ul class="stack stack-4" role="list">{links}</ul>
        </section>
    }
    .into_any()
}
