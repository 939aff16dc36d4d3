//! Putting people into a group: those who were ticked, or those whom names and addresses mean.

use crate::layout::{Section, Sheet, in_dialog};
use crate::pages::{errors, param, search};
use crate::parts::find;
use crate::parts::group::choices;
use crate::parts::planned::{self, Foot, problem};
use crate::parts::request::Request;
use crate::parts::subjects::{self, SubjectsLine};
use crate::paths;
use domain::form::Sent;
use domain::id::GroupId;
use domain::screens::{self, Join};
use leptos::prelude::*;
use ui::button::Look;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::grouped;
use ui::select::Select;

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::join_page(param("tenant"), param("environment"), search());
    let sent = use_context::<Sent>().unwrap_or_default();
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

/// The group whose page it was: its id, slug and name.
pub type Fixed = (GroupId, String, String);

/// Where one came from, and the pages above: the group whose page it was, or the directory as it was.
pub fn back(shell: &screens::Shell, group: Option<&Fixed>, sent: &Sent) -> (String, Vec<(String, String)>) {
    match group {
        Some((id, _, name)) => {
            let href = paths::group(shell, *id);
            let crumbs = vec![
                ("Groups".to_owned(), paths::groups(shell)),
                (name.clone(), href.clone()),
            ];
            (href, crumbs)
        }
        None => {
            let href = format!("{}{}", paths::directory(shell), planned::back(sent));
            (href.clone(), vec![("Directory".to_owned(), href)])
        }
    }
}

pub fn view(data: Join, sent: Sent) -> AnyView {
    let shell = data.shell.clone();
    let (cancel, crumbs) = back(&shell, data.group.as_ref(), &sent);
    let section = if data.group.is_some() {
        Section::Groups
    } else {
        Section::Directory
    };
    let action = paths::join(&shell);
    let errors = planned::problems(&sent);
    let title = match (&data.group, &data.subjects) {
        (Some((_, _, name)), _) => format!("Add members to {name}"),
        (None, Some(subjects)) => format!("Add {} to a group", subjects::words(subjects)),
        (None, None) => return planned::nobody(shell, "Add to group", cancel),
    };
    let whom = data
        .subjects
        .as_ref()
        .map_or_else(String::new, |subjects| match subjects.count {
            1 => subjects::words(subjects),
            _ => data
                .plan
                .as_ref()
                .map_or_else(String::new, |plan| grouped(plan.plan.summary.will as u64)),
        });
    let commit = data.plan.as_ref().map(|plan| format!("Add {whom} to {}", plan.what));
    let some = data.subjects.is_some();
    let foot = if some {
        Foot {
            commit,
            will: data.plan.as_ref().map_or(0, |plan| plan.plan.summary.will),
            busy: "Adding…",
            start: "Add to group",
            look: Look::Primary,
            action: &action,
            cancel: &cancel,
        }
        .view()
    } else {
        find::foot("Find people", cancel.clone())
    };
    let here = match (&data.group, &data.subjects) {
        (Some((_, slug, _)), _) => format!("{action}{}", domain::query::of("via", slug)),
        (None, Some(subjects)) => subjects::address(&action, &subjects.selection).unwrap_or_else(|| cancel.clone()),
        (None, None) => cancel.clone(),
    };
    let missing =
        (!data.missing.is_empty()).then(|| view! { <Notice text=data.missing.join(" ") tone=Tone::Warning/> });
    let several = find::several(data.several);
    let find = data
        .group
        .is_some()
        .then(|| find::field(&sent, problem(&errors, "find"), some));
    let group = match data.group {
        Some((_, slug, _)) => view! {
            <input type="hidden" name="group" value=slug.clone()/>
            <input type="hidden" name="via" value=slug/>
        }
        .into_any(),
        None => pick(data.groups, &sent, problem(&errors, "group")),
    };
    let me = shell.me;
    let subjects = data.subjects.map(|subjects| view! { <SubjectsLine subjects me/> });
    let waiting = if some {
        "Choose a group to see who comes in, and what they get."
    } else {
        ""
    };
    let plan = planned::region(data.plan, waiting, None, &sent, me);
    let first = if some { "preview" } else { "find" };
    let back = planned::back(&sent);
    view! {
        <Sheet shell section title here crumbs errors action=action live=some foot>
            // The first submit of a form is what Enter presses: never the one that writes.
            <button type="submit" class="vh" name="intent" value=first tabindex="-1" aria-hidden="true">"Preview"</button>
            <Request/>
            <input type="hidden" name="back" value=back/>
            {missing}
            {several}
            {subjects}
            {group}
            {find}
            {plan}
        </Sheet>
    }
    .into_any()
}

/// The group to come into.
fn pick(groups: Vec<screens::Choice>, sent: &Sent, error: Option<String>) -> AnyView {
    if groups.is_empty() {
        let text = "There is no group here yet. Create one under Groups first.";
        return view! { <Notice text tone=Tone::Info/> }.into_any();
    }
    let value = sent.value("group");
    let ids = choices(groups);
    let live = in_dialog();
    let hint = if live {
        ""
    } else {
        "They get its roles, and those of the groups above it."
    };
    view! { <Select id="group" label="Group" choices=ids value blank="Choose a group" hint error/> }.into_any()
}
