//! From a request of a screen to the service, and back.

use crate::error::Failure;
use domain::form::Sent;
use domain::problem::{Code, Problem};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use service::{Cx, Env};

/// The request's context, which the server provides.
pub fn cx() -> Cx {
    expect_context()
}

/// The environment of a path.
pub async fn environment(tenant: &str, environment: &str) -> Result<Env, Failure> {
    answer(cx().environment(tenant, environment).await)
}

/// Turns a refusal into what may leave the process, and into the status of the page or answer.
pub fn answer<T>(result: service::Result<T>) -> Result<T, Failure> {
    result.map_err(|error| {
        let problem = error.into_problem(cx().request_id());
        set_status(&problem);
        Failure(problem)
    })
}

/// The same in an environment, where a missing capability is said with the names of those who can
/// give it.
pub async fn of<T>(env: &Env, result: service::Result<T>) -> Result<T, Failure> {
    let mut answer = answer(result);
    if let Err(Failure(problem)) = &mut answer
        && matches!(problem.code, Code::Forbidden | Code::WouldEscalate)
    {
        // A form that was refused is noted already, and its page is refused for the same.
        let noted = use_context::<Sent>().and_then(|sent| sent.problem);
        if noted.is_none_or(|noted| noted.code != problem.code) {
            service::denials::note(env, problem);
        }
        let names = service::access::who_grants(env).await.unwrap_or_default();
        problem.ask = (!names.is_empty()).then(|| names.join(" or ").into());
    }
    answer
}

/// A problem that no use case told: with the id of its request, and as the status of the answer.
pub(crate) fn told(mut problem: Problem) -> Problem {
    problem.request_id = use_context::<Cx>().map(|cx| cx.request_id().to_owned());
    set_status(&problem);
    problem
}

/// Gives the answer under way the status of a problem.
pub fn set_status(problem: &Problem) {
    let Some(options) = use_context::<ResponseOptions>() else {
        return;
    };
    let status = http::StatusCode::from_u16(problem.code.status()).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    options.set_status(status);
    if problem.code == Code::Unauthorized {
        options.insert_header(http::header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    }
}
