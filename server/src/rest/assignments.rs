//! One assignment at a time, and lists of them.

use super::answer::{Answer, Refusal, json as answer_json, ok, tagged};
use super::body::{self, USUAL, present};
use super::lists::Query;
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use domain::assignments::{New, State, Subject};
use domain::id::{AssignmentId, GroupId, IdentityId, NodeId, RoleId};
use domain::problem::{Code, Problem};
use domain::{Time, Window};
use serde::Deserialize;
use service::Env;
use service::assignments::{self, Edit, Filter};

/// An assignment as programs ask for it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    identity_id: Option<IdentityId>,
    group_id: Option<GroupId>,
    role_id: RoleId,
    node_id: Option<NodeId>,
    effective_from: Option<Time>,
    effective_to: Option<Time>,
    reason: Option<String>,
}

impl Asked {
    /// `prefix`: where it stands in the body.
    pub fn read(self, prefix: &str) -> Result<New, Problem> {
        Ok(New {
            subject: subject(self.identity_id, self.group_id, prefix)?,
            role_id: self.role_id,
            node_id: self.node_id,
            window: Window::new(self.effective_from, self.effective_to),
            reason: self.reason.filter(|reason| !reason.trim().is_empty()),
        })
    }
}

/// The one subject that must be named.
pub fn subject(identity: Option<IdentityId>, group: Option<GroupId>, prefix: &str) -> Result<Subject, Problem> {
    match (identity, group) {
        (Some(id), None) => Ok(Subject::Identity(id)),
        (None, Some(id)) => Ok(Subject::Group(id)),
        _ => Err(Problem::at(
            Code::InvalidValue,
            format!("{prefix}/identity_id"),
            "Name either identity_id or group_id.",
        )),
    }
}

pub fn id<T: std::str::FromStr>(env: &Env, text: &str, what: &str) -> Result<T, Refusal> {
    text.parse().map_err(|_| Refusal::new(env, Problem::not_found(what)))
}

fn require(env: &Env, capability: &str) -> Result<(), Refusal> {
    env.require_anywhere(capability)
        .map_err(|error| Refusal::of(env, error))
}

pub async fn create(request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "members.change_roles")?;
    let (asked, env): (Asked, Env) = body::json(env, request, USUAL).await?;
    let new = asked.read("").map_err(|problem| Refusal::new(&env, problem))?;
    let assignment = assignments::assign(&env, &new)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    Ok(tagged(StatusCode::CREATED, &assignment, &assignments::tag(&assignment)))
}

pub async fn get(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "users.view")?;
    let id: AssignmentId = id(&env, &text, "assignment")?;
    let assignment = assignments::get(&env, id)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    Ok(tagged(StatusCode::OK, &assignment, &assignments::tag(&assignment)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    #[serde(default, deserialize_with = "present")]
    effective_from: Option<Option<Time>>,
    #[serde(default, deserialize_with = "present")]
    effective_to: Option<Option<Time>>,
    #[serde(default, deserialize_with = "present")]
    reason: Option<Option<String>>,
}

pub async fn change(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "members.change_roles")?;
    let expected = expected(request.headers());
    let (change, env): (Change, Env) = body::json(env, request, USUAL).await?;
    let id: AssignmentId = id(&env, &text, "assignment")?;
    let edit = Edit {
        effective_from: change.effective_from,
        effective_to: change.effective_to,
        reason: change.reason,
        expected,
    };
    let assignment = assignments::change(&env, id, &edit)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    Ok(tagged(StatusCode::OK, &assignment, &assignments::tag(&assignment)))
}

/// The entity tag of `If-Match`, where it names one.
fn expected(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::IF_MATCH)?.to_str().ok()?.trim();
    (value != "*").then(|| value.trim_matches('"').to_owned())
}

pub async fn revoke(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "members.change_roles")?;
    let id: AssignmentId = id(&env, &text, "assignment")?;
    assignments::revoke(&env, id)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub async fn list(request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env, "users.view")?;
    let single = [
        "identity_id",
        "group_id",
        "role_id",
        "node_id",
        "ends_within",
        "after",
        "limit",
    ];
    let query = Query::read(&env, request.uri(), &single, &["state"])?;
    let identity = query
        .one("identity_id", |text| text.parse().ok())?
        .map(Subject::Identity);
    let group = query.one("group_id", |text| text.parse().ok())?.map(Subject::Group);
    if identity.is_some() && group.is_some() {
        let problem = Problem::at(Code::InvalidValue, "/group_id", "Name either identity_id or group_id.");
        return Err(Refusal::new(&env, problem));
    }
    let filter = Filter {
        subject: identity.or(group),
        role_id: query.one("role_id", |text| text.parse().ok())?,
        node_id: query.one("node_id", |text| text.parse().ok())?,
        states: query.all("state", State::parse)?,
        ends_within: query.one("ends_within", |text| text.trim_end_matches('d').parse().ok())?,
    };
    let page = assignments::list(&env, &filter, query.after(), query.limit()?).await;
    Ok(ok(&page.map_err(|error| Refusal::of(&env, error))?))
}

/// Kept here for the routes that answer with a plain body.
pub fn created(value: &impl serde::Serialize) -> axum::response::Response {
    answer_json(StatusCode::CREATED, value)
}
