//! Decisions.

use super::answer::{Answer, Refusal, ok};
use super::body::{self, USUAL};
use axum::extract::Request;
use domain::Time;
use domain::assignments::Assignment;
use domain::id::{AssignmentId, IdentityId, NodeId};
use domain::problem::Code;
use serde::{Deserialize, Serialize};
use service::Env;
use service::access::{self, Question, WhoCan};
use std::collections::HashMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    identity_id: IdentityId,
    capability: String,
    node_id: Option<NodeId>,
    at: Option<Time>,
}

impl From<Asked> for Question {
    fn from(asked: Asked) -> Self {
        Self {
            identity_id: asked.identity_id,
            capability: asked.capability,
            node_id: asked.node_id,
            at: asked.at,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    identity_id: IdentityId,
    capability: String,
    node_id: Option<NodeId>,
    at: Option<Time>,
    /// A revision that the answer must know of.
    at_least: Option<i64>,
}

impl One {
    fn apart(self) -> (Question, Option<i64>) {
        let question = Question {
            identity_id: self.identity_id,
            capability: self.capability,
            node_id: self.node_id,
            at: self.at,
        };
        (question, self.at_least)
    }
}

pub async fn check(request: Request) -> Answer {
    let env = body::env(&request)?;
    env.require_anywhere("access.check")
        .map_err(|error| Refusal::of(&env, error))?;
    let (asked, env): (One, Env) = body::json(env, request, USUAL).await?;
    let (question, at_least) = asked.apart();
    let answer = access::check_at_least(&env, &question, at_least)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    Ok(ok(
        &serde_json::json!({ "allowed": answer.allowed, "revision": answer.revision }),
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Many {
    checks: Vec<Asked>,
    at_least: Option<i64>,
}

/// Many questions, each with an answer of its own.
pub async fn check_batch(request: Request) -> Answer {
    let env = body::env(&request)?;
    env.require_anywhere("access.check")
        .map_err(|error| Refusal::of(&env, error))?;
    let (asked, env): (Many, Env) = body::json(env, request, USUAL).await?;
    let questions: Vec<Question> = asked.checks.into_iter().map(Question::from).collect();
    let answers = access::check_all(&env, &questions, asked.at_least)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    let results = answers.allowed.into_iter().enumerate();
    let results = results.map(|(index, answer)| match answer {
        Ok(allowed) => Said::Answer { index, allowed },
        Err(problem) => {
            let (code, detail) = (problem.code, problem.detail);
            Said::Problem {
                index,
                error: Why { code, detail },
            }
        }
    });
    Ok(ok(&AllSaid {
        results: results.collect(),
        revision: answers.revision,
    }))
}

/// Answers to many questions.
#[derive(Serialize)]
struct AllSaid {
    results: Vec<Said>,
    revision: i64,
}

/// The answer to one of many.
#[derive(Serialize)]
#[serde(untagged)]
enum Said {
    Answer { index: usize, allowed: bool },
    Problem { index: usize, error: Why },
}

#[derive(Serialize)]
struct Why {
    code: Code,
    detail: String,
}

/// What is answered after this knows of the revision, or of a later one.
async fn there(env: &Env, at_least: Option<i64>) -> Result<(), Refusal> {
    access::there(env, at_least)
        .await
        .map_err(|error| Refusal::of(env, error))
}

/// Paths as programs read them, each with who gave what it comes from.
struct Paths(HashMap<AssignmentId, Assignment>);

impl Paths {
    async fn of<'a>(env: &Env, all: impl Iterator<Item = &'a access::Path>) -> Result<Self, Refusal> {
        let given = access::given(env, all).await;
        Ok(Self(given.map_err(|error| Refusal::of(env, error))?))
    }

    fn one(&self, path: &access::Path) -> serde_json::Value {
        let given = self.0.get(&path.assignment);
        serde_json::json!({
            "assignment_id": path.assignment,
            "role_id": path.role,
            "node_id": path.node,
            "group_ids": path.groups,
            "from": path.window.from,
            "to": path.window.to,
            "granted_by": given.map(|given| &given.granted_by),
            "granted_at": given.map(|given| given.created_at),
        })
    }

    fn all(&self, paths: &[access::Path]) -> Vec<serde_json::Value> {
        paths.iter().map(|path| self.one(path)).collect()
    }
}

pub async fn explain(request: Request) -> Answer {
    let env = body::env(&request)?;
    env.require_anywhere("access.explain")
        .map_err(|error| Refusal::of(&env, error))?;
    let (asked, env): (One, Env) = body::json(env, request, USUAL).await?;
    let (question, at_least) = asked.apart();
    there(&env, at_least).await?;
    let told = access::explain(&env, &question).await;
    let told = told.map_err(|error| Refusal::of(&env, error))?;
    let misses = &told.decision.near_misses;
    let all = told.decision.paths.iter().chain(misses.iter().map(|miss| &miss.path));
    let paths = Paths::of(&env, all).await?;
    let near = misses.iter();
    let near = near.map(|miss| serde_json::json!({ "path": paths.one(&miss.path), "why": miss.why }));
    let near: Vec<serde_json::Value> = near.collect();
    Ok(ok(&serde_json::json!({
        "allowed": told.decision.allowed,
        "revision": told.revision,
        "at": told.at,
        "paths": paths.all(&told.decision.paths),
        "near_misses": near,
        "also": told.also,
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfPerson {
    identity_id: IdentityId,
    node_id: Option<NodeId>,
    at: Option<Time>,
    at_least: Option<i64>,
}

/// What someone can; without a node, at whatever node.
pub async fn effective(request: Request) -> Answer {
    let env = body::env(&request)?;
    env.require_anywhere("access.explain")
        .map_err(|error| Refusal::of(&env, error))?;
    let (asked, env): (OfPerson, Env) = body::json(env, request, USUAL).await?;
    there(&env, asked.at_least).await?;
    let held = access::effective(&env, asked.identity_id, asked.node_id, asked.at).await;
    let held = held.map_err(|error| Refusal::of(&env, error))?;
    let paths = Paths::of(&env, held.capabilities.iter().flat_map(|(_, all)| all)).await?;
    let capabilities: Vec<serde_json::Value> = held
        .capabilities
        .iter()
        .map(|(id, all)| serde_json::json!({ "capability": env.capability_key(*id), "paths": paths.all(all) }))
        .collect();
    Ok(ok(&serde_json::json!({
        "revision": held.revision,
        "at": held.at,
        "no_effect": held.no_effect,
        "capabilities": capabilities,
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfAll {
    capability: String,
    node_id: Option<NodeId>,
    at: Option<Time>,
    at_least: Option<i64>,
    after: Option<String>,
    limit: Option<u16>,
}

/// Those who can, by name.
pub async fn who_can(request: Request) -> Answer {
    let env = body::env(&request)?;
    env.require_anywhere("access.explain")
        .map_err(|error| Refusal::of(&env, error))?;
    let (asked, env): (OfAll, Env) = body::json(env, request, USUAL).await?;
    there(&env, asked.at_least).await?;
    let question = WhoCan {
        capability: asked.capability,
        node_id: asked.node_id,
        at: asked.at,
    };
    let limit = asked.limit.unwrap_or(domain::page::LIMIT_DEFAULT);
    let page = access::who_can(&env, &question, asked.after.as_deref(), limit).await;
    let page = page.map_err(|error| Refusal::of(&env, error))?;
    let paths = Paths::of(&env, page.items.iter().flat_map(|one| &one.paths)).await?;
    Ok(ok(&page.map(|one| {
        serde_json::json!({
            "identity": one.identity,
            "deleted_at": one.deleted,
            "paths": paths.all(&one.paths),
        })
    })))
}
