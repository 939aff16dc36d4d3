//! Forms of an environment's pages.

use super::received::{Received, Then, once};
use crate::pages;
use crate::respond::see_other;
use crate::state::AppState;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use domain::id::OperationId;
use domain::problem::Problem;
use service::{Env, forms, operations};

/// A new person or service.
pub async fn new_identity(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    let fields = (&["kind", "name", "email"][..], &[][..]);
    once(
        &state,
        (&tenant, &environment),
        request,
        fields,
        "identities/new",
        async |env, sent| {
            let identity = forms::new_identity(env, sent).await?;
            Ok(Some(Then {
                page: format!("directory?q={}", pages::encode(&identity.name)),
                words: format!("{} is in the directory.", identity.name),
            }))
        },
    )
    .await
}

/// The fields of a selection and of a plan.
pub(super) const PLANNED: [&str; 8] = [
    "intent", "scope", "filter", "plan", "planned", "apply", "request", "back",
];

/// Fields of them that come once for each subject.
pub(super) const MANY: [&str; 4] = ["id", "group_id", "shown", "exclude"];

/// Giving a role: chosen people, preview, commit.
pub async fn assign(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    let fields = [
        "via",
        "find",
        "group",
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
    let single = [&PLANNED[..], &fields].concat();
    let many = [&MANY[..], &["missing", "several", "none", "meant"]].concat();
    let received = match Received::read(request, &single, &many).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let next = match received.cx.environment(&tenant, &environment).await {
        Ok(env) => forms::assign(&env, received.sent.clone()).await,
        Err(error) => Err(error),
    };
    planned_next(&state, &tenant, &environment, received, next).await
}

/// Taking a role away: chosen people, preview, commit.
pub async fn remove(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    planned(
        &state,
        &tenant,
        &environment,
        request,
        &forms::REMOVE,
        &["role", "sessions"],
    )
    .await
}

/// Takes an operation back.
pub async fn undo(State(state): State<AppState>, Path(path): Path<OperationPath>, request: Request) -> Response {
    again(&state, path, request, "operations/undo", async |env, id| {
        operations::undo(env, id).await
    })
    .await
}

/// Tries again what failed.
pub async fn retry(State(state): State<AppState>, Path(path): Path<OperationPath>, request: Request) -> Response {
    again(&state, path, request, "operations/retry", async |env, id| {
        operations::retry(env, id).await
    })
    .await
}

/// Tenant, environment, operation.
type OperationPath = (String, String, String);

async fn again(
    state: &AppState,
    (tenant, environment, id): OperationPath,
    request: Request,
    route: &str,
    act: impl AsyncFnOnce(&Env, OperationId) -> service::Result<OperationId>,
) -> Response {
    let received = match Received::read(request, &["request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received.cx.clone().once(&format!("{route}/{id}"), &received.sent);
    let done = async {
        let env = cx.environment(&tenant, &environment).await?;
        operations::may_act(&env)?;
        let id = id.parse().map_err(|_| Problem::not_found("operation"))?;
        act(&env, id).await
    };
    let done = done.await;
    match done {
        Ok(operation) => see_other(&format!("/t/{tenant}/{environment}/operations/{operation}")),
        Err(error) => received.again(state, error).await,
    }
}

pub(super) async fn planned(
    state: &AppState,
    tenant: &str,
    environment: &str,
    request: Request,
    form: &forms::Planned,
    fields: &[&str],
) -> Response {
    let single = [&PLANNED, fields].concat();
    let received = match Received::read(request, &single, &MANY).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let next = match received.cx.environment(tenant, environment).await {
        Ok(env) => form.step(&env, received.sent.clone()).await,
        Err(error) => Err(error),
    };
    planned_next(state, tenant, environment, received, next).await
}

/// Shows the form again, or leads to what came of it.
pub(super) async fn planned_next(
    state: &AppState,
    tenant: &str,
    environment: &str,
    received: Received,
    next: service::Result<forms::Next>,
) -> Response {
    match next {
        Ok(forms::Next::Show(sent)) => pages::again(state, received.request, sent).await,
        Ok(forms::Next::Done(operation)) => see_other(&format!("/t/{tenant}/{environment}/operations/{operation}")),
        Err(error) => received.again(state, error).await,
    }
}
