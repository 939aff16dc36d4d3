//! The API for one organisation, `/orgs/{org}/api/v1`: the same routes, with the spelling `userId`.

use super::answer::Refusal;
use super::body::{self, BULK};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use domain::problem::{Code, Problem};
use http_body_util::{BodyExt, Limited};
use tower::ServiceExt;

/// How others spell the fields of requests.
const ALIASES: [(&str, &str); 9] = [
    ("userId", "identity_id"),
    ("userIds", "identity_ids"),
    ("groupId", "group_id"),
    ("groupIds", "group_ids"),
    ("roleId", "role_id"),
    ("nodeId", "node_id"),
    ("effectiveFrom", "effective_from"),
    ("effectiveTo", "effective_to"),
    ("parentId", "parent_id"),
];

/// Hands on to `inner`, the routes of `/api/v1`, what is asked below `/orgs/{org}/api/v1`: of a key's
/// own organisation only, named by id or slug, and with the spelling of everywhere else.
pub async fn ask(inner: Router, request: Request) -> Response {
    let env = match body::env(&request) {
        Ok(env) => env,
        Err(refusal) => return refusal.into_response(),
    };
    let refuse = |problem| Refusal::new(&env, problem).into_response();
    let path = request.uri().path_and_query().map_or("", |path| path.as_str());
    let (org, rest) = apart(path).unwrap_or_default();
    if org != env.tenant.slug.as_str() && org.parse() != Ok(env.tenant.id) {
        return refuse(Problem::not_found("organisation"));
    }
    let Ok(uri) = Uri::try_from(rest) else {
        return refuse(Problem::not_found("address in this API"));
    };
    let (parts, body) = request.into_parts();
    let body = match Limited::new(body, BULK).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => {
            let text = "A body here has at most 32 MiB. Send several requests.";
            return refuse(Problem::new(Code::TooLarge, text));
        }
    };
    // A fresh request: what the way here found in the address is no part of the address there.
    let mut again = Request::new(Body::from(spelled(&body)));
    *again.method_mut() = parts.method;
    *again.uri_mut() = uri;
    *again.headers_mut() = parts.headers;
    again.headers_mut().remove(header::CONTENT_LENGTH);
    again.extensions_mut().insert(env);
    match inner.oneshot(again).await {
        Ok(answer) => answer,
        Err(never) => match never {},
    }
}

/// The organisation and what is asked of it: `/orgs/acme/api/v1/groups?limit=5`.
fn apart(path: &str) -> Option<(&str, &str)> {
    let (org, rest) = path.strip_prefix("/orgs/")?.split_once('/')?;
    let rest = rest.strip_prefix("api/v1")?;
    rest.starts_with('/').then_some((org, rest))
}

/// JSON with the fields spelled as everywhere else. What is no JSON stays as it is, and is refused by
/// whoever reads it; a field in both spellings comes twice then, and is refused, too.
fn spelled(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(start) = body[at..].iter().position(|byte| *byte == b'"').map(|found| at + found) {
        out.extend_from_slice(&body[at..start]);
        let end = end_of_string(body, start);
        let text = &body[start..end];
        let is_key = body[end..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
        let alias = ALIASES
            .iter()
            .find(|(alias, _)| is_key && text.get(1..text.len() - 1) == Some(alias.as_bytes()));
        match alias {
            Some((_, name)) => out.extend_from_slice(format!("\"{name}\"").as_bytes()),
            None => out.extend_from_slice(text),
        }
        at = end;
    }
    out.extend_from_slice(&body[at..]);
    out
}

/// Behind the closing mark of a string, or the end of the text where there is none.
fn end_of_string(body: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < body.len() {
        match body[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    body.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        assert_eq!(
            apart("/orgs/acme/api/v1/groups?limit=5"),
            Some(("acme", "/groups?limit=5"))
        );
        for other in [
            "/orgs/acme/api/v1",
            "/orgs/acme/api/v12",
            "/orgs/acme",
            "/api/v1/groups",
        ] {
            assert_eq!(apart(other), None, "{other}");
        }
    }

    #[test]
    fn only_fields_are_spelled_otherwise() {
        for (sent, read) in [
            (r#"{"userId": "userId"}"#, r#"{"identity_id": "userId"}"#),
            (
                r#"{"a": {"roleId" : 1}, "b": ["roleId"]}"#,
                r#"{"a": {"role_id" : 1}, "b": ["roleId"]}"#,
            ),
            (
                r#"{"user\"Id": 1, "userId": 2, "identity_id": 3}"#,
                r#"{"user\"Id": 1, "identity_id": 2, "identity_id": 3}"#,
            ),
            (r#"{"userId"#, r#"{"userId"#),
            (r#"{"x\"#, r#"{"x\"#),
            ("", ""),
        ] {
            assert_eq!(
                String::from_utf8(spelled(sent.as_bytes())).as_deref(),
                Ok(read),
                "{sent}"
            );
        }
    }
}
