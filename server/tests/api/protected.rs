//! Fields that only the server sets are no fields of any request.

use crate::forms::filled;
use crate::harness::{App, Ask, on_each};
use axum::http::Method;
use serde_json::{Value, json};
use server::forms::FORMS;
use server::rest::ROUTES;

pub const PROTECTED: [&str; 10] = [
    "id",
    "tenant_id",
    "environment_id",
    "account_id",
    "created_by",
    "created_at",
    "granted_by",
    "is_system",
    "revoked_at",
    "status",
];

/// A body of a route that would be done, and pointers of the objects in it.
fn body(app: &App, given: &str, path: &str) -> (Value, &'static [&'static str]) {
    let end = app.world.now().plus_days(9);
    let give = json!({ "identity_id": app.people[0], "role_id": app.role, "effective_to": end });
    match path {
        "/assignments" => (give, &[""]),
        "/assignments/bulk-create" => (json!({ "assignments": [give] }), &["", "/assignments/0"]),
        "/assignments/bulk-remove" => (
            json!({ "assignments": [{ "identity_id": app.people[2], "role_id": app.role }] }),
            &["", "/assignments/0"],
        ),
        "/assignments/bulk-update" => (
            json!({ "assignments": [{ "id": given, "effective_to": end }] }),
            &["", "/assignments/0"],
        ),
        "/assignments/plan" => {
            let selection = json!({ "matching": { "filter": { "q": "Person" } } });
            let body = json!({ "selection": selection, "role_id": app.role, "effective_to": end });
            (body, &["", "/selection/matching", "/selection/matching/filter"])
        }
        "/assignments/{id}" => (json!({ "effective_to": end }), &[""]),
        "/plans/{id}/commit" | "/jobs/{id}/undo" | "/jobs/{id}/retry" => (json!({}), &[""]),
        "/identities" => (json!({ "name": "Eve" }), &[""]),
        "/invitations" => (
            json!({ "name": "Ines", "email": "ines@x.test", "role_id": app.role, "effective_to": end }),
            &[""],
        ),
        "/identities/{id}/invitation"
        | "/identities/{id}/reset-password"
        | "/identities/{id}/suspend"
        | "/identities/{id}/reinstate"
        | "/identities/{id}/remove-access"
        | "/identities/{id}/sessions/revoke-all" => (json!({}), &[""]),
        "/identities/{id}" => (json!({ "name": "Other name" }), &[""]),
        "/access/explain" => (
            json!({ "identity_id": app.people[0], "capability": "audit.read" }),
            &[""],
        ),
        "/access/effective" => (json!({ "identity_id": app.people[0] }), &[""]),
        "/access/who-can" => (json!({ "capability": "audit.read" }), &[""]),
        "/roles" => (
            json!({ "name": "New one", "capabilities": ["users.view"], "assign": { "identity_ids": [app.people[0]] } }),
            &["", "/assign"],
        ),
        "/audit/{id}/restore" => (json!({}), &[""]),
        "/roles/{id}" => (json!({ "name": "Other", "capabilities": ["roles.view"] }), &[""]),
        "/plans" => {
            let selection = json!({ "matching": { "filter": { "q": "Person" } } });
            let body = json!({ "action": "add_members", "selection": selection, "group_id": null });
            (body, &["", "/selection/matching", "/selection/matching/filter"])
        }
        "/groups" => (json!({ "name": "New group" }), &[""]),
        "/groups/{id}" => (json!({ "name": "Other name" }), &[""]),
        "/groups/{id}/members" => (json!({ "identity_id": app.people[0] }), &[""]),
        "/groups/{id}/members/bulk-remove" => (json!({ "identity_ids": [app.people[0]] }), &[""]),
        "/groups/{id}/roles" => (json!({ "role_id": app.role, "effective_to": end }), &[""]),
        "/access/check" => (
            json!({ "identity_id": app.people[0], "capability": "audit.read" }),
            &[""],
        ),
        "/access/check-batch" => (
            json!({ "checks": [{ "identity_id": app.people[0], "capability": "audit.read" }] }),
            &["", "/checks/0"],
        ),
        "/capabilities" => (json!({ "key": "shop.close", "name": "Close" }), &[""]),
        "/capabilities/{id}" => (json!({ "name": "Other" }), &[""]),
        "/capability-areas/{id}" => (json!({ "name": "Tills" }), &[""]),
        "/capabilities/{id}/turn-on" => (json!({}), &[""]),
        other => panic!("{other} has a body that no test knows"),
    }
}

