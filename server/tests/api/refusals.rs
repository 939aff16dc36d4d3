//! Bad input: each with its code and place, and nothing half done.

use crate::harness::{App, on_each};
use axum::http::Method;
use serde_json::json;

const ABSENT: &str = "01990000-0000-7000-8000-000000000000";

/// Sends a body as it stands and expects a refusal that leaves nothing.
pub async fn refuses(app: &App, (method, path, text): (Method, &str, &str), expected: (u16, &str, &str)) {
    let before = app.rows().await;
    let answer = app.send(app.api(method.clone(), path).text(text)).await;
    let (status, code, pointer) = answer.refused();
    assert_eq!(
        (status, code.as_str(), pointer.as_str()),
        expected,
        "{method} {path} {text}: {}",
        answer.text()
    );
    assert_eq!(app.rows().await, before, "{method} {path} {text}");
}

/// A method and an address below the API.
type Asked<'a> = (Method, &'a str);
/// Status, code and pointer.
type Expected<'a> = (u16, &'a str, &'a str);

#[tokio::test]
async fn bodies_are_read_strictly() {
    on_each(async |app| {
        let (person, role, given) = (app.people[0], app.role, app.give(app.people[2]).await);
        let fine = format!(r#""identity_id":"{person}","role_id":"{role}""#);
        let one = format!("/assignments/{given}");
        let (post, patch) = (Method::POST, Method::PATCH);
        let plan = |text: String| ((post.clone(), "/assignments/plan"), text);
        let single = |text: String| ((post.clone(), "/assignments"), text);
        let cases: Vec<(Asked<'_>, String, Expected<'_>)> = [
            (
                single(format!(r#"{{{fine},"colour":1}}"#)),
                (400, "unknown_field", "/colour"),
            ),
            (
                single(format!(r#"{{{fine},"role_id":"{role}"}}"#)),
                (400, "duplicate_key", "/role_id"),
            ),
            (
                single(format!(r#"{{"identity_id":"{person}","role_id":7}}"#)),
                (400, "wrong_type", "/role_id"),
            ),
            (
                single(format!(r#"{{"identity_id":"{person}","role_id":"x"}}"#)),
                (400, "wrong_type", "/role_id"),
            ),
            (
                single(format!(
                    r#"{{"identity_id":"{person}","role_id":"{}"}}"#,
                    role.0.simple()
                )),
                (400, "wrong_type", "/role_id"),
            ),
            (
                single(format!(r#"{{{fine},"effective_to":"tomorrow"}}"#)),
                (400, "wrong_type", "/effective_to"),
            ),
            (
                single(format!(r#"{{{fine},"effective_to":1}}"#)),
                (400, "wrong_type", "/effective_to"),
            ),
            (
                single(format!(r#"{{"identity_id":"{person}"}}"#)),
                (400, "wrong_type", "/role_id"),
            ),
            (single("[]".to_owned()), (400, "wrong_type", "")),
            (single("null".to_owned()), (400, "wrong_type", "")),
            // Fields have names; their order says nothing.
            (
                single(format!(r#"["{person}",null,"{role}",null,null,null,null]"#)),
                (400, "wrong_type", ""),
            ),
            (
                (
                    (post.clone(), "/assignments/bulk-remove"),
                    format!(r#"{{"assignments":[["{given}",null,null,null,null]]}}"#),
                ),
                (400, "wrong_type", "/assignments/0"),
            ),
            (
                (
                    (post.clone(), "/assignments/plan"),
                    format!(r#"{{"selection":{{"matching":[{{}},[]]}},"role_id":"{role}"}}"#),
                ),
                (400, "wrong_type", "/selection/matching"),
            ),
            (
                (
                    (post.clone(), "/assignments/plan"),
                    format!(r#"{{"selection":{{"matching":{{"filter":["x"]}}}},"role_id":"{role}"}}"#),
                ),
                (400, "wrong_type", "/selection/matching/filter"),
            ),
            (single(format!("{{{fine}}} x")), (400, "malformed", "")),
            (single(format!("{{{fine}}}{{}}")), (400, "malformed", "")),
            (single(format!("{{{fine},}}")), (400, "malformed", "")),
            (single(format!("{{{fine}")), (400, "malformed", "")),
            (single(String::new()), (400, "malformed", "")),
            (single("[".repeat(10_000)), (400, "wrong_type", "")),
            (
                (
                    (post.clone(), "/assignments/bulk-create"),
                    format!(r#"{{"assignments":[{{{fine}}},{{{fine},"x":1}}]}}"#),
                ),
                (400, "unknown_field", "/assignments/1/x"),
            ),
            (
                (
                    (post.clone(), "/assignments/bulk-create"),
                    format!(r#"{{"assignments":[{{{fine}}},{{"role_id":"{role}"}}]}}"#),
                ),
                (422, "invalid_value", "/assignments/1/identity_id"),
            ),
            (
                (
                    (post.clone(), "/assignments/bulk-create"),
                    r#"{"assignments":[],"atomic":1}"#.to_owned(),
                ),
                (400, "wrong_type", "/atomic"),
            ),
            (
                (
                    (post.clone(), "/assignments/bulk-remove"),
                    r#"{"assignments":[{}]}"#.to_owned(),
                ),
                (422, "invalid_value", "/assignments/0"),
            ),
            (
                (
                    (post.clone(), "/assignments/bulk-remove"),
                    format!(r#"{{"assignments":[{{"id":"{given}","role_id":"{role}"}}]}}"#),
                ),
                (422, "invalid_value", "/assignments/0"),
            ),
            (
                (
                    (post.clone(), "/assignments/plan"),
                    format!(r#"{{"selection":{{"all":true}},"role_id":"{role}"}}"#),
                ),
                (400, "wrong_type", "/selection"),
            ),
            (
                (
                    (post.clone(), "/assignments/plan"),
                    format!(r#"{{"selection":{{"matching":{{"filter":{{"x":1}}}}}},"role_id":"{role}"}}"#),
                ),
                (400, "unknown_field", "/selection/matching/filter/x"),
            ),
            (
                (
                    (post.clone(), "/assignments/plan"),
                    format!(r#"{{"action":"undo","selection":{{"ids":["{person}"]}},"role_id":"{role}"}}"#),
                ),
                (400, "wrong_type", "/action"),
            ),
            // Each action has fields of its own.
            (
                plan(format!(
                    r#"{{"action":"remove","selection":{{"ids":["{person}"]}},"role_id":"{role}","effective_to":null}}"#
                )),
                (400, "unknown_field", "/effective_to"),
            ),
            (
                plan(format!(
                    r#"{{"action":"set_dates","selection":{{"ids":["{given}"]}},"role_id":"{role}"}}"#
                )),
                (400, "unknown_field", "/role_id"),
            ),
            (
                plan(format!(
                    r#"{{"action":"end","selection":{{"ids":["{given}"]}},"extend_days":1}}"#
                )),
                (400, "unknown_field", "/extend_days"),
            ),
            (
                plan(format!(
                    r#"{{"selection":{{"ids":["{person}"]}},"role_id":"{role}","extend_days":1}}"#
                )),
                (400, "unknown_field", "/extend_days"),
            ),
            (
                plan(r#"{"action":"end","selection":{"matching":{"filter":{"status":["active"]}}}}"#.to_owned()),
                (400, "unknown_field", "/selection/matching/filter/status"),
            ),
            (
                plan(format!(
                    r#"{{"action":"set_dates","selection":{{"ids":["{given}"]}},"effective_to":null,"extend_days":1}}"#
                )),
                (422, "invalid_value", "/extend_days"),
            ),
            (
                plan(format!(
                    r#"{{"action":"set_dates","selection":{{"ids":["{given}"]}},"extend_days":0}}"#
                )),
                (422, "invalid_value", "/extend_days"),
            ),
            (
                plan(format!(r#"{{"action":"set_dates","selection":{{"ids":["{given}"]}}}}"#)),
                (422, "invalid_value", "/effective_to"),
            ),
            (
                plan(r#"{"action":"remove","selection":{"ids":["x"]}}"#.to_owned()),
                (400, "wrong_type", "/selection/ids/0"),
            ),
            (
                (
                    (post.clone(), "/assignments/bulk-update"),
                    format!(r#"{{"assignments":[{{"id":"{given}","effective_to":null,"reason":"x"}}]}}"#),
                ),
                (400, "unknown_field", "/assignments/0/reason"),
            ),
            (
                (
                    (post.clone(), "/assignments/bulk-update"),
                    format!(r#"{{"assignments":[{{"id":"{given}"}}]}}"#),
                ),
                (422, "invalid_value", "/assignments/0/effective_to"),
            ),
            (
                (
                    (post.clone(), "/identities"),
                    r#"{"name":"x","kind":"robot"}"#.to_owned(),
                ),
                (400, "wrong_type", "/kind"),
            ),
            (
                ((post.clone(), "/identities"), r#"{"name":"x\u0000"}"#.to_owned()),
                (422, "invalid_value", "/name"),
            ),
            (
                (
                    (post.clone(), "/identities"),
                    r#"{"name":"x","email":"a\u0000@b.test"}"#.to_owned(),
                ),
                (422, "invalid_value", "/email"),
            ),
            (
                (
                    (post.clone(), "/access/check"),
                    format!(r#"{{"identity_id":"{person}","capability":"\u0000"}}"#),
                ),
                (422, "unknown_capability", "/capability"),
            ),
            (
                ((patch.clone(), one.as_str()), r#"{"role_id":null}"#.to_owned()),
                (400, "unknown_field", "/role_id"),
            ),
            (
                ((patch.clone(), one.as_str()), r#"{"effective_to":1}"#.to_owned()),
                (400, "wrong_type", "/effective_to"),
            ),
        ]
        .into_iter()
        .map(|((place, text), expected)| (place, text, expected))
        .collect();
        for ((method, path), text, expected) in cases {
            refuses(&app, (method, path, &text), expected).await;
        }
    })
    .await;
}

#[tokio::test]
async fn ids_that_are_not_there_are_named() {
    on_each(async |app| {
        let (person, role) = (app.people[0], app.role);
        let mut give = json!({ "identity_id": person, "role_id": role });
        for (field, value) in [("identity_id", ABSENT), ("role_id", ABSENT), ("node_id", ABSENT)] {
            let kept = give[field].clone();
            give[field] = value.into();
            let pointer = format!("/{field}");
            refuses(
                &app,
                (Method::POST, "/assignments", &give.to_string()),
                (404, "not_found", &pointer),
            )
            .await;
            give[field] = kept;
        }
        let group = json!({ "group_id": ABSENT, "role_id": role });
        refuses(
            &app,
            (Method::POST, "/assignments", &group.to_string()),
            (404, "not_found", "/group_id"),
        )
        .await;
        for (field, pointer) in [("identity_id", "/identity_id"), ("node_id", "/node_id")] {
            let mut ask = json!({ "identity_id": person, "capability": "audit.read" });
            ask[field] = ABSENT.into();
            refuses(
                &app,
                (Method::POST, "/access/check", &ask.to_string()),
                (404, "not_found", pointer),
            )
            .await;
        }
        for (field, pointer) in [("role_id", "/role_id"), ("node_id", "/node_id")] {
            let mut ask = json!({ "selection": { "ids": [person] }, "role_id": role });
            ask[field] = ABSENT.into();
            refuses(
                &app,
                (Method::POST, "/assignments/plan", &ask.to_string()),
                (404, "not_found", pointer),
            )
            .await;
        }
        for id in [ABSENT, "x", "%00", "%2e%2e", "01990000000070008000000000000000"] {
            for (method, path) in [
                (Method::GET, format!("/assignments/{id}")),
                (Method::DELETE, format!("/assignments/{id}")),
                (Method::PATCH, format!("/assignments/{id}")),
                (Method::GET, format!("/identities/{id}")),
                (Method::POST, format!("/plans/{id}/commit")),
                (Method::GET, format!("/jobs/{id}")),
                (Method::POST, format!("/jobs/{id}/undo")),
                (Method::POST, format!("/jobs/{id}/retry")),
            ] {
                refuses(&app, (method, &path, "{}"), (404, "not_found", "")).await;
            }
        }
    })
    .await;
}
