//! Deleting a capability of the tenant's own: which roles lose it.

use super::{crumbs, roles};
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, refused};
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::screens::DeleteCapability;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
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
    let data = rpc::screens::delete_capability(param("tenant"), param("environment"), id);
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: DeleteCapability, sent: Sent) -> AnyView {
    let shell = data.shell;
    let one = data.capability;
    let (page, here) = (
        paths::capability(&shell, one.id),
        paths::capability_page(&shell, one.id, "delete"),
    );
    let crumbs = crumbs(&shell, Some(&one));
    let title = format!("Delete {}", one.name);
    let used = !data.roles.is_empty();
    let text = "Applications that ask for it are told at once that there is no such capability.";
    let tone = if used { Tone::Danger } else { Tone::Info };
    let out_of = used.then(|| {
        let roles = roles(&shell, data.roles);
        view! { <p>"It leaves "{roles}", and Owner, which holds everything."</p> }
    });
    let none = (!used).then(|| view! { <p>"No role but Owner holds it."</p> });
    let typed = used.then(|| {
        let label = format!("Type {} to delete it", one.key);
        view! { <Field id="key" label mono=true value=sent.value("key") error=sent.error("key")/> }
    });
    let kept = format!(
        "The key {} can never be used again. The audit log keeps in which roles it was.",
        one.key
    );
    view! {
        <Shell shell section=Section::Roles title=title.clone() here=here.clone() crumbs errors=sent.errors()>
            <header class="head"><h1 tabindex="-1"><bdi>{title}</bdi></h1></header>
            <form id="form" class="form stack" method="post" action=here novalidate=true>
                <Request/>
                <Notice text tone/>
                {out_of}
                {none}
                <p>{kept}</p>
                {typed}
                <div class="form-foot">
                    <Button look=Look::Danger>"Delete capability"</Button>
                    <LinkButton href=page>"Cancel"</LinkButton>
                </div>
            </form>
        </Shell>
    }
    .into_any()
}
