//! The API for programs, version 1: keys only, JSON only, one environment a key.

mod access;
mod answer;
mod assignments;
mod audit;
mod auth;
mod body;
mod bulk;
mod capabilities;
mod catalogue;
mod groups;
mod identities;
mod invitations;
mod jobs;
mod lists;
pub mod openapi;
mod orgs;
mod people;
mod plans;
mod roles;

use crate::state::AppState;
use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, MethodRouter, any, get, on};
use domain::problem::{Code, Problem};

/// A route of the API.
pub struct Route {
    pub method: Method,
    /// Below `/api/v1`.
    pub path: &'static str,
    /// What a key needs, at some node at least; one of several where ` or ` stands between them.
    pub capability: &'static str,
    handler: fn() -> MethodRouter<AppState>,
}

macro_rules! routes {
    ($($method:ident $path:literal $capability:literal $handler:path;)*) => {
        /// Who may do what with the API: the router is built from this table, `openapi.json`
        /// repeats it, and a test holds the two and the answers together.
        pub static ROUTES: &[Route] = &[$(Route {
            method: Method::$method,
            path: $path,
            capability: $capability,
            handler: || on(MethodFilter::$method, $handler),
        },)*];
    };
}

routes! {
    GET "/assignments" "users.view" assignments::list;
    POST "/assignments" "members.change_roles" assignments::create;
    POST "/assignments/bulk-create" "members.change_roles" bulk::create;
    POST "/assignments/bulk-remove" "members.change_roles" bulk::remove;
    POST "/assignments/bulk-update" "members.change_roles" bulk::update;
    POST "/assignments/plan" "members.change_roles" plans::create;
    GET "/assignments/{id}" "users.view" assignments::get;
    PATCH "/assignments/{id}" "members.change_roles" assignments::change;
    DELETE "/assignments/{id}" "members.change_roles" assignments::revoke;
    POST "/plans" "groups.manage or users.suspend" plans::of_people;
    POST "/plans/{id}/commit" "members.change_roles or groups.manage or users.suspend" plans::commit;
    GET "/jobs" "users.view" jobs::list;
    GET "/jobs/{id}" "users.view" jobs::get;
    POST "/jobs/{id}/undo" "members.change_roles or groups.manage or users.suspend" jobs::undo;
    POST "/jobs/{id}/retry" "members.change_roles or groups.manage or users.suspend" jobs::retry;
    GET "/identities" "users.view" identities::list;
    POST "/identities" "users.create" identities::create;
    GET "/identities/{id}" "users.view" identities::get;
    PATCH "/identities/{id}" "users.edit" people::change;
    DELETE "/identities/{id}" "users.delete" people::delete;
    POST "/identities/{id}/suspend" "users.suspend" people::suspend;
    POST "/identities/{id}/reinstate" "users.suspend" people::reinstate;
    POST "/identities/{id}/remove-access" "members.remove" people::remove_access;
    POST "/identities/{id}/reset-password" "users.reset_password" people::reset_password;
    GET "/identities/{id}/sessions" "sessions.view" people::sessions;
    POST "/identities/{id}/sessions/revoke-all" "sessions.revoke" people::revoke_all;
    DELETE "/identities/{id}/sessions/{session}" "sessions.revoke" people::revoke_one;
    POST "/identities/{id}/invitation" "members.invite" invitations::renew;
    DELETE "/identities/{id}/invitation" "members.invite" invitations::withdraw;
    POST "/invitations" "members.invite" invitations::create;
    GET "/roles" "roles.view" catalogue::roles;
    POST "/roles" "roles.create" roles::create;
    GET "/roles/{id}" "roles.view" roles::get;
    PATCH "/roles/{id}" "roles.edit" roles::change;
    DELETE "/roles/{id}" "roles.delete" roles::remove;
    GET "/capabilities" "roles.view" capabilities::list;
    POST "/capabilities" "capabilities.manage" capabilities::create;
    GET "/capabilities/{id}" "roles.view" capabilities::get;
    PATCH "/capabilities/{id}" "capabilities.manage" capabilities::change;
    DELETE "/capabilities/{id}" "capabilities.manage" capabilities::remove;
    POST "/capabilities/{id}/turn-on" "capabilities.manage" capabilities::turn_on;
    PATCH "/capability-areas/{id}" "capabilities.manage" capabilities::rename_area;
    GET "/audit" "audit.read" audit::list;
    GET "/audit/{id}" "audit.read" audit::get;
    POST "/audit/{id}/restore" "roles.delete or groups.manage or users.delete" roles::restored;
    GET "/groups" "groups.view" catalogue::groups;
    POST "/groups" "groups.manage" groups::create;
    GET "/groups/{id}" "groups.view" groups::get;
    PATCH "/groups/{id}" "groups.manage" groups::change;
    DELETE "/groups/{id}" "groups.manage" groups::remove;
    GET "/groups/{id}/members" "groups.view" groups::members;
    POST "/groups/{id}/members" "groups.manage" groups::add;
    POST "/groups/{id}/members/bulk-remove" "groups.manage" groups::take_out_many;
    DELETE "/groups/{id}/members/{member}" "groups.manage" groups::take_out;
    GET "/groups/{id}/roles" "groups.view" groups::roles;
    POST "/groups/{id}/roles" "members.change_roles" groups::give;
    GET "/nodes" "users.view" catalogue::nodes;
    POST "/access/check" "access.check" access::check;
    POST "/access/check-batch" "access.check" access::check_batch;
    POST "/access/explain" "access.explain" access::explain;
    POST "/access/effective" "access.explain" access::effective;
    POST "/access/who-can" "access.explain" access::who_can;
}

pub fn router(state: AppState) -> Router<AppState> {
    let routed = ROUTES
        .iter()
        .fold(Router::new(), |router, route| {
            router.route(route.path, (route.handler)())
        })
        .fallback(absent)
        .method_not_allowed_fallback(wrong_method);
    let inner = routed.clone().with_state(state.clone());
    let of_org = any(move |request: Request| orgs::ask(inner.clone(), request));
    let authenticated = from_fn_with_state(state, auth::layer);
    Router::new()
        .route("/api/v1/openapi.json", get(openapi::document))
        .nest("/api/v1", routed.layer(authenticated.clone()))
        .route("/orgs/{org}/api/v1/{*rest}", of_org.layer(authenticated))
}

async fn absent(request: Request) -> answer::Refusal {
    refused(&request, Problem::not_found("address in this API"))
}

async fn wrong_method(request: Request) -> answer::Refusal {
    let text = "This address does not take this method; /api/v1/openapi.json tells which it takes.";
    refused(&request, Problem::new(Code::MethodNotAllowed, text))
}

fn refused(request: &Request, problem: Problem) -> answer::Refusal {
    match body::env(request) {
        Ok(env) => answer::Refusal::new(&env, problem),
        Err(refusal) => refusal,
    }
}
