//! A link with which someone sets a new password: what it does, and then the link, this once.

use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, refused};
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::screens::{ResetLink, ResetScreen};
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::field::Field;
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
    let data = rpc::screens::reset_page(param("tenant"), param("environment"), id);
    let made = use_context::<ResetLink>();
    view! { <Loaded data error=errors::view let:data>{view(data, sent, made)}</Loaded> }.into_any()
}

/// `made`: a link that was made just now.
pub fn view(data: ResetScreen, sent: Sent, made: Option<ResetLink>) -> AnyView {
    let ResetScreen {
        shell,
        identity,
        account,
    } = data;
    let name = identity.name;
    let person = paths::identity(&shell, identity.id);
    let here = paths::identity_page(&shell, identity.id, "reset-password");
    let crumbs = vec![
        ("Directory".to_owned(), paths::directory(&shell)),
        (name.clone(), person.clone()),
    ];
    let title = format!("Reset the password of {name}");
    let problem = sent
        .problem
        .as_ref()
        .map(|problem| view! { <Notice text=problem.detail.clone() tone=Tone::Warning/> });
    let content = match (made, account) {
        (Some(made), _) => shown(&name, made, person),
        (None, true) => form(&name, here.clone(), person),
        (None, false) => {
            let text = format!("{name} has no account here, so there is no password. Invite them instead.");
            view! {
                <Notice text tone=Tone::Info/>
                <div class="form-foot"><LinkButton href=person>"Back"</LinkButton></div>
            }
            .into_any()
        }
    };
    view! {
        <Shell shell section=Section::Directory title=title.clone() here crumbs>
            <header class="head"><h1 tabindex="-1"><bdi>{title}</bdi></h1></header>
            <div class="form stack">{problem}{content}</div>
        </Shell>
    }
    .into_any()
}

fn form(name: &str, here: String, person: String) -> AnyView {
    let effect = format!(
        "You get a link, shown this once, that works once and for 24 hours. With it {name} sets a new password; then all their sessions end. Until it is used, nothing changes."
    );
    let told = format!("{name} is told at the next sign-in that you made it.");
    view! {
        <form id="form" class="stack" method="post" action=here>
            <Request/>
            <p>{effect}</p>
            <p class="help">{told}</p>
            <div class="form-foot">
                <Button look=Look::Primary>"Make a link"</Button>
                <LinkButton href=person>"Cancel"</LinkButton>
            </div>
        </form>
    }
    .into_any()
}

fn shown(name: &str, made: ResetLink, person: String) -> AnyView {
    let link = match made.link {
        Some(link) => {
            let hint = format!(
                "Pass it on to {name} yourself, by a way you trust. It is shown this once, works once, and until {}.",
                made.until
            );
            view! { <Field id="link" label="Link" mono=true readonly=true value=link hint/> }.into_any()
        }
        None => {
            let text = "This was sent before, and a link is shown only once. Make a new one if it is lost.";
            view! { <Notice text tone=Tone::Info/> }.into_any()
        }
    };
    view! {
        {link}
        <div class="form-foot"><LinkButton href=person look=Look::Primary>"Done"</LinkButton></div>
    }
    .into_any()
}
