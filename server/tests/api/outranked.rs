//! Whoever holds less than what they reach for is refused at every door: the API for one and for many, and the pages.

use crate::harness::{ALL, App, Ask, on_each};
use axum::http::Method as M;
use domain::assignments::Subject;
use serde_json::{Value, json};
use service::testing::Member;

const BASE: &str = "/t/northwind/development";
/// What she lacks, and the role `Auditor` holds.
const LACKS: &str = "audit.read";

/// Someone who may do everything but [`LACKS`], by a key and in a browser.
struct Mia {
    member: Member,
    key: String,
    token: String,
}

async fn mia(app: &App) -> Mia {
    let held: Vec<&str> = ALL.iter().copied().filter(|key| *key != LACKS).collect();
    let member = app.world.member(&app.env, "Mia Berg").await;
    let role = app.world.role(&app.env, "Mia's", &held).await;
    app.world.give(&app.env, Subject::Identity(member.identity), role).await;
    Mia {
        key: app.world.secret(&app.env, &held).await,
        token: app.world.browser(&member.who).await,
        member,
    }
}

/// Each call is refused, as reaching beyond what is held.
async fn calls_refused(app: &App, mia: &Mia, calls: &[(M, String, Value)]) {
    for (method, path, body) in calls {
        let ask = app.api(method.clone(), path).with("x-api-key", &mia.key);
        let refused = app.send(ask.with("if-match", "*").json(body)).await.refused();
        assert_eq!(
            (refused.0, refused.1.as_str()),
            (403, "would_escalate"),
            "{method} {path} {body}"
        );
    }
}

/// Each form is refused, and its page is none of those that tell of success.
async fn pages_refused(app: &App, mia: &Mia, forms: &[(String, String)]) {
    for (page, body) in forms {
        let ask = Ask::form(&format!("{BASE}/{page}"), Some(&mia.token));
        let answer = app.send(ask.body(body.clone())).await;
        assert_eq!(answer.status.as_u16(), 403, "{page} {body}: {}", answer.text());
    }
}

/// Of many at once each is refused by itself, and nothing is written.
async fn many_refused(app: &App, mia: &Mia, path: &str, body: &Value, items: usize) {
    let ask = app.api(M::POST, path).with("x-api-key", &mia.key);
    let answer = app.send(ask.json(body)).await;
    let results = answer.json()["results"].as_array().cloned().unwrap_or_default();
    assert_eq!(results.len(), items, "{path}: {}", answer.text());
    for one in &results {
        assert_eq!(one["error"]["code"], "would_escalate", "{path}: {one}");
    }
}

/// Among many, whoever may not be reached is left out: the plan of them alone does nothing.
async fn left_out(app: &App, mia: &Mia, many: &Value) {
    let ask = app.api(M::POST, "/plans").with("x-api-key", &mia.key);
    let plan = app.send(ask.json(many)).await.fine(201);
    let found = (&plan["summary"]["will"], &plan["summary"]["failed"]);
    assert_eq!(found, (&json!(0), &json!(1)), "{many}: {plan}");
}

/// What there is, but for the log and the jobs, which may tell who was refused, and plans, which change nothing.
async fn standing(app: &App, about: &[String]) -> (Vec<(String, usize)>, Vec<Value>) {
    let rows = app.rows().await.into_iter();
    let rows = rows.filter(|(table, _)| {
        !matches!(
            table.as_str(),
            "events" | "plans" | "plan_items" | "event_children" | "operations"
        )
    });
    let mut seen = Vec::new();
    for path in about {
        seen.push(app.get(path).await.fine(200));
    }
    (rows.collect(), seen)
}

