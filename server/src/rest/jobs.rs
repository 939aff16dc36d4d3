//! Bulk writes: how far they are, what came of them, undo and retry.

use super::answer::{Answer, Refusal, json, ok};
use super::assignments::id;
use super::body::{self, Nothing, USUAL};
use super::lists::Query;
use axum::extract::{Path, Request};
use axum::http::StatusCode;
use domain::id::OperationId;
use domain::operations::Status;
use service::Env;
use service::operations::{self, Outcome};

fn require(env: &Env, capability: &str) -> Result<(), Refusal> {
    env.require_anywhere(capability)
        .map_err(|error| Refusal::of(env, error))
}

fn may_act(env: &Env) -> Result<(), Refusal> {
    operations::may_act(env).map_err(|error| Refusal::of(env, error))
}

pub async fn list(request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "users.view")?;
    let query = Query::read(&env, request.uri(), &["status", "after", "limit"], &[])?;
    let status = query.one("status", Status::parse)?;
    let page = operations::list(&env, status, query.after(), query.limit()?).await;
    let page = page.map_err(|error| Refusal::of(&env, error))?;
    Ok(ok(&page.map(|found| found.operation)))
}

pub async fn get(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "users.view")?;
    let id: OperationId = id(&env, &text, "job")?;
    let found = operations::get(&env, id).await;
    Ok(ok(&found.map_err(|error| Refusal::of(&env, error))?.operation))
}

pub async fn undo(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    may_act(&env)?;
    let (Nothing {}, env) = body::json(env, request, USUAL).await?;
    let id: OperationId = id(&env, &text, "job")?;
    outcome(&env, operations::undo(&env, id).await).await
}

pub async fn retry(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    may_act(&env)?;
    let (Nothing {}, env) = body::json(env, request, USUAL).await?;
    let id: OperationId = id(&env, &text, "job")?;
    outcome(&env, operations::retry(&env, id).await).await
}

/// 202 with the job while it is under way; then 200 when all was done, 207 when not.
pub async fn outcome(env: &Env, done: service::Result<OperationId>) -> Answer {
    let refuse = |error| Refusal::of(env, error);
    let id = done.map_err(refuse)?;
    match operations::outcome(env, id).await.map_err(refuse)? {
        Outcome::Running(operation) => Ok(json(StatusCode::ACCEPTED, &operation)),
        Outcome::Done(answer) if answer.summary.done() == answer.summary.total => Ok(ok(&answer)),
        Outcome::Done(answer) => Ok(json(StatusCode::MULTI_STATUS, &answer)),
    }
}
