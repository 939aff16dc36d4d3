//! The routes of groups.

use super::Call;
use crate::harness::App;
use axum::http::Method as M;
use domain::assignments::Subject;
use serde_json::{Value, json};

const ABSENT: &str = "01990000-0000-7000-8000-000000000000";

/// The calls of groups, in an order in which they can be made.
pub async fn calls(app: &App) -> Vec<Call> {
    let group = app.world.group(&app.env, "Team", None).await;
    let sub = app.world.group(&app.env, "Team lead", Some(group)).await;
    let gone = app.world.group(&app.env, "Passing", None).await;
    app.world.give(&app.env, Subject::Group(group), app.role).await;
    let reader = app.world.role(&app.env, "Team reader", &["users.view"]).await;
    let path = format!("/groups/{gone}");
    let gone = app.send(app.api(M::DELETE, &path).empty()).await.fine(200);
    let deletion = gone["event_id"].as_str().expect("an event").to_owned();
    let people: Vec<String> = app.people.iter().map(ToString::to_string).collect();
    let of = |rest: &str| format!("/groups/{group}{rest}");
    let absent = |rest: &str| format!("/groups/{ABSENT}{rest}");
    let one = "/groups/{id}";
    let (members, roles) = ("/groups/{id}/members", "/groups/{id}/roles");
    let (fewer, member) = ("/groups/{id}/members/bulk-remove", "/groups/{id}/members/{member}");
    let (new, restore) = (json!({ "name": "Night", "parent_id": group }), "/audit/{id}/restore");
    let many = json!({ "identity_ids": [people[1], people[2]] });
    let mixed = json!({ "identity_ids": [people[1], ABSENT] });
    let role = json!({ "role_id": reader, "reason": "Year end" });
    let plan = |group: &str| json!({ "action": "add_members", "selection": { "ids": [people[0]] }, "group_id": group });
    let none = Value::Null;
    vec![
        (M::POST, "/groups", "/groups".into(), new.clone(), 201, ""),
        (M::POST, "/groups", "/groups".into(), new, 409, "slug_taken"),
        (M::GET, one, of(""), none.clone(), 200, ""),
        (M::GET, one, absent(""), none.clone(), 404, "not_found"),
        (M::PATCH, one, of(""), json!({ "description": "People." }), 200, ""),
        (M::PATCH, one, of(""), json!({ "parent_id": sub }), 409, "group_cycle"),
        (
            M::POST,
            members,
            of("/members"),
            json!({ "identity_id": people[0] }),
            201,
            "",
        ),
        (
            M::POST,
            members,
            of("/members"),
            json!({ "identity_id": people[0] }),
            409,
            "already_member",
        ),
        (M::POST, members, of("/members"), many, 200, ""),
        (M::POST, members, of("/members"), mixed.clone(), 207, ""),
        (M::POST, members, of("/members"), json!({}), 422, "invalid_value"),
        (
            M::GET,
            members,
            of("/members?members=direct&q=person"),
            none.clone(),
            200,
            "",
        ),
        (
            M::GET,
            members,
            of("/members?members=some"),
            none.clone(),
            400,
            "wrong_type",
        ),
        (M::POST, fewer, of("/members/bulk-remove"), mixed, 207, ""),
        (
            M::POST,
            fewer,
            of("/members/bulk-remove"),
            json!({ "identity_ids": [] }),
            422,
            "invalid_value",
        ),
        (
            M::DELETE,
            member,
            of(&format!("/members/{}", people[0])),
            none.clone(),
            204,
            "",
        ),
        (
            M::DELETE,
            member,
            of(&format!("/members/{}", people[0])),
            none.clone(),
            409,
            "not_member",
        ),
        (M::POST, roles, of("/roles"), role.clone(), 201, ""),
        (M::POST, roles, of("/roles"), role, 409, "already_assigned"),
        (M::GET, roles, of("/roles"), none.clone(), 200, ""),
        (M::GET, roles, absent("/roles"), none.clone(), 404, "not_found"),
        (M::POST, "/plans", "/plans".into(), plan(&group.to_string()), 201, ""),
        (M::POST, "/plans", "/plans".into(), plan(ABSENT), 404, "not_found"),
        (M::DELETE, one, of(""), none.clone(), 409, "has_subgroups"),
        (M::DELETE, one, of("?subgroups=move_up"), none, 200, ""),
        (
            M::POST,
            restore,
            format!("/audit/{deletion}/restore"),
            json!({}),
            200,
            "",
        ),
    ]
}
