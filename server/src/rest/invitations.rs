//! Inviting people.

use super::answer::{Answer, Refusal, json as answer_json};
use super::assignments::id;
use super::body::{self, Nothing, USUAL};
use crate::links;
use crate::state::AppState;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::id::{GroupId, IdentityId, NodeId, RoleId};
use domain::invitations::Invited;
use domain::{Time, Window};
use serde::Deserialize;
use service::Env;
use service::invitations::{self, New};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    name: String,
    email: String,
    role_id: Option<RoleId>,
    node_id: Option<NodeId>,
    group_id: Option<GroupId>,
    effective_from: Option<Time>,
    effective_to: Option<Time>,
    reason: Option<String>,
}

fn require(env: &Env) -> Result<(), Refusal> {
    env.require("members.invite").map_err(|error| Refusal::of(env, error))
}

fn made(env: &Env, origin: &str, invited: service::Result<Invited>) -> Answer {
    let invited = invited.map_err(|error| Refusal::of(env, error))?;
    let link = invited.token.as_deref().map(|token| links::invitation(origin, token));
    let answer = serde_json::json!({
        "identity": invited.identity,
        "assignment": invited.assignment,
        "group_id": invited.group_id,
        "expires_at": invited.expires_at,
        "link": link,
    });
    Ok(answer_json(StatusCode::CREATED, &answer))
}

pub async fn create(State(state): State<AppState>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env)?;
    let origin = links::origin(&state, &request);
    let (asked, env): (Asked, Env) = body::json(env, request, USUAL).await?;
    let new = New {
        name: asked.name,
        email: asked.email,
        role_id: asked.role_id,
        node_id: asked.node_id,
        group_id: asked.group_id,
        window: Window::new(asked.effective_from, asked.effective_to),
        reason: asked.reason.filter(|reason| !reason.trim().is_empty()),
    };
    made(&env, &origin, invitations::invite(&env, &new).await)
}

pub async fn renew(State(state): State<AppState>, Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env)?;
    let origin = links::origin(&state, &request);
    let (Nothing {}, env) = body::json(env, request, USUAL).await?;
    let id: IdentityId = id(&env, &text, "person")?;
    made(&env, &origin, invitations::renew(&env, id).await)
}

pub async fn withdraw(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env)?;
    let id: IdentityId = id(&env, &text, "person")?;
    let done = invitations::withdraw(&env, id).await;
    done.map_err(|error| Refusal::of(&env, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
