//! People and services.

use super::answer::{Answer, Refusal, ok};
use super::assignments::{created, id};
use super::body::{self, USUAL};
use super::lists::Query;
use axum::extract::{Path, Request};
use domain::id::IdentityId;
use domain::identities::{Filter, Kind, Sort, Status};
use domain::page::{At, Page};
use serde::Deserialize;
use service::Env;
use service::identities::{self, New};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    name: String,
    email: Option<String>,
    kind: Option<Kind>,
}

pub async fn create(request: Request) -> Answer {
    let env = body::env(&request)?;
    env.require("users.create").map_err(|error| Refusal::of(&env, error))?;
    let (asked, env): (Asked, Env) = body::json(env, request, USUAL).await?;
    let new = New {
        name: asked.name,
        email: asked.email,
        kind: asked.kind.unwrap_or(Kind::Person),
    };
    let identity = identities::create(&env, &new)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    Ok(created(&identity))
}

pub async fn get(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    env.require("users.view").map_err(|error| Refusal::of(&env, error))?;
    let id: IdentityId = id(&env, &text, "person")?;
    Ok(ok(&identities::get(&env, id)
        .await
        .map_err(|error| Refusal::of(&env, error))?))
}

pub async fn list(request: Request) -> Answer {
    let env = body::env(&request)?;
    env.require("users.view").map_err(|error| Refusal::of(&env, error))?;
    let query = Query::read(
        &env,
        request.uri(),
        &["q", "role", "group", "ends_within", "sort", "after", "limit"],
        &["status"],
    )?;
    let owned = |name: &str| query.text(name).filter(|text| !text.is_empty()).map(str::to_owned);
    let filter = Filter {
        q: owned("q").unwrap_or_default(),
        status: query.all("status", Status::parse)?,
        role: owned("role"),
        group: owned("group"),
        direct: false,
        ends_within: query.one("ends_within", |text| text.trim_end_matches('d').parse().ok())?,
    };
    let sort = query.one("sort", Sort::parse)?.unwrap_or_default();
    let at = query.after().map_or(At::First, |cursor| At::After(cursor.to_owned()));
    let listing = identities::list(&env, &filter, sort, &at, query.limit()?).await;
    let page = listing.map_err(|error| Refusal::of(&env, error))?.page;
    let items = page.items.into_iter().map(|row| row.identity).collect();
    Ok(ok(&Page {
        items,
        next: page.next,
        previous: None,
        total: page.total,
        total_exact: page.total_exact,
    }))
}
