//! Clients that leave in the middle of a request leave nothing half done.

use crate::harness::{App, Ask, on_each};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request};
use serde_json::json;
use service::testing::rounds;
use std::collections::HashSet;
use std::net::SocketAddr;
use std::time::Duration;
use store::db::Engine;
use tower::ServiceExt;

/// A generator with a fixed start (xorshift64*), so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) % end
    }
}

/// Waits for an answer this long and then leaves. Whether it came.
async fn leave_after(router: Router, mut request: Request<Body>, wait: Duration) -> bool {
    request
        .extensions_mut()
        .insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000))));
    tokio::time::timeout(wait, router.oneshot(request)).await.is_ok()
}

/// How many sessions of this test are in a transaction and do nothing.
async fn idle_in_transaction(app: &App) -> Option<String> {
    const IDLE: &str = "select cast(count(*) as text) from pg_stat_activity
        where application_name = current_schema() and state like 'idle in transaction%'";
    app.world.db.rows(IDLE).await.swap_remove(0).swap_remove(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_77_whoever_leaves_early_leaves_nothing_half_done() {
    on_each(async |app| {
        let requests = rounds(500, 10_000);
        let people = app.world.people(&app.env, requests).await;
        let session = app.world.browser(&app.world.admin).await;
        let router = server::router::router(app.state.clone());
        let end = app.world.now().plus_days(9);
        let mut dice = Dice(0x5eed_2026);
        let (mut given, mut left, mut running) = (HashSet::new(), 0, tokio::task::JoinSet::new());
        for (number, person) in people.iter().enumerate() {
            let give = json!({ "identity_id": person, "role_id": app.role, "effective_to": end });
            let request = match dice.below(5) {
                0 => app.api(Method::GET, "/identities?limit=200").empty(),
                1 => {
                    let path = "/_fn/directory?tenant=northwind&environment=development&search=";
                    Ask::new(Method::GET, path).signed_in(Some(&session)).empty()
                }
                2 => {
                    given.insert(*person);
                    app.api(Method::POST, "/assignments/bulk-create")
                        .json(&json!({ "assignments": [give] }))
                }
                _ => {
                    given.insert(*person);
                    let ask = app
                        .api(Method::POST, "/assignments")
                        .with("idempotency-key", &number.to_string());
                    ask.json(&give)
                }
            };
            let wait = Duration::from_micros(dice.below(5_000));
            running.spawn(leave_after(router.clone(), request, wait));
            if running.len() == 8 {
                left += usize::from(!running.join_next().await.expect("one").expect("no panic"));
            }
        }
        left += running
            .join_all()
            .await
            .into_iter()
            .filter(|answered| !answered)
            .count();
        assert!(left > requests / 10, "only {left} of {requests} left early");
        app.state.tasks.close();
        app.state.tasks.wait().await;
        // What was begun is finished: each is given, once, with its event.
        let holders = "select cast(count(distinct identity_id) as text) from assignments";
        assert_eq!(app.world.db.rows(holders).await, [[Some(given.len().to_string())]]);
        assert_eq!(app.world.db.count("assignments", &[]).await, given.len());
        let mut events = 0;
        for action in ["assignment.created", "assignments.assign"] {
            events += app.world.db.count("events", &[("action", action.into())]).await;
        }
        assert_eq!(events, given.len());
        app.world.check_counters(&app.env).await;
        app.world.check_audit().await;
        if app.world.db.db.engine() == Engine::Postgres {
            assert_eq!(idle_in_transaction(&app).await.as_deref(), Some("0"));
            let all =
                "select cast(count(*) > 1 as text) from pg_stat_activity where application_name = current_schema()";
            assert_eq!(app.world.db.rows(all).await, [[Some("true".to_owned())]]);
        }
        // And everyone who comes now is served.
        for _ in 0..20 {
            app.get("/identities?limit=1").await.fine(200);
        }
        app.post("/identities", &json!({ "name": "Zoë" })).await.fine(201);
    })
    .await;
}
