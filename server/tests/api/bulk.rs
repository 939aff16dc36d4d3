//! Many at once: what is answered, in which order, and what is done.

use crate::document::conforms;
use crate::harness::{App, Reply, on_each};
use axum::http::Method;
use domain::Window;
use domain::assignments::Subject;
use domain::id::IdentityId;
use serde_json::{Value, json};
use service::testing::rounds;

const ABSENT: &str = "01990000-0000-7000-8000-000000000000";
const CREATE: &str = "/assignments/bulk-create";
const REMOVE: &str = "/assignments/bulk-remove";

fn give(app: &App, who: IdentityId) -> Value {
    json!({ "identity_id": who, "role_id": app.role, "effective_to": app.world.now().plus_days(9) })
}

/// The statuses of an answer, whose results are numbered in their order.
fn statuses(answer: &Value) -> Vec<&str> {
    let results = answer["results"].as_array().expect("results");
    for (index, one) in results.iter().enumerate() {
        assert_eq!(one["index"], index);
    }
    results
        .iter()
        .map(|one| one["status"].as_str().expect("a status"))
        .collect()
}

fn described(reply: &Reply, path: &str, status: u16) -> Value {
    let body = reply.fine(status);
    conforms("POST", path, status, &body);
    body
}

#[tokio::test]
async fn all_created_is_200_and_some_is_207() {
    on_each(async |app| {
        let [first, second, third] = [app.people[0], app.people[1], app.people[2]];
        let all = json!({ "assignments": [give(&app, first), give(&app, second)] });
        let answer = described(&app.post(CREATE, &all).await, CREATE, 200);
        assert_eq!(answer["summary"], json!({ "total": 2, "created": 2, "skipped": 0, "failed": 0 }));
        assert_eq!(answer["results"][1]["assignment"]["identity_id"], json!(second));
        let before = app.rows().await;
        let some = json!({ "assignments": [give(&app, third), give(&app, first), give(&app, third), { "identity_id": ABSENT, "role_id": app.role }] });
        let mut dry = some.clone();
        dry["dry_run"] = true.into();
        let judged = described(&app.post(CREATE, &dry).await, CREATE, 207);
        assert_eq!((&judged["dry_run"], judged.get("operation_id")), (&json!(true), None));
        assert_eq!(judged["results"][0].get("assignment"), None);
        let mut atomic = some.clone();
        atomic["atomic"] = true.into();
        let stopped = described(&app.post(CREATE, &atomic).await, CREATE, 409);
        assert_eq!(app.rows().await, before);
        let done = described(&app.post(CREATE, &some).await, CREATE, 207);
        assert_eq!(done["summary"], json!({ "total": 4, "created": 1, "skipped": 2, "failed": 1 }));
        for answer in [&judged, &stopped, &done] {
            assert_eq!(statuses(answer), ["created", "skipped", "skipped", "failed"]);
            assert_eq!(answer["summary"], done["summary"]);
        }
        let code = |at: usize| &done["results"][at]["error"]["code"];
        assert_eq!((code(1), code(2), code(3)), (&json!("already_assigned"), &json!("duplicate_in_request"), &json!("not_found")));
        let nothing = described(&app.post(CREATE, &json!({ "assignments": [] })).await, CREATE, 200);
        assert_eq!(nothing["summary"]["total"], 0);
        app.world.check_audit().await;
        app.world.check_counters(&app.env).await;
    })
    .await;
}

#[tokio::test]
async fn thousands_are_given_and_taken_away_at_once() {
    on_each(async |app| {
        let count = if app.world.db.db.engine() == store::db::Engine::Sqlite {
            rounds(2_000, 100_000)
        } else {
            2_000
        };
        let people = app.world.people(&app.env, count).await;
        let items: Vec<Value> = people.iter().map(|id| give(&app, *id)).collect();
        let answer = app.post(CREATE, &json!({ "assignments": items })).await.fine(200);
        assert_eq!(
            (&answer["summary"]["created"], statuses(&answer).len()),
            (&json!(count), count)
        );
        for at in [0, count / 2, count - 1] {
            assert_eq!(answer["results"][at]["assignment"]["identity_id"], json!(people[at]));
        }
        assert_eq!(app.world.db.count("event_children", &[]).await, count);
        let again = app.post(CREATE, &json!({ "assignments": items })).await.fine(207);
        assert_eq!(again["summary"]["skipped"], count);
        let items: Vec<Value> = answer["results"]
            .as_array()
            .expect("results")
            .iter()
            .map(|one| json!({ "id": one["assignment"]["id"] }))
            .collect();
        let gone = app.post(REMOVE, &json!({ "assignments": items })).await.fine(200);
        assert_eq!(
            gone["summary"],
            json!({ "total": count, "removed": count, "skipped": 0, "failed": 0 })
        );
        app.world.check_audit().await;
        app.world.check_counters(&app.env).await;
    })
    .await;
}

