//! The routes of what is done to people, and of what they can do.

use super::Call;
use crate::harness::App;
use axum::http::Method as M;
use domain::assignments::Subject;
use serde_json::{Value, json};

const ABSENT: &str = "01990000-0000-7000-8000-000000000000";

/// The calls of people, in an order in which they can be made.
pub async fn calls(app: &App) -> Vec<Call> {
    let (world, env) = (&app.world, &app.env);
    let ben = world.member(env, "Ben").await;
    for _ in 0..2 {
        world.browser(&ben.who).await;
    }
    let reader = world.role(env, "Ben reads", &["users.view"]).await;
    let group = world.group(env, "Ben and others", None).await;
    world.give(env, Subject::Group(group), reader).await;
    world.join(env, group, &[ben.identity], None).await;
    let gone = world.person(env, "Gone").await;
    let sessions = app
        .get(&format!("/identities/{}/sessions", ben.identity))
        .await
        .fine(200);
    let session = sessions["items"][0]["id"].as_str().expect("a session").to_owned();
    let of = |rest: &str| format!("/identities/{}{rest}", ben.identity);
    let (one, all, single) = (
        "/identities/{id}",
        "/identities/{id}/sessions",
        "/identities/{id}/sessions/{session}",
    );
    let (off, on) = ("/identities/{id}/suspend", "/identities/{id}/reinstate");
    let anew = "/identities/{id}/reset-password";
    let (access, every) = ("/identities/{id}/remove-access", "/identities/{id}/sessions/revoke-all");
    let none = Value::Null;
    let question = |key: &str| json!({ "identity_id": ben.identity, "capability": key });
    let (why, what, who) = ("/access/explain", "/access/effective", "/access/who-can");
    let refused = json!({ "capability": "users.reed" });
    vec![
        (M::POST, why, why.into(), question("users.view"), 200, ""),
        (M::POST, why, why.into(), question("audit.read"), 200, ""),
        (
            M::POST,
            why,
            why.into(),
            question("audit.reed"),
            422,
            "unknown_capability",
        ),
        (
            M::POST,
            what,
            what.into(),
            json!({ "identity_id": ben.identity }),
            200,
            "",
        ),
        (
            M::POST,
            what,
            what.into(),
            json!({ "identity_id": ABSENT }),
            404,
            "not_found",
        ),
        (
            M::POST,
            who,
            who.into(),
            json!({ "capability": "users.view", "limit": 1 }),
            200,
            "",
        ),
        (M::POST, who, who.into(), refused, 422, "unknown_capability"),
        (
            M::PATCH,
            one,
            of(""),
            json!({ "name": "Benjamin", "email": null }),
            200,
            "",
        ),
        (M::PATCH, one, of(""), json!({ "name": "" }), 422, "invalid_value"),
        (M::GET, all, of("/sessions"), none.clone(), 200, ""),
        (
            M::GET,
            all,
            format!("/identities/{ABSENT}/sessions"),
            none.clone(),
            404,
            "not_found",
        ),
        (
            M::DELETE,
            single,
            of(&format!("/sessions/{session}")),
            none.clone(),
            204,
            "",
        ),
        (
            M::DELETE,
            single,
            of(&format!("/sessions/{session}")),
            none.clone(),
            404,
            "not_found",
        ),
        (M::POST, anew, of("/reset-password"), json!({}), 201, ""),
        (
            M::POST,
            anew,
            format!("/identities/{gone}/reset-password"),
            json!({}),
            409,
            "conflict",
        ),
        (M::POST, every, of("/sessions/revoke-all"), json!({}), 200, ""),
        (M::POST, every, of("/sessions/revoke-all"), json!({}), 409, "unchanged"),
        (M::POST, off, of("/suspend"), json!({}), 200, ""),
        (M::POST, off, of("/suspend"), json!({}), 409, "unchanged"),
        (M::POST, on, of("/reinstate"), json!({}), 200, ""),
        (M::POST, on, of("/reinstate"), json!({}), 409, "unchanged"),
        (M::POST, access, of("/remove-access"), json!({}), 200, ""),
        (M::POST, access, of("/remove-access"), json!({}), 409, "unchanged"),
        (M::DELETE, one, format!("/identities/{gone}"), none.clone(), 200, ""),
        (M::DELETE, one, format!("/identities/{gone}"), none, 404, "not_found"),
    ]
}
