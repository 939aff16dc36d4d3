//! Turning a capability on: who gains it, before anyone does.

use super::{crumbs, roles};
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, refused};
use crate::parts::affected;
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::screens::TurnOn;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::grouped;

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
    let data = rpc::screens::turn_on(param("tenant"), param("environment"), id);
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: TurnOn, sent: Sent) -> AnyView {
    let shell = data.shell;
    let one = data.capability;
    let (page, here) = (
        paths::capability(&shell, one.id),
        paths::capability_page(&shell, one.id, "turn-on"),
    );
    let crumbs = crumbs(&shell, Some(&one));
    let title = format!("Turn on {}", one.name);
    let people = u64::try_from(data.people.total).unwrap_or(0);
    let gain = match people {
        0 => "Nobody gains it at once: nobody in effect has a role with it.".to_owned(),
        n if !data.people.exact => format!("More than {} people and services gain it at once.", grouped(n)),
        1 => "1 person gains it at once.".to_owned(),
        n => format!("{} people and services gain it at once.", grouped(n)),
    };
    let tone = if people == 0 { Tone::Info } else { Tone::Warning };
    let through = (!data.roles.is_empty()).then(|| {
        let roles = roles(&shell, data.roles);
        view! { <p>"It is in "{roles}", and in Owner, which holds everything."</p> }
    });
    let named = affected::names(&shell, Some(data.people), "Who gains it", None);
    let kept = format!(
        "From then on {} is answered with yes for whoever holds it. Whose role begins later gains it then.",
        one.key
    );
    view! {
        <Shell shell section=Section::Roles title=title.clone() here=here.clone() crumbs errors=sent.errors()>
            <header class="head"><h1 tabindex="-1"><bdi>{title}</bdi></h1></header>
            <form id="form" class="form stack" method="post" action=here novalidate=true>
                <Request/>
                <Notice text=gain tone/>
                {through}
                {named}
                <p>{kept}</p>
                <div class="form-foot">
                    <Button look=Look::Primary attr:data-busy="Turning on…">"Turn on"</Button>
                    <LinkButton href=page look=Look::Ghost>"Cancel"</LinkButton>
                </div>
            </form>
        </Shell>
    }
    .into_any()
}
