//! Forms of groups: new, changed, deleted, restored, and who is in them.

use super::environment::{MANY, PLANNED, planned_next};
use super::received::{Received, Then, brought_back, once};
use crate::state::AppState;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use service::forms;

/// Tenant and environment.
type Place = Path<(String, String)>;

/// Tenant, environment, group.
type OfGroup = Path<(String, String, String)>;

/// A new group.
pub async fn create(State(state): State<AppState>, Path((tenant, environment)): Place, request: Request) -> Response {
    let fields = (&["name", "slug", "description", "parent"][..], &[][..]);
    once(
        &state,
        (&tenant, &environment),
        request,
        fields,
        "groups/new",
        async |env, sent| {
            let group = forms::new_group(env, sent).await?;
            Ok(Some(Then {
                page: format!("groups/{}", group.id),
                words: format!("{} is there. Add its members next.", group.name),
            }))
        },
    )
    .await
}

/// Another name, description or place.
pub async fn change(
    State(state): State<AppState>,
    Path((tenant, environment, id)): OfGroup,
    request: Request,
) -> Response {
    let fields = (&["intent", "name", "description", "parent", "reviewed"][..], &[][..]);
    let route = format!("groups/{id}/edit");
    once(
        &state,
        (&tenant, &environment),
        request,
        fields,
        &route,
        async |env, sent| {
            let changed = forms::change_group(env, &id, sent).await?;
            Ok(changed.map(|group| Then {
                page: format!("groups/{}", group.id),
                words: format!("{} is saved.", group.name),
            }))
        },
    )
    .await
}

/// Deletes a group.
pub async fn delete(
    State(state): State<AppState>,
    Path((tenant, environment, id)): OfGroup,
    request: Request,
) -> Response {
    let fields = (&["lift", "slug", "sessions"][..], &[][..]);
    let route = format!("groups/{id}/delete");
    once(
        &state,
        (&tenant, &environment),
        request,
        fields,
        &route,
        async |env, sent| {
            let done = forms::delete_group(env, &id, sent).await?;
            Ok(Some(Then {
                page: "groups/deleted".to_owned(),
                words: format!("{done} It can be restored here."),
            }))
        },
    )
    .await
}

/// Brings a group back.
pub async fn restore(State(state): State<AppState>, Path((tenant, environment)): Place, request: Request) -> Response {
    let fields = (&["event"][..], &[][..]);
    once(
        &state,
        (&tenant, &environment),
        request,
        fields,
        "groups/restore",
        async |env, sent| {
            let back = forms::restore_group(env, sent).await?;
            let page = format!("groups/{}", back.group.id);
            Ok(Some(brought_back(back.operation, back.whole, page, &back.group.name)))
        },
    )
    .await
}

/// Puts people into a group: chosen or looked for, preview, commit.
pub async fn join(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    let single = [&PLANNED[..], &["group", "via", "find"]].concat();
    let many = [&MANY[..], &["missing", "several", "none", "meant"]].concat();
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
    let single = [&PLANNED[..], &["group", "via", "one", "sessions"]].concat();
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