#[tokio::test]
async fn t_23_no_route_takes_what_is_not_the_callers_to_say() {
    on_each(async |app| {
        let given = app.give(app.people[1]).await;
        app.give(app.people[2]).await;
        let (plan, _) = body(&app, &given, "/assignments/plan");
        let plan = app.post("/assignments/plan", &plan).await.fine(201)["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let other = app.world.role(&app.env, "Reader", &["users.view"]).await;
        let many = json!({ "assignments": [{ "identity_id": app.people[0], "role_id": other }] });
        let many = app.post("/assignments/bulk-create", &many).await.fine(200);
        let operation = many["operation_id"].as_str().expect("an id");
        let waiting = json!({ "name": "Wim", "email": "wim@x.test" });
        let waiting = app.post("/invitations", &waiting).await.fine(201);
        let waiting = waiting["identity"]["id"].as_str().expect("an id");
        let custom = other.to_string();
        let gone = app.world.role(&app.env, "Gone", &["users.view"]).await;
        let ask = app.api(Method::DELETE, &format!("/roles/{gone}")).with("if-match", "*");
        let gone = app.send(ask.empty()).await.fine(200);
        let deletion = gone["event_id"].as_str().expect("an event");
        let group = app.world.group(&app.env, "Support", None).await.to_string();
        let person = app.world.member(&app.env, "Pia").await;
        app.world.browser(&person.who).await;
        app.world
            .join(&app.env, group.parse().expect("an id"), &[person.identity], None)
            .await;
        let person = person.identity.to_string();
        let own = json!({ "key": "shop.open", "name": "Open", "in_flight": true });
        let own = app.post("/capabilities", &own).await.fine(201);
        let own = own["id"].as_str().expect("an id");
        let before = app.rows().await;
        let mut asked = Vec::new();
        for route in ROUTES
            .iter()
            .filter(|route| matches!(route.method, Method::POST | Method::PATCH | Method::PUT))
        {
            let id = match route.path {
                path if path.starts_with("/plans/") => &plan,
                path if path.starts_with("/jobs") => operation,
                path if path.ends_with("/invitation") => waiting,
                path if path.starts_with("/roles") => custom.as_str(),
                path if path.starts_with("/capabilities") => own,
                path if path.starts_with("/capability-areas") => "shop",
                path if path.starts_with("/audit") => deletion,
                path if path.starts_with("/groups") => group.as_str(),
                path if path.starts_with("/identities") => person.as_str(),
                _ => given.as_str(),
            };
            let path = route.path.replace("{id}", id);
            let (mut body, places) = body(&app, &given, route.path);
            if route.path == "/plans" {
                body["group_id"] = json!(group);
            }
            for (place, field) in places.iter().flat_map(|place| PROTECTED.map(|field| (*place, field))) {
                // What names an assignment, or a filter of people, is said by the caller.
                let own = ((route.path.ends_with("bulk-remove") || route.path.ends_with("bulk-update"))
                    && place.starts_with("/a")
                    && field == "id")
                    || (place.ends_with("/filter") && field == "status");
                if own {
                    continue;
                }
                let mut body = body.clone();
                body.pointer_mut(place).expect("an object")[field] = json!(app.people[1]);
                let answer = app
                    .send(app.api(route.method.clone(), &path).with("if-match", "*").json(&body))
                    .await;
                let expected = (400, "unknown_field".to_owned(), format!("{place}/{field}"));
                assert_eq!(answer.refused(), expected, "{} {path} {body}", route.method);
            }
            asked.push((route, path, body));
        }
        assert_eq!(app.rows().await, before);
        // Without them the same bodies are taken.
        for (route, path, body) in asked {
            let answer = app
                .send(app.api(route.method.clone(), &path).with("if-match", "*").json(&body))
                .await;
            // What was sent item by item cannot be tried again.
            let other = if path.ends_with("/retry") {
                "conflict"
            } else {
                "plan_changed"
            };
            assert!(
                answer.status.as_u16() < 400 || answer.refused().1 == other,
                "{path}: {}",
                answer.text()
            );
        }
    })
    .await;
}

#[tokio::test]
async fn t_23_no_form_takes_it_either() {
    on_each(async |app| {
        let session = app.world.browser(&app.world.admin).await;
        let before = app.rows().await;
        for form in FORMS {
            let path = crate::forms::address(form.path);
            for field in PROTECTED {
                // These forms name people or assignments so.
                let names = [
                    "/assign",
                    "/roles/new",
                    "}/remove",
                    "/change",
                    "/join",
                    "/leave",
                    "/suspend",
                    "/reinstate",
                ];
                let one = form.path.contains("{id}");
                if field == "id" && !one && names.iter().any(|end| form.path.ends_with(end)) {
                    continue;
                }
                for value in ["1", "", "01990000-0000-7000-8000-000000000000"] {
                    let body = format!("{}&{field}={value}", filled(&app, form.path));
                    let answer = app.send(Ask::form(&path, Some(&session)).body(body)).await;
                    assert_eq!(answer.refused().1, "unknown_field", "{path} {field}");
                    assert_eq!(answer.header("set-cookie"), "");
                }
            }
        }
        assert_eq!(app.rows().await, before);
    })
    .await;
}
