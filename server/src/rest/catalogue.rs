//! Roles, groups and nodes, each as one list.

use super::answer::{Answer, Refusal, ok};
use super::body;
use super::lists::{Query, whole};
use axum::extract::Request;

pub async fn roles(request: Request) -> Answer {
    let env = body::env(&request)?;
    let roles = service::roles::list(&env)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    Query::read(&env, request.uri(), &[], &[])?;
    Ok(ok(&whole(roles)))
}

pub async fn groups(request: Request) -> Answer {
    let env = body::env(&request)?;
    let groups = service::groups::list(&env)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    Query::read(&env, request.uri(), &[], &[])?;
    Ok(ok(&whole(groups)))
}

pub async fn nodes(request: Request) -> Answer {
    let env = body::env(&request)?;
    let nodes = service::nodes::list(&env)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    Query::read(&env, request.uri(), &[], &[])?;
    Ok(ok(&whole(nodes)))
}
