//! Bad input: each with its code and place, and nothing half done.

use crate::harness::{App, on_each};
use axum::http::Method;
use serde_json::{Value, json};

const ABSENT: &str = "01990000-0000-7000-8000-000000000000";

/// Where a body is sent, the body, and its status, code and pointer.
type Case<'a> = ((Method, &'a str), String, (u16, &'a str, &'a str));

/// Sends a body as it stands and expects a refusal that leaves nothing.
async fn refuses(app: &App, (method, path, text): (Method, &str, &str), expected: (u16, &str, &str)) {
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

#[tokio::test]
async fn bodies_are_read_strictly() {
    on_each(async |app| {
        let (person, role, given) = (app.people[0], app.role, app.give(app.people[2]).await);
        let fine = format!(r#""identity_id":"{person}","role_id":"{role}""#);
        let one = format!("/assignments/{given}");
        let (post, patch) = (Method::POST, Method::PATCH);
        let single = |text: String| ((post.clone(), "/assignments"), text);
        let cases: Vec<Case<'_>> = [
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
                    format!(r#"{{"action":"remove","selection":{{"ids":["{person}"]}},"role_id":"{role}"}}"#),
                ),
                (422, "invalid_value", "/action"),
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
            ] {
                refuses(&app, (method, &path, "{}"), (404, "not_found", "")).await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn values_keep_their_rules() {
    on_each(async |app| {
        let (now, person, role) = (app.world.now(), app.people[0], app.role);
        let (past, soon, later) = (now.plus_days(-1), now.plus_days(1), now.plus_days(2));
        let give = |more: Value| {
            let mut body = json!({ "identity_id": person, "role_id": role, "effective_to": later });
            body.as_object_mut()
                .expect("fields")
                .extend(more.as_object().expect("fields").clone());
            body
        };
        let long = "é".repeat(501);
        for (more, expected) in [
            (
                json!({ "effective_to": past }),
                (422, "invalid_window", "/effective_to"),
            ),
            (json!({ "effective_to": now }), (422, "invalid_window", "/effective_to")),
            (
                json!({ "effective_from": later, "effective_to": soon }),
                (422, "invalid_window", "/effective_to"),
            ),
            (
                json!({ "effective_from": later, "effective_to": later }),
                (422, "invalid_window", "/effective_to"),
            ),
            (json!({ "reason": long }), (413, "too_large", "/reason")),
            (json!({ "reason": "a\u{0}b" }), (422, "invalid_value", "/reason")),
            (json!({ "group_id": person }), (422, "invalid_value", "/identity_id")),
        ] {
            refuses(&app, (Method::POST, "/assignments", &give(more).to_string()), expected).await;
        }
        let given = app.give(app.people[2]).await;
        for (change, expected) in [
            (
                json!({ "effective_from": past }),
                (422, "invalid_window", "/effective_from"),
            ),
            (
                json!({ "effective_to": past }),
                (422, "invalid_window", "/effective_to"),
            ),
            (json!({ "reason": long }), (413, "too_large", "/reason")),
            (json!({ "reason": "a\u{0}b" }), (422, "invalid_value", "/reason")),
        ] {
            let path = format!("/assignments/{given}");
            refuses(&app, (Method::PATCH, &path, &change.to_string()), expected).await;
        }
        // Five hundred letters are five hundred, whatever their bytes.
        app.post("/assignments", &give(json!({ "reason": "é".repeat(500) })))
            .await
            .fine(201);
        for name in ["", " ", &"x".repeat(81), "a\u{202e}b", "a\nb"] {
            let body = json!({ "name": name }).to_string();
            refuses(
                &app,
                (Method::POST, "/identities", &body),
                (422, "invalid_value", "/name"),
            )
            .await;
        }
        let both = json!({ "name": "", "email": "x" }).to_string();
        let answer = app.send(app.api(Method::POST, "/identities").text(&both)).await.json();
        assert_eq!(answer["errors"].as_array().map(Vec::len), Some(2), "{answer}");
    })
    .await;
}

#[tokio::test]
async fn a_node_is_needed_where_there_are_several() {
    on_each(async |mut app| {
        let node = app.world.node(&app.env, "Paris", None).await;
        app.renew().await;
        let end = app.world.now().plus_days(1);
        let mut give = json!({ "identity_id": app.people[0], "role_id": app.role, "effective_to": end });
        refuses(
            &app,
            (Method::POST, "/assignments", &give.to_string()),
            (422, "node_required", "/node_id"),
        )
        .await;
        let mut plan = json!({ "selection": { "ids": [app.people[0]] }, "role_id": app.role, "effective_to": end });
        refuses(
            &app,
            (Method::POST, "/assignments/plan", &plan.to_string()),
            (422, "node_required", "/node_id"),
        )
        .await;
        let many = json!({ "assignments": [give] });
        let answer = app.post("/assignments/bulk-create", &many).await.fine(207);
        assert_eq!(answer["results"][0]["error"]["code"], "node_required");
        give["node_id"] = json!(node);
        let made = app.post("/assignments", &give).await.fine(201);
        assert_eq!(made["node_id"], json!(node));
        plan["node_id"] = json!(node);
        let plan = app.post("/assignments/plan", &plan).await.fine(201);
        assert_eq!(plan["summary"]["by_code"], json!({ "already_assigned": 1 }));
    })
    .await;
}
