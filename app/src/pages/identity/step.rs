//! What is done to one person after a look at what it does: suspend, reinstate, take all access, delete.

use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, refused};
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::screens::{PersonStep, Step};
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::checkbox::Check;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};

/// Suspending, or reinstating who is suspended.
#[component]
pub fn Suspend() -> impl IntoView {
    page(Step::Suspend)
}

#[component]
pub fn RemoveAccess() -> impl IntoView {
    page(Step::RemoveAccess)
}

#[component]
pub fn Delete() -> impl IntoView {
    page(Step::Delete)
}

fn page(step: Step) -> AnyView {
    let id = match asked("person") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let sent = use_context::<Sent>().unwrap_or_default();
    if let Some(view) = refused(&sent) {
        return view;
    }
    let (tenant, environment) = (param("tenant"), param("environment"));
    match step {
        Step::Suspend | Step::Reinstate => {
            let data = rpc::screens::suspend_page(tenant, environment, id);
            view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
        }
        Step::RemoveAccess => {
            let data = rpc::screens::remove_access_page(tenant, environment, id);
            view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
        }
        Step::Delete => {
            let data = rpc::screens::delete_identity(tenant, environment, id);
            view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
        }
    }
}

pub fn view(data: PersonStep, sent: Sent) -> AnyView {
    let PersonStep {
        shell,
        identity,
        step,
        roles,
        groups,
    } = data;
    let name = identity.name.clone();
    let (verb, route, look) = match step {
        Step::Suspend => ("Suspend", "suspend", Look::Danger),
        Step::Reinstate => ("Reinstate", "reinstate", Look::Primary),
        Step::RemoveAccess => ("Remove all access", "remove-access", Look::Danger),
        Step::Delete => ("Delete", "delete", Look::Danger),
    };
    let title = match step {
        Step::RemoveAccess => format!("Remove all access of {name}"),
        _ => format!("{verb} {name}"),
    };
    let page = paths::identity(&shell, identity.id);
    let here = paths::identity_page(&shell, identity.id, route);
    let crumbs = vec![
        ("Directory".to_owned(), paths::directory(&shell)),
        (name.clone(), page.clone()),
    ];
    // Groups that are not shown may be some.
    let none = roles.is_empty() && groups.as_ref().is_some_and(Vec::is_empty);
    let effect = effect(step, &name, none);
    let problem = sent
        .problem
        .as_ref()
        .map(|problem| view! { <Notice text=problem.detail.clone() tone=Tone::Warning/> });
    let concerned = (!none && step != Step::Reinstate).then(|| concerned(step, roles, groups));
    let ends = (identity.account_id.is_some() && step != Step::Reinstate).then(|| {
        view! {
            <Check
                name="sessions" value="yes" checked=sent.value("sessions") == "yes" label="Also end all their sessions"
                hint="Everywhere, in other environments, too. Otherwise they stay signed in, and this console decides anew at each step."
            />
        }
    });
    let nothing = step == Step::RemoveAccess && none;
    let reason = nothing.then(|| "Nothing to remove".to_owned());
    view! {
        <Shell shell section=Section::Directory title=title.clone() here=here.clone() crumbs>
            <header class="head"><h1 tabindex="-1"><bdi>{title}</bdi></h1></header>
            <form id="form" class="form stack" method="post" action=here novalidate=true>
                <Request/>
                {problem}
                <p>{effect}</p>
                {concerned}
                {ends}
                <div class="form-foot">
                    <Button look reason>{verb}</Button>
                    <LinkButton href=page>"Cancel"</LinkButton>
                </div>
            </form>
        </Shell>
    }
    .into_any()
}

fn effect(step: Step, name: &str, none: bool) -> String {
    match (step, none) {
        (Step::Suspend, _) => {
            format!(
                "Nothing that {name} holds has effect in this environment any more, at once. Roles and groups stay, and reinstating brings everything back."
            )
        }
        (Step::Reinstate, _) => format!("What {name} holds has effect again, at once."),
        (Step::RemoveAccess, true) => {
            format!("{name} has no role and no group of their own, so nothing can be removed.")
        }
        (Step::RemoveAccess, false) => {
            format!("{name} loses every role and group of their own, at once, and stays in the directory.")
        }
        (Step::Delete, _) => {
            format!(
                "{name} leaves the directory, at once, with every role and group. The audit log keeps what there was, and they can be restored."
            )
        }
    }
}

fn concerned(step: Step, roles: Vec<String>, groups: Option<Vec<String>>) -> AnyView {
    let groups = groups.unwrap_or_else(|| vec!["All they are in; to see which, you need groups.view.".to_owned()]);
    let head = if step == Step::Suspend { "Has no effect" } else { "Goes" };
    let line = |label: &'static str, names: Vec<String>| {
        (!names.is_empty()).then(|| view! { <dt>{label}</dt><dd>{names.join(", ")}</dd> })
    };
    view! {
        <section class="plan" aria-labelledby="goes-title">
            <div class="plan-head"><h2 id="goes-title">{head}</h2></div>
            <dl class="keeps">{line("Roles", roles)}{line("Groups", groups)}</dl>
        </section>
    }
    .into_any()
}
