//! Each route once as it is meant and once refused; what is answered is what is described.

mod audit;
mod capabilities;
mod groups;
mod people;

use crate::document::conforms;
use crate::harness::{App, Reply, on_each};
use axum::http::Method;
use domain::assignments::Subject;
use serde_json::{Value, json};
use server::rest::ROUTES;
use std::collections::BTreeSet;

/// A call: method, path of the table, path as it is asked for, body; the status, and its code
/// where it is a refusal.
type Call = (Method, &'static str, String, Value, u16, &'static str);

async fn call(app: &App, (method, _, asked, body, ..): &Call) -> Reply {
    let ask = app.api(method.clone(), asked).with("if-match", "*");
    app.send(if body.is_null() { ask.empty() } else { ask.json(body) })
        .await
}

/// An operation of which one part failed, and would be done now.
async fn partly(app: &App) -> String {
    let role = app.world.role(&app.env, "Reader", &["users.view"]).await;
    app.world.suspend(&app.env, &app.people[..1]).await;
    let end = app.world.now().plus_days(30);
    let ids = &app.people[..2];
    let plan = json!({ "selection": { "ids": ids }, "role_id": role, "effective_to": end });
    let plan = app.post("/assignments/plan", &plan).await.fine(201);
    let commit = format!("/plans/{}/commit", plan["id"].as_str().expect("an id"));
    let done = app.post(&commit, &json!({})).await.fine(207);
    let suspended = [("identity_id", app.people[0].0.into())];
    app.world.db.delete("identity_suspensions", &suspended).await;
    done["operation_id"].as_str().expect("an id").to_owned()
}

