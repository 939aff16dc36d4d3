//! Groups: one, a new one, a changed one, one that goes; who is in it, and what it has.

use super::answer::{Answer, Refusal, json, ok, tagged};
use super::assignments::id;
use super::body::{self, BULK, USUAL, present};
use super::bulk::limited;
use super::lists::Query;
use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::assignments::{New as Given, Subject};
use domain::groups::Group;
use domain::id::{GroupId, IdentityId, NodeId, RoleId};
use domain::identities::{Filter, Sort};
use domain::page::{At, Page};
use domain::problem::{Code, Problem};
use domain::{Time, Window};
use serde::Deserialize;
use service::Env;
use service::assignments::{self, BulkAnswer};
use service::groups::{self, Edit, New};

fn require(env: &Env, capability: &str) -> Result<(), Refusal> {
    env.require(capability).map_err(|error| Refusal::of(env, error))
}

fn answer(env: &Env, status: StatusCode, group: service::Result<Group>) -> Answer {
    let group = group.map_err(|error| Refusal::of(env, error))?;
    Ok(json(status, &group))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    name: String,
    slug: Option<String>,
    description: Option<String>,
    parent_id: Option<GroupId>,
}

pub async fn create(request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "groups.manage")?;
    let (asked, env): (Asked, Env) = body::json(env, request, USUAL).await?;
    let new = New {
        name: asked.name,
        slug: asked.slug,
        description: asked.description,
        parent_id: asked.parent_id,
    };
    answer(&env, StatusCode::CREATED, groups::create(&env, &new).await)
}

pub async fn get(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "groups.view")?;
    let id: GroupId = id(&env, &text, "group")?;
    answer(&env, StatusCode::OK, groups::get(&env, id).await)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    name: Option<String>,
    #[serde(default, deserialize_with = "present")]
    description: Option<Option<String>>,
    #[serde(default, deserialize_with = "present")]
    parent_id: Option<Option<GroupId>>,
}

pub async fn change(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "groups.manage")?;
    let (change, env): (Change, Env) = body::json(env, request, USUAL).await?;
    let id: GroupId = id(&env, &text, "group")?;
    let edit = Edit {
        name: change.name,
        description: change.description,
        parent_id: change.parent_id,
    };
    answer(&env, StatusCode::OK, groups::change(&env, id, &edit).await)
}

/// With `subgroups=move_up` what lies in it moves up; with `revoke_sessions=true` those who lose something are signed
/// out.
pub async fn remove(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "groups.manage")?;
    let query = Query::read(&env, request.uri(), &["subgroups", "revoke_sessions"], &[])?;
    let lift = query.one("subgroups", |text| (text == "move_up").then_some(true))?;
    let id: GroupId = id(&env, &text, "group")?;
    let sign_out = query.flag("revoke_sessions")?;
    let removed = groups::remove_signing_out(&env, id, lift.unwrap_or(false), sign_out).await;
    let (event, _) = removed.map_err(|error| Refusal::of(&env, error))?;
    Ok(ok(&serde_json::json!({ "event_id": event })))
}

