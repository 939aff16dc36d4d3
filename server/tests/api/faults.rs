//! When something fails inside, nothing of it is told outside.

use crate::forms::filled;
use crate::harness::{App, Ask, Reply, on_each};
use axum::http::Method;
use serde_json::Value;
use server::forms::FORMS;
use server::functions::FUNCTIONS;
use server::rest::ROUTES;
use store::db::Engine;

/// Words that only the inside knows.
const INSIDE: [&str; 14] = [
    "sqlx",
    "sqlite",
    "postgres",
    "pool",
    "relation",
    "no such table",
    "no such column",
    "gone_",
    "select ",
    "constraint",
    "panicked",
    "src/",
    "Err(",
    "driver",
];

fn tells_nothing(answer: &Reply, place: &str) {
    let text = answer.text().to_lowercase();
    for word in INSIDE {
        // Pages hold their own style sheet and scripts, whose names are no secret.
        assert!(!text.contains(&word.to_lowercase()), "{place} tells {word}: {text}");
    }
}

/// A problem with the code, its sentence and the id of the request, and nothing else.
fn is_bare(answer: &Reply, code: &str, place: &str) {
    assert_eq!(answer.refused().1, code, "{place}: {}", answer.text());
    let body = answer.json();
    let names: Vec<_> = body
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        names,
        ["code", "detail", "request_id", "status", "title", "type"],
        "{place}"
    );
    tells_nothing(answer, place);
}

/// Every route, form, function and page, while the database is broken.
async fn everything(app: &App, session: &str, code: &str, strict: bool) {
    let status = if code == "unavailable" { 503 } else { 500 };
    let person = app.people[0].to_string();
    for route in ROUTES {
        let path = route.path.replace("{id}", &person);
        let body = match route.path {
            "/identities" => r#"{"name":"x"}"#.to_owned(),
            "/access/check" => format!(r#"{{"identity_id":"{person}","capability":"audit.read"}}"#),
            "/assignments" => format!(r#"{{"identity_id":"{person}","role_id":"{}"}}"#, app.role),
            "/assignments/plan" => format!(r#"{{"selection":{{"ids":["{person}"]}},"role_id":"{}"}}"#, app.role),
            "/assignments/bulk-update" => format!(r#"{{"assignments":[{{"id":"{person}","effective_to":null}}]}}"#),
            path if path.contains("bulk") => format!(
                r#"{{"assignments":[{{"identity_id":"{person}","role_id":"{}"}}]}}"#,
                app.role
            ),
            _ => "{}".to_owned(),
        };
        let answer = app.send(app.api(route.method.clone(), &path).text(&body)).await;
        let place = format!("{} {}", route.method, route.path);
        if strict || answer.status.is_server_error() {
            is_bare(&answer, code, &place);
        }
        tells_nothing(&answer, &place);
    }
    for (path, _) in FUNCTIONS {
        let address = format!("{path}?tenant=northwind&environment=development&search=&id={person}&token=x");
        let answer = app
            .send(Ask::new(Method::GET, &address).signed_in(Some(session)).empty())
            .await;
        if strict {
            assert_eq!(answer.status.as_u16(), status, "{path}");
        }
        tells_nothing(&answer, path);
    }
    for form in FORMS {
        let path = crate::forms::address(form.path);
        let answer = app
            .send(Ask::form(&path, Some(session)).body(filled(app, form.path)))
            .await;
        if strict {
            assert_eq!(answer.status.as_u16(), status, "{path}");
        }
        tells_nothing(&answer, &path);
    }
    for path in [
        "/",
        "/sign-in",
        "/setup",
        "/t/northwind/development/directory",
        "/t/northwind/development/assign",
    ] {
        let answer = app
            .send(Ask::new(Method::GET, path).signed_in(Some(session)).empty())
            .await;
        if strict {
            assert_eq!(answer.status.as_u16(), status, "{path}");
        }
        tells_nothing(&answer, path);
    }
}

#[tokio::test]
async fn t_75_without_a_database_only_a_code_and_an_id_are_told() {
    on_each(async |app| {
        let session = app.world.browser(&app.world.admin).await;
        app.world.service.close().await;
        everything(&app, &session, "unavailable", true).await;
        // Who is not signed in hears no more than that.
        for path in ["/", "/sign-in", "/setup?token=x"] {
            let answer = app.send(Ask::new(Method::GET, path).empty()).await;
            assert_eq!(answer.status.as_u16(), 503, "{path}");
            tells_nothing(&answer, path);
        }
        let ready = app.send(Ask::new(Method::GET, "/readyz").empty()).await;
        assert_eq!(
            (ready.status.as_u16(), ready.text().as_str()),
            (503, "the database does not answer\n")
        );
        assert_eq!(
            app.send(Ask::new(Method::GET, "/healthz").empty())
                .await
                .status
                .as_u16(),
            200
        );
    })
    .await;
}

#[tokio::test]
async fn t_75_a_broken_table_is_nobodys_business() {
    on_each(async |app| {
        let session = app.world.browser(&app.world.admin).await;
        for table in [
            "assignments",
            "identities",
            "events",
            "roles",
            "capabilities",
            "idempotency",
            "plans",
        ] {
            if app.world.db.db.engine() == Engine::Sqlite {
                app.world.db.script("pragma legacy_alter_table = on").await;
            }
            app.world
                .db
                .script(&format!("alter table {table} rename to gone_{table}"))
                .await;
            let before: Value = serde_json::json!({ "name": "x" });
            let ask = app.api(Method::POST, "/identities").with("idempotency-key", table);
            let answer = app.send(ask.json(&before)).await;
            // What capabilities there are is kept in memory.
            if ["identities", "events", "idempotency"].contains(&table) {
                is_bare(&answer, "internal", table);
            }
            everything(&app, &session, "internal", false).await;
            app.world
                .db
                .script(&format!("alter table gone_{table} rename to {table}"))
                .await;
        }
    })
    .await;
}
