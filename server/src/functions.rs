//! Server functions: what screens ask for. Only those that are declared here are reachable.

use crate::respond;
use crate::state::AppState;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use domain::problem::{Code, Problem};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use leptos::prelude::*;
use service::Cx;

/// The largest body, in bytes.
const BYTES: usize = 64 * 1024;

/// Every server function and what it needs: a capability; `nobody` where one need not be signed
/// in, `own` where only oneself is concerned.
pub static FUNCTIONS: &[(&str, &str)] = &[
    ("/_fn/home", "own"),
    ("/_fn/setup", "nobody"),
    ("/_fn/directory", "users.view"),
    ("/_fn/identities/new", "users.create"),
    ("/_fn/assign", "members.change_roles"),
    ("/_fn/remove", "members.change_roles"),
    ("/_fn/operations", "users.view"),
    ("/_fn/operations/all", "users.view"),
    ("/_fn/identities/roles", "users.view"),
    ("/_fn/identities/activity", "users.view"),
    ("/_fn/identities/groups", "users.view"),
    ("/_fn/identities/access", "users.view"),
    ("/_fn/identities/sessions", "users.view"),
    ("/_fn/identities/edit", "users.edit"),
    ("/_fn/identities/suspend", "users.suspend"),
    ("/_fn/identities/remove", "members.remove"),
    ("/_fn/identities/delete", "users.delete"),
    ("/_fn/identities/deleted", "users.view"),
    ("/_fn/people/standing", "users.suspend"),
    ("/_fn/access", "access.explain"),
    ("/_fn/audit", "audit.read"),
    ("/_fn/audit/event", "audit.read"),
    ("/_fn/assignments", "users.view"),
    ("/_fn/assignments/one", "users.view"),
    ("/_fn/assignments/remove", "members.change_roles"),
    ("/_fn/assignments/dates", "members.change_roles"),
    ("/_fn/assignments/change", "members.change_roles"),
    ("/_fn/roles", "roles.view"),
    ("/_fn/roles/new", "roles.create"),
    ("/_fn/roles/one", "roles.view"),
    ("/_fn/roles/activity", "roles.view"),
    ("/_fn/roles/assignments", "users.view"),
    ("/_fn/roles/delete", "roles.delete"),
    ("/_fn/roles/deleted", "roles.view"),
    ("/_fn/roles/slug", "roles.create"),
    ("/_fn/roles/closest", "roles.view"),
    ("/_fn/groups/slug", "groups.manage"),
    ("/_fn/capabilities", "roles.view"),
    ("/_fn/capabilities/new", "capabilities.manage"),
    ("/_fn/capabilities/area", "capabilities.manage"),
    ("/_fn/capabilities/one", "roles.view"),
    ("/_fn/capabilities/turn-on", "capabilities.manage"),
    ("/_fn/capabilities/delete", "capabilities.manage"),
    ("/_fn/groups", "groups.view"),
    ("/_fn/groups/new", "groups.manage"),
    ("/_fn/groups/members", "groups.view"),
    ("/_fn/groups/roles", "groups.view"),
    ("/_fn/groups/groups", "groups.view"),
    ("/_fn/groups/activity", "groups.view"),
    ("/_fn/groups/edit", "groups.manage"),
    ("/_fn/groups/delete", "groups.manage"),
    ("/_fn/groups/deleted", "groups.view"),
    ("/_fn/groups/join", "groups.manage"),
    ("/_fn/groups/leave", "groups.manage"),
    ("/_fn/invite", "members.invite"),
    ("/_fn/identities/invitation", "members.invite"),
    // Whoever has the link of an invitation.
    ("/_fn/welcome", "nobody"),
    ("/_fn/reset", "nobody"),
    ("/_fn/identities/reset-password", "users.reset_password"),
    ("/_fn/me", "own"),
];

/// Adds the server functions to a router.
pub fn routes(router: Router<AppState>) -> Router<AppState> {
    server_fn::axum::server_fn_paths()
        .filter(|(path, _)| FUNCTIONS.iter().any(|(declared, _)| declared == path))
        .fold(router, |router, (path, method)| {
            let method = MethodFilter::try_from(method).unwrap_or(MethodFilter::POST);
            let handler: MethodRouter<AppState> = on(method, answer);
            router.route(path, handler)
        })
}

async fn answer(request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    // Without these a failed call would be redirected to wherever the request says it came from.
    parts.headers.remove(header::REFERER);
    parts
        .headers
        .insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let bytes = match Limited::new(body, BYTES).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) => {
            let (code, detail) = if error.is::<LengthLimitError>() {
                (Code::TooLarge, "This request is too large.")
            } else {
                (Code::Malformed, "The request did not arrive whole. Send it again.")
            };
            let mut problem = Problem::new(code, detail);
            problem.request_id = parts.extensions.get::<Cx>().map(|cx| cx.request_id().to_owned());
            return respond::problem(&problem);
        }
    };
    let context = || {
        if let Some(cx) =
            use_context::<axum::http::request::Parts>().and_then(|parts| parts.extensions.get::<Cx>().cloned())
        {
            provide_context(cx);
        }
    };
    leptos_axum::handle_server_fns_with_context(context, Request::from_parts(parts, Body::from(bytes)))
        .await
        .into_response()
}
