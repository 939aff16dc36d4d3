//! Ids and paths of elsewhere, through the API and through pages: as good as none.

use crate::harness::{ALL, App, Ask, on_each};
use axum::http::Method;
use domain::assignments::Subject;
use serde_json::{Value, json};
use service::Env;

/// One thing of each kind.
struct Things {
    identity: String,
    group: String,
    role: String,
    node: String,
    assignment: String,
    plan: String,
    operation: String,
}

async fn things(app: &App, env: &Env) -> Things {
    let people = app.world.people(env, 2).await;
    let role = app.world.role(env, "Reader", &["audit.read"]).await;
    let other = app.world.role(env, "Other", &["users.view"]).await;
    let key = app.world.secret(env, ALL).await;
    let end = app.world.now().plus_days(9);
    let body = json!({ "selection": { "ids": [people[1]] }, "role_id": role, "effective_to": end });
    let plan = app
        .api(Method::POST, "/assignments/plan")
        .with("x-api-key", &key)
        .json(&body);
    let many = json!({ "assignments": [{ "identity_id": people[0], "role_id": other, "effective_to": end }] });
    let many = app
        .api(Method::POST, "/assignments/bulk-create")
        .with("x-api-key", &key)
        .json(&many);
    let many = app.send(many).await.fine(200);
    Things {
        identity: people[0].to_string(),
        group: app.world.group(env, "Sales", None).await.to_string(),
        role: role.to_string(),
        node: env.environment.root_node_id.to_string(),
        assignment: app
            .world
            .give(env, Subject::Identity(people[0]), role)
            .await
            .id
            .to_string(),
        plan: app.send(plan).await.fine(201)["id"].as_str().expect("an id").to_owned(),
        operation: many["operation_id"].as_str().expect("an id").to_owned(),
    }
}

fn nothing(number: u32) -> Things {
    let id = |kind: u32| format!("01990000-0000-7000-8{kind:03}-{number:012}");
    Things {
        identity: id(1),
        group: id(2),
        role: id(3),
        node: id(4),
        assignment: id(5),
        plan: id(6),
        operation: id(7),
    }
}

