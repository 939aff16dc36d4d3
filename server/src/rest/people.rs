//! What is done to one person or service.

use super::answer::{Answer, Refusal, json as answer_json, ok};
use super::assignments::id;
use super::body::{self, Nothing, USUAL, present};
use super::lists::{Query, page};
use crate::links;
use crate::state::AppState;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::id::{IdentityId, SessionId};
use serde::Deserialize;
use service::Env;
use service::people::{self, Edit};

fn require(env: &Env, capability: &str) -> Result<(), Refusal> {
    env.require(capability).map_err(|error| Refusal::of(env, error))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    name: Option<String>,
    #[serde(default, deserialize_with = "present")]
    email: Option<Option<String>>,
}

pub async fn change(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "users.edit")?;
    let (change, env): (Change, Env) = body::json(env, request, USUAL).await?;
    let id: IdentityId = id(&env, &text, "person")?;
    let edit = Edit {
        name: change.name,
        email: change.email,
    };
    let changed = people::change(&env, id, &edit).await;
    Ok(ok(&changed.map_err(|error| Refusal::of(&env, error))?))
}

pub async fn delete(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "users.delete")?;
    let id: IdentityId = id(&env, &text, "person")?;
    let event = people::delete(&env, id).await;
    let event = event.map_err(|error| Refusal::of(&env, error))?;
    Ok(ok(&serde_json::json!({ "event_id": event })))
}

pub async fn suspend(path: Path<String>, request: Request) -> Answer {
    stand(path, request, true).await
}

pub async fn reinstate(path: Path<String>, request: Request) -> Answer {
    stand(path, request, false).await
}

async fn stand(Path(text): Path<String>, request: Request, off: bool) -> Answer {
    let env = body::env(&request)?;
    require(&env, "users.suspend")?;
    let (Nothing {}, env) = body::json(env, request, USUAL).await?;
    let id: IdentityId = id(&env, &text, "person")?;
    let done = match off {
        true => people::suspend(&env, id).await,
        false => people::reinstate(&env, id).await,
    };
    done.map_err(|error| Refusal::of(&env, error))?;
    let status = if off { "suspended" } else { "reinstated" };
    Ok(ok(&serde_json::json!({ "id": id, "result": status })))
}

pub async fn remove_access(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "members.remove")?;
    let (Nothing {}, env) = body::json(env, request, USUAL).await?;
    let id: IdentityId = id(&env, &text, "person")?;
    let removed = people::remove_access(&env, id).await;
    let removed = removed.map_err(|error| Refusal::of(&env, error))?;
    Ok(ok(
        &serde_json::json!({ "roles": removed.roles, "groups": removed.groups }),
    ))
}

/// Live ones of the account, the last used one first.
pub async fn sessions(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "sessions.view")?;
    let query = Query::read(&env, request.uri(), &["after", "limit"], &[])?;
    let id: IdentityId = id(&env, &text, "person")?;
    let found = people::of_person(&env, id).await;
    let found = found.map_err(|error| Refusal::of(&env, error))?;
    let page = page(&query, found, |session| session.id.0)?;
    Ok(ok(&page.map(|session| {
        serde_json::json!({
            "id": session.id,
            "created_at": session.created_at,
            "last_seen_at": session.last_seen_at,
            "expires_at": session.expires_at,
            "user_agent": session.user_agent,
            "ip": session.ip,
        })
    })))
}

pub async fn revoke_all(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "sessions.revoke")?;
    let (Nothing {}, env) = body::json(env, request, USUAL).await?;
    let id: IdentityId = id(&env, &text, "person")?;
    let ended = people::revoke_all(&env, id).await;
    let ended = ended.map_err(|error| Refusal::of(&env, error))?;
    Ok(ok(&serde_json::json!({ "revoked": ended })))
}

/// 204.
pub async fn revoke_one(Path((text, session)): Path<(String, String)>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "sessions.revoke")?;
    let (who, session): (IdentityId, SessionId) = (id(&env, &text, "person")?, id(&env, &session, "session")?);
    let done = people::revoke_one(&env, who, session).await;
    done.map_err(|error| Refusal::of(&env, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub async fn reset_password(State(state): State<AppState>, Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "users.reset_password")?;
    let origin = links::origin(&state, &request);
    let (Nothing {}, env) = body::json(env, request, USUAL).await?;
    let id: IdentityId = id(&env, &text, "person")?;
    let made = people::reset_password(&env, id).await;
    let made = made.map_err(|error| Refusal::of(&env, error))?;
    let link = made.token.as_deref().map(|token| links::reset(&origin, token));
    let answer = serde_json::json!({
        "identity_id": made.identity.id,
        "expires_at": made.expires_at,
        "link": link,
    });
    Ok(answer_json(StatusCode::CREATED, &answer))
}
