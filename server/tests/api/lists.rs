//! Lists, entity tags and the changes they guard.

use crate::harness::{App, on_each};
use axum::http::Method;
use domain::Window;
use domain::assignments::Subject;
use serde_json::{Value, json};

fn names(page: &Value) -> Vec<&str> {
    page["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|one| one["name"].as_str().expect("a name"))
        .collect()
}

async fn page(app: &App, path: &str) -> Value {
    app.get(path).await.fine(200)
}

#[tokio::test]
async fn a_list_is_walked_to_its_end() {
    on_each(async |app| {
        let people = app.world.people(&app.env, 120).await;
        for person in &people[..70] {
            app.give(*person).await;
        }
        for (path, total) in [
            ("/identities?limit=50", 123),
            ("/identities?q=person&limit=50", 123),
            ("/assignments?limit=50", 70),
        ] {
            let (mut seen, mut address) = (Vec::new(), path.to_owned());
            loop {
                let page = page(&app, &address).await;
                assert_eq!(
                    (&page["total"], &page["total_exact"]),
                    (&json!(total), &json!(true)),
                    "{path}"
                );
                seen.extend(
                    page["items"]
                        .as_array()
                        .expect("items")
                        .iter()
                        .map(|one| one["id"].to_string()),
                );
                match page["next"].as_str() {
                    Some(cursor) => address = format!("{path}&after={cursor}"),
                    None => break,
                }
            }
            assert_eq!(seen.len(), total, "{path}");
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), total, "{path}");
        }
        assert_eq!(
            page(&app, "/identities").await["items"].as_array().map(Vec::len),
            Some(50)
        );
        assert_eq!(
            page(&app, "/identities?limit=200").await["items"]
                .as_array()
                .map(Vec::len),
            Some(123)
        );
    })
    .await;
}

#[tokio::test]
async fn queries_are_read_as_strictly_as_bodies() {
    on_each(async |app| {
        for person in &app.people {
            app.give(*person).await;
        }
        let cursor = async |path: &str| page(&app, path).await["next"].as_str().expect("more").to_owned();
        let of_names = cursor("/identities?limit=1").await;
        let of_assignments = cursor("/assignments?limit=1").await;
        let elsewhere = app.world.production().await;
        app.world.people(&elsewhere, 3).await;
        let key = app.world.secret(&elsewhere, crate::harness::ALL).await;
        let ask = app.api(Method::GET, "/identities?limit=1").with("x-api-key", &key);
        let of_production = app.send(ask.empty()).await.fine(200)["next"]
            .as_str()
            .expect("more")
            .to_owned();
        let planted = with_a_zero(&of_names);
        for (path, code, pointer) in [
            (format!("/identities?after={of_assignments}"), "invalid_cursor", ""),
            (format!("/identities?after={of_production}"), "invalid_cursor", ""),
            (format!("/identities?sort=-name&after={of_names}"), "invalid_cursor", ""),
            (format!("/identities?q=p&after={of_names}"), "invalid_cursor", ""),
            (
                format!("/assignments?state=active&after={of_assignments}"),
                "invalid_cursor",
                "",
            ),
            ("/identities?after=".to_owned(), "invalid_cursor", ""),
            ("/identities?after=%00".to_owned(), "invalid_cursor", ""),
            ("/identities?after=zz".to_owned(), "invalid_cursor", ""),
            (format!("/identities?after={planted}"), "invalid_cursor", ""),
            ("/identities?limit=0".to_owned(), "wrong_type", "/limit"),
            ("/identities?limit=201".to_owned(), "wrong_type", "/limit"),
            ("/identities?limit=-1".to_owned(), "wrong_type", "/limit"),
            ("/identities?limit=1e1".to_owned(), "wrong_type", "/limit"),
            ("/identities?limit=".to_owned(), "wrong_type", "/limit"),
            ("/identities?limit=1&limit=2".to_owned(), "duplicate_key", "/limit"),
            ("/identities?Limit=1".to_owned(), "unknown_field", "/Limit"),
            ("/identities?before=1".to_owned(), "unknown_field", "/before"),
            ("/identities?status=asleep".to_owned(), "wrong_type", "/status"),
            ("/identities?sort=age".to_owned(), "wrong_type", "/sort"),
            ("/identities?ends_within=soon".to_owned(), "wrong_type", "/ends_within"),
            ("/assignments?state=gone".to_owned(), "wrong_type", "/state"),
            ("/assignments?role_id=x".to_owned(), "wrong_type", "/role_id"),
            (
                format!("/assignments?identity_id={0}&group_id={0}", app.people[0]),
                "invalid_value",
                "/group_id",
            ),
        ] {
            let (_, told, at) = app.get(&path).await.refused();
            assert_eq!((told.as_str(), at.as_str()), (code, pointer), "{path}");
        }
    })
    .await;
}

/// A cursor of the same list with a letter in it that no database can hold.
fn with_a_zero(cursor: &str) -> String {
    format!("{}00", cursor.get(..cursor.len() - 2).expect("a cursor"))
}

