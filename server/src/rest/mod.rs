//! The API for programs, version 1: keys only, JSON only, one environment a key.

mod access;
mod answer;
mod assignments;
mod auth;
mod body;
mod bulk;
mod catalogue;
mod identities;
mod lists;
pub mod openapi;
mod plans;

use crate::state::AppState;
use axum::Router;
use axum::extract::Request;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use domain::problem::{Code, Problem};

/// Every route of the API. `openapi` describes each of them; a test holds the two together.
pub fn router(state: AppState) -> Router<AppState> {
    let keyed = Router::new()
        .route("/assignments", get(assignments::list).post(assignments::create))
        .route("/assignments/bulk-create", post(bulk::create))
        .route("/assignments/bulk-remove", post(bulk::remove))
        .route("/assignments/plan", post(plans::assign))
        .route(
            "/assignments/{id}",
            get(assignments::get)
                .patch(assignments::change)
                .delete(assignments::revoke),
        )
        .route("/plans/{id}/commit", post(plans::commit))
        .route("/identities", get(identities::list).post(identities::create))
        .route("/identities/{id}", get(identities::get))
        .route("/roles", get(catalogue::roles))
        .route("/groups", get(catalogue::groups))
        .route("/nodes", get(catalogue::nodes))
        .route("/access/check", post(access::check))
        .fallback(absent)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(state, auth::layer));
    Router::new()
        .route("/api/v1/openapi.json", get(openapi::document))
        .nest("/api/v1", keyed)
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