/// All calls, in an order in which they can be made.
async fn calls(app: &App) -> Vec<Call> {
    use Method as M;
    let absent = "01990000-0000-7000-8000-000000000000";
    let ids: Vec<String> = app.people.iter().map(ToString::to_string).collect();
    let role = app.role.to_string();
    let given = app.give(app.people[2]).await;
    let end = app.world.now().plus_days(30).to_string();
    let plan = json!({ "selection": { "ids": [ids[1]] }, "role_id": role, "effective_to": end });
    let plan = app.post("/assignments/plan", &plan).await.fine(201);
    let plan = plan["id"].as_str().expect("an id").to_owned();
    let failed = partly(app).await;
    let (job, undo, retry) = ("/jobs/{id}", "/jobs/{id}/undo", "/jobs/{id}/retry");
    let group = app.world.group(&app.env, "Support", None).await;
    app.world.give(&app.env, Subject::Group(group), app.role).await;
    let (one, commit) = ("/assignments/{id}", "/plans/{id}/commit");
    let path = |text: &str| text.to_owned();
    let invite =
        json!({ "name": "Ines", "email": "ines@x.test", "role_id": role, "group_id": group, "effective_to": end });
    let waiting = json!({ "name": "Wim", "email": "wim@x.test" });
    let waiting = app.post("/invitations", &waiting).await.fine(201);
    let waiting = waiting["identity"]["id"].as_str().expect("an id").to_owned();
    let custom = app.world.role(&app.env, "Custom", &["users.view"]).await;
    let gone = app.world.role(&app.env, "Gone", &["users.view"]).await;
    let ask = app.api(M::DELETE, &format!("/roles/{gone}")).with("if-match", "*");
    let gone = app.send(ask.empty()).await.fine(200);
    let (deletion, restore) = (
        gone["event_id"].as_str().expect("an event").to_owned(),
        "/audit/{id}/restore",
    );
    let reader = json!({ "name": "Reader of all", "capabilities": ["users.view"], "assign": { "group_ids": [group] } });
    let (of_role, renamed) = (
        "/roles/{id}",
        json!({ "name": "Custom one", "description": null, "capabilities": [] }),
    );
    let (waits, invitation) = ("/identities/{id}/invitation", |id: &str| {
        format!("/identities/{id}/invitation")
    });
    let give = json!({ "identity_id": ids[0], "role_id": role, "effective_to": end, "reason": "Year end" });
    let window = json!({ "identity_id": ids[0], "role_id": role, "effective_to": "2020-01-01T00:00:00Z" });
    let many = json!({ "assignments": [{ "identity_id": ids[1], "role_id": role, "effective_to": end },
        { "identity_id": ids[1], "role_id": role }], "dry_run": true });
    let fewer =
        json!({ "assignments": [{ "identity_id": ids[2], "role_id": role }, { "id": absent }], "dry_run": true });
    let longer = json!({ "assignments": [{ "id": given, "effective_to": end }, { "id": absent, "effective_to": end }], "dry_run": true });
    let planned =
        json!({ "selection": { "matching": { "filter": { "q": "Person" } } }, "role_id": role, "effective_to": end });
    let nobody = json!({ "selection": { "ids": [] }, "role_id": role });
    let check = json!({ "identity_id": ids[2], "capability": "audit.read" });
    let unknown = json!({ "identity_id": ids[2], "capability": "audit.reed" });
    vec![
        (
            M::GET,
            "/assignments",
            path("/assignments?state=active"),
            Value::Null,
            200,
            "",
        ),
        (
            M::GET,
            "/assignments",
            path("/assignments?colour=red"),
            Value::Null,
            400,
            "unknown_field",
        ),
        (M::POST, "/assignments", path("/assignments"), give.clone(), 201, ""),
        (
            M::POST,
            "/assignments",
            path("/assignments"),
            give,
            409,
            "already_assigned",
        ),
        (
            M::POST,
            "/assignments",
            path("/assignments"),
            window,
            422,
            "invalid_window",
        ),
        (
            M::POST,
            "/assignments/bulk-create",
            path("/assignments/bulk-create"),
            many,
            207,
            "",
        ),
        (
            M::POST,
            "/assignments/bulk-create",
            path("/assignments/bulk-create"),
            json!([]),
            400,
            "wrong_type",
        ),
        (
            M::POST,
            "/assignments/bulk-remove",
            path("/assignments/bulk-remove"),
            fewer,
            207,
            "",
        ),
        (
            M::POST,
            "/assignments/bulk-remove",
            path("/assignments/bulk-remove"),
            json!({}),
            400,
            "wrong_type",
        ),
        (
            M::POST,
            "/assignments/bulk-update",
            path("/assignments/bulk-update"),
            longer,
            207,
            "",
        ),
        (
            M::POST,
            "/assignments/bulk-update",
            path("/assignments/bulk-update"),
            json!({ "assignments": [{ "id": absent }] }),
            422,
            "invalid_value",
        ),
        (
            M::POST,
            "/assignments/plan",
            path("/assignments/plan"),
            planned,
            201,
            "",
        ),
        (
            M::POST,
            "/assignments/plan",
            path("/assignments/plan"),
            nobody,
            422,
            "invalid_value",
        ),
        (M::POST, commit, format!("/plans/{plan}/commit"), json!({}), 200, ""),
        (
            M::POST,
            commit,
            format!("/plans/{absent}/commit"),
            json!({}),
            404,
            "not_found",
        ),
        (M::GET, "/jobs", path("/jobs?status=finished"), Value::Null, 200, ""),
        (
            M::GET,
            "/jobs",
            path("/jobs?status=late"),
            Value::Null,
            400,
            "wrong_type",
        ),
        (M::GET, job, format!("/jobs/{failed}"), Value::Null, 200, ""),
        (M::GET, job, format!("/jobs/{absent}"), Value::Null, 404, "not_found"),
        (M::POST, retry, format!("/jobs/{failed}/retry"), json!({}), 200, ""),
        (
            M::POST,
            retry,
            format!("/jobs/{absent}/retry"),
            json!({}),
            404,
            "not_found",
        ),
        (M::POST, undo, format!("/jobs/{failed}/undo"), json!({}), 200, ""),
        (
            M::POST,
            undo,
            format!("/jobs/{failed}/undo"),
            json!({}),
            409,
            "conflict",
        ),
        (M::GET, one, format!("/assignments/{given}"), Value::Null, 200, ""),
        (
            M::GET,
            one,
            format!("/assignments/{absent}"),
            Value::Null,
            404,
            "not_found",
        ),
        (
            M::PATCH,
            one,
            format!("/assignments/{given}"),
            json!({ "effective_to": end }),
            200,
            "",
        ),
        (
            M::PATCH,
            one,
            format!("/assignments/{absent}"),
            json!({}),
            404,
            "not_found",
        ),
        (M::DELETE, one, format!("/assignments/{given}"), Value::Null, 204, ""),
        (
            M::DELETE,
            one,
            format!("/assignments/{given}"),
            Value::Null,
            409,
            "not_assigned",
        ),
        (
            M::GET,
            "/identities",
            path("/identities?q=person"),
            Value::Null,
            200,
            "",
        ),
        (
            M::GET,
            "/identities",
            path("/identities?limit=0"),
            Value::Null,
            400,
            "wrong_type",
        ),
        (
            M::POST,
            "/identities",
            path("/identities"),
            json!({ "name": "Zoë", "email": "zoe@x.test" }),
            201,
            "",
        ),
        (
            M::POST,
            "/identities",
            path("/identities"),
            json!({ "name": "Zo", "email": "Zoe@x.test" }),
            409,
            "email_taken",
        ),
        (
            M::GET,
            "/identities/{id}",
            format!("/identities/{}", ids[0]),
            Value::Null,
            200,
            "",
        ),
        (M::POST, "/roles", path("/roles"), reader.clone(), 201, ""),
        (M::POST, "/roles", path("/roles"), reader, 409, "slug_taken"),
        (M::GET, of_role, format!("/roles/{role}"), Value::Null, 200, ""),
        (
            M::GET,
            of_role,
            format!("/roles/{absent}"),
            Value::Null,
            404,
            "not_found",
        ),
        (M::PATCH, of_role, format!("/roles/{custom}"), renamed.clone(), 200, ""),
        (M::PATCH, of_role, format!("/roles/{custom}"), renamed, 409, "unchanged"),
        (M::DELETE, of_role, format!("/roles/{custom}"), Value::Null, 200, ""),
        (
            M::DELETE,
            of_role,
            format!("/roles/{absent}"),
            Value::Null,
            404,
            "not_found",
        ),
        (
            M::POST,
            restore,
            format!("/audit/{deletion}/restore"),
            json!({}),
            200,
            "",
        ),
        (
            M::POST,
            restore,
            format!("/audit/{deletion}/restore"),
            json!({}),
            409,
            "already_restored",
        ),
        (M::POST, "/invitations", path("/invitations"), invite.clone(), 201, ""),
        (
            M::POST,
            "/invitations",
            path("/invitations"),
            invite,
            409,
            "email_taken",
        ),
        (M::POST, waits, invitation(&waiting), json!({}), 201, ""),
        (M::POST, waits, invitation(&ids[0]), json!({}), 409, "conflict"),
        (M::DELETE, waits, invitation(&waiting), Value::Null, 204, ""),
        (M::DELETE, waits, invitation(&waiting), Value::Null, 409, "conflict"),
        (
            M::GET,
            "/identities/{id}",
            path("/identities/nobody"),
            Value::Null,
            404,
            "not_found",
        ),
        (M::GET, "/roles", path("/roles"), Value::Null, 200, ""),
        (M::GET, "/roles", path("/roles?q=x"), Value::Null, 400, "unknown_field"),
        (M::GET, "/groups", path("/groups"), Value::Null, 200, ""),
        (
            M::GET,
            "/groups",
            path("/groups?limit=1&limit=1"),
            Value::Null,
            400,
            "duplicate_key",
        ),
        (M::GET, "/nodes", path("/nodes"), Value::Null, 200, ""),
        (
            M::GET,
            "/nodes",
            path("/nodes?limit=ten"),
            Value::Null,
            400,
            "wrong_type",
        ),
        (M::POST, "/access/check", path("/access/check"), check, 200, ""),
        (
            M::POST,
            "/access/check",
            path("/access/check"),
            unknown,
            422,
            "unknown_capability",
        ),
    ]
}

