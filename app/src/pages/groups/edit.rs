//! Another name, description or place for a group; a move is looked at before it is done.

use super::crumbs;
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, refused};
use crate::parts::affected;
use crate::parts::group::choices;
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::groups::DESCRIPTION_MAX;
use domain::groups::Group;
use domain::query;
use domain::screens::{self, EditGroup, MovePlan};
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::field::Field;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::count;
use ui::select::Select;
use ui::textarea::TextArea;

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked("group") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let sent = use_context::<Sent>().unwrap_or_default();
    if let Some(view) = refused(&sent) {
        return view;
    }
    let data = rpc::screens::edit_group(param("tenant"), param("environment"), id);
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: EditGroup, sent: Sent) -> AnyView {
    let EditGroup {
        shell,
        head,
        groups,
        parent,
        plan,
    } = data;
    let group = head.group.clone();
    let (page, here) = (
        paths::group(&shell, group.id),
        paths::group_page(&shell, group.id, "edit"),
    );
    let crumbs = crumbs(&shell, &head, false);
    let title = format!("Edit {}", group.name);
    let typed = sent.has("name");
    let value = |name: &str, saved: &str| if typed { sent.value(name) } else { saved.to_owned() };
    let (name, description, place) = (
        value("name", &group.name),
        value("description", group.description.as_deref().unwrap_or_default()),
        value("parent", &parent),
    );
    let max = u32::try_from(DESCRIPTION_MAX).unwrap_or(u32::MAX);
    let moves = plan.is_some() && sent.errors().is_empty();
    let reviewed = moves.then(|| view! { <input type="hidden" name="reviewed" value=place.clone()/> });
    let plan = plan.filter(|_| moves).map(|plan| moving(&shell, plan, &group));
    let lies = (!groups.is_empty() || !place.is_empty()).then(|| {
        let choices = choices(groups);
        view! {
            <Select
                id="parent" label="Lies in" choices value=place optional=true blank="No other group" error=sent.error("parent")
                hint="Moved, it takes along all that lie in it. What its members gain and lose is shown before it is saved."
            />
        }
    });
    let save = if moves { "Move and save" } else { "Save" };
    view! {
        <Shell shell section=Section::Groups title=title.clone() here=here.clone() crumbs errors=sent.errors()>
            <header class="head">
                <div>
                    <h1 tabindex="-1"><bdi>{title}</bdi></h1>
                    <p class="muted">"Its slug "<span class="mono">{group.slug.to_string()}</span>" never changes."</p>
                </div>
            </header>
            <form id="form" class="form stack" method="post" action=here novalidate=true>
                <Request/>
                {reviewed}
                <Field id="name" label="Name" value=name error=sent.error("name")/>
                <TextArea id="description" label="Description" optional=true rows=2 maxlength=max value=description error=sent.error("description")/>
                {lies}
                {plan}
                <div class="form-foot">
                    <Button look=Look::Primary name="intent" value="save" attr:data-busy="Saving…">{save}</Button>
                    <LinkButton href=page look=Look::Ghost>"Cancel"</LinkButton>
                </div>
            </form>
        </Shell>
    }
    .into_any()
}

/// Who gains and loses what by the move.
fn moving(shell: &screens::Shell, plan: MovePlan, group: &Group) -> AnyView {
    let name = &group.name;
    let members = count(u64::try_from(plan.members).unwrap_or(0), "member", "members");
    let place = plan
        .to
        .map_or_else(|| "to the top".to_owned(), |to| format!("into {to}"));
    let mut parts = Vec::new();
    if !plan.gains.is_empty() {
        parts.push(format!("gain {}", plan.gains.join(", ")));
    }
    if !plan.loses.is_empty() {
        parts.push(format!(
            "lose {} unless they have it another way",
            plan.loses.join(", ")
        ));
    }
    let what = match parts.is_empty() {
        true => "nobody gains or loses a role".to_owned(),
        false => format!("its {members} {}", parts.join(" and ")),
    };
    let text = format!("Not saved yet. {name} moves {place}: {what}.");
    let people = (!parts.is_empty()).then(|| {
        let all = format!("{}{}", paths::directory(shell), query::of("group", group.slug.as_str()));
        affected::names(shell, plan.people, "Whom it is about", Some(all))
    });
    view! { <Notice text tone=Tone::Warning/>{people} }.into_any()
}
