//! Giving a role to many: choose, see what it will do, do it.

use crate::layout::{Section, Sheet, in_dialog};
use crate::pages::{errors, param, search};
use crate::parts::find;
use crate::parts::group::choices;
use crate::parts::planned::{self, Foot, problem};
use crate::parts::request::Request;
use crate::parts::role_picker::RolePicker;
use crate::parts::subjects::{self, SubjectsLine};
use crate::parts::when::When;
use crate::paths;
use domain::assignments::REASON_MAX;
use domain::form::Sent;
use domain::problem::Code;
use domain::screens::{self, Assign, Choice, PlanView, RoleLink, Several};
use leptos::prelude::*;
use ui::button::Look;
use ui::checkbox::Check;
use ui::field::Field;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::grouped;
use ui::select::Select;

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::assign_page(param("tenant"), param("environment"), search());
    let sent = use_context::<Sent>().unwrap_or_default();
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: Assign, sent: Sent) -> AnyView {
    let shell = data.shell.clone();
    let back = planned::back(&sent);
    let action = paths::assign(&shell);
    let (cancel, crumbs, section) = match &data.via {
        Some(role) => {
            let href = paths::role(&shell, role.id);
            let crumbs = vec![
                ("Roles & scopes".to_owned(), paths::roles(&shell)),
                (role.name.clone(), href.clone()),
            ];
            (href, crumbs, Section::Roles)
        }
        None => {
            let href = format!("{}{back}", paths::directory(&shell));
            (href.clone(), vec![("Directory".to_owned(), href)], Section::Directory)
        }
    };
    let errors = planned::problems(&sent);
    let Some(subjects) = data.subjects else {
        return match data.via {
            Some(role) => {
                let written = (data.missing, data.several);
                who(shell, role, (cancel, crumbs), data.groups, written, &sent)
            }
            None => planned::nobody(shell, "Assign role", cancel),
        };
    };
    let title = match &data.via {
        Some(role) => format!("Assign {} to {}", role.name, subjects::words(&subjects)),
        None => format!("Assign role to {}", subjects::words(&subjects)),
    };
    let here = match &data.via {
        Some(role) => paths::assign_role(&shell, role.id),
        None => subjects::address(&action, &subjects.selection).unwrap_or_else(|| cancel.clone()),
    };
    let missing =
        (!data.missing.is_empty()).then(|| view! { <Notice text=data.missing.join(" ") tone=Tone::Warning/> });
    let several = find::several(data.several);
    // Whoever began with a role looks for more people here; a group stands alone.
    let find =
        (data.via.is_some() && subjects.groups.is_empty()).then(|| find::field(&sent, problem(&errors, "find"), true));
    let role = if let Some(role) = &data.via {
        let id = role.id.to_string();
        view! { <input type="hidden" name="via" value=id.clone()/><input type="hidden" name="role" value=id/> }
            .into_any()
    } else if data.roles.is_empty() {
        let text = "There is no role that you can see here. Ask an administrator of this environment.";
        view! { <Notice text tone=Tone::Warning/> }.into_any()
    } else {
        let (roles, sent, action) = (data.roles, sent.clone(), action.clone());
        view! { <RolePicker roles sent error=problem(&errors, "role") action/> }.into_any()
    };
    let (when, reason) = (problem(&errors, "when"), problem(&errors, "reason"));
    let echo = data.plan.as_ref().and_then(|plan| plan.window_words.clone());
    let through = through_group(&sent, data.plan.as_ref());
    // A dialog asks it where the answer matters: beside those who have it through a group.
    let (before, beside) = if in_dialog() { (None, through) } else { (through, None) };
    let commit = data.plan.as_ref().map(|plan| {
        let whom = match subjects.count {
            1 => subjects::words(&subjects),
            _ => grouped(plan.plan.summary.will as u64),
        };
        format!("Assign {} to {whom}", plan.what)
    });
    let foot = Foot {
        commit,
        will: data.plan.as_ref().map_or(0, |plan| plan.plan.summary.will),
        busy: "Assigning…",
        start: "Assign role",
        look: Look::Primary,
        action: &action,
        cancel: &cancel,
    }
    .view();
    let plan = planned::region(
        data.plan,
        "Choose a role to see what will change.",
        beside,
        &sent,
        shell.me,
    );
    let (today, time_zone, me) = (data.today, shell.time_zone.clone(), shell.me);
    view! {
        <Sheet shell section title here crumbs errors action=action live=true foot>
            // The first submit of a form is what Enter presses: never the one that writes.
            <button type="submit" class="vh" name="intent" value="enter" tabindex="-1" aria-hidden="true">"Preview"</button>
            <Request/>
            <input type="hidden" name="back" value=back/>
            {missing}
            {several}
            <SubjectsLine subjects me/>
            {find}
            {role}
            <When sent=sent.clone() today time_zone error=when echo/>
            <Field
                id="reason" label="Reason" optional=true maxlength=reason_max() value=sent.value("reason") error=reason
                hint="Kept with each assignment and in the audit log."
            />
            {before}
            {plan}
        </Sheet>
    }
    .into_any()
}

/// The page of a role's: who is to have it, before anything else is asked.
fn who(
    shell: screens::Shell,
    role: RoleLink,
    (cancel, crumbs): (String, Vec<(String, String)>),
    groups: Vec<Choice>,
    (missing, several): (Vec<String>, Vec<Several>),
    sent: &Sent,
) -> AnyView {
    let errors = planned::problems(sent);
    let (here, action) = (paths::assign_role(&shell, role.id), paths::assign(&shell));
    let title = format!("Assign {}", role.name);
    let missing = (!missing.is_empty()).then(|| view! { <Notice text=missing.join(" ") tone=Tone::Warning/> });
    let group = (!groups.is_empty()).then(|| {
        let (choices, error) = (choices(groups), problem(&errors, "group"));
        view! {
            <Select
                id="group" label="Or a group" choices value=sent.value("group") optional=true blank="No group" error
                hint="Everyone in it has the role then, for as long as they are in it."
            />
        }
    });
    let several = find::several(several);
    let find = find::field(sent, problem(&errors, "find"), false);
    let foot = find::foot("Continue", cancel);
    view! {
        <Sheet shell section=Section::Roles title here crumbs errors action=action live=false foot>
            <Request/>
            <input type="hidden" name="via" value=role.id.to_string()/>
            {missing}
            {several}
            {find}
            {group}
        </Sheet>
    }
    .into_any()
}

fn reason_max() -> u32 {
    u32::try_from(REASON_MAX).unwrap_or(u32::MAX)
}

/// The question about those who have the role through a group; a dialog asks it only where there are
/// any.
fn through_group(sent: &Sent, plan: Option<&PlanView>) -> Option<AnyView> {
    let checked = sent.value("through_group") == "grant";
    let some = plan.is_some_and(|plan| plan.plan.summary.by_code.contains_key(Code::Inherited.as_str()));
    let asks = !in_dialog() || checked || some;
    asks.then(|| {
        view! {
            <Check
                name="through_group" value="grant" checked
                label="Also grant directly to those who have it through a group"
                hint="Otherwise they are skipped, and have the role only as long as the group gives it."
            />
        }
        .into_any()
    })
}
