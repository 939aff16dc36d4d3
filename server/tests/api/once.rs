//! `Idempotency-Key`: a request that is sent again does nothing again and answers the same.

use crate::harness::{ALL, App, Ask, Reply, on_each};
use axum::http::Method;
use domain::assignments::Subject;
use domain::id::IdentityId;
use serde_json::{Value, json};

fn ask(app: &App, path: &str, key: &str) -> Ask {
    app.api(Method::POST, path).with("idempotency-key", key)
}

fn give(app: &App, who: IdentityId) -> Value {
    json!({ "identity_id": who, "role_id": app.role, "effective_to": app.world.now().plus_days(9) })
}

/// Codes of results, or nothing of what was done.
fn told(answer: &Value) -> Vec<(Value, Value, Value)> {
    let results = answer["results"].as_array().cloned().unwrap_or_default();
    results
        .into_iter()
        .map(|one| {
            (
                one["index"].clone(),
                one["status"].clone(),
                one["error"]["code"].clone(),
            )
        })
        .collect()
}

/// Every POST with a body that is done and one that differs.
async fn posts(app: &App) -> Vec<(String, Value, Value)> {
    let [first, second, third] = [app.people[0], app.people[1], app.people[2]];
    let end = app.world.now().plus_days(9);
    let absent = "01990000-0000-7000-8000-000000000000";
    let given = app.give(third).await;
    let role = app.world.role(&app.env, "Reader", &["users.view"]).await;
    let planned = |who: IdentityId| json!({ "selection": { "ids": [who] }, "role_id": role, "effective_to": end });
    let plan = app.post("/assignments/plan", &planned(second)).await.fine(201);
    let path = |text: &str| text.to_owned();
    let moved = app.world.give(&app.env, Subject::Identity(third), role).await.id;
    let other = app.world.role(&app.env, "Other", &["users.view"]).await;
    let many = json!({ "assignments": [{ "identity_id": first, "role_id": other }, { "identity_id": second, "role_id": other }] });
    let many = app.post("/assignments/bulk-create", &many).await.fine(200);
    let operation = many["operation_id"].as_str().expect("an id").to_owned();
    vec![
        (path("/assignments"), give(app, first), give(app, second)),
        (
            path("/assignments/bulk-create"),
            json!({ "assignments": [give(app, first), { "identity_id": absent, "role_id": role }, give(app, second)] }),
            json!({ "assignments": [give(app, second)] }),
        ),
        (
            path("/assignments/bulk-remove"),
            json!({ "assignments": [{ "id": absent }, { "identity_id": absent, "role_id": role }, { "id": given }] }),
            json!({ "assignments": [{ "id": given }] }),
        ),
        (
            path("/assignments/bulk-update"),
            json!({ "assignments": [{ "id": moved, "effective_to": end }, { "id": absent, "effective_to": end }] }),
            json!({ "assignments": [{ "id": moved, "effective_to": null }] }),
        ),
        (format!("/jobs/{operation}/undo"), json!({}), json!({ "x": 1 })),
        (path("/assignments/plan"), planned(first), planned(third)),
        (
            format!("/plans/{}/commit", plan["id"].as_str().expect("an id")),
            json!({}),
            json!({ "apply_to_rest": true }),
        ),
        (
            path("/identities"),
            json!({ "name": "Zoë", "email": "zoe@x.test" }),
            json!({ "name": "Zoë" }),
        ),
    ]
}

