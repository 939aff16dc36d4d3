//! The audit log.

use super::answer::{Answer, Refusal, ok};
use super::assignments::id;
use super::body;
use super::lists::Query;
use crate::exports::value;
use axum::extract::{Path, Request};
use domain::Time;
use domain::actor::ActorKind;
use domain::events::Outcome;
use domain::id::EventId;
use service::audit::{self, Filter};

/// The most parts that an event is answered with.
const PARTS: usize = 1_000;

pub async fn list(request: Request) -> Answer {
    let env = body::env(&request)?;
    env.require("audit.read").map_err(|error| Refusal::of(&env, error))?;
    let names = [
        "actor_kind",
        "actor_id",
        "target_id",
        "action",
        "outcome",
        "since",
        "until",
        "after",
        "limit",
    ];
    let query = Query::read(&env, request.uri(), &names, &[])?;
    let time = |text: &str| text.parse::<Time>().ok();
    let filter = Filter {
        kind: query.one("actor_kind", ActorKind::parse)?,
        by: query.one("actor_id", |text| text.parse().ok())?,
        on: query.one("target_id", |text| text.parse().ok())?,
        action: query.text("action").filter(|text| !text.is_empty()).map(str::to_owned),
        outcome: query.one("outcome", Outcome::parse)?,
        since: query.one("since", time)?,
        until: query.one("until", time)?,
    };
    let page = audit::page(&env, &filter, query.after(), query.limit()?).await;
    let page = page.map_err(|error| Refusal::of(&env, error))?;
    Ok(ok(&page.map(|record| value(&record))))
}

/// One event with its parts, the first thousand of them.
pub async fn get(Path(text): Path<String>, request: Request) -> Answer {
    let env = body::env(&request)?;
    env.require("audit.read").map_err(|error| Refusal::of(&env, error))?;
    let id: EventId = id(&env, &text, "event")?;
    let (record, parts) = audit::get(&env, id, PARTS)
        .await
        .map_err(|error| Refusal::of(&env, error))?;
    let parts: Vec<serde_json::Value> = parts
        .into_iter()
        .map(|part| {
            serde_json::json!({
                "target": { "kind": part.target_kind, "id": part.target_id },
                "object_id": part.object_id,
                "outcome": part.outcome,
                "code": part.code,
            })
        })
        .collect();
    let mut event = value(&record);
    event["children"] = parts.into();
    Ok(ok(&event))
}
