//! Suspending many, or reinstating them.

use crate::layout::{Section, Sheet};
use crate::pages::{errors, param, search};
use crate::parts::planned::{self, Foot};
use crate::parts::request::Request;
use crate::parts::subjects::{self, SubjectsLine};
use crate::paths;
use domain::form::Sent;
use domain::screens::StandingPage;
use leptos::prelude::*;
use ui::button::Look;
use ui::loaded::Loaded;
use ui::num::grouped;

#[component]
pub fn Suspend() -> impl IntoView {
    page(true)
}

#[component]
pub fn Reinstate() -> impl IntoView {
    page(false)
}

fn page(suspend: bool) -> AnyView {
    let data = rpc::screens::standing_page(param("tenant"), param("environment"), suspend, search());
    let sent = use_context::<Sent>().unwrap_or_default();
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: StandingPage, sent: Sent) -> AnyView {
    let StandingPage {
        shell,
        suspend,
        subjects,
        plan,
    } = data;
    let back = planned::back(&sent);
    let directory = format!("{}{back}", paths::directory(&shell));
    let (verb, busy, look): (&'static str, _, _) = match suspend {
        true => ("Suspend", "Suspending…", Look::Danger),
        false => ("Reinstate", "Reinstating…", Look::Primary),
    };
    let Some(subjects) = subjects else {
        return planned::nobody(shell, verb, directory);
    };
    let crumbs = vec![("Directory".to_owned(), directory.clone())];
    let title = format!("{verb} {}", subjects::words(&subjects));
    let action = paths::standing(&shell, suspend);
    let here = subjects::address(&action, &subjects.selection).unwrap_or_else(|| directory.clone());
    let errors = planned::problems(&sent);
    let commit = plan.as_ref().map(|plan| match subjects.count {
        1 => title.clone(),
        _ => format!("{verb} {}", grouped(plan.plan.summary.will as u64)),
    });
    let foot = Foot {
        commit,
        will: plan.as_ref().map_or(0, |plan| plan.plan.summary.will),
        busy,
        start: verb,
        look,
        action: &action,
        cancel: &directory,
    }
    .view();
    let me = shell.me;
    let plan = planned::region(plan, "Preview to see whom it concerns.", None, &sent, me);
    view! {
        <Sheet shell section=Section::Directory title here crumbs errors action=action live=true foot>
            // The first submit of a form is what Enter presses: never the one that writes.
            <button type="submit" class="vh" name="intent" value="preview" tabindex="-1" aria-hidden="true">"Preview"</button>
            <Request/>
            <input type="hidden" name="back" value=back/>
            <SubjectsLine subjects me/>
            {plan}
        </Sheet>
    }
    .into_any()
}
