//! Forms of an environment's pages.

use crate::forms::{Received, done};
use crate::pages;
use crate::respond::see_other;
use crate::state::AppState;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use service::forms;

/// A new person or service.
pub async fn new_identity(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    let received = match Received::read(request, &["kind", "name", "email", "request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received.cx.clone().once("identities/new", &received.sent);
    let created = match cx.environment(&tenant, &environment).await {
        Ok(env) => forms::new_identity(&env, &received.sent).await,
        Err(error) => Err(error),
    };
    match created {
        Ok(identity) => {
            let path = format!(
                "/t/{tenant}/{environment}/directory?q={}",
                pages::encode(&identity.name)
            );
            done(&state, &path, &format!("{} is in the directory.", identity.name))
        }
        Err(error) => received.again(&state, error).await,
    }
}

/// The fields of a selection and of a plan.
const PLANNED: [&str; 8] = [
    "intent", "scope", "filter", "plan", "planned", "apply", "request", "back",
];

/// Giving a role: chosen people, preview, commit.
pub async fn assign(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    let fields = [
        "from",
        "from_time",
        "until",
        "until_time",
        "role",
        "role_q",
        "searched",
        "when",
        "length",
        "reason",
        "through_group",
    ];
    planned(&state, &tenant, &environment, request, &forms::ASSIGN, &fields).await
}

/// Taking a role away: chosen people, preview, commit.
pub async fn remove(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    planned(&state, &tenant, &environment, request, &forms::REMOVE, &["role"]).await
}

async fn planned(
    state: &AppState,
    tenant: &str,
    environment: &str,
    request: Request,
    form: &forms::Planned,
    fields: &[&str],
) -> Response {
    let single = [&PLANNED, fields].concat();
    let received = match Received::read(request, &single, &["id", "shown", "exclude"]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let next = match received.cx.environment(tenant, environment).await {
        Ok(env) => form.step(&env, received.sent.clone()).await,
        Err(error) => Err(error),
    };
    match next {
        Ok(forms::Next::Show(sent)) => pages::again(state, received.request, sent).await,
        Ok(forms::Next::Done(operation)) => see_other(&format!("/t/{tenant}/{environment}/operations/{operation}")),
        Err(error) => received.again(state, error).await,
    }
}
