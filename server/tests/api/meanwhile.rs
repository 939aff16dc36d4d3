//! Between the check and the write, through the API and through forms: what changes while a request waits for
//! its turn counts.

use crate::harness::{ALL, App, Ask, Reply, on_each, send};
use axum::body::Body;
use axum::http::{Method, Request};
use domain::assignments::Subject;
use domain::id::{IdentityId, RoleId};
use serde_json::json;
use service::testing::Meanwhile::{self, Gains, Loses, Nothing};

/// Sends a request, and lets something happen while it waits for its turn to write.
async fn meanwhile(app: &App, happens: Meanwhile, request: Request<Body>) -> Reply {
    let router = server::router::router(app.state.clone());
    let answer = async move { send(&router, request).await };
    app.world.meanwhile(&app.env, happens, answer).await
}

/// Someone who is signed in and holds a role of their own.
async fn target(app: &App, called: &str) -> (IdentityId, RoleId) {
    let target = app.world.member(&app.env, called).await;
    app.world.browser(&target.who).await;
    let role = app.world.role(&app.env, called, &["audit.read"]).await;
    app.world.give(&app.env, Subject::Identity(target.identity), role).await;
    (target.identity, role)
}

const ACTS: [&str; 5] = ["suspend", "remove-access", "reset-password", "sessions/revoke-all", ""];

#[tokio::test]
async fn t_54_a_key_does_nothing_to_who_was_promoted_meanwhile() {
    on_each(async |app| {
        for (at, act) in ACTS.into_iter().enumerate() {
            let ask = |id: IdentityId| match act {
                "" => app.api(Method::DELETE, &format!("/identities/{id}")).empty(),
                act => app.api(Method::POST, &format!("/identities/{id}/{act}")).text("{}"),
            };
            let (id, role) = target(&app, &format!("Target {at}")).await;
            let before = app.rows().await;
            let answer = meanwhile(&app, Gains(role, "audit.export"), ask(id)).await.refused();
            assert_eq!((answer.0, answer.1.as_str()), (403, "would_escalate"), "{act}");
            assert_eq!(app.rows().await, before, "{act}");
            let (id, _) = target(&app, &format!("Other {at}")).await;
            let answer = meanwhile(&app, Nothing, ask(id)).await;
            assert!(answer.status.is_success(), "{act}: {}", answer.text());
        }
        let role = app.world.role(&app.env, "Given", &["audit.read"]).await;
        let given =
            json!({ "identity_id": app.people[0], "role_id": role, "effective_to": app.world.now().plus_days(9) });
        let before = app.rows().await;
        for path in ["/assignments", "/assignments/bulk-create"] {
            let body = match path {
                "/assignments" => given.clone(),
                _ => json!({ "assignments": [given], "atomic": true }),
            };
            let ask = app.api(Method::POST, path).json(&body);
            let answer = meanwhile(&app, Gains(role, "audit.export"), ask).await;
            assert!(answer.text().contains("would_escalate"), "{path}: {}", answer.text());
            assert!(answer.status.as_u16() >= 400, "{path}: {}", answer.text());
            app.world.happen(&app.env, Loses(role, "audit.export")).await;
        }
        assert_eq!(app.rows().await, before);
        let answer = meanwhile(&app, Nothing, app.api(Method::POST, "/assignments").json(&given)).await;
        answer.fine(201);
    })
    .await;
}

#[tokio::test]
async fn t_54_a_form_does_nothing_that_its_sender_may_not_do_any_more() {
    on_each(async |app| {
        let mia = app.world.member(&app.env, "Mia").await;
        let own = app.world.role(&app.env, "Of Mia", ALL).await;
        app.world.give(&app.env, Subject::Identity(mia.identity), own).await;
        let token = app.world.browser(&mia.who).await;
        let edited = app.world.role(&app.env, "Edited", &["users.view"]).await;
        let (id, role) = target(&app, "Target").await;
        let before = app.rows().await;
        let form = |page: &str, body: &str| {
            let ask = Ask::form(&format!("/t/northwind/development/{page}"), Some(&token));
            ask.body(body.to_owned())
        };
        for (page, needs) in [
            ("suspend", "users.suspend"),
            ("remove-access", "members.remove"),
            ("reset-password", "users.reset_password"),
            ("delete", "users.delete"),
        ] {
            let page = format!("directory/{id}/{page}");
            for happens in [Gains(role, "audit.export"), Loses(own, needs)] {
                let answer = meanwhile(&app, happens, form(&page, "request=1")).await;
                assert_eq!(answer.status.as_u16(), 403, "{page} {happens:?}: {}", answer.text());
                let back = match happens {
                    Gains(role, key) => Loses(role, key),
                    _ => Gains(own, needs),
                };
                app.world.happen(&app.env, back).await;
            }
        }
        let given = "intent=save&name=Edited&capability=users.view&capability=audit.read";
        for lost in ["roles.edit", "audit.read"] {
            let page = format!("roles/{edited}");
            let answer = meanwhile(&app, Loses(own, lost), form(&page, given)).await;
            assert_eq!(answer.status.as_u16(), 403, "{lost}: {}", answer.text());
            app.world.happen(&app.env, Gains(own, lost)).await;
        }
        assert_eq!(app.rows().await, before);
        let answer = meanwhile(&app, Nothing, form(&format!("directory/{id}/suspend"), "request=1")).await;
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.text());
    })
    .await;
}
