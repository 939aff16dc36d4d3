//! Every door asks: reading is no managing, trying is no doing, and no spelling of a request goes round a rule.

use crate::harness::{ALL, Ask, on_each};
use axum::http::Method;
use serde_json::{Value, json};
use server::rest::ROUTES;

const ID: &str = "01990000-0000-7000-8000-000000000000";

fn filled(path: &str) -> String {
    path.replace("{id}", ID)
        .replace("{member}", ID)
        .replace("{session}", ID)
}

/// All that only reads, with the explorer's questions.
fn reading() -> Vec<&'static str> {
    let reads = |key: &&str| key.ends_with(".view") || matches!(*key, "audit.read" | "access.check" | "access.explain");
    ALL.iter().copied().filter(reads).collect()
}

#[tokio::test]
async fn t_33_who_may_see_everything_manages_nothing() {
    on_each(async |app| {
        let key = app.world.secret(&app.env, &reading()).await;
        let before = app.rows().await;
        let questions = ROUTES.iter().filter(|route| route.path.starts_with("/access/"));
        let changing = ROUTES
            .iter()
            .filter(|route| route.method != Method::GET && !route.path.starts_with("/access/"));
        assert_eq!(questions.count(), 5);
        for route in changing {
            for prefix in ["/api/v1", "/orgs/northwind/api/v1"] {
                let ask = Ask::new(route.method.clone(), &format!("{prefix}{}", filled(route.path)));
                let answer = app.send(ask.with("x-api-key", &key).text("{}")).await;
                let refused = answer.refused();
                assert_eq!(
                    (refused.0, refused.1.as_str()),
                    (403, "forbidden"),
                    "{} {}",
                    route.method,
                    route.path
                );
            }
        }
        assert_eq!(app.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn t_25_each_spelling_of_the_api_asks_the_same() {
    on_each(async |app| {
        let nothing = app.world.secret(&app.env, &["branding.view"]).await;
        for route in ROUTES {
            let mut answers = Vec::new();
            for prefix in ["/api/v1", "/orgs/northwind/api/v1"] {
                let ask = Ask::new(route.method.clone(), &format!("{prefix}{}", filled(route.path)));
                let ask = ask.with("x-api-key", &nothing);
                let request = match route.method {
                    Method::GET => ask.empty(),
                    _ => ask.text("{}"),
                };
                let answer = app.send(request).await;
                answers.push((answer.refused().1, answer.json()["capability"].clone()));
            }
            assert_eq!(answers[0], answers[1], "{} {}", route.method, route.path);
            assert_eq!(answers[0].0, "forbidden", "{} {}", route.method, route.path);
        }
    })
    .await;
}

#[tokio::test]
async fn t_21_trying_asks_for_the_right_to_do() {
    on_each(async |app| {
        let key = app.world.secret(&app.env, &reading()).await;
        let group = app.world.group(&app.env, "Support", None).await;
        let own = json!({ "key": "shop.open", "name": "Open", "in_flight": true });
        let own = app.post("/capabilities", &own).await.fine(201)["id"].clone();
        let turn_on = format!("/capabilities/{}/turn-on", own.as_str().expect("an id"));
        let selection = json!({ "ids": [app.people[0]] });
        let given = json!({ "identity_id": app.people[0], "role_id": app.role });
        let before = app.rows().await;
        for (path, body) in [
            (
                "/assignments/plan",
                json!({ "selection": selection, "role_id": app.role }),
            ),
            (
                "/assignments/plan",
                json!({ "action": "remove", "selection": selection, "role_id": app.role }),
            ),
            (
                "/assignments/bulk-create",
                json!({ "assignments": [given], "dry_run": true }),
            ),
            (
                "/plans",
                json!({ "action": "add_members", "selection": selection, "group_id": group }),
            ),
            ("/plans", json!({ "action": "suspend", "selection": selection })),
            (turn_on.as_str(), json!({ "dry_run": true })),
        ] {
            let ask = app.api(Method::POST, path).with("x-api-key", &key);
            let refused = app.send(ask.json(&body)).await.refused();
            assert_eq!((refused.0, refused.1.as_str()), (403, "forbidden"), "{path} {body}");
        }
        assert_eq!(app.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn t_09_a_person_is_not_put_into_groups_or_roles_by_a_change_of_the_person() {
    on_each(async |app| {
        let group = app.world.group(&app.env, "Admins", None).await;
        let key = app
            .world
            .secret(&app.env, &["users.view", "users.edit", "users.create"])
            .await;
        let send = async |method: Method, path: &str, body: &Value| {
            let ask = app.api(method, path).with("x-api-key", &key);
            app.send(ask.json(body)).await
        };
        let before = app.rows().await;
        let person = format!("/identities/{}", app.people[0]);
        for (field, value) in [
            ("groups", json!([group])),
            ("group_ids", json!([group])),
            ("group_id", json!(group)),
            ("roles", json!([app.role])),
            ("role_id", json!(app.role)),
            ("assignments", json!([{ "role_id": app.role }])),
            ("is_admin", json!(true)),
            ("site_admin", json!(true)),
        ] {
            let change = send(Method::PATCH, &person, &json!({ "name": "Eve", field: value })).await;
            assert_eq!(change.refused().1, "unknown_field", "{field}");
            let new = send(Method::POST, "/identities", &json!({ "name": "Eve", field: value })).await;
            assert_eq!(new.refused().1, "unknown_field", "{field}");
        }
        assert_eq!(app.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn t_39_a_typed_address_shows_nobody_what_is_not_theirs() {
    on_each(async |app| {
        let addresses = crate::markup::stored(&app).await;
        let nobody = app.world.member(&app.env, "Mia Member").await;
        let nobody = app.world.browser(&nobody.who).await;
        let other = app.world.tenant("Westwind").await;
        let outsider = app.world.member(&other, "Otto Outside").await;
        let outsider = app.world.browser(&outsider.who).await;
        // What only those see who may: names of people, groups, roles and reasons.
        let secrets = [
            "Person 0",
            "Group 0",
            "Role 0",
            "Auditor",
            "Gone",
            "ines@northwind.test",
            "shop.open",
        ];
        let seen = async |address: &str, token: Option<&str>| {
            let ask = Ask::new(Method::GET, address).signed_in(token);
            app.send(ask.empty()).await
        };
        let admin = app.world.browser(&app.world.admin).await;
        let mut shown = 0;
        for address in addresses.iter().filter(|address| address.starts_with("/t/")) {
            let text = seen(address, Some(&admin)).await.text();
            shown += usize::from(secrets.iter().any(|secret| text.contains(secret)));
            for token in [None, Some(&nobody), Some(&outsider)] {
                let answer = seen(address, token.map(String::as_str)).await;
                let (status, text) = (answer.status.as_u16(), answer.text());
                for secret in secrets {
                    assert!(!text.contains(secret), "{address} shows {secret}: {status}");
                }
                let mine = address.ends_with("/me") && token == Some(&nobody);
                assert!(mine || status != 200, "{address}: {status}");
            }
        }
        assert!(shown > 30, "the pages hold what must not be seen: {shown}");
    })
    .await;
}
