//! Plans through the API: judged first, done exactly so, once.

use crate::document::conforms;
use crate::harness::{ALL, App, on_each};
use axum::http::Method;
use domain::id::IdentityId;
use serde_json::{Value, json};

const PLAN: &str = "/assignments/plan";
const COMMIT: &str = "/plans/{id}/commit";

async fn plan(app: &App, ids: &[IdentityId]) -> (String, Value) {
    let end = app.world.now().plus_days(9);
    let asked = json!({ "action": "assign", "selection": { "ids": ids }, "role_id": app.role, "effective_to": end,
        "reason": "Year end", "through_group": "skip" });
    let plan = app.post(PLAN, &asked).await.fine(201);
    conforms("POST", PLAN, 201, &plan);
    (format!("/plans/{}/commit", plan["id"].as_str().expect("an id")), plan)
}

async fn commit(app: &App, path: &str, status: u16) -> Value {
    let done = app.post(path, &json!({})).await.fine(status);
    conforms("POST", COMMIT, status, &done);
    done
}

#[tokio::test]
async fn a_plan_says_what_its_commit_does() {
    on_each(async |app| {
        let [first, second, third] = [app.people[0], app.people[1], app.people[2]];
        app.give(second).await;
        let before = app.rows().await;
        let (path, told) = plan(&app, &[first, second, third, first]).await;
        let sums = json!({ "total": 4, "will": 2, "skipped": 2, "failed": 0,
            "by_code": { "already_assigned": 1, "duplicate_in_request": 1 } });
        assert_eq!(told["summary"], sums);
        let live = |rows: &[(String, usize)]| -> Vec<_> {
            rows.iter()
                .filter(|(name, _)| !name.starts_with("plan"))
                .cloned()
                .collect()
        };
        assert_eq!(live(&app.rows().await), live(&before));
        let done = commit(&app, &path, 207).await;
        assert_eq!(
            done["summary"],
            json!({ "total": 4, "created": 2, "skipped": 2, "failed": 0 })
        );
        let statuses: Vec<_> = done["results"]
            .as_array()
            .expect("results")
            .iter()
            .map(|one| &one["status"])
            .collect();
        assert_eq!(statuses, ["created", "skipped", "created", "skipped"]);
        assert_eq!(done["results"][0]["assignment"]["reason"], "Year end");
        let after = app.rows().await;
        assert_eq!(commit(&app, &path, 207).await, done);
        assert_eq!(app.rows().await, after);
        let (path, _) = plan(&app, &[app.world.person(&app.env, "Zoë").await]).await;
        assert_eq!(commit(&app, &path, 200).await["summary"]["created"], 1);
        app.world.check_audit().await;
        app.world.check_counters(&app.env).await;
    })
    .await;
}

#[tokio::test]
async fn what_changed_since_is_told_and_the_rest_can_be_done() {
    on_each(async |app| {
        let (path, _) = plan(&app, &app.people).await;
        app.give(app.people[1]).await;
        let before = app.rows().await;
        let answer = app.post(&path, &json!({})).await;
        assert_eq!(answer.refused().1, "plan_changed");
        assert_eq!(app.rows().await, before);
        let done = app.post(&path, &json!({ "apply_to_rest": true })).await.fine(207);
        assert_eq!(
            done["summary"],
            json!({ "total": 3, "created": 2, "skipped": 1, "failed": 0 })
        );
        // Nobody is left in the next one.
        let (path, told) = plan(&app, &app.people).await;
        assert_eq!(
            (&told["summary"]["will"], &told["summary"]["skipped"]),
            (&json!(0), &json!(3))
        );
        let before = app.rows().await;
        assert_eq!(app.post(&path, &json!({})).await.refused().1, "conflict");
        assert_eq!(app.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn a_plan_belongs_to_one_key_for_a_quarter_of_an_hour() {
    on_each(async |app| {
        let (path, _) = plan(&app, &app.people).await;
        let other = app.world.secret(&app.env, ALL).await;
        let before = app.rows().await;
        let ask = app.api(Method::POST, &path).with("x-api-key", &other);
        assert_eq!(app.send(ask.json(&json!({}))).await.refused().1, "not_found");
        app.world.clock.advance(15 * 60);
        assert_eq!(app.post(&path, &json!({})).await.refused().1, "plan_expired");
        assert_eq!(app.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn a_filter_is_frozen_into_the_people_of_its_time() {
    on_each(async |app| {
        let end = app.world.now().plus_days(9);
        let asked = |filter: Value| {
            json!({ "role_id": app.role, "effective_to": end,
            "selection": { "matching": { "filter": filter, "exclude": [app.people[0]] } } })
        };
        let told = app.post(PLAN, &asked(json!({ "q": "person" }))).await.fine(201);
        assert_eq!(told["summary"]["total"], 2);
        app.world.person(&app.env, "Person Late").await;
        let path = format!("/plans/{}/commit", told["id"].as_str().expect("an id"));
        assert_eq!(commit(&app, &path, 200).await["summary"]["created"], 2);
        for (filter, code) in [
            (json!({ "q": "nobody at all" }), "invalid_value"),
            (json!({ "status": ["asleep"] }), "wrong_type"),
            (json!({ "ends_within": -1 }), "wrong_type"),
        ] {
            assert_eq!(app.post(PLAN, &asked(filter)).await.refused().1, code);
        }
        // A letter that no database can hold matches like any other that nobody has.
        app.post(PLAN, &asked(json!({ "q": "person\u{0}" }))).await.fine(201);
    })
    .await;
}
