//! Large plans through the API: accepted, worked on, looked at, undone.

use crate::document::conforms;
use crate::harness::{App, on_each};
use domain::id::IdentityId;
use serde_json::{Value, json};
use service::jobs::{Options, Runner};

const MANY: usize = 201;
const COMMIT: &str = "/plans/{id}/commit";
const JOB: &str = "/jobs/{id}";

async fn plan(app: &App, asked: &Value) -> String {
    let plan = app.post("/assignments/plan", asked).await.fine(201);
    conforms("POST", "/assignments/plan", 201, &plan);
    format!("/plans/{}/commit", plan["id"].as_str().expect("an id"))
}

async fn give(app: &App, people: &[IdentityId]) -> String {
    let end = app.world.now().plus_days(9);
    let asked = json!({ "selection": { "ids": people }, "role_id": app.role, "effective_to": end });
    plan(app, &asked).await
}

async fn work(app: &App) {
    let runner = Runner::new(&app.world.service, Options::default());
    runner.work().await.expect("done");
}

async fn job(app: &App, id: &Value) -> Value {
    let job = app
        .get(&format!("/jobs/{}", id.as_str().expect("an id")))
        .await
        .fine(200);
    conforms("GET", JOB, 200, &job);
    job
}

#[tokio::test]
async fn above_two_hundred_a_plan_is_accepted_and_done_by_a_job() {
    on_each(async |app| {
        let people = app.world.people(&app.env, MANY).await;
        let path = give(&app, &people).await;
        let accepted = app.post(&path, &json!({})).await.fine(202);
        conforms("POST", COMMIT, 202, &accepted);
        assert_eq!(
            accepted["summary"],
            json!({ "total": MANY, "created": 0, "skipped": 0, "failed": 0 })
        );
        assert_eq!(
            (&accepted["status"], &accepted["undo_until"]),
            (&json!("running"), &Value::Null)
        );
        assert_eq!(job(&app, &accepted["id"]).await, accepted);
        let undo = format!("/jobs/{}/undo", accepted["id"].as_str().expect("an id"));
        assert_eq!(app.post(&undo, &json!({})).await.refused().1, "conflict");
        // Asked again it is the same one.
        assert_eq!(app.post(&path, &json!({})).await.fine(202), accepted);
        work(&app).await;
        let done = app.post(&path, &json!({})).await.fine(200);
        conforms("POST", COMMIT, 200, &done);
        assert_eq!(done["results"].as_array().map(Vec::len), Some(MANY));
        for (index, one) in done["results"].as_array().expect("results").iter().enumerate() {
            assert_eq!(
                (&one["index"], &one["assignment"]["identity_id"]),
                (&json!(index), &json!(people[index]))
            );
        }
        let finished = job(&app, &accepted["id"]).await;
        assert_eq!(
            (&finished["status"], &finished["summary"]["created"]),
            (&json!("finished"), &json!(MANY))
        );
        let undone = app.post(&undo, &json!({})).await.fine(202);
        conforms("POST", "/jobs/{id}/undo", 202, &undone);
        assert_eq!(
            (&undone["undo_of"], &undone["action"]),
            (&accepted["id"], &json!("assignments.undo"))
        );
        work(&app).await;
        let undone = job(&app, &undone["id"]).await;
        assert_eq!(
            undone["summary"],
            json!({ "total": MANY, "removed": MANY, "skipped": 0, "failed": 0 })
        );
        assert_eq!(job(&app, &accepted["id"]).await["undone_by"], undone["id"]);
        app.world.check_audit().await;
        app.world.check_counters(&app.env).await;
    })
    .await;
}

#[tokio::test]
async fn jobs_are_listed_newest_first_and_by_status() {
    on_each(async |app| {
        let people = app.world.people(&app.env, MANY).await;
        let mut ids = Vec::new();
        for person in &app.people {
            app.world.clock.advance(1);
            let done = app.post(&give(&app, &[*person]).await, &json!({})).await.fine(200);
            ids.insert(0, done["operation_id"].clone());
        }
        app.world.clock.advance(1);
        let running = app.post(&give(&app, &people).await, &json!({})).await.fine(202);
        ids.insert(0, running["id"].clone());
        let list = async |query: &str| {
            let list = app.get(&format!("/jobs{query}")).await.fine(200);
            conforms("GET", "/jobs", 200, &list);
            let items = list["items"].as_array().expect("items").clone();
            let ids: Vec<Value> = items.iter().map(|one| one["id"].clone()).collect();
            (ids, list["next"].clone(), list["total"].clone())
        };
        assert_eq!(list("").await, (ids.clone(), Value::Null, json!(4)));
        assert_eq!(
            list("?status=running").await,
            (ids[..1].to_vec(), Value::Null, json!(1))
        );
        assert_eq!(list("?status=stopped").await, (Vec::new(), Value::Null, json!(0)));
        let (first, next, _) = list("?limit=3").await;
        assert_eq!(first, ids[..3]);
        let next = next.as_str().expect("more").to_owned();
        assert_eq!(list(&format!("?limit=3&after={next}")).await.0, ids[3..]);
        let other = app.get(&format!("/jobs?status=finished&after={next}")).await;
        assert_eq!(other.refused().1, "invalid_cursor");
    })
    .await;
}

#[tokio::test]
async fn each_action_has_a_plan_and_its_commit_says_what_became() {
    on_each(async |app| {
        let mut given = Vec::new();
        for person in &app.people {
            given.push(app.give(*person).await);
        }
        let end = app.world.now().plus_days(9);
        let matching =
            json!({ "matching": { "filter": { "q": "person", "states": ["active"] }, "exclude": [given[2]] } });
        for (asked, verb, count) in [
            (
                json!({ "action": "set_dates", "selection": { "ids": given }, "effective_to": end }),
                "updated",
                3,
            ),
            (
                json!({ "action": "set_dates", "selection": { "ids": given }, "extend_days": 3 }),
                "updated",
                3,
            ),
            (json!({ "action": "end", "selection": matching }), "removed", 2),
            (
                json!({ "action": "remove", "selection": { "ids": app.people }, "role_id": app.role }),
                "removed",
                1,
            ),
        ] {
            let told = app.post("/assignments/plan", &asked).await.fine(201);
            conforms("POST", "/assignments/plan", 201, &told);
            assert_eq!(
                (&told["action"], &told["summary"]["will"]),
                (&asked["action"], &json!(count))
            );
            let path = format!("/plans/{}/commit", told["id"].as_str().expect("an id"));
            let done = app.post(&path, &json!({})).await;
            let status = done.status.as_u16();
            let done = done.fine(status);
            conforms("POST", COMMIT, status, &done);
            assert_eq!(done["summary"][verb], count, "{done}");
            for one in done["results"].as_array().expect("results") {
                let shown = one.get("assignment").is_some();
                assert_eq!(shown, one["status"] == "updated", "{one}");
            }
        }
        app.world.check_audit().await;
        app.world.check_counters(&app.env).await;
    })
    .await;
}
