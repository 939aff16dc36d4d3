//! What every answer carries, and what does not count where.

use crate::harness::{Ask, Reply, on_each, send, state};
use axum::http::Method;
use serde_json::json;

/// Answers of every kind, those of the middleware included.
fn asks(key: &str, session: &str) -> Vec<(Ask, &'static str, u16)> {
    let get = |path: &str| Ask::new(Method::GET, path);
    let page = |path: &str| get(path).signed_in(Some(session));
    let post = |path: &str| Ask::new(Method::POST, path);
    let api = |method, path: &str| Ask::new(method, path).with("x-api-key", key);
    vec![
        (get("/healthz"), "", 200),
        (get("/assets/none.js"), "", 404),
        (get("/assets/..%2f..%2fCargo.toml"), "", 404),
        (get("/sign-in"), "", 200),
        (get("/"), "", 303),
        (page("/t/northwind/development/directory"), "", 200),
        (page("/t/northwind/development/nowhere"), "", 404),
        (page("/t/nowhere/development/directory"), "", 404),
        (page("/t/%00/development/directory"), "", 404),
        (
            page("/t/northwind/development/directory?q=%00&after=zz&role=%00"),
            "",
            200,
        ),
        (page("/_fn/directory?tenant=%00&environment=x&search="), "", 404),
        (page("/_fn/home"), "", 200),
        (page("/_fn/directory"), "", 400),
        (page("/_fn/nothing"), "", 404),
        (get("/t/northwind/development/operations/x/results.csv"), "", 401),
        (page("/t/northwind/development/operations/x/results.csv"), "", 404),
        (post("/sign-in").with("content-type", "text/plain"), "login=a", 415),
        (
            post("/sign-in").with("content-type", "application/x-www-form-urlencoded"),
            "x=1",
            400,
        ),
        (post("/sign-in").with("sec-fetch-site", "cross-site"), "", 403),
        (post("/nowhere"), "", 405),
        (Ask::new(Method::DELETE, "/sign-in"), "", 405),
        (Ask::new(Method::OPTIONS, "/"), "", 405),
        (get("/api/v1/openapi.json"), "", 200),
        (get("/api/v1/roles"), "", 401),
        (api(Method::GET, "/api/v1/roles"), "", 200),
        (api(Method::GET, "/api/v1/nowhere"), "", 404),
        (api(Method::PUT, "/api/v1/roles"), "", 405),
        (api(Method::POST, "/api/v1/identities"), "{}", 415),
        (
            api(Method::POST, "/api/v1/identities").with("content-type", "application/json"),
            "{",
            400,
        ),
    ]
}

fn check(answer: &Reply, secure: bool, place: &str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        (
            "strict-transport-security",
            if secure { "max-age=31536000" } else { "" },
        ),
    ] {
        assert_eq!(answer.header(name), value, "{place}");
    }
    let policy = answer.header("content-security-policy");
    for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(policy.contains(part), "{place}: {policy}");
    }
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{place}: {policy}"
    );
    assert!(answer.header("permissions-policy").contains("camera=()"), "{place}");
    assert_eq!(answer.header("cache-control"), "no-store", "{place}");
    assert_eq!(answer.header("x-request-id").len(), 32, "{place}");
    assert!(answer.headers.get("server").is_none() && answer.headers.get("access-control-allow-origin").is_none());
}

#[tokio::test]
async fn every_answer_has_the_headers_and_an_id_of_its_own() {
    on_each(async |app| {
        let session = app.world.browser(&app.world.admin).await;
        let mut ids = std::collections::HashSet::new();
        for (ask, body, status) in asks(&app.key, &session) {
            let request = ask.body(body.to_owned());
            let place = format!("{} {}", request.method(), request.uri());
            let answer = app.send(request).await;
            assert_eq!(answer.status.as_u16(), status, "{place}: {}", answer.text());
            check(&answer, false, &place);
            assert!(ids.insert(answer.header("x-request-id").to_owned()), "{place}");
        }
    })
    .await;
}

#[tokio::test]
async fn over_tls_cookies_are_bound_to_it() {
    on_each(async |app| {
        let router = server::router::router(state(&app.world, Some("https://access.example.org")));
        let session = app.world.browser(&app.world.admin).await;
        let home = |cookie: String| Ask::new(Method::GET, "/_fn/home").with("cookie", &cookie).empty();
        for (cookie, status) in [
            (format!("__Host-rolecall={session}"), 200),
            (format!("a=b; __Host-rolecall={session}; c=d"), 200),
            (format!("rolecall={session}"), 401),
            // One of two was planted, and nobody knows which.
            (format!("__Host-rolecall={session}; __Host-rolecall={session}"), 401),
        ] {
            let answer = send(&router, home(cookie.clone())).await;
            assert_eq!(answer.status.as_u16(), status, "{cookie}");
            check(&answer, true, "/_fn/home");
        }
        let body = crate::forms::filled(&app, "/sign-in");
        let ask = Ask::form("/sign-in", None)
            .without("sec-fetch-site")
            .with("origin", "https://access.example.org");
        let answer = send(&router, ask.body(body)).await;
        let cookie = answer.header("set-cookie");
        assert!(
            cookie.starts_with("__Host-rolecall=") && cookie.ends_with("; Secure"),
            "{cookie}"
        );
    })
    .await;
}

#[tokio::test]
async fn cookies_do_not_count_in_the_api_nor_keys_in_pages() {
    on_each(async |app| {
        let session = app.world.browser(&app.world.admin).await;
        for route in server::rest::ROUTES {
            let path = format!("/api/v1{}", route.path.replace("{id}", "x"));
            let ask = Ask::new(route.method.clone(), &path).signed_in(Some(&session));
            assert_eq!(app.send(ask.text("{}")).await.refused().1, "unauthorized", "{path}");
        }
        let bearer = format!("Bearer {}", app.key);
        for path in [
            "/_fn/home",
            "/_fn/directory?tenant=northwind&environment=development&search=",
        ] {
            let ask = Ask::new(Method::GET, path)
                .with("x-api-key", &app.key)
                .with("authorization", &bearer);
            assert_eq!(app.send(ask.empty()).await.status.as_u16(), 401, "{path}");
        }
        let before = app.rows().await;
        for form in server::forms::FORMS.iter().filter(|form| form.path.starts_with("/t/")) {
            let path = crate::forms::address(form.path);
            let ask = Ask::form(&path, None)
                .with("x-api-key", &app.key)
                .with("authorization", &bearer);
            let answer = app.send(ask.body(crate::forms::filled(&app, form.path))).await;
            assert_eq!(answer.status.as_u16(), 401, "{path}");
        }
        // A session that came along neither helps nor harms a key.
        let ask = app.api(Method::POST, "/identities").signed_in(Some(&session));
        assert_eq!(app.rows().await, before);
        let made = app
            .send(ask.with("sec-fetch-site", "cross-site").json(&json!({ "name": "Zoë" })))
            .await
            .fine(201);
        let event = service::audit::list(&app.env, None, 1).await.expect("events");
        assert_eq!(
            (event[0].actor.label.as_str(), made["name"].as_str()),
            ("A key", Some("Zoë"))
        );
    })
    .await;
}
