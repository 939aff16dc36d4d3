//! Forms of capabilities: new, changed, turned on, deleted.

use super::received::{Then, once};
use crate::state::AppState;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use service::forms;

/// Tenant and environment.
type Place = Path<(String, String)>;

/// Tenant, environment, capability.
type OfOne = Path<(String, String, String)>;

/// A new capability.
pub async fn create(State(state): State<AppState>, Path((tenant, environment)): Place, request: Request) -> Response {
    let fields = (
        &["key", "area", "name", "description", "sensitive", "start"][..],
        &[][..],
    );
    once(
        &state,
        (&tenant, &environment),
        request,
        fields,
        "capabilities/new",
        async |env, sent| {
            let made = forms::new_capability(env, sent).await?;
            Ok(Some(Then {
                page: format!("capabilities/{}", made.id),
                words: format!("{} is there. Put it into roles now.", made.name),
            }))
        },
    )
    .await
}

/// What is said of a capability.
pub async fn change(
    State(state): State<AppState>,
    Path((tenant, environment, id)): OfOne,
    request: Request,
) -> Response {
    let fields = (&["name", "description", "sensitive"][..], &[][..]);
    let route = format!("capabilities/{id}");
    once(
        &state,
        (&tenant, &environment),
        request,
        fields,
        &route,
        async |env, sent| {
            let changed = forms::change_capability(env, &id, sent).await?;
            Ok(Some(Then {
                page: format!("capabilities/{}", changed.id),
                words: format!("{} is saved.", changed.name),
            }))
        },
    )
    .await
}

/// What an area of own capabilities is called.
pub async fn change_area(
    State(state): State<AppState>,
    Path((tenant, environment, key)): OfOne,
    request: Request,
) -> Response {
    let route = format!("areas/{key}");
    once(
        &state,
        (&tenant, &environment),
        request,
        (&["name"][..], &[][..]),
        &route,
        async |env, sent| {
            let changed = forms::change_area(env, &key, sent).await?;
            Ok(Some(Then {
                page: "capabilities".to_owned(),
                words: format!("The area {} is called {} now.", changed.key, changed.name),
            }))
        },
    )
    .await
}

/// Turns a capability on.
pub async fn turn_on(
    State(state): State<AppState>,
    Path((tenant, environment, id)): OfOne,
    request: Request,
) -> Response {
    let route = format!("capabilities/{id}/turn-on");
    once(
        &state,
        (&tenant, &environment),
        request,
        (&[][..], &[][..]),
        &route,
        async |env, _| {
            let on = forms::turn_on_capability(env, &id).await?;
            Ok(Some(Then {
                page: format!("capabilities/{}", on.id),
                words: format!("{} is on.", on.name),
            }))
        },
    )
    .await
}

/// Deletes a capability.
pub async fn delete(
    State(state): State<AppState>,
    Path((tenant, environment, id)): OfOne,
    request: Request,
) -> Response {
    let route = format!("capabilities/{id}/delete");
    once(
        &state,
        (&tenant, &environment),
        request,
        (&["key"][..], &[][..]),
        &route,
        async |env, sent| {
            let key = forms::delete_capability(env, &id, sent).await?;
            Ok(Some(Then {
                page: "capabilities".to_owned(),
                words: format!("{key} is deleted."),
            }))
        },
    )
    .await
}
