//! One role: what it holds, changed in place with the difference before it is saved.

use super::digest::digest;
use super::head::{At, crumbs, heading};
use super::late::{Late, began, late};
use super::unsaved;
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, refused};
use crate::parts::capabilities::{Capabilities, IN_FLIGHT};
use crate::parts::request::Request;
use crate::parts::sign_out;
use crate::paths;
use domain::form::Sent;
use domain::id::RoleId;
use domain::roles::{DESCRIPTION_MAX, needs};
use domain::screens::RoleScreen;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::field::Field;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::count;
use ui::textarea::TextArea;

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked::<RoleId>("role") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let data = rpc::screens::role(param("tenant"), param("environment"), id);
    let sent = use_context::<Sent>().unwrap_or_default();
    // Whoever may not change it is told what is missing for that, not for looking at it.
    if let Some(view) = refused(&sent) {
        return view;
    }
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

/// `sent`: changes under review, or refused.
pub fn view(data: RoleScreen, sent: Sent) -> AnyView {
    let shell = data.shell.clone();
    let here = paths::role(&shell, data.head.role.id);
    let crumbs = crumbs(&shell);
    let title = data.head.role.name.clone();
    let top = heading(&shell, &data.head, At::Capabilities);
    // Someone else was faster: what was ticked is kept, beside what is saved now.
    let late = late(&sent, &data);
    let errors = if late.is_some() { Vec::new() } else { sent.errors() };
    let notice = late.as_ref().map(|late| {
        let text = late.words();
        view! { <div class="mt-6"><Notice text tone=Tone::Warning/></div> }
    });
    let content = if data.may_edit {
        editor(&here, data, sent, late)
    } else {
        fixed(data)
    };
    view! {
        <Shell shell section=Section::Roles title here=here.clone() crumbs errors>
            {top}
            {notice}
            {content}
        </Shell>
    }
    .into_any()
}

fn fixed(data: RoleScreen) -> AnyView {
    let text = if data.head.role.system.is_some() {
        let copy = if data.head.may_create {
            " Make a copy to change it."
        } else {
            ""
        };
        format!("System roles cannot be changed.{copy}")
    } else {
        "To change this role you need roles.edit, which none of your roles here contain.".to_owned()
    };
    let digest = digest(
        &data.shell,
        Some(data.head.role.id),
        &data.areas,
        &data.head.role.capabilities,
        data.closest,
    );
    view! {
        <div class="mt-6"><Notice text tone=Tone::Info/></div>
        <div class="editor mt-6">
            <Capabilities areas=data.areas ticked=data.head.role.capabilities saved=None fixed=true/>
            {digest}
        </div>
    }
    .into_any()
}

fn editor(here: &str, data: RoleScreen, sent: Sent, late: Option<Late>) -> AnyView {
    let typed = sent.has("tag");
    let saved = data.head.role.capabilities.clone();
    let ticked: Vec<String> = if typed {
        let known = data
            .areas
            .iter()
            .flat_map(|area| &area.capabilities)
            .map(|one| &one.key);
        let mut wanted: Vec<String> = match &late {
            Some(late) => late.ticked.clone(),
            None => sent.all("capability").map(str::to_owned).collect(),
        };
        // What is new brings along what it is of no use without, to be looked at with the rest.
        let fresh = wanted.iter().filter(|key| !saved.contains(key));
        let needed: Vec<String> = fresh.filter_map(|key| needs(key)).collect();
        wanted.extend(needed);
        known.filter(|key| wanted.contains(key)).cloned().collect()
    } else {
        saved.clone()
    };
    let old = data.head.role.description.clone().unwrap_or_default();
    let (name, description) = match late {
        Some(late) => (late.name, late.description),
        None if typed => (sent.value("name"), sent.value("description")),
        None => (data.head.role.name.clone(), old.clone()),
    };
    let described = name.trim() != data.head.role.name || description.trim() != old;
    let review = typed.then(|| review(&ticked, &saved, described, &data, &sent));
    let digest = digest(
        &data.shell,
        Some(data.head.role.id),
        &data.areas,
        &ticked,
        data.closest.clone(),
    );
    let max = u32::try_from(DESCRIPTION_MAX).unwrap_or(u32::MAX);
    let cancel = typed.then(|| view! { <LinkButton href=here.to_owned() attr:data-discard="">"Discard"</LinkButton> });
    let unsaved = unsaved::bar(here, data.head.holders.as_ref());
    let first = if typed { Look::default() } else { Look::Primary };
    view! {
        <form id="form" method="post" action=here.to_owned() novalidate=true>
            // The first submit of a form is what Enter presses: never the one that writes.
            <button type="submit" class="vh" name="intent" value="review" tabindex="-1" aria-hidden="true">"Review changes"</button>
            <Request/>
            {began(&data)}
            {review}
            <div class="editor mt-6">
                <div class="stack">
                    <div class="form stack">
                        <Field id="name" label="Name" value=name error=sent.error("name")/>
                        <TextArea id="description" label="Description" optional=true rows=2 maxlength=max value=description error=sent.error("description")/>
                    </div>
                    <Capabilities areas=data.areas ticked saved=Some(saved)/>
                    <p class="help">{IN_FLIGHT}</p>
                    <div class="form-foot">
                        <Button name="intent" value="review" look=first>"Review changes"</Button>
                        {cancel}
                    </div>
                </div>
                {digest}
            </div>
            {unsaved}
        </form>
    }
    .into_any()
}

/// The difference and whom it affects, with the button that saves it.
fn review(ticked: &[String], saved: &[String], described: bool, data: &RoleScreen, sent: &Sent) -> AnyView {
    let added = ticked.iter().filter(|key| !saved.contains(key)).count();
    let removed = saved.iter().filter(|key| !ticked.contains(key)).count();
    if added + removed == 0 && !described {
        return view! { <div class="mt-6"><Notice text="Nothing is other than saved." tone=Tone::Info/></div> }
            .into_any();
    }
    let parts = unsaved::difference(added as u64, removed as u64, described);
    let affects = data
        .head
        .holders
        .as_ref()
        .filter(|_| added + removed > 0)
        .map(|holders| {
            format!(
                " This affects {} at once.",
                count(super::number(holders.people), "person", "people")
            )
        });
    let sign_out = match removed {
        0 => None,
        _ => sign_out::also(&data.shell, sent, data.signed_in),
    };
    let words = format!("Not saved yet: {}.{}", parts.join(", "), affects.unwrap_or_default());
    view! {
        <div class="review mt-6" id="review">
            <Notice text=words tone=Tone::Warning/>
            {sign_out.map(|sign_out| view! { <div class="mt-4">{sign_out}</div> })}
            <div class="form-foot"><Button name="intent" value="save" look=Look::Primary>"Save changes"</Button></div>
        </div>
    }
    .into_any()
}
