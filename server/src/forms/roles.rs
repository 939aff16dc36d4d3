//! Forms of roles: new, changed, deleted, restored.

use super::received::{Then, brought_back, once};
use crate::state::AppState;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use service::forms;

/// Tenant and environment.
type Place = Path<(String, String)>;

/// Tenant, environment, role.
type OfRole = Path<(String, String, String)>;

/// A new role.
pub async fn create(State(state): State<AppState>, Path((tenant, environment)): Place, request: Request) -> Response {
    let fields = (
        &["intent", "name", "slug", "description", "find"][..],
        &["capability", "group", "id", "missing", "several", "none", "meant"][..],
    );
    once(
        &state,
        (&tenant, &environment),
        request,
        fields,
        "roles/new",
        async |env, sent| {
            let made = forms::new_role(env, sent).await?;
            Ok(made.map(|(role, added)| {
                let words = format!("{} is there. {}", role.name, added.unwrap_or_default());
                Then {
                    page: format!("roles/{}", role.id),
                    words: words.trim().to_owned(),
                }
            }))
        },
    )
    .await
}

/// What a role holds and is called: reviewed, then saved.
pub async fn change(
    State(state): State<AppState>,
    Path((tenant, environment, id)): OfRole,
    request: Request,
) -> Response {
    let fields = (
        &[
            "intent",
            "tag",
            "name",
            "description",
            "was_name",
            "was_description",
            "sessions",
        ][..],
        &["capability", "was"][..],
    );
    let route = format!("roles/{id}");
    once(
        &state,
        (&tenant, &environment),
        request,
        fields,
        &route,
        async |env, sent| {
            let changed = forms::change_role(env, &id, sent).await?;
            Ok(changed.map(|changed| {
                let words = format!("{} is saved. {}", changed.role.name, changed.signed_out.words());
                Then {
                    page: format!("roles/{}", changed.role.id),
                    words: words.trim().to_owned(),
                }
            }))
        },
    )
    .await
}

/// Deletes a role.
pub async fn delete(
    State(state): State<AppState>,
    Path((tenant, environment, id)): OfRole,
    request: Request,
) -> Response {
    let fields = (&["tag", "slug", "sessions"][..], &[][..]);
    let route = format!("roles/{id}/delete");
    once(
        &state,
        (&tenant, &environment),
        request,
        fields,
        &route,
        async |env, sent| {
            let done = forms::delete_role(env, &id, sent).await?;
            Ok(Some(Then {
                page: "roles/deleted".to_owned(),
                words: format!("{done} It can be restored here."),
            }))
        },
    )
    .await
}

/// Brings a role back.
pub async fn restore(State(state): State<AppState>, Path((tenant, environment)): Place, request: Request) -> Response {
    let fields = (&["event"][..], &[][..]);
    once(
        &state,
        (&tenant, &environment),
        request,
        fields,
        "roles/restore",
        async |env, sent| {
            let back = forms::restore_role(env, sent).await?;
            let page = format!("roles/{}", back.role.id);
            let mut then = brought_back(back.operation, back.whole, page, &back.role.name);
            if !back.lost.is_empty() {
                then.words += &format!(
                    " What was deleted since then is no part of it: {}.",
                    back.lost.join(", ")
                );
            }
            Ok(Some(then))
        },
    )
    .await
}
