//! The origin guard: a page of another site cannot change anything here.
//!
//! The algorithm of Go 1.25's `http.CrossOriginProtection`, with one addition: a request that says
//! neither where it comes from nor whether it is same-site is refused when it carries a cookie.

use crate::middleware::request_id::RequestId;
use crate::respond;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::problem::{Code, Problem};

pub async fn layer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        || request.uri().path().starts_with("/api/")
    {
        return next.run(request).await;
    }
    // HTTP/2 names the host in the address of the request instead of a header.
    let authority = request.uri().authority().map_or("", |authority| authority.as_str());
    match judge(request.headers(), authority, state.public_url.as_deref()) {
        Ok(()) => next.run(request).await,
        Err(detail) => {
            let id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
            let mut problem = Problem::new(Code::Forbidden, detail);
            problem.request_id = id;
            respond::problem(&problem)
        }
    }
}

fn judge(headers: &HeaderMap, authority: &str, public_url: Option<&str>) -> Result<(), String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let origin = text(header::ORIGIN);
    let host = text(header::HOST).unwrap_or(authority);
    if origin.is_some() && origin == public_url {
        return Ok(());
    }
    match text(header::HeaderName::from_static("sec-fetch-site")) {
        Some("same-origin" | "none") => return Ok(()),
        Some(_) => return Err(refused(origin, host)),
        None => {}
    }
    match origin {
        Some(origin) if origin.split_once("://").is_some_and(|(_, authority)| authority == host) => Ok(()),
        Some(_) => Err(refused(origin, host)),
        None if headers.contains_key(header::COOKIE) => Err(refused(None, host)),
        None => Ok(()),
    }
}

fn refused(origin: Option<&str>, host: &str) -> String {
    let from = origin.unwrap_or("an unknown page");
    format!(
        "This request came from {from}, but Rolecall is at {host}. If people reach it under another address, set ROLECALL_PUBLIC_URL to that address."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")))
            .collect::<Vec<(header::HeaderName, header::HeaderValue)>>()
            .into_iter()
            .collect()
    }

    #[test]
    fn only_our_own_pages_may_write() {
        let ours = Some("https://access.example.org");
        for (pairs, allowed) in [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "none")], true),
            (
                &[("sec-fetch-site", "same-site"), ("origin", "https://b.example.org")],
                false,
            ),
            (&[("sec-fetch-site", "cross-site")], false),
            (
                &[("origin", "https://access.example.org"), ("host", "inner:7780")],
                true,
            ),
            (&[("origin", "http://inner:7780"), ("host", "inner:7780")], true),
            (&[("origin", "https://evil.example"), ("host", "inner:7780")], false),
            (&[("origin", "null"), ("host", "inner:7780")], false),
            (&[("host", "inner:7780")], true),
            (&[("host", "inner:7780"), ("cookie", "rolecall=x")], false),
        ] {
            assert_eq!(judge(&headers(pairs), "", ours).is_ok(), allowed, "{pairs:?}");
        }
    }
}
