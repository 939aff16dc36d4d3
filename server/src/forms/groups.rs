//! Forms of groups: new, changed, deleted, restored, and who is in them.

use super::environment::{MANY, PLANNED, planned_next};
use crate::forms::{Received, done};
use crate::state::AppState;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use service::forms;

/// A new group.
pub async fn create(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    let fields = ["name", "slug", "description", "parent", "request"];
    let received = match Received::read(request, &fields, &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received.cx.clone().once("groups/new", &received.sent);
    let made = match cx.environment(&tenant, &environment).await {
        Ok(env) => forms::new_group(&env, &received.sent).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(group) => {
            let path = format!("/t/{tenant}/{environment}/groups/{}", group.id);
            done(
                &state,
                &path,
                &format!("{} is there. Add its members next.", group.name),
            )
        }
        Err(error) => received.again(&state, error).await,
    }
}

/// Another name, description or place.
pub async fn change(
    State(state): State<AppState>,
    Path((tenant, environment, id)): Path<(String, String, String)>,
    request: Request,
) -> Response {
    let fields = ["intent", "name", "description", "parent", "reviewed", "request"];
    let received = match Received::read(request, &fields, &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received.cx.clone().once(&format!("groups/{id}/edit"), &received.sent);
    let changed = match cx.environment(&tenant, &environment).await {
        Ok(env) => forms::change_group(&env, &id, &received.sent).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(Some(group)) => {
            let path = format!("/t/{tenant}/{environment}/groups/{}", group.id);
            done(&state, &path, &format!("{} is saved.", group.name))
        }
        Ok(None) => crate::pages::again(&state, received.request, received.sent).await,
        Err(error) => received.again(&state, error).await,
    }
}

/// Deletes a group.
pub async fn delete(
    State(state): State<AppState>,
    Path((tenant, environment, id)): Path<(String, String, String)>,
    request: Request,
) -> Response {
    let received = match Received::read(request, &["lift", "slug", "request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received.cx.clone().once(&format!("groups/{id}/delete"), &received.sent);
    let deleted = match cx.environment(&tenant, &environment).await {
        Ok(env) => forms::delete_group(&env, &id, &received.sent).await,
        Err(error) => Err(error),
    };
    match deleted {
        Ok(name) => {
            let words = format!("{name} is deleted. It can be restored here.");
            done(&state, &format!("/t/{tenant}/{environment}/groups/deleted"), &words)
        }
        Err(error) => received.again(&state, error).await,
    }
}

/// Brings a group back.
pub async fn restore(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    let received = match Received::read(request, &["event", "request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received.cx.clone().once("groups/restore", &received.sent);
    let restored = match cx.environment(&tenant, &environment).await {
        Ok(env) => forms::restore_group(&env, &received.sent).await,
        Err(error) => Err(error),
    };
    match restored {
        Ok(restored) => {
            // Where a role is left out, the report says which and why.
            let path = match restored.operation.filter(|_| !restored.whole) {
                Some(id) => format!("/t/{tenant}/{environment}/operations/{id}"),
                None => format!("/t/{tenant}/{environment}/groups/{}", restored.group.id),
            };
            done(&state, &path, &format!("{} is there again.", restored.group.name))
        }
        Err(error) => received.again(&state, error).await,
    }
}

/// Puts people into a group: chosen or looked for, preview, commit.
pub async fn join(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    let single = [&PLANNED[..], &["group", "via", "find"]].concat();
    let many = [&MANY[..], &["missing"]].concat();
    let received = match Received::read(request, &single, &many).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let next = match received.cx.environment(&tenant, &environment).await {
        Ok(env) => forms::join(&env, received.sent.clone()).await,
        Err(error) => Err(error),
    };
    planned_next(&state, &tenant, &environment, received, next).await
}

/// Takes people out of a group: chosen, preview, commit.
pub async fn leave(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    let single = [&PLANNED[..], &["group", "via", "one"]].concat();
    let received = match Received::read(request, &single, &MANY).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let next = match received.cx.environment(&tenant, &environment).await {
        Ok(env) => forms::leave(&env, received.sent.clone()).await,
        Err(error) => Err(error),
    };
    planned_next(&state, &tenant, &environment, received, next).await
}