#[tokio::test]
async fn t_02_and_t_08_a_role_is_given_by_no_door_to_who_or_what_would_gain() {
    on_each(async |app| {
        let mia = mia(&app).await;
        let (person, role) = (app.people[0], app.role);
        let plain = app.world.group(&app.env, "Plain", None).await;
        app.world.join(&app.env, plain, &[person], None).await;
        let strong = app.world.group(&app.env, "Strong", None).await;
        app.world.give(&app.env, Subject::Group(strong), role).await;
        // T-10: whoever manages groups could let themselves in.
        let own = mia.member.identity;
        let about = [format!("/groups/{plain}/roles"), format!("/groups/{strong}/members")];
        let before = standing(&app, &about).await;
        let mail = |field: &str, id: String| json!({ "name": "Eve", "email": "eve@x.test", field: id });
        let calls = [
            (
                M::POST,
                "/assignments".into(),
                json!({ "identity_id": person, "role_id": role }),
            ),
            (
                M::POST,
                "/assignments".into(),
                json!({ "identity_id": own, "role_id": role }),
            ),
            (
                M::POST,
                "/assignments".into(),
                json!({ "group_id": plain, "role_id": role }),
            ),
            (M::POST, format!("/groups/{plain}/roles"), json!({ "role_id": role })),
            (
                M::POST,
                format!("/groups/{strong}/members"),
                json!({ "identity_id": person }),
            ),
            (
                M::POST,
                format!("/groups/{strong}/members"),
                json!({ "identity_id": own }),
            ),
            (M::POST, "/invitations".into(), mail("role_id", role.to_string())),
            (M::POST, "/invitations".into(), mail("group_id", strong.to_string())),
            (
                M::POST,
                "/roles".into(),
                json!({ "name": "Fresh", "capabilities": [LACKS], "assign": { "identity_ids": [person] } }),
            ),
        ];
        calls_refused(&app, &mia, &calls).await;
        let many = json!({ "assignments": [
            { "identity_id": person, "role_id": role },
            { "group_id": plain, "role_id": role },
        ] });
        many_refused(&app, &mia, "/assignments/bulk-create", &many, 2).await;
        let with = "when=now&through_group=skip";
        let forms = [
            (
                "assign".into(),
                format!("intent=preview&id={person}&role={role}&{with}"),
            ),
            ("assign".into(), format!("intent=preview&id={own}&role={role}&{with}")),
            ("groups/join".into(), format!("intent=preview&id={person}&group=strong")),
            ("groups/join".into(), format!("intent=preview&id={own}&group=strong")),
            (
                "invite".into(),
                "name=Eve&email=eve%40x.test&when=now&role=auditor".into(),
            ),
            (
                "invite".into(),
                "name=Eve&email=eve%40x.test&when=now&group=strong".into(),
            ),
        ];
        pages_refused(&app, &mia, &forms).await;
        assert_eq!(standing(&app, &about).await, before);
    })
    .await;
}

#[tokio::test]
async fn t_15_what_one_could_not_give_one_does_not_take() {
    on_each(async |app| {
        let mia = mia(&app).await;
        let person = app.people[0];
        let given = app.give(person).await;
        let strong = app.world.group(&app.env, "Strong", None).await;
        let through = app.world.give(&app.env, Subject::Group(strong), app.role).await.id;
        app.world.join(&app.env, strong, &[person], None).await;
        let about = [
            format!("/assignments/{given}"),
            format!("/assignments/{through}"),
            format!("/groups/{strong}/members"),
            format!("/roles/{}", app.role),
        ];
        let before = standing(&app, &about).await;
        let calls = [
            (M::DELETE, format!("/assignments/{given}"), json!({})),
            (M::DELETE, format!("/assignments/{through}"), json!({})),
            (
                M::PATCH,
                format!("/assignments/{given}"),
                json!({ "effective_to": "2030-01-01T00:00:00Z" }),
            ),
            (M::DELETE, format!("/groups/{strong}/members/{person}"), json!({})),
            (M::DELETE, format!("/groups/{strong}"), json!({})),
            (M::DELETE, format!("/roles/{}", app.role), json!({})),
            (M::POST, format!("/identities/{person}/remove-access"), json!({})),
        ];
        calls_refused(&app, &mia, &calls).await;
        let auditor = service::roles::get(&app.env, app.role).await.expect("a role");
        let tag = service::roles::tag(&auditor);
        let forms = [
            (format!("assignments/{given}/remove"), "request=1".into()),
            (format!("assignments/{through}/end"), "request=1".into()),
            (format!("assignments/{given}/dates"), "end=none".into()),
            (format!("groups/{strong}/delete"), "slug=strong".into()),
            (format!("roles/{}/delete", app.role), format!("tag={tag}&slug=auditor")),
            (format!("directory/{person}/remove-access"), String::new()),
        ];
        pages_refused(&app, &mia, &forms).await;
        let many = json!({ "assignments": [{ "id": given }, { "group_id": strong, "role_id": app.role }] });
        many_refused(&app, &mia, "/assignments/bulk-remove", &many, 2).await;
        let many = json!({ "assignments": [{ "id": given, "effective_to": "2030-01-01T00:00:00Z" }] });
        many_refused(&app, &mia, "/assignments/bulk-update", &many, 1).await;
        let many = json!({ "identity_ids": [person] });
        many_refused(&app, &mia, &format!("/groups/{strong}/members/bulk-remove"), &many, 1).await;
        let many = json!({ "action": "remove_members", "selection": { "ids": [person] }, "group_id": strong });
        left_out(&app, &mia, &many).await;
        assert_eq!(standing(&app, &about).await, before);
    })
    .await;
}

