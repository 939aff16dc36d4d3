//! Which key asks: `X-API-Key`, or `Authorization: Bearer`. Cookies do not count here.

use crate::middleware::request_id::RequestId;
use crate::respond;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::problem::{Code, Problem};
use service::keys;

pub async fn layer(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let request_id = request
        .extensions()
        .get::<RequestId>()
        .map(|id| id.0.clone())
        .unwrap_or_default();
    let refuse = |error: service::Error| respond::problem(&error.into_problem(&request_id));
    let key = match presented(request.headers()) {
        Ok(key) => key.to_owned(),
        Err(problem) => return refuse(problem.into()),
    };
    match keys::enter(&state.service, &key, &request_id).await {
        Ok(Some(env)) => {
            request.extensions_mut().insert(env);
            next.run(request).await
        }
        Ok(None) => {
            refuse(Problem::new(Code::Unauthorized, "This key is not valid (any more). Make a new one.").into())
        }
        Err(error) => refuse(error),
    }
}

fn presented(headers: &HeaderMap) -> Result<&str, Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let bearer = text(header::AUTHORIZATION.as_str()).and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
    });
    match (text("x-api-key"), bearer) {
        (Some(key), None) | (None, Some(key)) => Ok(key),
        (Some(a), Some(b)) if a == b => Ok(a),
        (Some(_), Some(_)) => Err(Problem::new(
            Code::Unauthorized,
            "Send one key, in X-API-Key or as a Bearer token.",
        )),
        (None, None) => Err(Problem::new(
            Code::Unauthorized,
            "Send an API key in X-API-Key or as a Bearer token.",
        )),
    }
}
