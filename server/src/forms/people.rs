//! Forms that do something to people.

use super::environment::planned;
use crate::forms::{Received, done};
use crate::state::AppState;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use domain::screens::Step;
use service::forms;

/// Tenant, environment, identity.
type OfPerson = (String, String, String);

/// Name and address.
pub async fn edit(
    State(state): State<AppState>,
    Path((tenant, environment, id)): Path<OfPerson>,
    request: Request,
) -> Response {
    let received = match Received::read(request, &["name", "email", "request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received
        .cx
        .clone()
        .once(&format!("identities/{id}/edit"), &received.sent);
    let changed = match cx.environment(&tenant, &environment).await {
        Ok(env) => forms::edit_identity(&env, &id, &received.sent).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(identity) => {
            let path = format!("/t/{tenant}/{environment}/directory/{}", identity.id);
            done(&state, &path, &format!("{} is saved.", identity.name))
        }
        Err(error) => received.again(&state, error).await,
    }
}

pub async fn suspend(state: State<AppState>, path: Path<OfPerson>, request: Request) -> Response {
    step(state, path, request, Step::Suspend, "suspend").await
}

pub async fn reinstate(state: State<AppState>, path: Path<OfPerson>, request: Request) -> Response {
    step(state, path, request, Step::Reinstate, "reinstate").await
}

pub async fn remove_access(state: State<AppState>, path: Path<OfPerson>, request: Request) -> Response {
    step(state, path, request, Step::RemoveAccess, "remove-access").await
}

pub async fn delete(state: State<AppState>, path: Path<OfPerson>, request: Request) -> Response {
    step(state, path, request, Step::Delete, "delete").await
}

async fn step(
    State(state): State<AppState>,
    Path((tenant, environment, id)): Path<OfPerson>,
    request: Request,
    step: Step,
    route: &str,
) -> Response {
    let received = match Received::read(request, &["sessions", "request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received
        .cx
        .clone()
        .once(&format!("identities/{id}/{route}"), &received.sent);
    let happened = match cx.environment(&tenant, &environment).await {
        Ok(env) => forms::person_step(&env, &id, step, &received.sent).await,
        Err(error) => Err(error),
    };
    match happened {
        Ok(words) => {
            let page = if step == Step::Delete { "deleted".to_owned() } else { id };
            done(&state, &format!("/t/{tenant}/{environment}/directory/{page}"), &words)
        }
        Err(error) => received.again(&state, error).await,
    }
}

/// Ends sessions of a person.
pub async fn sessions(
    State(state): State<AppState>,
    Path((tenant, environment, id)): Path<OfPerson>,
    request: Request,
) -> Response {
    let received = match Received::read(request, &["session", "request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received
        .cx
        .clone()
        .once(&format!("identities/{id}/sessions"), &received.sent);
    let ended = match cx.environment(&tenant, &environment).await {
        Ok(env) => forms::revoke_sessions(&env, &id, &received.sent).await,
        Err(error) => Err(error),
    };
    match ended {
        Ok(words) => done(
            &state,
            &format!("/t/{tenant}/{environment}/directory/{id}/sessions"),
            &words,
        ),
        Err(error) => received.again(&state, error).await,
    }
}

/// Brings a person back.
pub async fn restore(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    let received = match Received::read(request, &["event", "request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received.cx.clone().once("identities/restore", &received.sent);
    let restored = match cx.environment(&tenant, &environment).await {
        Ok(env) => forms::restore_person(&env, &received.sent).await,
        Err(error) => Err(error),
    };
    match restored {
        Ok(restored) => {
            // Where a role is left out, the report says which and why.
            let path = match restored.operation.filter(|_| !restored.whole) {
                Some(id) => format!("/t/{tenant}/{environment}/operations/{id}"),
                None => format!("/t/{tenant}/{environment}/directory/{}", restored.identity.id),
            };
            done(&state, &path, &format!("{} is there again.", restored.identity.name))
        }
        Err(error) => received.again(&state, error).await,
    }
}

/// Suspending many: chosen people, preview, commit.
pub async fn suspend_many(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    planned(&state, &tenant, &environment, request, &forms::SUSPEND, &[]).await
}

/// Reinstating many: chosen people, preview, commit.
pub async fn reinstate_many(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    planned(&state, &tenant, &environment, request, &forms::REINSTATE, &[]).await
}
