//! Roles through the API: versions, and a starter list of which one is refused.

use crate::harness::{Ask, on_each};
use axum::http::Method;
use domain::assignments::Subject;
use serde_json::json;
use service::testing::Member;

#[tokio::test]
async fn a_role_is_changed_only_by_who_knows_what_it_is() {
    on_each(async |app| {
        let body = json!({ "name": "Reader", "description": "Reads.", "capabilities": ["users.view"] });
        let made = app.post("/roles", &body).await;
        let tag = made.header("etag").to_owned();
        let id = made.fine(201)["id"].as_str().expect("an id").to_owned();
        let path = format!("/roles/{id}");
        let change = async |tag: Option<&str>, body: serde_json::Value| {
            let ask = app.api(Method::PATCH, &path);
            let ask = match tag {
                Some(tag) => ask.with("if-match", tag),
                None => ask,
            };
            app.send(ask.json(&body)).await
        };
        let more = json!({ "capabilities": ["users.view", "roles.view"] });
        let refused = change(None, more.clone()).await.refused();
        assert_eq!((refused.0, refused.1.as_str()), (428, "precondition_required"));
        // What is wrong with the body is said before.
        assert_eq!(
            change(None, json!({ "slug": "other" })).await.refused().1,
            "unknown_field"
        );
        let changed = change(Some(&tag), more.clone()).await;
        assert_ne!(changed.header("etag"), tag);
        assert_eq!(changed.fine(200)["capabilities"], json!(["users.view", "roles.view"]));
        let refused = change(Some(&tag), json!({ "name": "Late" })).await.refused();
        assert_eq!((refused.0, refused.1.as_str()), (412, "precondition_failed"));
        let found = app.get(&path).await.fine(200);
        assert_eq!(
            (&found["name"], &found["description"]),
            (&json!("Reader"), &json!("Reads."))
        );
        assert_eq!(
            change(Some("*"), json!({ "description": null })).await.fine(200)["description"],
            json!(null)
        );
    })
    .await;
}

#[tokio::test]
async fn what_takes_something_ends_sessions_where_it_is_asked_to() {
    on_each(async |app| {
        let world = &app.world;
        let browsers = async |one: &Member| {
            world.browser(&one.who).await;
            service::people::of_person(&app.env, one.identity)
                .await
                .expect("sessions")
                .len()
        };
        let left = async |one: &Member| {
            service::people::of_person(&app.env, one.identity)
                .await
                .expect("sessions")
                .len()
        };
        let (ann, bo) = (world.member(&app.env, "Ann").await, world.member(&app.env, "Bo").await);
        let role = world.role(&app.env, "Taken", &["users.view", "groups.view"]).await;
        let group = world.group(&app.env, "Taken group", None).await;
        let inner = world.role(&app.env, "Through it", &["audit.read"]).await;
        world.give(&app.env, Subject::Identity(ann.identity), role).await;
        world.give(&app.env, Subject::Group(group), inner).await;
        world.join(&app.env, group, &[bo.identity], None).await;
        assert_eq!((browsers(&ann).await, browsers(&bo).await), (1, 1));
        let of_role = format!("/roles/{role}");
        let change = json!({ "capabilities": ["users.view"], "revoke_sessions": true });
        app.send(app.api(Method::PATCH, &of_role).with("if-match", "*").json(&change))
            .await
            .fine(200);
        assert_eq!((left(&ann).await, browsers(&ann).await), (0, 1));
        // Nobody is signed out who was not meant, and a word that is none is refused.
        let wrong = app.api(Method::DELETE, &format!("/groups/{group}?revoke_sessions=yes"));
        let refused = app.send(wrong.empty()).await.refused();
        assert_eq!(refused.1, "wrong_type");
        let of_group = format!("/groups/{group}?revoke_sessions=true");
        app.send(app.api(Method::DELETE, &of_group).empty()).await.fine(200);
        assert_eq!((left(&bo).await, left(&ann).await), (0, 1));
        let of_role = format!("{of_role}?revoke_sessions=true");
        app.send(app.api(Method::DELETE, &of_role).with("if-match", "*").empty())
            .await
            .fine(200);
        assert_eq!(left(&ann).await, 0);
    })
    .await;
}

#[tokio::test]
async fn t_01_a_key_that_lacks_it_makes_no_such_role_and_leaves_an_event() {
    on_each(async |app| {
        let key = app
            .world
            .secret(&app.env, &["roles.create", "roles.view", "users.view"])
            .await;
        let body = json!({ "name": "Exporter", "capabilities": ["users.view", "audit.export"] });
        let ask = || Ask::new(Method::POST, "/api/v1/roles").with("x-api-key", &key);
        for _ in 0..2 {
            let refused = app.send(ask().json(&body)).await.refused();
            assert_eq!((refused.0, refused.1.as_str()), (403, "would_escalate"));
        }
        service::denials::flush(&app.world.service).await.expect("written");
        let denied = "select after_data from events where action = 'access.denied' and outcome = 'denied'";
        let rows = app.world.db.rows(denied).await;
        let text = rows[0][0].as_deref().expect("what was refused");
        assert!(
            rows.len() == 1 && text.contains("audit.export") && text.contains("\"count\":2"),
            "{rows:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn t_11_one_of_a_starter_list_refused_leaves_no_role() {
    on_each(async |app| {
        app.world.suspend(&app.env, &app.people[1..2]).await;
        let body =
            json!({ "name": "Reader", "capabilities": ["users.view"], "assign": { "identity_ids": &app.people[..2] } });
        let refused = app.post("/roles", &body).await.refused();
        assert_eq!(
            refused,
            (422, "suspended".to_owned(), "/assign/identity_ids/1".to_owned())
        );
        let roles = app.get("/roles?limit=200").await.fine(200);
        let names: Vec<&str> = roles["items"]
            .as_array()
            .expect("roles")
            .iter()
            .filter_map(|role| role["name"].as_str())
            .collect();
        assert!(!names.contains(&"Reader"), "{names:?}");
    })
    .await;
}
