//! Changes run in tasks of their own: a client that leaves does not stop half a transaction.

use crate::middleware::request_id::RequestId;
use crate::respond;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use domain::problem::{Code, Problem};

/// What is asked by POST for the sake of its body alone, and often: it writes nothing.
fn only_asks(path: &str) -> bool {
    matches!(path, "/api/v1/access/check" | "/api/v1/access/check-batch")
}

pub async fn layer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) || only_asks(request.uri().path()) {
        return next.run(request).await;
    }
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    match state.tasks.spawn(next.run(request)).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(%error, "a handler stopped");
            let mut problem = Problem::new(
                Code::Internal,
                "Something failed inside Rolecall. The log tells more under this request id.",
            );
            problem.request_id = id;
            respond::problem(&problem)
        }
    }
}
