//! Decisions.

use super::answer::{Answer, Refusal, ok};
use super::body::{self, USUAL};
use axum::extract::Request;
use domain::Time;
use domain::id::{IdentityId, NodeId};
use serde::Deserialize;
use service::Env;
use service::access::{self, Question};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    identity_id: IdentityId,
    capability: String,
    node_id: Option<NodeId>,
    at: Option<Time>,
}

pub async fn check(request: Request) -> Answer {
    let env = body::env(&request)?;
    env.require_anywhere("access.check")
        .map_err(|error| Refusal::of(&env, error))?;
    let (asked, env): (Asked, Env) = body::json(env, request, USUAL).await?;
    let question = Question {
        identity_id: asked.identity_id,
        capability: asked.capability,
        node_id: asked.node_id,
        at: asked.at,
    };
    let answer = access::check(&env, &question)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    Ok(ok(
        &serde_json::json!({ "allowed": answer.allowed, "revision": answer.revision }),
    ))
}
