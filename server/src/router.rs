//! Every address that the server answers, in one readable list.

use crate::middleware::{headers, origin, request_id, session, tracked};
use crate::state::AppState;
use crate::{assets, forms, health, pages, rest, results};
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};

pub fn router(state: AppState) -> Router {
    let console = server_functions(Router::new())
        .route("/setup", post(forms::setup).get(pages::get))
        .route("/sign-in", post(forms::sign_in).get(pages::get))
        .route("/sign-out", post(forms::sign_out))
        .route("/theme", post(forms::theme))
        .route(
            "/t/{tenant}/{environment}/directory/new",
            post(forms::new_identity).get(pages::get),
        )
        .route("/t/{tenant}/{environment}/assign", post(forms::assign).get(pages::get))
        .route(
            "/t/{tenant}/{environment}/operations/{id}/results.csv",
            get(results::csv),
        )
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

fn server_functions(mut router: Router<AppState>) -> Router<AppState> {
    for (path, method) in server_fn::axum::server_fn_paths() {
        let handler: MethodRouter<AppState> = if method == axum::http::Method::GET {
            get(pages::server_function)
        } else {
            post(pages::server_function)
        };
        router = router.route(path, handler);
    }
    router
}
