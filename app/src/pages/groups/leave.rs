//! Taking people out of a group: only groups that someone of them is in, and what they keep.

use super::join::back;
use crate::layout::{Section, Sheet};
use crate::pages::{errors, param, search};
use crate::parts::planned::{self, Foot, problem};
use crate::parts::request::Request;
use crate::parts::sign_out;
use crate::parts::subjects::{self, SubjectsLine};
use crate::paths;
use domain::form::Sent;
use domain::screens::{Leave, LeaveChoice};
use leptos::prelude::*;
use ui::button::Look;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::grouped;
use ui::radio::{Radio, RadioGroup};

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::leave_page(param("tenant"), param("environment"), search());
    let sent = use_context::<Sent>().unwrap_or_default();
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: Leave, sent: Sent) -> AnyView {
    let shell = data.shell.clone();
    let (cancel, crumbs) = back(&shell, data.group.as_ref(), &sent);
    let section = if data.group.is_some() {
        Section::Groups
    } else {
        Section::Directory
    };
    let Some(subjects) = data.subjects else {
        return planned::nobody(shell, "Remove from group", cancel);
    };
    let action = paths::leave(&shell);
    let errors = planned::problems(&sent);
    let whom = subjects::words(&subjects);
    let title = match &data.group {
        Some((_, _, name)) => format!("Take {whom} out of {name}"),
        None => format!("Take {whom} out of a group"),
    };
    let commit = data.plan.as_ref().map(|plan| {
        let whom = match subjects.count {
            1 => subjects::words(&subjects),
            _ => grouped(plan.plan.summary.will as u64),
        };
        format!("Take {whom} out of {}", plan.what)
    });
    let foot = Foot {
        commit,
        will: data.plan.as_ref().map_or(0, |plan| plan.plan.summary.will),
        busy: "Taking out…",
        start: "Take out",
        look: Look::Danger,
        action: &action,
        cancel: &cancel,
    }
    .view();
    let here = subjects::address(&action, &subjects.selection).unwrap_or_else(|| cancel.clone());
    let group = match data.group {
        Some((_, slug, _)) => view! {
            <input type="hidden" name="group" value=slug.clone()/>
            <input type="hidden" name="via" value=slug/>
        }
        .into_any(),
        None => pick(data.choices, subjects.count, &sent, problem(&errors, "group")),
    };
    let waiting = "Choose a group to see who leaves it, and what they keep.";
    let sign_out = sign_out::also(&shell, &sent, None);
    let plan = planned::region(data.plan, waiting, None, &sent, shell.me);
    let me = shell.me;
    let back = planned::back(&sent);
    view! {
        <Sheet shell section title here crumbs errors action=action live=true foot>
            // The first submit of a form is what Enter presses: never the one that writes.
            <button type="submit" class="vh" name="intent" value="preview" tabindex="-1" aria-hidden="true">"Preview"</button>
            <Request/>
            <input type="hidden" name="back" value=back/>
            <SubjectsLine subjects me/>
            {group}
            {sign_out}
            {plan}
        </Sheet>
    }
    .into_any()
}

fn pick(groups: Vec<LeaveChoice>, of: usize, sent: &Sent, error: Option<String>) -> AnyView {
    if groups.is_empty() {
        let text = "None of them is in a group, so there is nothing to leave.";
        return view! { <Notice text tone=Tone::Info/> }.into_any();
    }
    let chosen = sent.value("group");
    let lines = groups
        .into_iter()
        .map(|group| {
            let value = group.slug;
            let checked = value == chosen;
            let hint = format!("{} of {}", grouped(group.count as u64), grouped(of as u64));
            view! { <Radio name="group" value label=group.path hint checked/> }.into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <RadioGroup id="group" legend="Group" hint="Only groups that someone of them is in." error column=true>
            <div class="picker"><div class="picker-list">{lines}</div></div>
        </RadioGroup>
    }
    .into_any()
}
