//! Values that are read and not accepted: windows, reasons, names, nodes.

use crate::harness::on_each;
use crate::refusals::refuses;
use axum::http::Method;
use serde_json::{Value, json};

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
