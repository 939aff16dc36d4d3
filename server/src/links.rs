//! Links that leave the console: whole addresses.

use crate::state::AppState;
use axum::extract::Request;
use axum::http::header;

/// What stands before a path: what was set, else the address of this request.
pub fn origin(state: &AppState, request: &Request) -> String {
    if let Some(url) = &state.public_url {
        return url.clone();
    }
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.or(request.uri().authority().map(|authority| authority.as_str()));
    format!("http://{}", host.unwrap_or("localhost"))
}

/// Where a new password is set.
pub fn reset(origin: &str, token: &str) -> String {
    format!("{origin}/reset/{token}")
}

/// Where an invitation is accepted.
pub fn invitation(origin: &str, token: &str) -> String {
    format!("{origin}/invite/{token}")
}
