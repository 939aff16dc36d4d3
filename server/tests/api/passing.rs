//! Rights are passed on by those alone who may give roles, and no further than they hold them: through the pages as
//! through the API.

use crate::harness::{ALL, App, Ask, on_each};
use axum::http::Method;
use domain::assignments::Subject;
use serde_json::{Value, json};
use service::testing::Member;

const BASE: &str = "/t/northwind/development";

/// Someone who holds a role with these capabilities, and the token of their browser.
async fn holder(app: &App, capabilities: &[&str]) -> (Member, String) {
    let member = app.world.member(&app.env, "Mia Berg").await;
    let role = app.world.role(&app.env, "Mia's", capabilities).await;
    let subject = Subject::Identity(member.identity);
    app.world.give(&app.env, subject, role).await;
    let token = app.world.browser(&member.who).await;
    (member, token)
}

/// All rows but those of the log, which may tell who was refused.
async fn rows(app: &App) -> Vec<(String, usize)> {
    let rows = app.rows().await.into_iter();
    rows.filter(|(table, _)| table != "events").collect()
}

/// A form that is refused, with what its page says.
async fn page_refused(app: &App, token: &str, page: &str, body: &str, status: u16, words: &str) {
    let answer = app
        .send(Ask::form(&format!("{BASE}/{page}"), Some(token)).body(body.to_owned()))
        .await;
    assert_eq!(answer.status.as_u16(), status, "{page} {body}: {}", answer.text());
    assert!(answer.text().contains(words), "{words} at {page}: {}", answer.text());
}

#[tokio::test]
async fn t_03_whoever_holds_a_right_does_not_pass_it_on_by_that() {
    on_each(async |app| {
        let (person, role) = (app.people[0], app.role);
        let group = app.world.group(&app.env, "Support", None).await;
        app.world.give(&app.env, Subject::Group(group), role).await;
        let given = app.world.role(&app.env, "Given before", &["users.view"]).await;
        app.world.give(&app.env, Subject::Identity(person), given).await;
        let deletion = service::roles::remove(&app.env, given, None).await.expect("deleted");
        // Everything but what passes roles on.
        let passing = ["members.change_roles", "groups.manage", "roles.edit"];
        let held: Vec<&str> = ALL.iter().copied().filter(|key| !passing.contains(key)).collect();
        let key = app.world.secret(&app.env, &held).await;
        let (mia, token) = holder(&app, &held).await;
        let before = rows(&app).await;
        let selection = json!({ "ids": [person] });
        let mail = json!({ "name": "Eve", "email": "eve@x.test" });
        let invited = |field: &str, id: &dyn ToString| {
            let mut body = mail.clone();
            body[field] = json!(id.to_string());
            body
        };
        let doors: [(&str, Value); 11] = [
            ("/assignments", json!({ "identity_id": person, "role_id": role })),
            ("/assignments", json!({ "identity_id": mia.identity, "role_id": role })),
            ("/assignments", json!({ "group_id": group, "role_id": role })),
            (
                "/assignments/bulk-create",
                json!({ "assignments": [{ "identity_id": person, "role_id": role }] }),
            ),
            ("/assignments/plan", json!({ "selection": selection, "role_id": role })),
            (
                "/plans",
                json!({ "action": "add_members", "selection": selection, "group_id": group }),
            ),
            (
                "/roles",
                json!({ "name": "Fresh", "capabilities": ["audit.read"], "assign": { "identity_ids": [person] } }),
            ),
            ("/invitations", invited("role_id", &role)),
            ("/invitations", invited("group_id", &group)),
            (&format!("/groups/{group}/members"), json!({ "identity_id": person })),
            (&format!("/groups/{group}/roles"), json!({ "role_id": role })),
        ];
        for (path, body) in &doors {
            let ask = app.api(Method::POST, path).with("x-api-key", &key);
            let refused = app.send(ask.json(body)).await.refused();
            assert_eq!((refused.0, refused.1.as_str()), (403, "forbidden"), "{path} {body}");
        }
        let restore = app
            .api(Method::POST, &format!("/audit/{deletion}/restore"))
            .with("x-api-key", &key);
        let refused = app.send(restore.json(&json!({}))).await.refused();
        assert_eq!((refused.0, refused.1.as_str()), (403, "forbidden"));
        let mail = "name=Eve&email=eve%40x.test&when=now";
        for (page, body, missing) in [
            (
                "assign",
                format!("intent=preview&id={person}&role={role}&when=now&through_group=skip"),
                passing[0],
            ),
            (
                "roles/new",
                format!("intent=create&name=Fresh&capability=audit.read&id={person}"),
                passing[0],
            ),
            ("invite", format!("{mail}&role=auditor"), passing[0]),
            (
                "groups/join",
                format!("intent=preview&id={person}&group=support"),
                passing[1],
            ),
            ("roles/deleted", format!("event={deletion}"), passing[0]),
        ] {
            page_refused(&app, &token, page, &body, 403, missing).await;
        }
        assert_eq!(rows(&app).await, before);
    })
    .await;
}

#[tokio::test]
async fn t_01_no_page_makes_or_changes_a_role_beyond_what_its_user_holds() {
    on_each(async |app| {
        let held = [
            "users.view",
            "roles.view",
            "roles.create",
            "roles.edit",
            "roles.delete",
            "members.change_roles",
        ];
        let (_, token) = holder(&app, &held).await;
        let small = app.world.role(&app.env, "Small", &["users.view"]).await;
        let tag = service::roles::tag(&service::roles::get(&app.env, small).await.expect("a role"));
        let before = rows(&app).await;
        let wrong = "audit.read";
        let more = "capability=users.view&capability=audit.read";
        page_refused(
            &app,
            &token,
            "roles/new",
            &format!("intent=create&name=Fresh&{more}"),
            403,
            wrong,
        )
        .await;
        let change = format!("intent=save&tag={tag}&name=Small&{more}");
        page_refused(&app, &token, &format!("roles/{small}"), &change, 403, wrong).await;
        let auditor = service::roles::get(&app.env, app.role).await.expect("a role");
        let delete = format!("tag={}", service::roles::tag(&auditor));
        page_refused(&app, &token, &format!("roles/{}/delete", app.role), &delete, 403, wrong).await;
        let assign = format!(
            "intent=preview&id={}&role={}&when=now&through_group=skip",
            app.people[0], app.role
        );
        page_refused(&app, &token, "assign", &assign, 403, wrong).await;
        assert_eq!(rows(&app).await, before);
        let roles = service::roles::list(&app.env).await.expect("roles");
        assert!(roles.iter().all(|role| role.name != "Fresh"));
        let small = service::roles::get(&app.env, small).await.expect("a role");
        assert_eq!(small.capabilities, ["users.view"]);
    })
    .await;
}

#[tokio::test]
async fn t_11_one_refused_in_the_starter_list_of_the_page_leaves_no_role() {
    on_each(async |app| {
        let [fine, off, _] = app.people[..] else {
            unreachable!("three people")
        };
        app.world.suspend(&app.env, &[off]).await;
        let token = app.world.browser(&app.world.admin).await;
        let before = rows(&app).await;
        let body = format!("intent=create&name=Fresh&capability=users.view&id={fine}&id={off}");
        page_refused(&app, &token, "roles/new", &body, 422, "Person 0002").await;
        assert_eq!(rows(&app).await, before);
        let roles = service::roles::list(&app.env).await.expect("roles");
        assert!(roles.iter().all(|role| role.name != "Fresh"));
    })
    .await;
}
