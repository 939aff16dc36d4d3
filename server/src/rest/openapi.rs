//! The description of the API (OpenAPI 3.1), as one document that is part of the repository.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// The document, as it is served.
pub const DOCUMENT: &str = include_str!("openapi.json");

pub async fn document() -> Response {
    (
        [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))],
        DOCUMENT,
    )
        .into_response()
}
