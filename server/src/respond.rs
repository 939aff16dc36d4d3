//! Answers that are no pages: problems, redirects, plain text.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::problem::Problem;

/// A problem document (RFC 9457).
pub fn problem(problem: &Problem) -> Response {
    let mut body = serde_json::to_value(problem).unwrap_or_default();
    body["type"] = format!("urn:rolecall:problem:{}", problem.code).into();
    body["title"] = problem.code.title().into();
    body["status"] = problem.code.status().into();
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status(problem);
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    response
}

/// The HTTP status of a problem.
pub fn status(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Sends a browser on, after a form.
pub fn see_other(path: &str) -> Response {
    match HeaderValue::from_str(path) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => (StatusCode::SEE_OTHER, [(header::LOCATION, "/")]).into_response(),
    }
}

/// A path of this site, or `/`: what came with a request may be a trap.
pub fn own_path(text: &str) -> &str {
    let mut bytes = text.bytes();
    let rooted = bytes.next() == Some(b'/') && !matches!(bytes.next(), Some(b'/' | b'\\'));
    let plain = text.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'\\');
    // What is a slash only after decoding would be one for a proxy in between.
    let lower = text.to_ascii_lowercase();
    let hidden = ["%2f", "%5c", "%0", "%09"]
        .iter()
        .any(|trick| lower.split('?').next().is_some_and(|path| path.contains(trick)));
    if rooted && plain && !hidden { text } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_65_only_paths_of_this_site_are_followed() {
        for fine in ["/", "/t/northwind/production/directory?q=a%20b&status=active", "/a#b"] {
            assert_eq!(own_path(fine), fine);
        }
        for trap in [
            "",
            "//e",
            "/\\e",
            "\\\\e",
            "%2f%2fe",
            "/%2f/e",
            "/%5ce",
            "https:e",
            "https://e",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x=y",
            "/a b",
            "/\te",
            "u:p@e",
            "/%0d%0aX: y",
            "/\u{2028}",
        ] {
            assert_eq!(own_path(trap), "/", "{trap:?}");
        }
    }
}
