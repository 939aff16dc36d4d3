//! What answers hold.

use crate::harness::on_each;
use axum::http::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn answers_hold_what_was_asked_for() {
    on_each(async |app| {
        let (person, from) = (app.people[0], app.world.now().plus_days(1).to_string());
        let end = app.world.now().plus_days(9).to_string();
        let asked = json!({ "identity_id": person, "role_id": app.role, "node_id": null, "effective_from": from,
            "effective_to": end, "reason": "  " });
        let answer = app.post("/assignments", &asked).await;
        let made = answer.fine(201);
        assert_eq!(
            (&made["state"], &made["effective_from"]),
            (&json!("scheduled"), &json!(from))
        );
        assert_eq!((&made["reason"], &made["effective_to"]), (&Value::Null, &json!(end)));
        assert_eq!(
            (&made["granted_by"]["kind"], &made["granted_by"]["label"]),
            (&json!("api_key"), &json!("A key"))
        );
        assert_eq!(made["node_id"], json!(app.env.environment.root_node_id));
        assert_eq!(made.get("group_id"), None);
        let read = app
            .get(&format!("/assignments/{}", made["id"].as_str().expect("an id")))
            .await;
        assert_eq!((read.json(), read.header("etag")), (made, answer.header("etag")));
        let check = async |at: Value| {
            let asked = json!({ "identity_id": person, "capability": "audit.read", "at": at });
            app.post("/access/check", &asked).await.fine(200)["allowed"].clone()
        };
        assert_eq!(
            (check(Value::Null).await, check(json!(from)).await),
            (json!(false), json!(true))
        );
        let service = app
            .post("/identities", &json!({ "name": " Mailer ", "kind": "service" }))
            .await
            .fine(201);
        assert_eq!(
            (&service["name"], &service["kind"], &service["email"]),
            (&json!("Mailer"), &json!("service"), &Value::Null)
        );
        let group = app.world.group(&app.env, "Support", None).await;
        let give = json!({ "group_id": group, "role_id": app.role, "effective_to": end });
        // A key gives what it holds, and nothing else.
        let weak = app.world.secret(&app.env, &["members.change_roles"]).await;
        let ask = app.api(Method::POST, "/assignments").with("x-api-key", &weak);
        let refusal = app.send(ask.json(&give)).await;
        assert_eq!(
            refusal.refused(),
            (403, "would_escalate".to_owned(), "/role_id".to_owned())
        );
        assert_eq!(refusal.json()["capability"], "audit.read");
        let made = app.post("/assignments", &give).await.fine(201);
        assert_eq!((&made["group_id"], made.get("identity_id")), (&json!(group), None));
    })
    .await;
}
