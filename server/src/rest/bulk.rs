//! Many assignments in one request.

use super::answer::{Answer, Refusal, json};
use super::assignments::{Asked, subject};
use super::body::{self, BULK, Object};
use axum::extract::Request;
use axum::http::StatusCode;
use domain::assignments::New;
use domain::bulk::{MAX_ITEMS, Status};
use domain::id::{AssignmentId, GroupId, IdentityId, NodeId, RoleId};
use domain::problem::{Code, Problem};
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use service::assignments::{self, BulkAnswer, BulkOptions};
use service::{Env, removal};
use std::marker::PhantomData;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Create {
    #[serde(deserialize_with = "limited")]
    assignments: Vec<Object<Asked>>,
    #[serde(default)]
    atomic: bool,
    #[serde(default)]
    dry_run: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Remove {
    #[serde(deserialize_with = "limited")]
    assignments: Vec<Object<Named>>,
    #[serde(default)]
    atomic: bool,
    #[serde(default)]
    dry_run: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    id: Option<AssignmentId>,
    identity_id: Option<IdentityId>,
    group_id: Option<GroupId>,
    role_id: Option<RoleId>,
    node_id: Option<NodeId>,
}

/// Reads items one by one and stops at the first one too many.
pub fn limited<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct Items<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Items<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a list of items")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
            let mut items = Vec::new();
            while let Some(item) = seq.next_element()? {
                if items.len() == MAX_ITEMS {
                    return Err(A::Error::custom("too many items"));
                }
                items.push(item);
            }
            Ok(items)
        }
    }

    deserializer.deserialize_seq(Items(PhantomData))
}

fn require(env: &Env) -> Result<(), Refusal> {
    env.require_anywhere("members.change_roles")
        .map_err(|error| Refusal::of(env, error))
}

pub async fn create(request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env)?;
    let (asked, env): (Create, Env) = body::json(env, request, BULK).await?;
    let items: Result<Vec<New>, Problem> = asked
        .assignments
        .into_iter()
        .enumerate()
        .map(|(index, Object(item))| item.read(&format!("/assignments/{index}")))
        .collect();
    let items = items.map_err(|problem| Refusal::new(&env, problem))?;
    let options = BulkOptions {
        atomic: asked.atomic,
        dry_run: asked.dry_run,
    };
    let answer = assignments::bulk_create(&env, &items, options)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    Ok(respond(&answer, Status::Created, options))
}

pub async fn remove(request: Request) -> Answer {
    let env = body::env(&request)?;
    require(&env)?;
    let (asked, env): (Remove, Env) = body::json(env, request, BULK).await?;
    let items: Result<Vec<_>, Problem> = asked
        .assignments
        .into_iter()
        .enumerate()
        .map(|(index, Object(item))| item.read(&format!("/assignments/{index}")))
        .collect();
    let items = items.map_err(|problem| Refusal::new(&env, problem))?;
    let options = BulkOptions {
        atomic: asked.atomic,
        dry_run: asked.dry_run,
    };
    let answer = removal::bulk_remove(&env, &items, options)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    Ok(respond(&answer, Status::Removed, options))
}

impl Named {
    fn read(self, prefix: &str) -> Result<removal::Item, Problem> {
        match (self.id, self.role_id) {
            (Some(id), None) if self.identity_id.is_none() && self.group_id.is_none() && self.node_id.is_none() => {
                Ok(removal::Item::One(id))
            }
            (None, Some(role)) => {
                let subject = subject(self.identity_id, self.group_id, prefix)?;
                Ok(removal::Item::Of {
                    subject,
                    role,
                    node: self.node_id,
                })
            }
            _ => {
                let detail = "Name either id, or identity_id (or group_id) with role_id.";
                Err(Problem::at(Code::InvalidValue, prefix.to_owned(), detail))
            }
        }
    }
}

/// 200 when all was done, 207 when not, 409 when all or nothing came to nothing.
fn respond(answer: &BulkAnswer, verb: Status, options: BulkOptions) -> axum::response::Response {
    let all = answer.results.iter().all(|result| result.status == verb);
    let status = match (all, options.atomic && !options.dry_run) {
        (true, _) => StatusCode::OK,
        (false, true) => StatusCode::CONFLICT,
        (false, false) => StatusCode::MULTI_STATUS,
    };
    json(status, answer)
}
