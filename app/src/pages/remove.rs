//! Taking a role away from many: only roles that someone of them has, and what stays.

use crate::layout::{Section, Sheet};
use crate::pages::{errors, param, search};
use crate::parts::planned::{self, Foot, problem};
use crate::parts::request::Request;
use crate::parts::sign_out;
use crate::parts::subjects::{self, SubjectsLine};
use crate::paths;
use domain::form::Sent;
use domain::roles::Held;
use domain::screens::Remove;
use leptos::prelude::*;
use ui::button::Look;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::grouped;
use ui::radio::{Radio, RadioGroup};

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::remove_page(param("tenant"), param("environment"), search());
    let sent = use_context::<Sent>().unwrap_or_default();
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: Remove, sent: Sent) -> AnyView {
    let shell = data.shell.clone();
    let back = planned::back(&sent);
    let directory = format!("{}{back}", paths::directory(&shell));
    let Some(subjects) = data.subjects else {
        return planned::nobody(shell, "Remove role", directory);
    };
    let crumbs = vec![("Directory".to_owned(), directory.clone())];
    let title = format!("Remove role from {}", subjects::words(&subjects));
    let errors = planned::problems(&sent);
    let action = paths::remove(&shell);
    let here = subjects::address(&action, &subjects.selection).unwrap_or_else(|| directory.clone());
    let commit = data.plan.as_ref().map(|plan| {
        let whom = match subjects.count {
            1 => subjects::words(&subjects),
            _ => grouped(plan.plan.summary.will as u64),
        };
        format!("Remove {} from {whom}", plan.what)
    });
    let foot = Foot {
        commit,
        will: data.plan.as_ref().map_or(0, |plan| plan.plan.summary.will),
        busy: "Removing…",
        start: "Remove role",
        look: Look::Danger,
        action: &action,
        cancel: &directory,
    }
    .view();
    let role = roles(data.roles, subjects.count, &sent, problem(&errors, "role"));
    let waiting = "Choose a role to see who loses it, and what stays.";
    let sign_out = sign_out::also(&shell, &sent, None);
    let plan = planned::region(data.plan, waiting, None, &sent, shell.me);
    let me = shell.me;
    view! {
        <Sheet shell section=Section::Directory title here crumbs errors action=action live=true foot>
            // The first submit of a form is what Enter presses: never the one that writes.
            <button type="submit" class="vh" name="intent" value="preview" tabindex="-1" aria-hidden="true">"Preview"</button>
            <Request/>
            <input type="hidden" name="back" value=back/>
            <SubjectsLine subjects me/>
            {role}
            {sign_out}
            {plan}
        </Sheet>
    }
    .into_any()
}

fn roles(roles: Vec<Held>, of: usize, sent: &Sent, error: Option<String>) -> AnyView {
    if roles.is_empty() {
        let text = "None of them has a role that you can see here, so there is nothing to remove.";
        return view! { <Notice text tone=Tone::Info/> }.into_any();
    }
    let chosen = sent.value("role");
    let lines = roles
        .into_iter()
        .map(|role| {
            let value = role.id.to_string();
            let checked = value == chosen;
            view! { <Radio name="role" value label=role.name.clone() hint=held(&role, of) checked disabled=role.direct == 0/> }
                .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <RadioGroup id="role" legend="Role" hint="Only roles that someone of them has." error column=true>
            <div class="picker"><div class="picker-list">{lines}</div></div>
        </RadioGroup>
    }
    .into_any()
}

/// "3 of 7, 2 more through a group".
fn held(role: &Held, of: usize) -> String {
    let (direct, through) = (grouped(role.direct as u64), grouped(role.through_group_only as u64));
    match (role.direct, role.through_group_only) {
        (0, _) => format!(
            "{through} of {} through a group only: it is taken away there.",
            grouped(of as u64)
        ),
        (_, 0) => format!("{direct} of {}", grouped(of as u64)),
        _ => format!(
            "{direct} of {}, {through} more through a group only",
            grouped(of as u64)
        ),
    }
}
