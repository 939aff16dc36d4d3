//! Which answer comes first where several would be right.

use crate::harness::on_each;
use axum::http::Method;
use domain::Window;
use domain::assignments::Subject;
use serde_json::json;

const ABSENT: &str = "01990000-0000-7000-8000-000000000000";

/// From a request in which everything is wrong, one fault after the other is mended.
#[tokio::test]
async fn the_first_fault_is_told_first() {
    on_each(async |app| {
        let (person, now) = (app.people[0], app.world.now());
        let giver = app
            .world
            .secret(&app.env, &["members.change_roles", "audit.read"])
            .await;
        let strong = app
            .world
            .role(&app.env, "Strong", &["audit.read", "branding.edit"])
            .await;
        let (past, until) = (now.plus_days(-1), now.plus_days(9));
        app.world
            .give_at(
                &app.env,
                Subject::Identity(person),
                app.role,
                app.env.environment.root_node_id,
                Window::ALWAYS,
            )
            .await;
        app.world.suspend(&app.env, &app.people[2..]).await;
        let before = app.rows().await;
        let weak = app.world.secret(&app.env, &["users.view"]).await;
        let created = app.rows().await;
        assert_ne!(before, created);
        let give =
            |who: &str, role: &str, to| json!({ "identity_id": who, "role_id": role, "effective_to": to }).to_string();
        let (person, suspended) = (person.to_string(), app.people[2].to_string());
        let (strong, role) = (strong.to_string(), app.role.to_string());
        let unknown = format!(r#"{{"identity_id":"{ABSENT}","role_id":"{ABSENT}","colour":1}}"#);
        for (key, body, expected) in [
            ("nonsense", unknown.clone(), (401, "unauthorized")),
            (&weak, unknown.clone(), (403, "forbidden")),
            (&giver, unknown, (400, "unknown_field")),
            (&giver, give(ABSENT, ABSENT, past), (404, "not_found")),
            (&giver, give(&person, ABSENT, past), (404, "not_found")),
            (&giver, give(ABSENT, &strong, past), (404, "not_found")),
            (&giver, give(ABSENT, &strong, until), (404, "not_found")),
            (&giver, give(&person, &strong, past), (422, "invalid_window")),
            (&giver, give(&suspended, &strong, until), (422, "suspended")),
            (&giver, give(&person, &strong, until), (403, "would_escalate")),
            (&giver, give(&person, &role, until), (409, "already_assigned")),
        ] {
            let ask = app.api(Method::POST, "/assignments").with("x-api-key", key).text(&body);
            let (status, code, _) = app.send(ask).await.refused();
            assert_eq!((status, code.as_str()), expected, "{body}");
        }
        // In a list of many each item tells its own first fault.
        let many = json!({ "assignments": [
            { "identity_id": ABSENT, "role_id": strong, "effective_to": past },
            { "identity_id": person, "role_id": strong, "effective_to": past },
            { "identity_id": suspended, "role_id": strong, "effective_to": until },
            { "identity_id": person, "role_id": strong, "effective_to": until },
            { "identity_id": person, "role_id": role, "effective_to": until },
        ]});
        let ask = app
            .api(Method::POST, "/assignments/bulk-create")
            .with("x-api-key", &giver);
        let (status, code, _) = app.send(ask.json(&many)).await.refused();
        assert_eq!((status, code.as_str()), (403, "forbidden"));
        assert_eq!(app.rows().await, created);
        let answer = app.post("/assignments/bulk-create", &many).await.fine(207);
        let codes: Vec<_> = answer["results"]
            .as_array()
            .expect("results")
            .iter()
            .map(|one| &one["error"]["code"])
            .collect();
        assert_eq!(
            codes,
            [
                "not_found",
                "invalid_window",
                "suspended",
                "would_escalate",
                "already_assigned"
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_change_is_judged_in_the_same_order() {
    on_each(async |app| {
        let (now, root) = (app.world.now(), app.env.environment.root_node_id);
        let key = app
            .world
            .secret(&app.env, &["members.change_roles", "users.view"])
            .await;
        let window = |from, to| Window::new(Some(now.plus_days(from)), Some(now.plus_days(to)));
        let of = Subject::Identity(app.people[0]);
        let first = app.world.give_at(&app.env, of, app.role, root, window(1, 3)).await.id;
        app.world.give_at(&app.env, of, app.role, root, window(5, 7)).await;
        let path = format!("/assignments/{first}");
        let before = app.rows().await;
        for (key, to, expected) in [
            (&key, now.plus_days(1), (422, "invalid_window")),
            // Overlaps the other one as well; first of all the key may not give audit.read.
            (&key, now.plus_days(6), (403, "would_escalate")),
            (&app.key, now.plus_days(6), (409, "already_assigned")),
        ] {
            // A precondition that does not hold is told last.
            for tag in [None, Some("\"old\"")] {
                let mut ask = app.api(Method::PATCH, &path).with("x-api-key", key);
                if let Some(tag) = tag {
                    ask = ask.with("if-match", tag);
                }
                let (status, code, _) = app.send(ask.json(&json!({ "effective_to": to }))).await.refused();
                assert_eq!((status, code.as_str()), expected);
            }
        }
        let ask = app.api(Method::PATCH, &path).with("if-match", "\"old\"");
        let fine = json!({ "effective_to": now.plus_days(4) });
        assert_eq!(app.send(ask.json(&fine)).await.refused().0, 412);
        // What is gone is gone, but taking it away was not this key's to do.
        for _ in 0..2 {
            let ask = app.api(Method::DELETE, &path).with("x-api-key", &key).empty();
            assert_eq!(app.send(ask).await.refused().1, "would_escalate");
        }
        assert_eq!(app.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn media_type_and_size_come_after_the_right_and_before_the_rest() {
    on_each(async |app| {
        let weak = app.world.secret(&app.env, &["users.view"]).await;
        let before = app.rows().await;
        let large = format!(r#"{{"name":"{}"}}"#, "x".repeat(1024 * 1024));
        let body = json!({ "name": "x" }).to_string();
        for media_type in [
            "",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/jsonp",
            "text/json",
        ] {
            let ask = |key: &str| {
                app.api(Method::POST, "/identities")
                    .with("content-type", media_type)
                    .with("x-api-key", key)
            };
            assert_eq!(app.send(ask(&weak).body(body.clone())).await.refused().0, 403);
            assert_eq!(
                app.send(ask(&app.key).body(body.clone())).await.refused().1,
                "unsupported_media_type"
            );
        }
        let ask = app
            .api(Method::POST, "/identities")
            .without("content-type")
            .body(body.clone());
        assert_eq!(app.send(ask).await.refused().0, 415);
        let ask = app.api(Method::POST, "/identities").text(&large);
        assert_eq!(app.send(ask).await.refused().1, "too_large");
        assert_eq!(app.rows().await, before);
        let ask = app
            .api(Method::POST, "/identities")
            .with("content-type", "Application/JSON ; charset=UTF-8");
        app.send(ask.body(body)).await.fine(201);
    })
    .await;
}
