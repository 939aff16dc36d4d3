//! Roles, groups and nodes, each in pages.

use super::answer::{Answer, Refusal, ok};
use super::body;
use super::lists::{Query, page};
use axum::extract::Request;

pub async fn roles(request: Request) -> Answer {
    let env = body::env(&request)?;
    let roles = service::roles::list(&env)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    let query = Query::read(&env, request.uri(), &["after", "limit"], &[])?;
    Ok(ok(&page(&query, roles, |role| role.id.0)?))
}

pub async fn groups(request: Request) -> Answer {
    let env = body::env(&request)?;
    let groups = service::groups::list(&env)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    let query = Query::read(&env, request.uri(), &["after", "limit"], &[])?;
    Ok(ok(&page(&query, groups, |group| group.id.0)?))
}

pub async fn nodes(request: Request) -> Answer {
    let env = body::env(&request)?;
    let nodes = service::nodes::list(&env)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    let query = Query::read(&env, request.uri(), &["after", "limit"], &[])?;
    Ok(ok(&page(&query, nodes, |node| node.id.0)?))
}
