//! Roles: one, a new one, a changed one, one that goes and comes back.

use super::answer::{Answer, Refusal, json as answer_json, ok, tagged};
use super::assignments::id;
use super::body::{self, Nothing, USUAL, present};
use super::lists::Query;
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, StatusCode, header};
use domain::id::{EventId, GroupId, IdentityId, RoleId};
use domain::problem::{Code, Problem};
use domain::roles::Detail;
use serde::Deserialize;
use service::Env;
use service::restore::{self, Back};
use service::roles::{self, Assign, Edit, New};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    name: String,
    slug: Option<String>,
    description: Option<String>,
    capabilities: Vec<String>,
    #[serde(default)]
    assign: Starters,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Starters {
    #[serde(default)]
    identity_ids: Vec<IdentityId>,
    #[serde(default)]
    group_ids: Vec<GroupId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    name: Option<String>,
    #[serde(default, deserialize_with = "present")]
    description: Option<Option<String>>,
    capabilities: Option<Vec<String>>,
    /// Ends the sessions of those who lose something.
    #[serde(default)]
    revoke_sessions: bool,
}

fn require(env: &Env, capability: &str) -> Result<(), Refusal> {
    env.require(capability).map_err(|error| Refusal::of(env, error))
}

fn answer(env: &Env, status: StatusCode, role: service::Result<Detail>) -> Answer {
    let role = role.map_err(|error| Refusal::of(env, error))?;
    Ok(tagged(status, &role, &roles::tag(&role)))
}

pub async fn create(request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "roles.create")?;
    let (asked, env): (Asked, Env) = body::json(env, request, USUAL).await?;
    let new = New {
        name: asked.name,
        slug: asked.slug,
        description: asked.description,
        capabilities: asked.capabilities,
        assign: Assign {
            identity_ids: asked.assign.identity_ids,
            group_ids: asked.assign.group_ids,
        },
    };
    answer(&env, StatusCode::CREATED, roles::create(&env, &new).await)
}

pub async fn get(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "roles.view")?;
    let id: RoleId = id(&env, &text, "role")?;
    answer(&env, StatusCode::OK, roles::get(&env, id).await)
}

pub async fn change(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "roles.edit")?;
    let expected = expected(request.headers());
    let (change, env): (Change, Env) = body::json(env, request, USUAL).await?;
    let id: RoleId = id(&env, &text, "role")?;
    let sign_out = change.revoke_sessions;
    let edit = Edit {
        name: change.name,
        description: change.description,
        capabilities: change.capabilities,
        expected: based_on(&env, id, expected).await?,
    };
    let changed = roles::change_signing_out(&env, id, &edit, sign_out).await;
    answer(&env, StatusCode::OK, changed.map(|changed| changed.role))
}

pub async fn remove(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "roles.delete")?;
    let query = Query::read(&env, request.uri(), &["revoke_sessions"], &[])?;
    let sign_out = query.flag("revoke_sessions")?;
    let id: RoleId = id(&env, &text, "role")?;
    let expected = based_on(&env, id, expected(request.headers())).await?;
    let removed = roles::remove_signing_out(&env, id, expected.as_deref(), sign_out).await;
    let (event, _) = removed.map_err(|error| Refusal::of(&env, error))?;
    Ok(ok(&serde_json::json!({ "event_id": event })))
}

/// 200 where all was given again, 207 where not.
pub async fn restored(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    restore::may(&env).map_err(|error| Refusal::of(&env, error))?;
    let (Nothing {}, env) = body::json(env, request, USUAL).await?;
    let refuse = |error| Refusal::of(&env, error);
    let id: EventId = id(&env, &text, "deletion")?;
    let restored = restore::restore(&env, id).await.map_err(refuse)?;
    let report = restore::report(&env, &restored).await.map_err(refuse)?;
    let status = if restored.whole {
        StatusCode::OK
    } else {
        StatusCode::MULTI_STATUS
    };
    let answer = match restored.back {
        Back::Role(role) => serde_json::json!({
            "role": role,
            "report": report,
            "lost_capabilities": restored.lost,
        }),
        Back::Person(identity) => serde_json::json!({ "identity": identity, "report": report }),
        Back::Group(group) => serde_json::json!({ "group": group, "report": report }),
    };
    Ok(answer_json(status, &answer))
}

/// What `If-Match` says.
enum Expected {
    Nothing,
    Any,
    Tag(String),
}

fn expected(headers: &HeaderMap) -> Expected {
    let value = headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
    match value.map(str::trim) {
        None => Expected::Nothing,
        Some("*") => Expected::Any,
        Some(tag) => Expected::Tag(tag.trim_matches('"').to_owned()),
    }
}

/// The tag on which a change is based; without `If-Match` nothing is changed.
async fn based_on(env: &Env, id: RoleId, expected: Expected) -> Result<Option<String>, Refusal> {
    match expected {
        Expected::Any => Ok(None),
        Expected::Tag(tag) => Ok(Some(tag)),
        Expected::Nothing => {
            // What is not there cannot be looked at either.
            if env.may("roles.view") {
                roles::get(env, id).await.map_err(|error| Refusal::of(env, error))?;
            }
            let text = "Send If-Match with the ETag of the role that you looked at, or * for any.";
            Err(Refusal::new(env, Problem::new(Code::PreconditionRequired, text)))
        }
    }
}
