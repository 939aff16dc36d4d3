//! Plans: judge first, do exactly that.

mod asked;

use super::answer::{Answer, Refusal, json};
use super::assignments::id;
use super::body::{self, BULK, USUAL};
use super::jobs::outcome;
use axum::extract::{Path, Request};
use axum::http::StatusCode;
use domain::id::PlanId;
use serde::Deserialize;
use service::{Env, operations, plans};

fn require(env: &Env) -> Result<(), Refusal> {
    env.require_anywhere("members.change_roles")
        .map_err(|error| Refusal::of(env, error))
}

pub async fn create(request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env)?;
    let (bytes, env) = body::bytes(env, request, BULK).await?;
    let asked = asked::read(&env, &bytes)?;
    let plan = plans::create(&env, &asked)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    Ok(json(StatusCode::CREATED, &plan))
}

/// Plans about anything but assignments.
pub async fn of_people(request: Request) -> Answer {
    let env = body::env(&request)?;
    let refuse = |error| Refusal::of(&env, error);
    if !env.may("users.suspend") {
        env.require("groups.manage").map_err(refuse)?;
    }
    let (bytes, env) = body::bytes(env, request, BULK).await?;
    let asked = asked::people(&env, &bytes)?;
    let plan = plans::create(&env, &asked).await;
    Ok(json(
        StatusCode::CREATED,
        &plan.map_err(|error| Refusal::of(&env, error))?,
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Commit {
    /// Do what can still be done, where something changed since the plan.
    #[serde(default)]
    apply_to_rest: bool,
}

pub async fn commit(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    operations::may_act(&env).map_err(|error| Refusal::of(&env, error))?;
    let (commit, env): (Commit, Env) = body::json(env, request, USUAL).await?;
    let id: PlanId = id(&env, &text, "plan")?;
    outcome(&env, plans::commit(&env, id, commit.apply_to_rest).await).await
}