#[tokio::test]
async fn each_route_does_its_work_and_refuses() {
    on_each(async |app| {
        let mut calls = calls(&app).await;
        calls.extend(audit::calls(&app).await);
        calls.extend(capabilities::calls(&app).await);
        calls.extend(groups::calls(&app).await);
        calls.extend(people::calls(&app).await);
        let mut seen = BTreeSet::new();
        for one in &calls {
            let (method, path, asked, _, status, code) = one;
            let before = app.rows().await;
            let answer = call(&app, one).await;
            assert_eq!(answer.status.as_u16(), *status, "{method} {asked}: {}", answer.text());
            if code.is_empty() {
                let body = if answer.body.is_empty() {
                    Value::Null
                } else {
                    answer.json()
                };
                conforms(method.as_str(), path, *status, &body);
            } else {
                assert_eq!(answer.refused().1, *code, "{method} {asked}");
                assert_eq!(app.rows().await, before, "{method} {asked} left something");
            }
            seen.insert((method.to_string(), *path, code.is_empty()));
        }
        for route in ROUTES {
            for fine in [true, false] {
                let place = (route.method.to_string(), route.path, fine);
                assert!(seen.contains(&place), "no call for {place:?}");
            }
        }
        app.world.check_audit().await;
        app.world.check_counters(&app.env).await;
    })
    .await;
}
