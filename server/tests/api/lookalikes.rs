//! Names that look like others, through the API and the pages.

use crate::harness::{Ask, on_each};
use axum::http::Method;
use serde_json::json;

#[tokio::test]
async fn t_66_no_door_takes_a_name_that_poses_as_another() {
    on_each(async |app| {
        let make = async |path: &str, name: &str| {
            let body = match path {
                "/roles" => json!({ "name": name, "capabilities": [] }),
                _ => json!({ "name": name }),
            };
            let made = app.post(path, &body).await.fine(201);
            made["id"].as_str().expect("an id").to_owned()
        };
        make("/groups", "Support").await;
        let (desk, reader) = (make("/groups", "Desk").await, make("/roles", "Reader").await);
        let names = async || {
            let of = "select name from roles union all select name from groups order by name";
            app.world.db.rows(of).await
        };
        let before = names().await;
        let token = app.world.browser(&app.world.admin).await;
        let at_name = (422, "invalid_value".to_owned(), "/name".to_owned());
        // The first letters are Cyrillic.
        for (role, group_name) in [("Оwner", "Ѕupport"), ("Аuditor", "Оperator")] {
            let body = json!({ "name": role, "slug": "another", "capabilities": [] });
            assert_eq!(app.post("/roles", &body).await.refused(), at_name, "{role}");
            let body = json!({ "name": group_name, "slug": "another" });
            assert_eq!(app.post("/groups", &body).await.refused(), at_name, "{group_name}");
            let rename = app.api(Method::PATCH, &format!("/groups/{desk}"));
            let renamed = app.send(rename.json(&json!({ "name": group_name }))).await;
            assert_eq!(renamed.refused(), at_name, "{group_name}");
            let rename = app
                .api(Method::PATCH, &format!("/roles/{reader}"))
                .with("if-match", "*");
            let renamed = app.send(rename.json(&json!({ "name": role }))).await;
            assert_eq!(renamed.refused(), at_name, "{role}");
            for (path, body) in [
                ("roles/new", format!("name={}&slug=another", encoded(role))),
                ("groups/new", format!("name={}&slug=another", encoded(group_name))),
            ] {
                let path = format!("/t/northwind/development/{path}");
                let answer = app.send(Ask::form(&path, Some(&token)).body(body)).await;
                assert_eq!(answer.status.as_u16(), 422, "{path}: {}", answer.text());
                assert!(answer.text().contains("looks like the name of the"), "{path}");
            }
        }
        assert_eq!(names().await, before);
    })
    .await;
}

/// A text as a form has it.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
