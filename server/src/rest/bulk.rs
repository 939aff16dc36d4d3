//! Many assignments in one request.

use super::answer::{Answer, Refusal, json};
use super::assignments::{Asked, subject};
use super::body::{self, BULK, Object, present};
use axum::extract::Request;
use axum::http::StatusCode;
use domain::Time;
use domain::bulk::MAX_ITEMS;
use domain::id::{AssignmentId, GroupId, IdentityId, NodeId, RoleId};
use domain::plans::DateChange;
use domain::problem::{Code, Problem};
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use service::assignments::{self, BulkAnswer, BulkOptions};
use service::{Env, dates, removal};
use std::marker::PhantomData;

/// A request about many: its items and how they are done.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound = "T: Deserialize<'de>")]
struct Many<T> {
    #[serde(deserialize_with = "limited")]
    assignments: Vec<Object<T>>,
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

/// Reads a request about many, each item by `item` with the place where it stands.
async fn read<T, I>(
    request: Request,
    item: impl Fn(T, &str) -> Result<I, Problem>,
) -> Result<(Env, Vec<I>, BulkOptions), Refusal>
where
    T: for<'de> Deserialize<'de>,
{
    let env = body::env(&request)?;
    require(&env)?;
    let (asked, env): (Many<T>, Env) = body::json(env, request, BULK).await?;
    let items: Result<Vec<I>, Problem> = asked
        .assignments
        .into_iter()
        .enumerate()
        .map(|(index, Object(one))| item(one, &format!("/assignments/{index}")))
        .collect();
    let items = items.map_err(|problem| Refusal::new(&env, problem))?;
    let options = BulkOptions {
        atomic: asked.atomic,
        dry_run: asked.dry_run,
    };
    Ok((env, items, options))
}

pub async fn create(request: Request) -> Answer {
    let (env, items, options) = read(request, Asked::read).await?;
    let answer = assignments::bulk_create(&env, &items, options).await;
    respond(&env, answer, options)
}

pub async fn remove(request: Request) -> Answer {
    let (env, items, options) = read(request, Named::read).await?;
    let answer = removal::bulk_remove(&env, &items, options).await;
    respond(&env, answer, options)
}

pub async fn update(request: Request) -> Answer {
    let (env, items, options) = read(request, |dated: Dated, _| Ok(dated.read())).await?;
    let answer = dates::bulk_update(&env, &items, options).await;
    respond(&env, answer, options)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dated {
    id: AssignmentId,
    #[serde(default, deserialize_with = "present")]
    effective_from: Option<Option<Time>>,
    #[serde(default, deserialize_with = "present")]
    effective_to: Option<Option<Time>>,
}

impl Dated {
    fn read(self) -> dates::Item {
        dates::Item {
            id: self.id,
            change: DateChange::Set {
                effective_from: self.effective_from,
                effective_to: self.effective_to,
            },
        }
    }
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
fn respond(env: &Env, answer: service::Result<BulkAnswer>, options: BulkOptions) -> Answer {
    let answer = answer.map_err(|error| Refusal::of(env, error))?;
    let all = answer.results.iter().all(|result| result.status.done());
    let status = match (all, options.atomic && !options.dry_run) {
        (true, _) => StatusCode::OK,
        (false, true) => StatusCode::CONFLICT,
        (false, false) => StatusCode::MULTI_STATUS,
    };
    Ok(json(status, &answer))
}
