//! A new role on one page: what it is called, what it holds, who has it at once.

use super::digest::digest;
use crate::layout::{Section, Shell};
use crate::pages::{errors, param, search};
use crate::parts::capabilities::{Capabilities, IN_FLIGHT};
use crate::parts::find;
use crate::parts::request::Request;
use crate::parts::slug::SlugSaid;
use crate::paths;
use domain::form::Sent;
use domain::identities::Identity;
use domain::query;
use domain::roles::{DESCRIPTION_MAX, EXAMPLES};
use domain::screens::{self, Choice, NewRole, Several};
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::checkbox::Check;
use ui::field::Field;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::segments::Segments;
use ui::select::{self, Select};
use ui::textarea::TextArea;

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::new_role(param("tenant"), param("environment"), search());
    let sent = use_context::<Sent>().unwrap_or_default();
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: NewRole, sent: Sent) -> AnyView {
    let shell = data.shell;
    let (roles, here) = (paths::roles(&shell), paths::new_role(&shell));
    let crumbs = vec![("Roles & scopes".to_owned(), roles.clone())];
    // What was typed counts more than what the role started from.
    let typed = sent.has("name");
    let value = |name: &str, start: &str| if typed { sent.value(name) } else { start.to_owned() };
    let ticked: Vec<String> = if typed {
        sent.all("capability").map(str::to_owned).collect()
    } else {
        data.start.capabilities.clone()
    };
    let (name, description) = (
        value("name", &data.start.name),
        value("description", &data.start.description),
    );
    let start = start(&shell, &data.start.from, data.roles);
    let max = u32::try_from(DESCRIPTION_MAX).unwrap_or(u32::MAX);
    let wrong = sent
        .error("capability")
        .map(|text| view! { <p class="error" id="capability">{text}</p> });
    let chosen = data.people.as_ref().map_or(0, Vec::len) + sent.all("group").count();
    let create = match chosen {
        0 => "Create role",
        // No number: a tick that is taken off without scripts would make it wrong.
        _ => "Create role and assign it",
    };
    let who = (data.people.is_some() || !data.groups.is_empty()).then(|| {
        let written = (data.missing, data.several);
        who(data.groups, data.people, written, &sent, &here)
    });
    let total: usize = data.areas.iter().map(|area| area.capabilities.len()).sum();
    let digest = digest(&shell, None, &data.areas, &ticked, data.closest);
    let asks = paths::slug_asks(&shell, "roles");
    view! {
        <Shell shell section=Section::Roles title="New role" here=here.clone() crumbs errors=sent.errors()>
            <header class="head">
                <div><h1 tabindex="-1">"New role"</h1><p class="muted">"One page, nothing is saved until the end."</p></div>
            </header>
            {start}
            <form id="form" method="post" action=here novalidate=true data-slugs=asks>
                // Enter in a field creates: it is the button at the end, which stands after that of the people.
                <button type="submit" class="vh" name="intent" value="create" tabindex="-1" aria-hidden="true">"Create role"</button>
                <Request/>
                <section class="form-section" aria-labelledby="s1">
                    <header><h2 id="s1">"Identity"</h2><p>"The name and description are what people see in every picker."</p></header>
                    <div class="stack">
                        <Field id="name" label="Name" value=name error=sent.error("name")/>
                        <Field
                            id="slug" label="Slug" mono=true optional=true value=sent.value("slug") error=sent.error("slug")
                            hint="Made from the name where it is left empty. It never changes and is never used again."
                        />
                        <SlugSaid/>
                        <TextArea id="description" label="Description" optional=true rows=2 maxlength=max value=description error=sent.error("description")/>
                    </div>
                </section>
                <section class="form-section with-digest" aria-labelledby="s2">
                    <header>
                        <h2 id="s2">"Capabilities"</h2>
                        <p id="cap-total">{format!("{} of {total} ticked.", ticked.len())}</p>
                        <p>"What others need is added: to change people one must see them."</p>
                        <p>{IN_FLIGHT}</p>
                    </header>
                    <div>{wrong}<Capabilities areas=data.areas ticked saved=None/></div>
                    {digest}
                </section>
                {who}
                <div class="form-foot">
                    <Button look=Look::Primary name="intent" value="create">{create}</Button>
                    <LinkButton href=roles>"Cancel"</LinkButton>
                </div>
            </form>
        </Shell>
    }
    .into_any()
}

