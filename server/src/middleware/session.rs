//! Who a browser is, as the request's [`service::Cx`].

use crate::middleware::request_id::RequestId;
use crate::respond;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use service::{Cx, Who, sessions};

/// The name of the session cookie. The prefix binds it to this host and to TLS (RFC 6265bis).
pub const fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-rolecall" } else { "rolecall" }
}

/// Finds out who asks, by the cookie alone: keys are for programs.
pub async fn layer(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let request_id = request
        .extensions()
        .get::<RequestId>()
        .map(|id| id.0.clone())
        .unwrap_or_default();
    let who = match cookie(request.headers(), cookie_name(state.secure())) {
        None => Who::Nobody,
        Some(token) => match sessions::authenticate(&state.service, token).await {
            Ok(who) => who,
            Err(error) => return respond::problem(&error.into_problem(&request_id)),
        },
    };
    request.extensions_mut().insert::<Cx>(state.service.cx(who, request_id));
    next.run(request).await
}

/// The value of a cookie, if it is there once.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    let first = values.next();
    // Twice the same name: one of them was planted.
    if values.next().is_some() { None } else { first }
}

/// Sets a cookie for this site, out of reach of scripts.
pub fn set(headers: &mut HeaderMap, secure: bool, name: &str, value: &str, seconds: i64) {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        headers.append(header::SET_COOKIE, value);
    }
}