#[tokio::test]
async fn the_same_request_is_done_once() {
    on_each(async |app| {
        for (path, body, other) in posts(&app).await {
            let first = app.send(ask(&app, &path, "k-1").json(&body)).await;
            assert!(first.status.is_success(), "{path}: {}", first.text());
            let after = app.rows().await;
            // Long after, and with white space that is not the same request.
            app.world.clock.advance(60);
            let again = app.send(ask(&app, &path, "k-1").json(&body)).await;
            assert_eq!(
                (again.status, again.header("etag")),
                (first.status, first.header("etag")),
                "{path}: {}",
                again.text()
            );
            let (mut a, mut b) = (first.json(), again.json());
            assert_eq!(told(&a), told(&b), "{path}");
            for answer in [&mut a, &mut b] {
                // The sentences of items are rebuilt from their codes.
                for one in answer["results"].as_array_mut().into_iter().flatten() {
                    if let Some(error) = one.get_mut("error") {
                        error["detail"] = Value::Null;
                    }
                }
            }
            assert_eq!(a, b, "{path}");
            if path.ends_with("/undo") {
                // There is no other body.
                continue;
            }
            let mixed = app.send(ask(&app, &path, "k-1").json(&other)).await;
            assert_eq!(mixed.refused().1, "idempotency_mismatch", "{path}");
            assert_eq!(app.rows().await, after, "{path}");
        }
        app.world.check_audit().await;
        app.world.check_counters(&app.env).await;
    })
    .await;
}

#[tokio::test]
async fn a_program_that_sees_nobody_hears_the_same_as_well() {
    on_each(async |app| {
        let key = app
            .world
            .secret(&app.env, &["members.change_roles", "audit.read"])
            .await;
        let body = give(&app, app.people[0]);
        let send = async || {
            app.send(ask(&app, "/assignments", "k").with("x-api-key", &key).json(&body))
                .await
        };
        assert_eq!(send().await.fine(201), send().await.fine(201));
    })
    .await;
}

#[tokio::test]
async fn two_at_the_same_moment_are_one() {
    on_each(async |app| {
        for (path, body, _) in posts(&app).await {
            if path.ends_with("/commit") {
                continue;
            }
            let before = app.rows().await;
            let send = || app.send(ask(&app, &path, "both").json(&body));
            let answers: [Reply; 4] = <[Reply; 4]>::from(tokio::join!(send(), send(), send(), send()));
            for answer in &answers {
                let fine = answer.status.is_success() || answer.refused().1 == "conflict";
                assert!(fine, "{path}: {}", answer.text());
            }
            assert!(answers.iter().any(|answer| answer.status.is_success()), "{path}");
            let after = app.rows().await;
            let grown = |table: &str| {
                let count = |rows: &[(String, usize)]| rows.iter().find(|(name, _)| *name == table).expect("a table").1;
                count(&after) - count(&before)
            };
            let events = usize::from(path != "/assignments/plan");
            assert_eq!((grown("idempotency"), grown("events")), (1, events), "{path}");
            assert_eq!(
                app.send(ask(&app, &path, "both").json(&body)).await.status,
                answers.iter().find(|one| one.status.is_success()).expect("one").status
            );
        }
        app.world.check_audit().await;
    })
    .await;
}

#[tokio::test]
async fn a_key_means_nothing_elsewhere() {
    on_each(async |app| {
        let other = app.world.secret(&app.env, ALL).await;
        let body = json!({ "name": "Zoë" });
        let mut ids = Vec::new();
        for key in [&app.key, &other] {
            let answer = app
                .send(ask(&app, "/identities", "k").with("x-api-key", key).json(&body))
                .await;
            ids.push(answer.fine(201)["id"].clone());
        }
        assert_ne!(ids[0], ids[1]);
        // Nor on another route, nor for a change of what is there.
        app.send(ask(&app, "/assignments", "k").json(&give(&app, app.people[0])))
            .await
            .fine(201);
        let given = app.give(app.people[1]).await;
        for day in [1, 2] {
            let change = app
                .api(Method::PATCH, &format!("/assignments/{given}"))
                .with("idempotency-key", "k");
            let end = json!({ "effective_to": app.world.now().plus_days(day) });
            app.send(change.json(&end)).await.fine(200);
        }
        // What was refused is not remembered.
        let body = json!({ "name": "" });
        for _ in 0..2 {
            let answer = app.send(ask(&app, "/identities", "empty").json(&body)).await;
            assert_eq!(answer.refused().1, "invalid_value");
        }
        app.send(ask(&app, "/identities", "empty").json(&json!({ "name": "Ann" })))
            .await
            .fine(201);
    })
    .await;
}
