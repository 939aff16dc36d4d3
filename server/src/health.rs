//! Whether the process lives, and whether it can serve.

use crate::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::atomic::Ordering;

/// A clock that differs from the database's by more than this is not ready.
const SKEW_MILLIS: i64 = 5_000;

/// The process answers.
pub async fn live() -> &'static str {
    "ok\n"
}

/// The process can do its work: the database answers, the clocks agree, it is not stopping.
pub async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    if state.stopping.load(Ordering::Relaxed) {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match state.service.ping().await {
        Ok(skew) if skew.abs() <= SKEW_MILLIS => (StatusCode::OK, "ready\n"),
        Ok(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the clock differs from the database's by more than 5 seconds\n",
        ),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
