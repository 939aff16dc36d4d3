//! Answers of the API: JSON, and problems with the id of their request.

use crate::respond;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Problem;
use serde::Serialize;
use service::Env;

/// A refusal on its way out.
pub struct Refusal(pub Problem);

impl Refusal {
    pub fn of(env: &Env, error: service::Error) -> Self {
        let problem = error.into_problem(env.cx().request_id());
        service::denials::note(env, &problem);
        Self(problem)
    }

    /// A problem found by the API itself.
    pub fn new(env: &Env, problem: Problem) -> Self {
        Self::of(env, problem.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        respond::problem(&self.0)
    }
}

/// What a handler returns.
pub type Answer = Result<Response, Refusal>;

/// JSON with a status.
pub fn json(status: StatusCode, value: &impl Serialize) -> Response {
    let body = serde_json::to_vec(value).unwrap_or_default();
    (
        status,
        [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))],
        body,
    )
        .into_response()
}

pub fn ok(value: &impl Serialize) -> Response {
    json(StatusCode::OK, value)
}

/// JSON with its entity tag (RFC 9110 §8.8.3).
pub fn tagged(status: StatusCode, value: &impl Serialize, tag: &str) -> Response {
    let mut response = json(status, value);
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