/// Those in it; `members=direct` leaves out those of the groups below.
pub async fn members(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "groups.view")?;
    let query = Query::read(&env, request.uri(), &["q", "members", "after", "limit"], &[])?;
    let filter = Filter {
        q: query.text("q").unwrap_or_default().to_owned(),
        direct: query
            .one("members", |text| {
                matches!(text, "direct" | "all").then_some(text == "direct")
            })?
            .unwrap_or(false),
        ..Filter::default()
    };
    let at = query.after().map_or(At::First, |cursor| At::After(cursor.to_owned()));
    let id: GroupId = id(&env, &text, "group")?;
    let found = groups::members_of(&env, id, &filter, Sort::Name, &at, query.limit()?).await;
    let found = found.map_err(|error| Refusal::of(&env, error))?;
    let (page, how) = (found.listing.page, found.how);
    let page = page.map(|row| {
        let how = how.get(&row.identity.id);
        serde_json::json!({
            "identity": row.identity,
            "direct": how.is_some_and(|how| how.direct),
            "until": how.and_then(|how| how.until),
            "through": how.map_or_else(Vec::new, |how| how.ways.iter().map(|way| way.id).collect()),
        })
    });
    Ok(ok(&Page { previous: None, ..page }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Joining {
    identity_id: Option<IdentityId>,
    #[serde(default, deserialize_with = "many")]
    identity_ids: Option<Vec<IdentityId>>,
}

fn many<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<IdentityId>>, D::Error> {
    limited(deserializer).map(Some)
}

/// 201 for one, and 409 where they are in it already; for many 200 where all came in, else 207.
pub async fn add(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "groups.manage")?;
    let (asked, env): (Joining, Env) = body::json(env, request, BULK).await?;
    let id: GroupId = id(&env, &text, "group")?;
    let refuse = |error| Refusal::of(&env, error);
    match (asked.identity_id, asked.identity_ids) {
        (Some(one), None) => {
            groups::add_one(&env, id, one).await.map_err(refuse)?;
            let made = serde_json::json!({ "group_id": id, "identity_id": one });
            Ok(json(StatusCode::CREATED, &made))
        }
        (None, Some(people)) => of_many(groups::add(&env, id, people).await.map_err(refuse)?),
        _ => {
            let text = "Name either identity_id or identity_ids.";
            Err(Refusal::new(
                &env,
                Problem::at(Code::InvalidValue, "/identity_id", text),
            ))
        }
    }
}

fn of_many(answer: BulkAnswer) -> Answer {
    let all = answer.summary.done() == answer.summary.total;
    let status = if all { StatusCode::OK } else { StatusCode::MULTI_STATUS };
    Ok(json(status, &answer))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Leaving {
    #[serde(deserialize_with = "limited")]
    identity_ids: Vec<IdentityId>,
}

pub async fn take_out_many(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "groups.manage")?;
    let (asked, env): (Leaving, Env) = body::json(env, request, BULK).await?;
    let id: GroupId = id(&env, &text, "group")?;
    let done = groups::take_out(&env, id, asked.identity_ids).await;
    of_many(done.map_err(|error| Refusal::of(&env, error))?)
}

/// 204.
pub async fn take_out(Path((text, who)): Path<(String, String)>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "groups.manage")?;
    let (group, who): (GroupId, IdentityId) = (id(&env, &text, "group")?, id(&env, &who, "person")?);
    let refuse = |error| Refusal::of(&env, error);
    groups::take_out_one(&env, group, who).await.map_err(refuse)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// What it has itself, and from the groups above it; `group_id` of each tells which.
pub async fn roles(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "groups.view")?;
    let query = Query::read(&env, request.uri(), &["after", "limit"], &[])?;
    let id: GroupId = id(&env, &text, "group")?;
    let given = groups::assignments(&env, id).await;
    let given = given.map_err(|error| Refusal::of(&env, error))?;
    Ok(ok(&super::lists::page(&query, given, |one| one.id.0)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Giving {
    role_id: RoleId,
    node_id: Option<NodeId>,
    effective_from: Option<Time>,
    effective_to: Option<Time>,
    reason: Option<String>,
}

pub async fn give(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    env.require_anywhere("members.change_roles")
        .map_err(|error| Refusal::of(&env, error))?;
    let (asked, env): (Giving, Env) = body::json(env, request, USUAL).await?;
    let group: GroupId = id(&env, &text, "group")?;
    let new = Given {
        subject: Subject::Group(group),
        role_id: asked.role_id,
        node_id: asked.node_id,
        window: Window::new(asked.effective_from, asked.effective_to),
        reason: asked.reason.filter(|reason| !reason.trim().is_empty()),
    };
    let made = assignments::assign(&env, &new).await;
    let made = made.map_err(|error| Refusal::of(&env, error))?;
    Ok(tagged(StatusCode::CREATED, &made, &assignments::tag(&made)))
}
