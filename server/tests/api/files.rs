//! Lists as files: everyone once, for those who may, and no cell that a spreadsheet runs.

use crate::harness::{Ask, on_each};
use axum::http::Method;
use domain::assignments::Subject;
use domain::roles::System;
use serde_json::json;

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
        assert!(
            text.starts_with("id,kind,name,email,deleted_at,capability,node,at,ways\r\n"),
            "{text}"
        );
        let can = app.send(
            app.api(Method::POST, "/access/who-can")
                .json(&json!({ "capability": "audit.read" })),
        );
        let can = can.await.fine(200)["total"].as_u64().expect("a number");
        assert!(can > 200, "{can}: more than one page");
        assert_eq!(text.lines().count() as u64, can + 1, "everyone once");
        let ada = text.lines().find(|line| line.contains("Ada First")).expect("Ada");
        assert!(ada.contains("Support › Auditor from 20"), "{ada}");
        assert!(ada.contains(",audit.read,,20"), "{ada}");
        for (wrong, field) in [
            ("", "/capability"),
            ("?capability=audit.read&nod=x", "/nod"),
            ("?capability=audit.read&capability=users.view", "/capability"),
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
            for asked in ["?capability=audit.read", "?capability=x.y", ""] {
                let refused = get(asked, Some(&other)).await;
                assert_eq!(refused.status.as_u16(), 403, "{keys:?} {asked}");
            }
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
