//! What lies behind a relation, through the API, the pages, their functions and the files: each row is seen or
//! absent, and numbers are those of the rows.

use crate::harness::{ALL, App, Ask, on_each};
use axum::http::Method;
use domain::assignments::Subject;
use serde_json::{Value, json};

/// All that a page may ask for, but these.
fn all_but(hidden: &[&str]) -> Vec<&'static str> {
    let more = ["audit.export", "users.force_mfa_reset"];
    let all = ALL.iter().copied().chain(more);
    all.filter(|key| !hidden.contains(key)).collect()
}

/// A browser of someone who holds these, and nothing else.
async fn reader(app: &App, capabilities: &[&str]) -> String {
    let rita = app.world.member(&app.env, "Rita Reader").await;
    let role = app.world.role(&app.env, "Of the reader", capabilities).await;
    app.world.give(&app.env, Subject::Identity(rita.identity), role).await;
    app.world.browser(&rita.who).await
}

/// What an address shows, where it shows anything.
async fn shown(app: &App, address: &str, token: &str) -> Option<String> {
    let answer = app
        .send(Ask::new(Method::GET, address).signed_in(Some(token)).empty())
        .await;
    (answer.status.as_u16() == 200).then(|| answer.text())
}

/// Looks at every page, at the files, and at all that match as the pages of bulk writes show it.
async fn names_none(app: &App, hidden: &[&str], names: &[&str], told: &[&str]) {
    let mut addresses = crate::markup::stored(app).await;
    for page in ["assign", "remove", "groups/join", "groups/leave", "directory/suspend"] {
        addresses.push(format!(
            "/t/northwind/development/{page}?scope=matching&filter=%3Fq%3Dperson"
        ));
    }
    for file in [
        "audit/export.csv",
        "audit/export.jsonl",
        "directory/export.csv",
        "access/who/export.csv?capability=users.view",
    ] {
        addresses.push(format!("/t/northwind/development/{file}"));
    }
    let group = "/t/northwind/development/directory?group=group-001";
    let more = ["", "/export.csv"].map(|end| group.replace("directory?", &format!("directory{end}?")));
    addresses.extend(more);
    let admin = app.world.browser(&app.world.admin).await;
    let token = reader(app, &all_but(hidden)).await;
    let (mut seen, mut would, mut leaks) = (0, 0, Vec::new());
    for address in addresses.iter().filter(|address| address.starts_with("/t/")) {
        let whole = shown(app, address, &admin).await.unwrap_or_default();
        would += usize::from(names.iter().any(|name| whole.contains(name)));
        // What one may see of a person holds where it comes from.
        if told.iter().any(|part| address.contains(part)) {
            continue;
        }
        let Some(text) = shown(app, address, &token).await else {
            continue;
        };
        seen += 1;
        let named = names.iter().filter(|name| text.contains(**name));
        leaks.extend(named.map(|name| format!("{address} shows {name}")));
    }
    assert_eq!(leaks, Vec::<String>::new());
    assert!(
        seen > 15 && would > 10,
        "{seen} pages were seen, {would} would have shown it"
    );
}

#[tokio::test]
async fn t_32_no_page_and_no_file_names_a_person_to_who_may_not_see_people() {
    on_each(async |app| {
        // Those who wait for an invitation are shown to who may invite.
        let names = ["Person 0", "Ada Okafor", "ada@northwind", "Gone person"];
        names_none(&app, &["users.view"], &names, &[]).await;
    })
    .await;
}

#[tokio::test]
async fn t_32_no_page_and_no_file_names_a_group_to_who_may_not_see_groups() {
    on_each(async |app| {
        // Who manages groups names them; the log names what it is about.
        let hidden = ["groups.view", "groups.manage", "audit.read"];
        let sources = ["/access", "/assignments/019", "directory/019"];
        names_none(&app, &hidden, &["Group 0", "Gone group"], &sources).await;
    })
    .await;
}

/// The rows of a list, which are as many as it says.
fn rows(page: &Value) -> &Vec<Value> {
    let items = page["items"].as_array().expect("items");
    assert_eq!(
        (&page["total"], &page["next"]),
        (&json!(items.len()), &Value::Null),
        "{page}"
    );
    items
}

