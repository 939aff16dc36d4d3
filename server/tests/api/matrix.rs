//! Who may call what: the tables of routes, forms and server functions against what happens.

use crate::document::{document, operations};
use crate::harness::{ALL, Ask, on_each};
use axum::http::Method;
use serde_json::json;
use server::forms::FORMS;
use server::functions::FUNCTIONS;
use server::rest::ROUTES;
use server::rest::openapi::DOCUMENT;
use std::collections::BTreeSet;

/// Server functions that ask for one thing.
const BY_ID: [&str; 30] = [
    "/_fn/identities/reset-password",
    "/_fn/audit/event",
    "/_fn/identities/groups",
    "/_fn/identities/access",
    "/_fn/identities/sessions",
    "/_fn/identities/edit",
    "/_fn/identities/suspend",
    "/_fn/identities/remove",
    "/_fn/identities/delete",
    "/_fn/groups/members",
    "/_fn/groups/roles",
    "/_fn/groups/groups",
    "/_fn/groups/activity",
    "/_fn/groups/edit",
    "/_fn/groups/delete",
    "/_fn/operations",
    "/_fn/identities/roles",
    "/_fn/identities/activity",
    "/_fn/identities/invitation",
    "/_fn/capabilities/area",
    "/_fn/capabilities/one",
    "/_fn/capabilities/turn-on",
    "/_fn/capabilities/delete",
    "/_fn/roles/one",
    "/_fn/roles/activity",
    "/_fn/roles/assignments",
    "/_fn/roles/delete",
    "/_fn/assignments/one",
    "/_fn/assignments/remove",
    "/_fn/assignments/dates",
];
const ID: &str = "01990000-0000-7000-8000-000000000000";

fn filled(path: &str) -> String {
    path.replace("{id}", ID)
        .replace("{member}", ID)
        .replace("{session}", ID)
        .replace("{tenant}", "northwind")
        .replace("{environment}", "development")
}

#[test]
fn the_document_says_what_the_table_of_routes_says() {
    let document = document();
    let described: Vec<_> = operations(&document)
        .into_iter()
        .map(|(method, path, operation)| (method, path, operation["x-capability"].as_str().map(str::to_owned)))
        .collect();
    let mut routed: Vec<_> = ROUTES
        .iter()
        .map(|route| {
            (
                route.method.to_string(),
                route.path.to_owned(),
                Some(route.capability.to_owned()),
            )
        })
        .collect();
    routed.sort();
    assert_eq!(described, routed);
    let mut names = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let name = operation["operationId"].as_str().expect("a name");
        assert!(names.insert(name.to_owned()), "{name} twice");
        let answers = operation["responses"].as_object().expect("answers");
        for status in ["401", "403"] {
            assert!(answers.contains_key(status), "{method} {path} lacks {status}");
        }
        assert!(answers.keys().any(|status| status.starts_with('2')), "{method} {path}");
    }
}

#[tokio::test]
async fn the_document_is_served_to_anyone_as_it_stands() {
    on_each(async |app| {
        let served = app.send(Ask::new(Method::GET, "/api/v1/openapi.json").empty()).await;
        assert_eq!((served.status.as_u16(), served.text().as_str()), (200, DOCUMENT));
        assert_eq!(served.header("content-type"), "application/json");
    })
    .await;
}

#[tokio::test]
async fn every_route_asks_for_the_capability_of_the_table() {
    on_each(async |app| {
        let before = app.rows().await;
        let mut keys = Vec::new();
        for capability in ROUTES.iter().map(|route| route.capability).collect::<BTreeSet<_>>() {
            let any: Vec<&str> = capability.split(" or ").collect();
            let others: Vec<_> = ALL.iter().copied().filter(|one| !any.contains(one)).collect();
            let lacking = app.world.secret(&app.env, &others).await;
            keys.push((capability, lacking, app.world.secret(&app.env, &any[..1]).await));
        }
        let between = app.rows().await;
        assert_ne!(before, between);
        for route in ROUTES {
            let (_, lacking, having) = keys.iter().find(|(one, ..)| *one == route.capability).expect("keys");
            let ask = |key: &str| {
                let ask = app
                    .api(route.method.clone(), &filled(route.path))
                    .with("x-api-key", key);
                if route.method == Method::GET {
                    ask.empty()
                } else {
                    ask.text("{}")
                }
            };
            let answer = app.send(ask(lacking)).await;
            assert_eq!(answer.refused().1, "forbidden", "{} {}", route.method, route.path);
            let named = route.capability.split(" or ").next();
            assert_eq!(answer.json()["capability"].as_str(), named);
            let answer = app.send(ask(having)).await;
            assert_ne!(
                answer.status.as_u16(),
                403,
                "{} {}: {}",
                route.method,
                route.path,
                answer.text()
            );
            assert!(
                answer.status.as_u16() < 500,
                "{} {}: {}",
                route.method,
                route.path,
                answer.text()
            );
        }
        assert_eq!(app.rows().await, between);
    })
    .await;
}

