//! Every door asks: reading is no managing, trying is no doing, and no spelling of a request goes round a rule.

use crate::harness::{ALL, Ask, on_each};
use axum::http::Method;
use domain::assignments::Subject;
use domain::roles::System;
use serde_json::{Value, json};
use server::rest::ROUTES;

const ID: &str = "01990000-0000-7000-8000-000000000000";

fn filled(path: &str) -> String {
    path.replace("{id}", ID)
        .replace("{member}", ID)
        .replace("{session}", ID)
}

/// All that only reads, with the explorer's questions.
fn reading() -> Vec<&'static str> {
    let reads = |key: &&str| key.ends_with(".view") || matches!(*key, "audit.read" | "access.check" | "access.explain");
    ALL.iter().copied().filter(reads).collect()
}

#[tokio::test]
async fn t_33_who_may_see_everything_manages_nothing() {
    on_each(async |app| {
        let key = app.world.secret(&app.env, &reading()).await;
        let before = app.rows().await;
        let questions = ROUTES.iter().filter(|route| route.path.starts_with("/access/"));
        let changing = ROUTES
            .iter()
            .filter(|route| route.method != Method::GET && !route.path.starts_with("/access/"));
        assert_eq!(questions.count(), 5);
        for route in changing {
            for prefix in ["/api/v1", "/orgs/northwind/api/v1"] {
                let ask = Ask::new(route.method.clone(), &format!("{prefix}{}", filled(route.path)));
                let answer = app.send(ask.with("x-api-key", &key).text("{}")).await;
                let refused = answer.refused();
                assert_eq!(
                    (refused.0, refused.1.as_str()),
                    (403, "forbidden"),
                    "{} {}",
                    route.method,
                    route.path
                );
            }
        }
        assert_eq!(app.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn t_25_each_spelling_of_the_api_asks_the_same() {
    on_each(async |app| {
        let nothing = app.world.secret(&app.env, &["branding.view"]).await;
        for route in ROUTES {
            let mut answers = Vec::new();
            for prefix in ["/api/v1", "/orgs/northwind/api/v1"] {
                let ask = Ask::new(route.method.clone(), &format!("{prefix}{}", filled(route.path)));
                let ask = ask.with("x-api-key", &nothing);
                let request = match route.method {
                    Method::GET => ask.empty(),
                    _ => ask.text("{}"),
                };
                let answer = app.send(request).await;
                answers.push((answer.refused().1, answer.json()["capability"].clone()));
            }
            assert_eq!(answers[0], answers[1], "{} {}", route.method, route.path);
            assert_eq!(answers[0].0, "forbidden", "{} {}", route.method, route.path);
        }
    })
    .await;
}

#[tokio::test]
async fn t_21_trying_asks_for_the_right_to_do() {
    on_each(async |app| {
        let key = app.world.secret(&app.env, &reading()).await;
        let group = app.world.group(&app.env, "Support", None).await;
        let own = json!({ "key": "shop.open", "name": "Open", "in_flight": true });
        let own = app.post("/capabilities", &own).await.fine(201)["id"].clone();
        let turn_on = format!("/capabilities/{}/turn-on", own.as_str().expect("an id"));
        let selection = json!({ "ids": [app.people[0]] });
        let given = json!({ "identity_id": app.people[0], "role_id": app.role });
        let before = app.rows().await;
        for (path, body) in [
            (
                "/assignments/plan",
                json!({ "selection": selection, "role_id": app.role }),
            ),
            (
                "/assignments/plan",
                json!({ "action": "remove", "selection": selection, "role_id": app.role }),
            ),
            (
                "/assignments/bulk-create",
                json!({ "assignments": [given], "dry_run": true }),
            ),
            (
                "/plans",
                json!({ "action": "add_members", "selection": selection, "group_id": group }),
            ),
            ("/plans", json!({ "action": "suspend", "selection": selection })),
            (turn_on.as_str(), json!({ "dry_run": true })),
        ] {
            let ask = app.api(Method::POST, path).with("x-api-key", &key);
            let refused = app.send(ask.json(&body)).await.refused();
            assert_eq!((refused.0, refused.1.as_str()), (403, "forbidden"), "{path} {body}");
        }
        assert_eq!(app.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn t_09_a_person_is_not_put_into_groups_or_roles_by_a_change_of_the_person() {
    on_each(async |app| {
        let group = app.world.group(&app.env, "Admins", None).await;
        let key = app
            .world
            .secret(&app.env, &["users.view", "users.edit", "users.create"])
            .await;
        let send = async |method: Method, path: &str, body: &Value| {
            let ask = app.api(method, path).with("x-api-key", &key);
            app.send(ask.json(body)).await
        };
        let before = app.rows().await;
        let person = format!("/identities/{}", app.people[0]);
        for (field, value) in [
            ("groups", json!([group])),
            ("group_ids", json!([group])),
            ("group_id", json!(group)),
            ("roles", json!([app.role])),
            ("role_id", json!(app.role)),
            ("assignments", json!([{ "role_id": app.role }])),
            ("is_admin", json!(true)),
            ("site_admin", json!(true)),
        ] {
            let change = send(Method::PATCH, &person, &json!({ "name": "Eve", field: value })).await;
            assert_eq!(change.refused().1, "unknown_field", "{field}");
            let new = send(Method::POST, "/identities", &json!({ "name": "Eve", field: value })).await;
            assert_eq!(new.refused().1, "unknown_field", "{field}");
        }
        assert_eq!(app.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn t_68_no_cell_of_an_export_is_a_formula() {
    on_each(async |app| {
        let token = app.world.browser(&app.world.admin).await;
        let mut people = Vec::new();
        for (at, lead) in ["=", "+", "-", "@", "＝", "＋", "－", "＠"].into_iter().enumerate() {
            let person = app.world.person(&app.env, &format!("{lead}cmd|calc {at}")).await;
            app.world.give(&app.env, Subject::Identity(person), app.role).await;
            people.push(json!({ "identity_id": person, "role_id": app.role }));
        }
        let many = app
            .post("/assignments/bulk-create", &json!({ "assignments": people }))
            .await
            .fine(207);
        let operation = many["operation_id"].as_str().expect("an operation");
        let results = format!("/t/northwind/development/operations/{operation}/results.csv");
        for path in [
            "/t/northwind/development/audit/export.csv",
            "/t/northwind/development/directory/export.csv",
            "/t/northwind/development/access/who/export.csv?capability=audit.read",
            &results,
        ] {
            let ask = Ask::new(Method::GET, path).signed_in(Some(&token));
            let answer = app.send(ask.empty()).await;
            assert_eq!(answer.status.as_u16(), 200, "{path}: {}", answer.text());
            let text = answer.text();
            assert!(text.contains("cmd|calc"), "{path}");
            for cell in cells(&text) {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']),
                    "{path}: {cell}"
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_directory_as_a_file_has_who_matches_and_refuses_what_it_does_not_understand() {
    on_each(async |app| {
        let token = app.world.browser(&app.world.admin).await;
        let ada = app.world.person(&app.env, "Ada \"the\" First, of many").await;
        app.world.give(&app.env, Subject::Identity(ada), app.role).await;
        app.world.people(&app.env, 230).await;
        let get = async |search: &str, token: Option<&str>| {
            let path = format!("/t/northwind/development/directory/export.csv{search}");
            app.send(Ask::new(Method::GET, &path).signed_in(token).empty()).await
        };
        let all = get("?limit=25", Some(&token)).await;
        assert_eq!(all.header("content-type"), "text/csv; charset=utf-8");
        let count = app
            .world
            .db
            .count("identities", &[("environment_id", app.env.id().0.into())])
            .await;
        assert_eq!(all.text().lines().count(), count + 1, "every page of the list");
        let one = get("?q=of+many", Some(&token)).await.text();
        assert_eq!(one.lines().count(), 2, "{one}");
        assert!(one.contains("\"Ada \"\"the\"\" First, of many\""), "{one}");
        assert!(one.trim_end().ends_with("Reader,") || one.contains(",active,"), "{one}");
        for wrong in ["?role=no-such-role", "?colour=blue"] {
            assert_eq!(get(wrong, Some(&token)).await.status.as_u16(), 422, "{wrong}");
        }
        // Seeing people one by one is not taking all of them along.
        let member = app.world.member(&app.env, "Nobody special").await;
        let viewer = app.world.system_role(&app.env, System::Viewer).await;
        app.world
            .give(&app.env, Subject::Identity(member.identity), viewer)
            .await;
        let other = app.world.browser(&member.who).await;
        assert_eq!(get("", Some(&other)).await.status.as_u16(), 403);
        assert_eq!(get("", None).await.status.as_u16(), 401);
    })
    .await;
}

#[tokio::test]
async fn who_can_as_a_file_has_everyone_and_how() {
    on_each(async |app| {
        let token = app.world.browser(&app.world.admin).await;
        let group = app.world.group(&app.env, "Support", None).await;
        let ada = app.world.person(&app.env, "Ada First").await;
        app.world.join(&app.env, group, &[ada], None).await;
        app.world.give(&app.env, Subject::Group(group), app.role).await;
        let many = app.world.people(&app.env, 210).await;
        app.world.join(&app.env, group, &many, None).await;
        let get = async |search: &str, token: Option<&str>| {
            let path = format!("/t/northwind/development/access/who/export.csv{search}");
            app.send(Ask::new(Method::GET, &path).signed_in(token).empty()).await
        };
        let all = get("?capability=audit.read", Some(&token)).await;
        assert_eq!(all.header("content-type"), "text/csv; charset=utf-8");
        let text = all.text();
        assert!(text.starts_with("id,kind,name,email,deleted,ways\r\n"), "{text}");
        let can = app.send(
            app.api(Method::POST, "/access/who-can")
                .json(&json!({ "capability": "audit.read" })),
        );
        let can = can.await.fine(200)["total"].as_u64().expect("a number");
        assert!(can > 200, "{can}: more than one page");
        assert_eq!(text.lines().count() as u64, can + 1, "everyone once");
        let ada = text.lines().find(|line| line.contains("Ada First")).expect("Ada");
        assert!(ada.contains("Support › Auditor, no end"), "{ada}");
        for (wrong, field) in [
            ("", "/capability"),
            ("?capability=x.y", "/capability"),
            ("?capability=audit.read&node=x", "/node"),
            ("?capability=audit.read&on=x", "/on"),
        ] {
            let refused = get(wrong, Some(&token)).await;
            assert_eq!(refused.status.as_u16(), 422, "{wrong}");
            assert!(refused.text().contains(field), "{wrong}");
        }
        // Who may ask about one may not for that take all of them along.
        for keys in [
            ["access.explain", "users.view"],
            ["access.explain", "users.bulk_operations"],
            ["users.view", "users.bulk_operations"],
        ] {
            let member = app.world.member(&app.env, &keys.join(" ")).await;
            let role = app.world.role(&app.env, &keys.join(" "), &keys).await;
            app.world.give(&app.env, Subject::Identity(member.identity), role).await;
            let other = app.world.browser(&member.who).await;
            let refused = get("?capability=audit.read", Some(&other)).await;
            assert_eq!(refused.status.as_u16(), 403, "{keys:?}");
        }
        assert_eq!(get("?capability=audit.read", None).await.status.as_u16(), 401);
    })
    .await;
}

/// The cells of a CSV (RFC 4180), without their quotes.
fn cells(text: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(ch) = letters.next() {
        match ch {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => cells.push(std::mem::take(&mut cell)),
            '\r' if !quoted && letters.peek() == Some(&'\n') => {}
            ch => cell.push(ch),
        }
    }
    cells.push(cell);
    cells
}

#[tokio::test]
async fn t_39_a_typed_address_shows_nobody_what_is_not_theirs() {
    on_each(async |app| {
        let addresses = crate::markup::stored(&app).await;
        let nobody = app.world.member(&app.env, "Mia Member").await;
        let nobody = app.world.browser(&nobody.who).await;
        let other = app.world.tenant("Westwind").await;
        let outsider = app.world.member(&other, "Otto Outside").await;
        let outsider = app.world.browser(&outsider.who).await;
        // What only those see who may: names of people, groups, roles and reasons.
        let secrets = [
            "Person 0",
            "Group 0",
            "Role 0",
            "Auditor",
            "Gone",
            "ines@northwind.test",
            "shop.open",
        ];
        let seen = async |address: &str, token: Option<&str>| {
            let ask = Ask::new(Method::GET, address).signed_in(token);
            app.send(ask.empty()).await
        };
        let admin = app.world.browser(&app.world.admin).await;
        let mut shown = 0;
        for address in addresses.iter().filter(|address| address.starts_with("/t/")) {
            let text = seen(address, Some(&admin)).await.text();
            shown += usize::from(secrets.iter().any(|secret| text.contains(secret)));
            for token in [None, Some(&nobody), Some(&outsider)] {
                let answer = seen(address, token.map(String::as_str)).await;
                let (status, text) = (answer.status.as_u16(), answer.text());
                for secret in secrets {
                    assert!(!text.contains(secret), "{address} shows {secret}: {status}");
                }
                let mine = address.ends_with("/me") && token == Some(&nobody);
                assert!(mine || status != 200, "{address}: {status}");
            }
        }
        assert!(shown > 30, "the pages hold what must not be seen: {shown}");
    })
    .await;
}
