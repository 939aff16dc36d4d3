//! The invitation of one person: a new link, or none any more.

use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, invite, param};
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::id::IdentityId;
use domain::screens::{InvitationMade, InvitationScreen};
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked::<IdentityId>("person") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let data = rpc::screens::invitation(param("tenant"), param("environment"), id);
    let sent = use_context::<Sent>().unwrap_or_default();
    let made = use_context::<InvitationMade>();
    view! { <Loaded data error=errors::view let:data>{view(data, sent, made)}</Loaded> }.into_any()
}

/// `made`: a new link that was made just now.
pub fn view(data: InvitationScreen, sent: Sent, made: Option<InvitationMade>) -> AnyView {
    let shell = data.shell;
    let person = paths::identity(&shell, data.id);
    let crumbs = vec![
        ("Directory".to_owned(), paths::directory(&shell)),
        (data.name.clone(), person.clone()),
    ];
    let here = paths::invitation(&shell, data.id);
    let title = format!("Invitation of {}", data.name);
    if let Some(made) = made {
        return invite::done(shell, made, crumbs);
    }
    let content = if data.waiting {
        let open = data.open.is_some();
        let words = data.open.unwrap_or_else(|| "There is no link that works.".to_owned());
        let withdraw = open.then(|| {
            view! { <Button name="intent" value="withdraw" look=Look::DangerQuiet>"Withdraw"</Button> }
        });
        view! {
            <form id="form" class="form stack" method="post" action=here.clone()>
                <Request/>
                <p>{words}</p>
                <p class="help">
                    "A new link is shown once, and the earlier one stops working. You must hold all that "
                    <bdi>{data.name.clone()}</bdi>" holds."
                </p>
                <div class="form-foot">
                    <Button name="intent" value="renew" look=Look::Primary icon=Some(Glyph::Mail)>"New link"</Button>
                    {withdraw}
                    <LinkButton href=person>"Back"</LinkButton>
                </div>
            </form>
        }
        .into_any()
    } else {
        let text = format!("{} does not wait for an invitation.", data.name);
        view! {
            <div class="form stack">
                <Notice text tone=Tone::Info/>
                <div class="form-foot"><LinkButton href=person>"Back"</LinkButton></div>
            </div>
        }
        .into_any()
    };
    view! {
        <Shell shell section=Section::Directory title=title.clone() here crumbs errors=sent.errors()>
            <header class="head">
                <div><h1 tabindex="-1">{title}</h1><p class="muted">{data.email}</p></div>
            </header>
            {content}
        </Shell>
    }
    .into_any()
}