#[tokio::test]
async fn one_too_many_is_too_many() {
    on_each(async |app| {
        let before = app.rows().await;
        let item = json!({ "identity_id": ABSENT, "role_id": ABSENT }).to_string();
        let mut body = format!(r#"{{"assignments":[{item}"#);
        for _ in 0..100_000 {
            body.push(',');
            body.push_str(&item);
        }
        // What follows the last one too many is not even read.
        let answer = app.send(app.api(Method::POST, CREATE).text(&body)).await;
        assert_eq!(answer.refused().1, "too_many_items");
        let answer = app.send(app.api(Method::POST, REMOVE).text(&body)).await;
        assert_eq!(answer.refused().1, "too_many_items");
        let ids = vec![ABSENT; 100_001];
        let answer = app
            .post(
                "/assignments/plan",
                &json!({ "selection": { "ids": ids }, "role_id": app.role }),
            )
            .await;
        assert_eq!(answer.refused().1, "too_many_items");
        assert_eq!(app.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn several_need_the_right_to_many() {
    on_each(async |app| {
        let key = app
            .world
            .secret(&app.env, &["members.change_roles", "audit.read"])
            .await;
        let before = app.rows().await;
        let (one, two) = (give(&app, app.people[0]), give(&app, app.people[1]));
        let end = app.world.now().plus_days(9);
        let plan = json!({ "selection": { "ids": app.people }, "role_id": app.role, "effective_to": end });
        let named: Vec<_> = app
            .people
            .iter()
            .map(|id| json!({ "identity_id": id, "role_id": app.role }))
            .collect();
        for (path, body) in [
            (CREATE, json!({ "assignments": [one, two] })),
            (REMOVE, json!({ "assignments": named })),
            ("/assignments/plan", plan),
        ] {
            let answer = app
                .send(app.api(Method::POST, path).with("x-api-key", &key).json(&body))
                .await;
            assert_eq!(answer.refused().1, "forbidden", "{path}");
            assert_eq!(answer.json()["capability"], "users.bulk_operations");
        }
        assert_eq!(app.rows().await, before);
        let alone = app.api(Method::POST, CREATE).with("x-api-key", &key);
        app.send(alone.json(&json!({ "assignments": [one] }))).await.fine(200);
    })
    .await;
}

#[tokio::test]
async fn roles_are_taken_away_by_id_and_by_person() {
    on_each(async |mut app| {
        let [first, second, third] = [app.people[0], app.people[1], app.people[2]];
        let node = app.world.node(&app.env, "Paris", None).await;
        app.renew().await;
        let by_id = app.give(first).await;
        app.give(second).await;
        app.world
            .give_at(&app.env, Subject::Identity(second), app.role, node, Window::ALWAYS)
            .await;
        let group = app.world.group(&app.env, "Support", None).await;
        app.world.give(&app.env, Subject::Group(group), app.role).await;
        app.world.join(&app.env, group, &[third], None).await;
        let of = |who: IdentityId| json!({ "identity_id": who, "role_id": app.role });
        let body = json!({ "assignments": [{ "id": by_id }, of(second), of(third), { "id": ABSENT }, of(first),
            { "group_id": group, "role_id": app.role, "node_id": node }] });
        let mut dry = body.clone();
        dry["dry_run"] = true.into();
        let mut atomic = body.clone();
        atomic["atomic"] = true.into();
        let before = app.rows().await;
        let judged = described(&app.post(REMOVE, &dry).await, REMOVE, 207);
        let stopped = described(&app.post(REMOVE, &atomic).await, REMOVE, 409);
        assert_eq!(app.rows().await, before);
        let done = described(&app.post(REMOVE, &body).await, REMOVE, 207);
        for answer in [&judged, &stopped, &done] {
            assert_eq!(
                statuses(answer),
                ["removed", "removed", "skipped", "failed", "skipped", "skipped"]
            );
        }
        let codes: Vec<_> = (2..6)
            .map(|at| done["results"][at]["error"]["code"].as_str().expect("a code"))
            .collect();
        assert_eq!(
            codes,
            ["inherited", "not_found", "duplicate_in_request", "not_assigned"]
        );
        assert_eq!(
            done["summary"],
            json!({ "total": 6, "removed": 2, "skipped": 3, "failed": 1 })
        );
        let gone = json!({ "assignments": [{ "group_id": group, "role_id": app.role }] });
        described(&app.post(REMOVE, &gone).await, REMOVE, 200);
        assert_eq!(
            app.world
                .db
                .count("assignments", &[("revoked_at", store::testing::Cell::Null)])
                .await,
            0
        );
        app.world.check_audit().await;
        app.world.check_counters(&app.env).await;
    })
    .await;
}
