//! Plans: judge first, do exactly that.

use super::answer::{Answer, Refusal, json, ok};
use super::assignments::id;
use super::body::{self, BULK, Object, USUAL};
use super::bulk::limited;
use axum::extract::{Path, Request};
use axum::http::StatusCode;
use domain::assignments::ThroughGroup;
use domain::id::{IdentityId, NodeId, PlanId, RoleId};
use domain::identities::Filter;
use domain::plans::{Action, Selection};
use domain::problem::{Code, Problem};
use domain::{Time, Window};
use serde::Deserialize;
use service::{Env, assignments, plans};

/// Whom a plan is about, as programs say it.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Chosen {
    #[serde(deserialize_with = "limited")]
    Ids(Vec<IdentityId>),
    Matching(Object<Matching>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Matching {
    filter: Object<Filter>,
    #[serde(default, deserialize_with = "limited")]
    exclude: Vec<IdentityId>,
}

impl Chosen {
    fn read(self) -> Selection {
        match self {
            Self::Ids(ids) => Selection::Ids(ids),
            Self::Matching(Object(matching)) => Selection::Matching {
                filter: matching.filter.0,
                exclude: matching.exclude,
            },
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    action: Option<Action>,
    selection: Chosen,
    role_id: RoleId,
    node_id: Option<NodeId>,
    effective_from: Option<Time>,
    effective_to: Option<Time>,
    reason: Option<String>,
    through_group: Option<ThroughGroup>,
}

fn require(env: &Env) -> Result<(), Refusal> {
    env.require_anywhere("members.change_roles")
        .map_err(|error| Refusal::of(env, error))
}

pub async fn assign(request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env)?;
    let (asked, env): (Asked, Env) = body::json(env, request, BULK).await?;
    if asked.action.is_some_and(|action| action != Action::Assign) {
        let problem = Problem::at(
            Code::InvalidValue,
            "/action",
            "Plans are for assign at present; use bulk-remove to take away.",
        );
        return Err(Refusal::new(&env, problem));
    }
    let asked = plans::Request {
        selection: asked.selection.read(),
        role_id: asked.role_id,
        node_id: asked.node_id,
        window: Window::new(asked.effective_from, asked.effective_to),
        reason: asked.reason,
        through_group: asked.through_group.unwrap_or(ThroughGroup::Skip),
    };
    let plan = plans::assign(&env, &asked)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    Ok(json(StatusCode::CREATED, &plan))
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
    require(&env)?;
    let (commit, env): (Commit, Env) = body::json(env, request, USUAL).await?;
    let id: PlanId = id(&env, &text, "plan")?;
    let operation = plans::commit(&env, id, commit.apply_to_rest)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    let answer = assignments::replay(&env, operation)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    let all = answer.results.iter().all(|result| result.status.done());
    if all {
        Ok(ok(&answer))
    } else {
        Ok(json(StatusCode::MULTI_STATUS, &answer))
    }
}