#[tokio::test]
async fn without_a_good_key_every_route_says_the_same() {
    on_each(async |app| {
        let mut wrong = app.key.clone();
        let last = if wrong.pop() == Some('0') { '1' } else { '0' };
        wrong.push(last);
        let paths = ROUTES
            .iter()
            .map(|route| (route.method.clone(), filled(route.path)))
            .chain([
                (Method::GET, "/nowhere".to_owned()),
                (Method::POST, "/nowhere".to_owned()),
            ]);
        for (method, path) in paths {
            for ask in [
                app.api(method.clone(), &path).without("x-api-key"),
                app.api(method.clone(), &path).with("x-api-key", "nonsense"),
                app.api(method.clone(), &path).with("x-api-key", &wrong),
                app.api(method.clone(), &path).with("authorization", "Bearer other"),
                app.api(method.clone(), &path)
                    .without("x-api-key")
                    .with("authorization", "Basic YTpi"),
            ] {
                assert_eq!(
                    app.send(ask.text("{}")).await.refused().1,
                    "unauthorized",
                    "{method} {path}"
                );
            }
        }
        // One key, either way.
        for ask in [
            app.api(Method::GET, "/roles")
                .with("authorization", &format!("Bearer {}", app.key)),
            app.api(Method::GET, "/roles")
                .without("x-api-key")
                .with("authorization", &format!("bearer {}", app.key)),
        ] {
            app.send(ask.empty()).await.fine(200);
        }
        let absent = app.get("/nowhere").await;
        assert_eq!(absent.refused().1, "not_found");
        app.world.clock.advance(91 * 86_400);
        assert_eq!(app.get("/roles").await.refused().1, "unauthorized");
    })
    .await;
}

#[test]
fn every_server_function_is_declared() {
    let known: BTreeSet<&str> = server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    let declared: BTreeSet<&str> = FUNCTIONS.iter().map(|(path, _)| *path).collect();
    assert_eq!(known, declared);
}

#[tokio::test]
async fn every_server_function_asks_for_what_the_table_says() {
    on_each(async |app| {
        let member = app.world.member(&app.env, "Mia Member").await;
        let token = app.world.browser(&member.who).await;
        let admin = app.world.browser(&app.world.admin).await;
        let before = app.rows().await;
        for (path, method) in server_fn::axum::server_fn_paths() {
            let (_, needs) = FUNCTIONS.iter().find(|(one, _)| *one == path).expect("declared");
            let address = format!("{path}?tenant=northwind&environment=development&search=&id={ID}&token=x&slug=x");
            let ask = |token: Option<&str>| Ask::new(method.clone(), &address).signed_in(token).empty();
            let status = async |token| app.send(ask(token)).await.status.as_u16();
            let (nobody, member, admin) = (
                status(None).await,
                status(Some(&token)).await,
                status(Some(&admin)).await,
            );
            match *needs {
                // There is an account already.
                "nobody" => assert_eq!((nobody, member, admin), (404, 404, 404), "{path}"),
                "own" => assert_eq!((nobody, member, admin), (401, 200, 200), "{path}"),
                capability => {
                    // Where one thing is asked for, the id names none.
                    let of_one = BY_ID.contains(&path);
                    let seen = if of_one { 404 } else { 200 };
                    assert_eq!((nobody, member, admin), (401, 403, seen), "{path}");
                    let refusal = app.send(ask(Some(&token))).await.text();
                    assert!(refusal.contains(&format!("\"{capability}\"")), "{path}: {refusal}");
                }
            }
        }
        assert_eq!(app.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn every_form_asks_for_what_the_table_says() {
    on_each(async |app| {
        let member = app.world.member(&app.env, "Mia Member").await;
        let token = app.world.browser(&member.who).await;
        let before = app.rows().await;
        for form in FORMS
            .iter()
            .filter(|form| form.needs != "nobody" && form.needs != "own")
        {
            for (token, expected) in [(None, 401), (Some(token.as_str()), 403)] {
                let ask = Ask::form(&filled(form.path), token);
                let answer = app.send(ask.body(crate::forms::filled(&app, form.path))).await;
                assert_eq!(answer.status.as_u16(), expected, "{}", form.path);
                if expected == 403 {
                    assert!(answer.text().contains(form.needs), "{}: {}", form.path, answer.text());
                }
            }
        }
        assert_eq!(app.rows().await, before);
        let known: BTreeSet<&str> = FORMS.iter().map(|form| form.path).collect();
        let tested: BTreeSet<&str> = crate::forms::PATHS.iter().copied().collect();
        assert_eq!(known, tested);
        // The same key opens no page, and the same cookie no route of the API.
        let key = Ask::new(Method::GET, "/_fn/home").with("x-api-key", &app.key).empty();
        assert_eq!(app.send(key).await.status.as_u16(), 401);
        let cookie = Ask::new(Method::POST, "/api/v1/identities").signed_in(Some(&token));
        assert_eq!(
            app.send(cookie.json(&json!({ "name": "X" }))).await.status.as_u16(),
            401
        );
    })
    .await;
}
