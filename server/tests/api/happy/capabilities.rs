//! The routes of the catalogue, and many questions at once.

use super::Call;
use crate::harness::App;
use axum::http::Method as M;
use serde_json::{Value, json};

const ABSENT: &str = "01990000-0000-7000-8000-000000000000";

/// The calls of capabilities, in an order in which they can be made.
pub async fn calls(app: &App) -> Vec<Call> {
    let own = json!({ "key": "shop.open", "name": "Open", "in_flight": true });
    let own = app.post("/capabilities", &own).await.fine(201);
    let own = own["id"].as_str().expect("an id").to_owned();
    let all = app
        .send(app.api(M::GET, "/capabilities?limit=200").empty())
        .await
        .fine(200);
    let builtin = all["items"][0]["id"].as_str().expect("an id").to_owned();
    let of = |id: &str, rest: &str| format!("/capabilities/{id}{rest}");
    let (list, one, on) = ("/capabilities", "/capabilities/{id}", "/capabilities/{id}/turn-on");
    let area = "/capability-areas/{id}";
    let new = json!({ "key": "shop.close", "name": "Close", "description": "Lock up.", "sensitive": true });
    let ask = |identity: Value| json!({ "identity_id": identity, "capability": "users.view" });
    let checks = json!({ "checks": [ask(json!(app.people[0])), ask(json!(ABSENT))], "at_least": 1 });
    let late = json!({ "checks": [], "at_least": 1_000_000 });
    let none = Value::Null;
    vec![
        (M::GET, list, list.into(), none.clone(), 200, ""),
        (
            M::GET,
            list,
            "/capabilities?after=x".into(),
            none.clone(),
            400,
            "invalid_cursor",
        ),
        (M::POST, list, list.into(), new.clone(), 201, ""),
        (M::POST, list, list.into(), new, 409, "slug_taken"),
        (M::GET, one, of(&own, ""), none.clone(), 200, ""),
        (M::GET, one, of(ABSENT, ""), none.clone(), 404, "not_found"),
        (M::PATCH, one, of(&own, ""), json!({ "sensitive": true }), 200, ""),
        (
            M::PATCH,
            one,
            of(&builtin, ""),
            json!({ "name": "Mine" }),
            409,
            "conflict",
        ),
        (
            M::PATCH,
            area,
            "/capability-areas/shop".into(),
            json!({ "name": "Shops" }),
            200,
            "",
        ),
        (
            M::PATCH,
            area,
            "/capability-areas/users".into(),
            json!({ "name": "Mine" }),
            409,
            "conflict",
        ),
        (M::POST, on, of(&own, "/turn-on"), json!({ "dry_run": true }), 200, ""),
        (M::POST, on, of(&own, "/turn-on"), json!({}), 200, ""),
        (M::POST, on, of(&own, "/turn-on"), json!({}), 409, "unchanged"),
        (M::DELETE, one, of(&own, ""), none.clone(), 200, ""),
        (M::DELETE, one, of(&builtin, ""), none, 409, "conflict"),
        (
            M::POST,
            "/access/check-batch",
            "/access/check-batch".into(),
            checks,
            200,
            "",
        ),
        (
            M::POST,
            "/access/check-batch",
            "/access/check-batch".into(),
            late,
            422,
            "invalid_value",
        ),
    ]
}
