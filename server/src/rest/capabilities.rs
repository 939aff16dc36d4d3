//! The catalogue: all of it, one, a new one, a changed one, one that is turned on, one that goes.

use super::answer::{Answer, Refusal, json, ok};
use super::assignments::id;
use super::body::{self, USUAL};
use super::lists::{Query, page};
use axum::extract::{Path, Request};
use axum::http::StatusCode;
use domain::capabilities::{Capability, Status};
use domain::id::CapabilityId;
use serde::Deserialize;
use service::Env;
use service::capabilities::{self, Edit, New};

fn require(env: &Env, capability: &str) -> Result<(), Refusal> {
    env.require(capability).map_err(|error| Refusal::of(env, error))
}

fn answer(env: &Env, status: StatusCode, one: service::Result<Capability>) -> Answer {
    let one = one.map_err(|error| Refusal::of(env, error))?;
    Ok(json(status, &one))
}

pub async fn list(request: Request) -> Answer {
    let env = body::env(&request)?;
    let all = capabilities::list(&env).await;
    let all = all.map_err(|error| Refusal::of(&env, error))?;
    let query = Query::read(&env, request.uri(), &["after", "limit"], &[])?;
    Ok(ok(&page(&query, all, |one| one.id.0)?))
}

pub async fn get(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "roles.view")?;
    let id: CapabilityId = id(&env, &text, "capability")?;
    answer(&env, StatusCode::OK, capabilities::get(&env, id).await)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    key: String,
    /// What its area is called, where that is new.
    area: Option<String>,
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    sensitive: bool,
    /// It can be in roles and allows nothing until it is turned on.
    #[serde(default)]
    in_flight: bool,
}

pub async fn create(request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "capabilities.manage")?;
    let (asked, env): (Asked, Env) = body::json(env, request, USUAL).await?;
    let new = New {
        key: asked.key,
        area: asked.area,
        name: asked.name,
        description: asked.description,
        sensitive: asked.sensitive,
        status: if asked.in_flight {
            Status::InFlight
        } else {
            Status::Available
        },
    };
    answer(&env, StatusCode::CREATED, capabilities::create(&env, &new).await)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    name: Option<String>,
    description: Option<String>,
    sensitive: Option<bool>,
}

pub async fn change(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "capabilities.manage")?;
    let (change, env): (Change, Env) = body::json(env, request, USUAL).await?;
    let id: CapabilityId = id(&env, &text, "capability")?;
    let edit = Edit {
        name: change.name,
        description: change.description,
        sensitive: change.sensitive,
    };
    answer(&env, StatusCode::OK, capabilities::change(&env, id, &edit).await)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rename {
    name: String,
}

pub async fn rename_area(Path(key): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "capabilities.manage")?;
    let (asked, env): (Rename, Env) = body::json(env, request, USUAL).await?;
    let area = capabilities::rename(&env, &key, &asked.name).await;
    Ok(ok(&area.map_err(|error| Refusal::of(&env, error))?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TurnOn {
    /// Only says who would gain it.
    #[serde(default)]
    dry_run: bool,
}

pub async fn turn_on(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "capabilities.manage")?;
    let (asked, env): (TurnOn, Env) = body::json(env, request, USUAL).await?;
    let id: CapabilityId = id(&env, &text, "capability")?;
    if !asked.dry_run {
        return answer(&env, StatusCode::OK, capabilities::turn_on(&env, id).await);
    }
    let gainers = capabilities::gainers(&env, id).await;
    let gainers = gainers.map_err(|error| Refusal::of(&env, error))?;
    let samples: Vec<_> = gainers.first.iter().map(|one| one.id).collect();
    let roles: Vec<_> = gainers.roles.iter().map(|(id, _)| id).collect();
    let most = domain::page::TOTAL_MAX;
    Ok(ok(&serde_json::json!({
        "capability": gainers.capability,
        "role_ids": roles,
        "gain": gainers.people.min(most),
        "gain_exact": gainers.people <= most,
        "samples": samples,
    })))
}

pub async fn remove(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "capabilities.manage")?;
    let id: CapabilityId = id(&env, &text, "capability")?;
    let event = capabilities::remove(&env, id).await;
    let event = event.map_err(|error| Refusal::of(&env, error))?;
    Ok(ok(&serde_json::json!({ "event_id": event })))
}
