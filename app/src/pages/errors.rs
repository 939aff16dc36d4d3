//! What is said when a page cannot be shown: what happened, and a way on.

use crate::layout::Entry;
use crate::paths;
use domain::problem::{Code, Problem};
use leptos::prelude::*;
use rpc::Failure;
use ui::button::{LinkButton, Look};

/// Any address that no page has.
#[component]
pub fn NotFound() -> impl IntoView {
    rpc::status::not_found();
    view(Failure(Problem::not_found("page")))
}

/// The page for a refusal or a failure.
pub fn view(failure: Failure) -> AnyView {
    let problem = failure.0;
    let title = title(problem.code);
    let status = problem.code.status();
    let words = match (&problem.capability, problem.code) {
        (Some(capability), Code::Forbidden | Code::WouldEscalate) => {
            let ask = problem
                .ask
                .as_deref()
                .unwrap_or("an administrator of this environment")
                .to_owned();
            view! {
                <p>"That needs "<span class="mono">{capability.clone()}</span>", which none of your roles here contain. Ask "<bdi>{ask}</bdi>" for a role that has it."</p>
            }
            .into_any()
        }
        _ => view! { <p>{problem.detail.clone()}</p> }.into_any(),
    };
    let way = if problem.code == Code::Unauthorized {
        view! { <LinkButton href=paths::SIGN_IN look=Look::Primary>"Sign in"</LinkButton> }.into_any()
    } else {
        view! { <LinkButton href=paths::HOME look=Look::Primary>"Go to your environment"</LinkButton> }.into_any()
    };
    let request = problem
        .request_id
        .map(|id| view! { <p class="small faint">"Request "<span class="mono">{id}</span></p> });
    view! {
        <Entry title=title wide=true>
            <section class="refused">
                <span class="big-code">{status}</span>
                <h1 tabindex="-1">{title}</h1>
                {words}
                <div class="cluster mt-4">{way}</div>
                {request}
            </section>
        </Entry>
    }
    .into_any()
}

fn title(code: Code) -> &'static str {
    match code {
        Code::Unauthorized => "Sign in to see this page",
        Code::NotFound => "There is nothing at this address",
        Code::Forbidden => "You can’t open this page",
        Code::WouldEscalate => "This would give more than you hold",
        Code::RateLimited => "Too many tries for now",
        Code::Unavailable => "Rolecall can’t answer at the moment",
        Code::Internal => "This page could not be made",
        other => other.title(),
    }
}