#[tokio::test]
async fn t_32_a_key_gets_no_row_that_it_may_not_see() {
    on_each(async |app| {
        let outer = app.world.group(&app.env, "Hidden", None).await;
        let inner = app.world.group(&app.env, "Hidden inner", Some(outer)).await;
        app.world.join(&app.env, inner, &app.people[..2], None).await;
        app.give(app.people[0]).await;
        let given = json!({ "group_id": outer, "role_id": app.role });
        let given = app.post("/assignments", &given).await.fine(201);
        let given = given["id"].as_str().expect("an id");
        let get = async |key: &str, path: &str| {
            let ask = app.api(Method::GET, path).with("x-api-key", key);
            app.send(ask.empty()).await
        };
        let people = app.world.secret(&app.env, &["users.view", "roles.view"]).await;
        let of_role = format!("/assignments?role_id={}", app.role);
        let of_group = format!("/assignments?group_id={outer}");
        for (path, all, seen) in [("/assignments", 2, 1), (&of_role, 2, 1), (&of_group, 1, 0)] {
            assert_eq!(rows(&get(&app.key, path).await.fine(200)).len(), all, "{path}");
            let page = get(&people, path).await.fine(200);
            assert_eq!(rows(&page).len(), seen, "{path}");
            assert!(!page.to_string().contains(&outer.to_string()), "{page}");
        }
        let one = get(&people, &format!("/assignments/{given}")).await.refused();
        assert_eq!((one.0, one.1.as_str()), (404, "not_found"));
        for (key, path, needed) in [
            (&people, "/identities?group=hidden".to_owned(), "groups.view"),
            (&people, "/identities?group=nowhere".to_owned(), "groups.view"),
            (&people, format!("/groups/{outer}/roles"), "groups.view"),
        ] {
            let answer = get(key, &path).await;
            assert_eq!(answer.refused().1, "forbidden", "{path}");
            assert_eq!(answer.json()["capability"], needed, "{path}");
        }
        assert_eq!(rows(&get(&app.key, "/identities?group=hidden").await.fine(200)).len(), 2);
        // Who sees groups and no people.
        let capabilities = ["groups.view", "audit.read", "access.explain", "access.check"];
        let groups = app.world.secret(&app.env, &capabilities).await;
        let members = get(&groups, &format!("/groups/{outer}/members")).await;
        assert_eq!(members.json()["capability"], "users.view");
        for path in [format!("/groups/{outer}/roles"), "/groups".to_owned(), "/audit".to_owned()] {
            let text = get(&groups, &path).await.fine(200).to_string();
            for name in ["Ada Okafor", "A key", "Person 0"] {
                assert!(!text.contains(name), "{path} shows {name}: {text}");
            }
        }
        let ask = |path: &str, body: Value| app.api(Method::POST, path).with("x-api-key", &groups).json(&body);
        let who = ask("/access/who-can", json!({ "capability": "audit.read" }));
        assert_eq!(app.send(who).await.json()["capability"], "users.view");
        let why = json!({ "capability": "audit.read", "identity_id": app.people[0] });
        let why = app.send(ask("/access/explain", why)).await.fine(200).to_string();
        assert!(!why.contains("Person 0"), "{why}");
        // Nor who gave what leads there.
        for (path, field) in [("/access/explain", "paths"), ("/access/effective", "capabilities")] {
            let body = match field {
                "paths" => json!({ "capability": "audit.read", "identity_id": app.people[0] }),
                _ => json!({ "identity_id": app.people[0] }),
            };
            let told = app.send(ask(path, body)).await.fine(200);
            assert!(!told[field].as_array().expect("a list").is_empty(), "{told}");
            for name in ["Ada Okafor", "A key", "Person 0"] {
                assert!(!told.to_string().contains(name), "{path} shows {name}: {told}");
            }
        }
        // What would be done to people is told in numbers.
        let body = json!({ "selection": { "ids": app.people }, "role_id": app.role, "effective_to": app.world.now().plus_days(9) });
        let blind = app.world.secret(&app.env, &all_but(&["users.view"])).await;
        let ask = app.api(Method::POST, "/assignments/plan").with("x-api-key", &blind);
        let plan = app.send(ask.json(&body)).await.fine(201);
        assert_eq!(plan["summary"]["total"], 3);
        assert!(!plan.to_string().contains("Person 0"), "{plan}");
    })
    .await;
}
