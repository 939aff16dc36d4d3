//! The API for one organisation, as another product's manual has it.

use crate::harness::{Ask, on_each};
use axum::http::Method;
use serde_json::json;

#[tokio::test]
async fn the_examples_of_the_manual_work_as_they_are_written() {
    on_each(async |app| {
        let role = app.world.role(&app.env, "Reader", &["users.view"]).await;
        for org in [app.env.tenant.slug.to_string(), app.env.tenant.id.to_string()] {
            let send = async |path: &str, body: &str| {
                let ask = Ask::new(Method::POST, &format!("/orgs/{org}/api/v1{path}"))
                    .with("authorization", &format!("Bearer {}", app.key))
                    .with("content-type", "application/json");
                app.send(ask.body(body.to_owned())).await
            };
            let slug = format!("engineering-{}", org.len());
            let body = format!(r#"{{"name": "Engineering", "slug": "{slug}", "description": "Engineering team"}}"#);
            let group = send("/groups", &body).await.fine(201);
            assert_eq!(group["slug"], slug);
            let id = group["id"].as_str().expect("an id");
            let members = format!("/groups/{id}/members");
            let body = format!(r#"{{"userId": "{}"}}"#, app.people[0]);
            let joined = send(&members, &body).await.fine(201);
            assert_eq!(joined["identity_id"], json!(app.people[0]));
            assert_eq!(send(&members, &body).await.refused().1, "already_member");
            let roles = format!("/groups/{id}/roles");
            let body = format!(r#"{{"roleId": "{role}"}}"#);
            let given = send(&roles, &body).await.fine(201);
            assert_eq!((&given["group_id"], &given["role_id"]), (&json!(id), &json!(role)));
            assert_eq!(send(&roles, &body).await.refused().1, "already_assigned");
            // Both spellings in one body are one field twice; what is unknown stays unknown.
            let both = format!(r#"{{"userId": "{0}", "identity_id": "{0}"}}"#, app.people[1]);
            let refused = send(&members, &both).await.refused();
            assert_eq!(
                (refused.0, refused.1.as_str(), refused.2.as_str()),
                (400, "duplicate_key", "/identity_id")
            );
            let other = send(&members, r#"{"userid": "x"}"#).await.refused();
            assert_eq!(other.1, "unknown_field");
            // Answers are spelled as everywhere.
            let ask =
                Ask::new(Method::GET, &format!("/orgs/{org}/api/v1{members}?limit=5")).with("x-api-key", &app.key);
            let page = app.send(ask.empty()).await.fine(200);
            assert_eq!((&page["total"], &page["items"][0]["direct"]), (&json!(1), &json!(true)));
        }
    })
    .await;
}

#[tokio::test]
async fn t_29_a_key_is_good_in_its_own_organisation_only() {
    on_each(async |app| {
        let other = app.world.tenant("Southwind").await;
        let before = app.rows().await;
        for org in ["southwind", "nowhere", "NORTHWIND", &other.tenant.id.to_string()] {
            for path in ["/groups", "/identities", "/nowhere"] {
                let ask = Ask::new(Method::GET, &format!("/orgs/{org}/api/v1{path}")).with("x-api-key", &app.key);
                assert_eq!(app.send(ask.empty()).await.refused().1, "not_found", "{org}{path}");
            }
        }
        let ask = Ask::new(Method::GET, "/orgs/northwind/api/v1/groups").with("x-api-key", "nonsense");
        assert_eq!(app.send(ask.empty()).await.refused().1, "unauthorized");
        let ask = Ask::new(Method::GET, "/orgs/northwind/api/v1/nowhere").with("x-api-key", &app.key);
        assert_eq!(app.send(ask.empty()).await.refused().1, "not_found");
        let ask = Ask::new(Method::PUT, "/orgs/northwind/api/v1/groups").with("x-api-key", &app.key);
        assert_eq!(app.send(ask.empty()).await.refused().1, "method_not_allowed");
        assert_eq!(app.rows().await, before);
    })
    .await;
}
