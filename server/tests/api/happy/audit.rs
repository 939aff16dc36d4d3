//! The routes of the audit log.

use super::Call;
use crate::harness::App;
use axum::http::Method as M;
use serde_json::Value;

/// The calls of the log.
pub async fn calls(app: &App) -> Vec<Call> {
    let group = app.world.group(&app.env, "In the log", None).await;
    let gone = app
        .send(app.api(M::DELETE, &format!("/groups/{group}")).empty())
        .await
        .fine(200);
    let event = gone["event_id"].as_str().expect("an event").to_owned();
    let (list, one) = ("/audit", "/audit/{id}");
    let absent = "01990000-0000-7000-8000-000000000000";
    vec![
        (
            M::GET,
            list,
            "/audit?action=group&outcome=done&limit=5".into(),
            Value::Null,
            200,
            "",
        ),
        (M::GET, list, format!("/audit?target_id={group}"), Value::Null, 200, ""),
        (
            M::GET,
            list,
            "/audit?outcome=fine".into(),
            Value::Null,
            400,
            "wrong_type",
        ),
        (M::GET, one, format!("/audit/{event}"), Value::Null, 200, ""),
        (M::GET, one, format!("/audit/{absent}"), Value::Null, 404, "not_found"),
    ]
}