#[tokio::test]
async fn filters_find_what_they_say() {
    on_each(async |app| {
        let [first, second, third] = [app.people[0], app.people[1], app.people[2]];
        let group = app.world.group(&app.env, "Support", None).await;
        app.world.join(&app.env, group, &[second], None).await;
        app.world.give(&app.env, Subject::Group(group), app.role).await;
        let (root, now) = (app.env.environment.root_node_id, app.world.now());
        let window = |from, to| Window::new(Some(now.plus_days(from)), Some(now.plus_days(to)));
        let give = async |window| {
            app.world
                .give_at(&app.env, Subject::Identity(first), app.role, root, window)
                .await
                .id
        };
        let (soon, later) = (give(window(-1, 2)).await, give(window(20, 40)).await);
        app.world.suspend(&app.env, &[third]).await;
        app.post("/identities", &json!({ "name": "100%_Real", "email": "real@x.test" }))
            .await
            .fine(201);
        for (path, expected) in [
            ("/identities?role=auditor", &["Person 0001", "Person 0002"][..]),
            ("/identities?group=support", &["Person 0002"]),
            ("/identities?ends_within=7", &["Person 0001"]),
            ("/identities?ends_within=7d", &["Person 0001"]),
            ("/identities?ends_within=1", &[]),
            ("/identities?status=suspended", &["Person 0003"]),
            ("/identities?status=suspended&status=invited", &["Person 0003"]),
            ("/identities?q=PERSON+0002", &["Person 0002"]),
            ("/identities?q=%25_R", &["100%_Real"]),
            ("/identities?q=n_0", &[]),
            ("/identities?q=REAL%40x", &["100%_Real"]),
            (
                "/identities?q=%00",
                &["100%_Real", "Person 0001", "Person 0002", "Person 0003"],
            ),
            ("/identities?q=%27%3B+drop", &[]),
            ("/identities?role=auditor&sort=-name", &["Person 0002", "Person 0001"]),
        ] {
            let page = page(&app, path).await;
            assert_eq!(names(&page), expected, "{path}");
            assert_eq!(page["total"], expected.len(), "{path}");
        }
        for (query, expected) in [
            (format!("identity_id={first}"), vec![json!(soon), json!(later)]),
            (format!("identity_id={first}&state=scheduled"), vec![json!(later)]),
            (
                format!("identity_id={first}&state=scheduled&state=ending_soon"),
                vec![json!(soon), json!(later)],
            ),
            (format!("identity_id={first}&ends_within=7"), vec![json!(soon)]),
            (
                format!("identity_id={first}&node_id={root}&role_id={}&ends_within=3", app.role),
                vec![json!(soon)],
            ),
            (format!("identity_id={second}"), vec![]),
            (format!("group_id={group}&ends_within=7"), vec![]),
        ] {
            let page = page(&app, &format!("/assignments?{query}")).await;
            let ids: Vec<_> = page["items"]
                .as_array()
                .expect("items")
                .iter()
                .map(|one| one["id"].clone())
                .collect();
            assert_eq!(
                (ids, &page["total"]),
                (expected.clone(), &json!(expected.len())),
                "{query}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_change_is_made_to_what_was_read() {
    on_each(async |app| {
        let given = app.give(app.people[0]).await;
        let path = format!("/assignments/{given}");
        let read = app.get(&path).await;
        let tag = read.header("etag").to_owned();
        assert!(tag.len() > 10 && tag.starts_with('"') && tag.ends_with('"'), "{tag}");
        let change = async |tag: &str, day: i64| {
            let ask = app.api(Method::PATCH, &path).with("if-match", tag);
            app.send(ask.json(&json!({ "effective_to": app.world.now().plus_days(day) })))
                .await
        };
        let changed = change(&tag, 5).await;
        assert_eq!((changed.status.as_u16(), changed.header("etag") == tag), (200, false));
        let before = app.rows().await;
        assert_eq!(
            change(&tag, 6).await.refused(),
            (412, "precondition_failed".to_owned(), String::new())
        );
        assert_eq!(change("\"x\"", 6).await.refused().1, "precondition_failed");
        assert_eq!(app.rows().await, before);
        assert_eq!(change(changed.header("etag"), 6).await.status.as_u16(), 200);
        assert_eq!(change("*", 7).await.status.as_u16(), 200);
        // Null takes away, what is left out stays.
        let patch = async |body: Value| app.send(app.api(Method::PATCH, &path).json(&body)).await.fine(200);
        let kept = patch(json!({ "reason": "Year end" })).await;
        assert_eq!(
            (&kept["reason"], kept["effective_to"].is_null()),
            (&json!("Year end"), false)
        );
        assert_eq!(patch(json!({})).await["reason"], "Year end");
        assert_eq!(patch(json!({ "reason": null })).await["reason"], Value::Null);
        app.world.check_audit().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_taken_away_is_gone_once() {
    on_each(async |app| {
        let given = app.give(app.people[0]).await;
        let path = format!("/assignments/{given}");
        let delete = async || app.send(app.api(Method::DELETE, &path).empty()).await;
        let gone = delete().await;
        assert_eq!((gone.status.as_u16(), gone.body.len()), (204, 0));
        let before = app.rows().await;
        assert_eq!(
            delete().await.refused(),
            (409, "not_assigned".to_owned(), String::new())
        );
        let change = app.api(Method::PATCH, &path).json(&json!({ "reason": "x" }));
        assert_eq!(app.send(change).await.refused().1, "conflict");
        assert_eq!(app.rows().await, before);
        assert_eq!(app.get(&path).await.fine(200)["state"], "revoked");
        app.world.check_audit().await;
        app.world.check_counters(&app.env).await;
    })
    .await;
}
