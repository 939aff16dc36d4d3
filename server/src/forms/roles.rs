//! Forms of roles: new, changed, deleted, restored.

use crate::forms::{Received, done};
use crate::state::AppState;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use service::forms;

/// A new role.
pub async fn create(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    let fields = ["name", "slug", "description", "request"];
    let received = match Received::read(request, &fields, &["capability", "group"]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received.cx.clone().once("roles/new", &received.sent);
    let made = match cx.environment(&tenant, &environment).await {
        Ok(env) => forms::new_role(&env, &received.sent).await,
        Err(error) => Err(error),
    };
    match made {
        Ok((role, added)) => {
            let words = format!("{} is there. {}", role.name, added.unwrap_or_default());
            done(
                &state,
                &format!("/t/{tenant}/{environment}/roles/{}", role.id),
                words.trim(),
            )
        }
        Err(error) => received.again(&state, error).await,
    }
}

/// What a role holds and is called: reviewed, then saved.
pub async fn change(
    State(state): State<AppState>,
    Path((tenant, environment, id)): Path<(String, String, String)>,
    request: Request,
) -> Response {
    let fields = ["intent", "tag", "name", "description", "request"];
    let received = match Received::read(request, &fields, &["capability"]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received.cx.clone().once(&format!("roles/{id}"), &received.sent);
    let changed = match cx.environment(&tenant, &environment).await {
        Ok(env) => forms::change_role(&env, &id, &received.sent).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(Some(role)) => {
            let path = format!("/t/{tenant}/{environment}/roles/{}", role.id);
            done(&state, &path, &format!("{} is saved.", role.name))
        }
        Ok(None) => crate::pages::again(&state, received.request, received.sent).await,
        Err(error) => received.again(&state, error).await,
    }
}

/// Deletes a role.
pub async fn delete(
    State(state): State<AppState>,
    Path((tenant, environment, id)): Path<(String, String, String)>,
    request: Request,
) -> Response {
    let received = match Received::read(request, &["tag", "slug", "request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received.cx.clone().once(&format!("roles/{id}/delete"), &received.sent);
    let deleted = match cx.environment(&tenant, &environment).await {
        Ok(env) => forms::delete_role(&env, &id, &received.sent).await,
        Err(error) => Err(error),
    };
    match deleted {
        Ok(name) => {
            let words = format!("{name} is deleted. It can be restored here.");
            done(&state, &format!("/t/{tenant}/{environment}/roles/deleted"), &words)
        }
        Err(error) => received.again(&state, error).await,
    }
}

/// Brings a role back.
pub async fn restore(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    let received = match Received::read(request, &["event", "request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received.cx.clone().once("roles/restore", &received.sent);
    let restored = match cx.environment(&tenant, &environment).await {
        Ok(env) => forms::restore_role(&env, &received.sent).await,
        Err(error) => Err(error),
    };
    match restored {
        Ok(restored) => {
            // Where somebody is left out, the report says who and why.
            let path = match restored.operation.filter(|_| !restored.whole) {
                Some(id) => format!("/t/{tenant}/{environment}/operations/{id}"),
                None => format!("/t/{tenant}/{environment}/roles/{}", restored.role.id),
            };
            done(&state, &path, &format!("{} is there again.", restored.role.name))
        }
        Err(error) => received.again(&state, error).await,
    }
}