/// Blank, an example, or a copy: links and a small form, as each fills the page anew.
fn start(shell: &screens::Shell, from: &str, roles: Vec<Choice>) -> AnyView {
    let here = paths::new_role(shell);
    let mut items = vec![("Blank".to_owned(), here.clone(), from == "blank")];
    items.extend(EXAMPLES.iter().map(|example| {
        let value = format!("example:{}", example.name);
        let current = from == value;
        (
            example.name.to_owned(),
            format!("{here}{}", query::of("from", &value)),
            current,
        )
    }));
    let choices = roles
        .into_iter()
        .map(|role| select::Choice::new(format!("copy:{}", role.slug), role.name))
        .collect();
    let copied = if from.starts_with("copy:") {
        from.to_owned()
    } else {
        String::new()
    };
    view! {
        <section class="form-section" aria-labelledby="s0">
            <header><h2 id="s0">"Start from"</h2><p>"Fills the form; you change what you like."</p></header>
            <div class="stack">
                <Segments label="Start from" items/>
                <form method="get" action=here class="cluster end">
                    <Select id="from" label="Copy of a role" choices blank="Choose a role" value=copied/>
                    <Button>"Copy"</Button>
                </form>
            </div>
        </section>
    }
    .into_any()
}

/// What was written and is no one person: what means nobody, and what means several.
type Written = (Vec<String>, Vec<Several>);

/// As many are seen at a glance.
const FEW_GROUPS: usize = 8;

fn who(groups: Vec<Choice>, people: Option<Vec<Identity>>, written: Written, sent: &Sent, here: &str) -> AnyView {
    let chosen: Vec<&str> = sent.all("group").collect();
    let boxes = groups
        .into_iter()
        .map(|group| {
            let checked = chosen.contains(&group.slug.as_str());
            let label = format!("{}{}", "\u{2003}".repeat(group.depth), group.name);
            view! { <Check name="group" value=group.slug label checked/> }.into_any()
        })
        .collect::<Vec<_>>();
    let wrong = sent
        .error("group")
        .map(|text| view! { <p class="error" id="group">{text}</p> });
    let groups = (!boxes.is_empty()).then(|| {
        let narrow = (boxes.len() > FEW_GROUPS).then(|| {
            let placeholder = format!("Filter {} groups", boxes.len());
            view! {
                <input
                    type="search" class="input needs-js" data-narrows="groups-to-have-it" aria-label="Filter groups"
                    placeholder=placeholder autocomplete="off"
                />
            }
        });
        view! {
            <fieldset class="field">
                <legend>"Groups that have it at once"</legend>
                {narrow}
                <div class="group-choices" id="groups-to-have-it">{boxes}</div>
            </fieldset>
        }
    });
    let people = people.map(|people| persons(people, written, sent, here));
    view! {
        <section class="form-section" aria-labelledby="s3">
            <header><h2 id="s3">"Assignment"</h2><p>"Optional. Groups first: people come and go, the role stays right."</p></header>
            <div class="stack">
                {wrong}
                {groups}
                {people}
            </div>
        </section>
    }
    .into_any()
}

/// Those who were found, each with a tick that can be taken off again, and the field that finds more.
fn persons(people: Vec<Identity>, (missing, several): Written, sent: &Sent, here: &str) -> AnyView {
    let missing = (!missing.is_empty()).then(|| view! { <Notice text=missing.join(" ") tone=Tone::Warning/> });
    let boxes = people
        .into_iter()
        .map(|one| {
            let hint = one.email.clone().unwrap_or_default();
            view! { <Check name="id" value=one.id.to_string() label=one.name checked=true hint/> }.into_any()
        })
        .collect::<Vec<_>>();
    let some = !boxes.is_empty();
    let chosen = some.then(|| {
        view! { <fieldset class="field"><legend>"People who have it at once"</legend><div class="group-choices">{boxes}</div></fieldset> }
    });
    let label = if some { "Find others" } else { "People" };
    view! {
        <div class="stack" id="people">
            {missing}
            {find::several(several)}
            {chosen}
            {find::names(label, sent, sent.error("find"), true, true)}
            {find::button(Some(format!("{here}#people")))}
        </div>
    }
    .into_any()
}