#[tokio::test]
async fn t_16_and_t_17_nobody_acts_on_who_holds_more_by_any_door() {
    on_each(async |app| {
        let mia = mia(&app).await;
        let hugo = app.world.member(&app.env, "Hugo High").await;
        app.world
            .give(&app.env, Subject::Identity(hugo.identity), app.role)
            .await;
        app.world.browser(&hugo.who).await;
        let id = hugo.identity;
        let about = [format!("/identities/{id}"), format!("/identities/{id}/sessions")];
        let before = standing(&app, &about).await;
        let calls = [
            (M::PATCH, format!("/identities/{id}"), json!({ "email": "mia2@x.test" })),
            (M::DELETE, format!("/identities/{id}"), json!({})),
            (M::POST, format!("/identities/{id}/suspend"), json!({})),
            (M::POST, format!("/identities/{id}/remove-access"), json!({})),
            (M::POST, format!("/identities/{id}/reset-password"), json!({})),
            (M::POST, format!("/identities/{id}/sessions/revoke-all"), json!({})),
        ];
        calls_refused(&app, &mia, &calls).await;
        let forms = [
            (
                format!("directory/{id}/edit"),
                "name=Hugo+High&email=mia2%40x.test".into(),
            ),
            (format!("directory/{id}/suspend"), String::new()),
            (format!("directory/{id}/delete"), String::new()),
            (format!("directory/{id}/remove-access"), String::new()),
            (format!("directory/{id}/reset-password"), String::new()),
            (format!("directory/{id}/sessions"), String::new()),
        ];
        pages_refused(&app, &mia, &forms).await;
        let many = json!({ "action": "suspend", "selection": { "ids": [id] } });
        left_out(&app, &mia, &many).await;
        assert_eq!(standing(&app, &about).await, before);
    })
    .await;
}

#[tokio::test]
async fn t_07_t_20_and_t_37_neither_a_move_nor_an_edit_nor_a_restoration_reaches_further() {
    on_each(async |app| {
        let mia = mia(&app).await;
        let strong = app.world.group(&app.env, "Strong", None).await;
        app.world.give(&app.env, Subject::Group(strong), app.role).await;
        let below = app.world.group(&app.env, "Below", Some(strong)).await;
        let plain = app.world.group(&app.env, "Plain", None).await;
        app.world.join(&app.env, plain, &[mia.member.identity], None).await;
        app.world.join(&app.env, below, &[app.people[1]], None).await;
        let gone = app.world.role(&app.env, "Gone", &[LACKS]).await;
        app.world.give(&app.env, Subject::Identity(app.people[0]), gone).await;
        let deletion = service::roles::remove(&app.env, gone, None).await.expect("deleted");
        let roles = service::roles::list(&app.env).await.expect("roles");
        let own = roles.into_iter().find(|role| role.name == "Mia's").expect("hers");
        let about = [
            format!("/groups/{plain}"),
            format!("/groups/{below}"),
            format!("/roles/{}", own.id),
            "/roles?limit=200".to_owned(),
        ];
        let before = standing(&app, &about).await;
        let more: Vec<&str> = ALL.to_vec();
        let calls = [
            (M::PATCH, format!("/groups/{plain}"), json!({ "parent_id": strong })),
            (M::PATCH, format!("/groups/{below}"), json!({ "parent_id": null })),
            (M::PATCH, format!("/roles/{}", own.id), json!({ "capabilities": more })),
            (M::POST, format!("/audit/{deletion}/restore"), json!({})),
        ];
        calls_refused(&app, &mia, &calls).await;
        let whole = service::roles::get(&app.env, own.id).await.expect("hers");
        let tag = service::roles::tag(&whole);
        let ticks: Vec<String> = more.iter().map(|key| format!("capability={key}")).collect();
        let forms = [
            (
                format!("groups/{plain}/edit"),
                "intent=save&name=Plain&parent=strong&reviewed=strong".into(),
            ),
            (
                format!("groups/{below}/edit"),
                "intent=save&name=Below&parent=&reviewed=".into(),
            ),
            (
                format!("roles/{}", own.id),
                format!("intent=save&tag={tag}&name=Mia%27s&{}", ticks.join("&")),
            ),
            ("roles/deleted".into(), format!("event={deletion}")),
        ];
        pages_refused(&app, &mia, &forms).await;
        assert_eq!(standing(&app, &about).await, before);
    })
    .await;
}
