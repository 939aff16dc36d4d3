//! Every address that the server answers, in one readable list.

use crate::middleware::{headers, origin, request_id, session, tracked};
use crate::state::AppState;
use crate::{assets, exports, forms, functions, health, pages, rest, results};
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

pub fn router(state: AppState) -> Router {
    let console = forms::routes(functions::routes(Router::new()))
        .route(
            "/t/{tenant}/{environment}/operations/{id}/results.csv",
            get(results::csv),
        )
        .route("/t/{tenant}/{environment}/directory/export.csv", get(exports::people))
        .route("/t/{tenant}/{environment}/access/who/export.csv", get(exports::able))
        .route("/t/{tenant}/{environment}/audit/export.csv", get(exports::csv))
        .route("/t/{tenant}/{environment}/audit/export.jsonl", get(exports::lines))
        .fallback(pages::get)
        .layer(from_fn_with_state(state.clone(), session::layer));
    Router::new()
        .route("/assets/{*name}", get(assets::get))
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .merge(rest::router(state.clone()))
        .merge(console)
        .layer(from_fn_with_state(state.clone(), tracked::layer))
        .layer(from_fn_with_state(state.clone(), origin::layer))
        .layer(from_fn_with_state(state.clone(), headers::layer))
        .layer(from_fn_with_state(state.clone(), request_id::layer))
        .with_state(state)
}
