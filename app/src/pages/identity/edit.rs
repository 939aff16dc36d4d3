//! Name and address of an identity.

use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, refused};
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::identities::Status;
use domain::screens::EditIdentity;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::field::{Field, Input};
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked("person") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let sent = use_context::<Sent>().unwrap_or_default();
    if let Some(view) = refused(&sent) {
        return view;
    }
    let data = rpc::screens::edit_identity(param("tenant"), param("environment"), id);
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: EditIdentity, sent: Sent) -> AnyView {
    let EditIdentity { shell, identity } = data;
    let page = paths::identity(&shell, identity.id);
    let here = paths::identity_page(&shell, identity.id, "edit");
    let crumbs = vec![
        ("Directory".to_owned(), paths::directory(&shell)),
        (identity.name.clone(), page.clone()),
    ];
    let title = format!("Edit {}", identity.name);
    let typed = sent.has("name");
    let saved = identity.email.clone().unwrap_or_default();
    let (name, email) = match typed {
        true => (sent.value("name"), sent.value("email")),
        false => (identity.name.clone(), saved),
    };
    let hint = match identity.status {
        Status::Invited => "Another address withdraws the invitation; make a new link for it afterwards.",
        _ => "The address of this entry; the account behind it keeps its own.",
    };
    let problem = sent.problem.as_ref().filter(|problem| problem.errors.is_empty());
    let problem = problem.map(|problem| view! { <Notice text=problem.detail.clone() tone=Tone::Warning/> });
    view! {
        <Shell shell section=Section::Directory title=title.clone() here=here.clone() crumbs errors=sent.errors()>
            <header class="head"><h1 tabindex="-1"><bdi>{title}</bdi></h1></header>
            <form id="form" class="form stack" method="post" action=here novalidate=true>
                <Request/>
                {problem}
                <Field id="name" label="Name" value=name error=sent.error("name")/>
                <Field id="email" label="E-mail" kind=Input::Email optional=true value=email error=sent.error("email") hint/>
                <div class="form-foot">
                    <Button look=Look::Primary attr:data-busy="Saving…">"Save"</Button>
                    <LinkButton href=page look=Look::Ghost>"Cancel"</LinkButton>
                </div>
            </form>
        </Shell>
    }
    .into_any()
}
