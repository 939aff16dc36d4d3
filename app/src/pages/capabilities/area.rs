//! What an area of the tenant's own capabilities is called.

use super::crumbs;
use crate::layout::{Section, Shell};
use crate::pages::{errors, param, refused};
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::screens::AreaPage;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::field::Field;
use ui::loaded::Loaded;
use ui::num::count;

#[component]
pub fn Page() -> impl IntoView {
    let sent = use_context::<Sent>().unwrap_or_default();
    if let Some(view) = refused(&sent) {
        return view;
    }
    let data = rpc::screens::area(param("tenant"), param("environment"), param("id"));
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: AreaPage, sent: Sent) -> AnyView {
    let AreaPage { shell, area } = data;
    let (list, here) = (paths::capabilities(&shell), paths::area(&shell, &area.key));
    let crumbs = crumbs(&shell, None);
    let many = count(area.capabilities as u64, "capability", "capabilities");
    let value = if sent.has("name") {
        sent.value("name")
    } else {
        area.name.clone()
    };
    let hint = format!("The keys of its capabilities stay: they begin with {}.", area.key);
    view! {
        <Shell shell section=Section::Roles title=format!("Area {}", area.name) here=here.clone() crumbs errors=sent.errors()>
            <header class="head">
                <div>
                    <div class="cluster"><h1 tabindex="-1"><bdi>{area.name}</bdi></h1><span class="mono muted small">{area.key}</span></div>
                    <p class="muted">{format!("An area of your own applications, with {many}.")}</p>
                </div>
            </header>
            <form id="form" class="form stack" method="post" action=here novalidate=true>
                <Request/>
                <Field id="name" label="Name" hint value error=sent.error("name")/>
                <div class="form-foot">
                    <Button look=Look::Primary attr:data-busy="Saving…">"Save"</Button>
                    <LinkButton href=list look=Look::Ghost>"Cancel"</LinkButton>
                </div>
            </form>
        </Shell>
    }
    .into_any()
}
