//! Forms that do something to people.

use super::environment::planned;
use super::received::{Then, brought_back, once};
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
    let fields = (&["name", "email"][..], &[][..]);
    let route = format!("identities/{id}/edit");
    once(
        &state,
        (&tenant, &environment),
        request,
        fields,
        &route,
        async |env, sent| {
            let identity = forms::edit_identity(env, &id, sent).await?;
            Ok(Some(Then {
                page: format!("directory/{}", identity.id),
                words: format!("{} is saved.", identity.name),
            }))
        },
    )
    .await
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
    let fields = (&["sessions"][..], &[][..]);
    let route = format!("identities/{id}/{route}");
    once(
        &state,
        (&tenant, &environment),
        request,
        fields,
        &route,
        async |env, sent| {
            let words = forms::person_step(env, &id, step, sent).await?;
            let page = if step == Step::Delete { "deleted" } else { id.as_str() };
            Ok(Some(Then {
                page: format!("directory/{page}"),
                words,
            }))
        },
    )
    .await
}

/// Ends sessions of a person.
pub async fn sessions(
    State(state): State<AppState>,
    Path((tenant, environment, id)): Path<OfPerson>,
    request: Request,
) -> Response {
    let fields = (&["session"][..], &[][..]);
    let route = format!("identities/{id}/sessions");
    once(
        &state,
        (&tenant, &environment),
        request,
        fields,
        &route,
        async |env, sent| {
            Ok(Some(Then {
                words: forms::revoke_sessions(env, &id, sent).await?,
                page: format!("directory/{id}/sessions"),
            }))
        },
    )
    .await
}

/// Brings a person back.
pub async fn restore(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    let fields = (&["event"][..], &[][..]);
    once(
        &state,
        (&tenant, &environment),
        request,
        fields,
        "identities/restore",
        async |env, sent| {
            let back = forms::restore_person(env, sent).await?;
            let page = format!("directory/{}", back.identity.id);
            Ok(Some(brought_back(
                back.operation,
                back.whole,
                page,
                &back.identity.name,
            )))
        },
    )
    .await
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
