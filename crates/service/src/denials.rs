//! Who was refused for a missing right: counted in memory and written down once a minute, so that
//! asking in vain a thousand times is one line of the audit log.

use crate::Result;
use crate::cx::{Env, Service, Who};
use crate::event::{Change, Description};
use domain::Time;
use domain::actor::Actor;
use domain::events::Outcome;
use domain::id::EnvironmentId;
use domain::problem::{Code, Problem};
use std::collections::HashMap;
use uuid::Uuid;

/// Of what is counted: where, who, which refusal, which capability.
type Key = (EnvironmentId, &'static str, Option<Uuid>, Code, Option<String>);

/// Refusals of one actor and kind since the last time they were written down.
pub(crate) struct Denied {
    actor: Actor,
    since: Time,
    request_id: String,
    count: u64,
}

/// More kinds than this in one minute are not told apart any more: memory must not be a way to stop us.
const MOST: usize = 10_000;

/// What is counted in memory.
#[derive(Default)]
pub(crate) struct Denials(HashMap<Key, Denied>);

/// Notes a refusal on its way out; anything but a missing right is none.
pub fn note(env: &Env, problem: &Problem) {
    if !matches!(problem.code, Code::Forbidden | Code::WouldEscalate) {
        return;
    }
    let actor = env.actor();
    let key = (
        env.id(),
        actor.kind.as_str(),
        actor.id,
        problem.code,
        problem.capability.clone(),
    );
    let mut denials = env.cx.service.memory().denials();
    if denials.0.len() >= MOST && !denials.0.contains_key(&key) {
        tracing::warn!("more refusals in a minute than can be told apart");
        return;
    }
    let entry = denials.0.entry(key).or_insert_with(|| Denied {
        actor,
        since: env.cx.now(),
        request_id: env.cx.request_id().to_owned(),
        count: 0,
    });
    entry.count += 1;
}

/// Writes one event for each actor and kind; called once a minute and at the end.
pub async fn flush(service: &Service) -> Result<()> {
    let denials = std::mem::take(&mut *service.memory().denials());
    let mut left = denials.0.into_iter();
    while let Some((key, denied)) = left.next() {
        if let Err(error) = write(service, &key, &denied).await {
            // They are told when the database answers again.
            let mut denials = service.memory().denials();
            for (key, denied) in std::iter::once((key, denied)).chain(left) {
                let (since, count) = (denied.since, denied.count);
                let entry = denials.0.entry(key).or_insert(Denied { count: 0, ..denied });
                entry.count += count;
                entry.since = entry.since.min(since);
            }
            return Err(error);
        }
    }
    Ok(())
}

async fn write(service: &Service, key: &Key, denied: &Denied) -> Result<()> {
    let (environment, _, _, code, capability) = key;
    let system = service.cx(Who::System, denied.request_id.clone());
    // What was refused in an environment that is suspended since is told all the same.
    let env = system.environment_open_or_not(*environment).await?;
    let event = Description {
        outcome: Outcome::Denied,
        actor: Some(denied.actor.clone()),
        ..Description::new("access.denied")
    }
    .after(serde_json::json!({
        "code": code,
        "capability": capability,
        "count": denied.count,
        "since": denied.since,
    }));
    env.note().await?.commit(event, Change::default()).await?;
    Ok(())
}