/// Every answer to `theirs` among things of one's own, without the ids of requests.
async fn answers(app: &App, own: &Things, theirs: &Things) -> Vec<(String, Value)> {
    let end = app.world.now().plus_days(9);
    let give = |field: &str, id: &str| {
        let mut body = json!({ "identity_id": own.identity, "role_id": own.role, "effective_to": end });
        if field == "group_id" {
            body.as_object_mut().expect("fields").remove("identity_id");
        }
        body[field] = json!(id);
        body
    };
    let gives = [
        give("identity_id", &theirs.identity),
        give("group_id", &theirs.group),
        give("role_id", &theirs.role),
        give("node_id", &theirs.node),
    ];
    let of =
        |identity: &str, role: &str, node: &str| json!({ "identity_id": identity, "role_id": role, "node_id": node });
    let remove = [
        json!({ "id": theirs.assignment }),
        of(&theirs.identity, &own.role, &own.node),
        of(&own.identity, &theirs.role, &own.node),
        of(&own.identity, &own.role, &theirs.node),
        json!({ "group_id": theirs.group, "role_id": own.role }),
    ];
    let plan = |who: &str, role: &str, node: &str| json!({ "selection": { "ids": [who] }, "role_id": role, "node_id": node, "effective_to": end });
    let check = |who: &str, node: &str| json!({ "identity_id": who, "node_id": node, "capability": "audit.read" });
    let mut asks = vec![
        (Method::GET, format!("/assignments/{}", theirs.assignment), Value::Null),
        (
            Method::PATCH,
            format!("/assignments/{}", theirs.assignment),
            json!({ "reason": "x" }),
        ),
        (
            Method::DELETE,
            format!("/assignments/{}", theirs.assignment),
            Value::Null,
        ),
        (Method::GET, format!("/identities/{}", theirs.identity), Value::Null),
        (Method::POST, format!("/plans/{}/commit", theirs.plan), json!({})),
        (Method::GET, format!("/jobs/{}", theirs.operation), Value::Null),
        (Method::POST, format!("/jobs/{}/undo", theirs.operation), json!({})),
        (Method::POST, format!("/jobs/{}/retry", theirs.operation), json!({})),
        (
            Method::POST,
            "/assignments/bulk-update".to_owned(),
            json!({ "assignments": [{ "id": theirs.assignment, "effective_to": end }], "dry_run": true }),
        ),
        (
            Method::POST,
            "/assignments/plan".to_owned(),
            json!({ "action": "remove", "selection": { "ids": [own.identity] }, "role_id": theirs.role }),
        ),
        (
            Method::POST,
            "/assignments/plan".to_owned(),
            json!({ "action": "remove", "selection": { "ids": [own.identity] }, "role_id": own.role, "node_id": theirs.node }),
        ),
        (
            Method::POST,
            "/access/check".to_owned(),
            check(&theirs.identity, &own.node),
        ),
        (
            Method::POST,
            "/access/check".to_owned(),
            check(&own.identity, &theirs.node),
        ),
        (
            Method::POST,
            "/assignments/plan".to_owned(),
            plan(&own.identity, &theirs.role, &own.node),
        ),
        (
            Method::POST,
            "/assignments/plan".to_owned(),
            plan(&own.identity, &own.role, &theirs.node),
        ),
        (
            Method::POST,
            "/assignments/bulk-create".to_owned(),
            json!({ "assignments": gives, "dry_run": true }),
        ),
        (
            Method::POST,
            "/assignments/bulk-remove".to_owned(),
            json!({ "assignments": remove, "dry_run": true }),
        ),
    ];
    asks.extend(
        gives
            .iter()
            .map(|body| (Method::POST, "/assignments".to_owned(), body.clone())),
    );
    for field in ["identity_id", "group_id", "role_id", "node_id"] {
        let id = match field {
            "identity_id" => &theirs.identity,
            "group_id" => &theirs.group,
            "role_id" => &theirs.role,
            _ => &theirs.node,
        };
        asks.push((Method::GET, format!("/assignments?{field}={id}"), Value::Null));
        asks.push((Method::GET, format!("/identities?q={id}"), Value::Null));
    }
    let mut all = Vec::new();
    for (number, (method, path, body)) in asks.into_iter().enumerate() {
        let ask = app.api(method, &path);
        let answer = app
            .send(if body.is_null() { ask.empty() } else { ask.json(&body) })
            .await;
        let mut told = answer.json();
        told["request_id"] = Value::Null;
        let text = told.to_string();
        let refused = text.contains("not_found") && !text.contains("\"created\":1") && !text.contains("\"removed\":1");
        assert!(refused || text.contains(r#""items":[]"#), "{path} {body}: {text}");
        for id in [
            &theirs.identity,
            &theirs.group,
            &theirs.role,
            &theirs.assignment,
            &theirs.plan,
            &theirs.operation,
        ] {
            assert!(!text.contains(id.as_str()), "{path}: {text}");
        }
        all.push((format!("{number} {}", answer.status), told));
    }
    all
}

async fn check(app: &App, elsewhere: &Env) {
    let (own, theirs) = (things(app, &app.env).await, things(app, elsewhere).await);
    let before = app.rows().await;
    // Alike to the letter: nothing tells that it exists elsewhere.
    assert_eq!(answers(app, &own, &theirs).await, answers(app, &own, &nothing(1)).await);
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn t_27_a_key_finds_nothing_of_another_environment() {
    on_each(async |app| check(&app, &app.world.production().await).await).await;
}

#[tokio::test]
async fn t_26_a_key_finds_nothing_of_another_tenant() {
    on_each(async |app| check(&app, &app.world.tenant("Southwind").await).await).await;
}

#[tokio::test]
async fn t_26_pages_of_another_tenant_are_as_good_as_none() {
    on_each(async |app| {
        app.world.tenant("Southwind").await;
        let admin = app.world.tenant_admin(&app.env, "Tess Admin").await;
        let session = app.world.browser(&admin.who).await;
        let id = "01990000-0000-7000-8000-000000000000";
        let before = app.rows().await;
        let pages = [
            "directory",
            "directory/assignments",
            "assignments/change",
            "directory/ID",
            "directory/ID/activity",
            "assignments/ID",
            "assignments/ID/remove",
            "assignments/ID/end",
            "assignments/ID/dates",
            "directory/new",
            "assign",
            "operations/ID",
            "operations/ID/results.csv",
        ];
        for page in pages {
            let status = async |tenant: &str| {
                let path = format!("/t/{tenant}/development/{}", page.replace("ID", id));
                app.send(Ask::new(Method::GET, &path).signed_in(Some(&session)).empty())
                    .await
                    .status
                    .as_u16()
            };
            assert_eq!(
                (status("southwind").await, status("nowhere").await),
                (404, 404),
                "{page}"
            );
            let own = if page.contains("ID") { 404 } else { 200 };
            assert_eq!(status("northwind").await, own, "{page}");
        }
        for (form, body) in [("directory/new", "name=Eve"), ("assign", "intent=preview")] {
            for tenant in ["southwind", "nowhere"] {
                let ask = Ask::form(&format!("/t/{tenant}/development/{form}"), Some(&session));
                assert_eq!(app.send(ask.body(body)).await.status.as_u16(), 404, "{tenant} {form}");
            }
        }
        for (path, _) in server::functions::FUNCTIONS
            .iter()
            .filter(|(_, needs)| needs.contains('.'))
        {
            let told = async |tenant: &str| {
                let address = format!("{path}?tenant={tenant}&environment=development&search=&id={id}&slug=x");
                let answer = app
                    .send(Ask::new(Method::GET, &address).signed_in(Some(&session)).empty())
                    .await;
                assert_eq!(answer.status.as_u16(), 404, "{path} {tenant}");
                answer.text().replace(answer.header("x-request-id"), "")
            };
            assert_eq!(told("southwind").await, told("nowhere").await, "{path}");
        }
        assert_eq!(app.rows().await, before);
    })
    .await;
}
