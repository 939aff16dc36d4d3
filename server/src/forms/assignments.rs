//! Forms of assignments: of one, and of many at once.

use crate::forms::environment::{MANY, PLANNED, planned_next};
use crate::forms::{Received, done};
use crate::state::AppState;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use domain::id::AssignmentId;
use domain::problem::Problem;
use service::{Env, forms};

type Place = Path<(String, String, String)>;

/// Takes it away.
pub async fn remove(State(state): State<AppState>, place: Place, request: Request) -> Response {
    take(state, place, request, false).await
}

/// The same in the words of ending.
pub async fn end(State(state): State<AppState>, place: Place, request: Request) -> Response {
    take(state, place, request, true).await
}

async fn take(state: AppState, Path((tenant, environment, id)): Place, request: Request, ending: bool) -> Response {
    let received = match Received::read(request, &["back", "sessions", "request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received
        .cx
        .clone()
        .once(&format!("assignments/remove/{id}"), &received.sent);
    let outcome = match cx.environment(&tenant, &environment).await {
        Ok(env) => match read(&env, &id) {
            Ok(id) => forms::remove_assignment(&env, id, &received.sent, ending).await,
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    finish(state, received, outcome).await
}

/// Changes its dates.
pub async fn dates(
    State(state): State<AppState>,
    Path((tenant, environment, id)): Place,
    request: Request,
) -> Response {
    const FIELDS: &[&str] = &["from", "from_time", "end", "until", "until_time", "back", "request"];
    let received = match Received::read(request, FIELDS, &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received
        .cx
        .clone()
        .once(&format!("assignments/dates/{id}"), &received.sent);
    let outcome = match cx.environment(&tenant, &environment).await {
        Ok(env) => match read(&env, &id) {
            Ok(id) => forms::assignment_dates(&env, id, &received.sent).await,
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    finish(state, received, outcome).await
}

/// The id of the address; whoever may not change anything hears that first.
fn read(env: &Env, id: &str) -> service::Result<AssignmentId> {
    env.require_anywhere("members.change_roles")?;
    id.parse().map_err(|_| Problem::not_found("assignment").into())
}

async fn finish(state: AppState, received: Received, outcome: service::Result<forms::Done>) -> Response {
    match outcome {
        Ok(what) => done(&state, &what.back, &what.said),
        Err(error) => received.again(&state, error).await,
    }
}

/// Changes many: chosen ones, preview, commit.
pub async fn change(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    const FIELDS: [&str; 9] = [
        "via",
        "sessions",
        "what",
        "days",
        "from",
        "from_time",
        "end",
        "until",
        "until_time",
    ];
    let received = match Received::read(request, &[&PLANNED[..], &FIELDS].concat(), &MANY).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let next = match received.cx.environment(&tenant, &environment).await {
        Ok(env) => forms::change_assignments(&env, received.sent.clone()).await,
        Err(error) => Err(error),
    };
    planned_next(&state, &tenant, &environment, received, next).await
}
