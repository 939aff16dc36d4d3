//! What was typed into the filter of the audit log, and what it means.

use crate::audit::Filter;
use crate::cx::Env;
use crate::identities::{self, Meant};
use crate::{Result, words};
use domain::events::Outcome;
use domain::screens::AuditAsked;
use domain::{fold, query};
use uuid::Uuid;

/// Reads the filter of an address: `by on action outcome since until`; what else is in it.
pub fn asked(search: &str) -> (AuditAsked, Vec<(String, String)>) {
    let (mut asked, mut rest) = (AuditAsked::default(), Vec::new());
    for (name, value) in query::pairs(search) {
        let value: String = value.chars().take(200).collect();
        match name.as_str() {
            "by" => asked.by = value,
            "on" => asked.on = value,
            "action" => asked.action = value,
            "outcome" => asked.outcome = value,
            "since" => asked.since = value,
            "until" => asked.until = value,
            _ => rest.push((name, value)),
        }
    }
    (asked, rest)
}

/// What a filter means, and what of it means nothing.
pub async fn meant(env: &Env, asked: &AuditAsked) -> Result<(Filter, Vec<(String, String)>)> {
    let zone = &env.environment.time_zone;
    let mut wrong = Vec::new();
    let mut filter = Filter {
        action: Some(asked.action.clone()).filter(|action| !action.is_empty()),
        ..Filter::default()
    };
    if !asked.by.trim().is_empty() {
        match actor(env, &asked.by).await? {
            Ok(id) => filter.by = Some(id),
            Err(why) => wrong.push(("by".to_owned(), why)),
        }
    }
    if !asked.on.trim().is_empty() {
        match thing(env, &asked.on).await? {
            Ok(id) => filter.on = Some(id),
            Err(why) => wrong.push(("on".to_owned(), why)),
        }
    }
    if !asked.outcome.is_empty() {
        filter.outcome = Outcome::parse(&asked.outcome);
        if filter.outcome.is_none() {
            wrong.push(("outcome".to_owned(), "Choose an outcome from the list".to_owned()));
        }
    }
    let mut day = |field: &str, text: &str, end: bool| {
        if text.is_empty() {
            return None;
        }
        let read = if end {
            words::end_of(text, "", zone)
        } else {
            words::start_of(text, "", zone)
        };
        read.map_err(|why| wrong.push((field.to_owned(), why))).ok()
    };
    filter.since = day("since", &asked.since, false);
    filter.until = day("until", &asked.until, true);
    Ok((filter, wrong))
}

/// A person by what was typed, or an id of any actor.
async fn person(env: &Env, text: &str) -> Result<std::result::Result<Uuid, String>> {
    if let Ok(id) = text.trim().parse::<Uuid>() {
        return Ok(Ok(id));
    }
    if !env.may("users.view") {
        return Ok(Err("Write an id: to find people by name you need users.view".to_owned()));
    }
    Ok(match identities::meant(env, text).await? {
        Meant::One(id) => Ok(id.0),
        other => Err(other.words(text)),
    })
}

/// Who did it: an API key by its name, a person, or an id of any actor.
async fn actor(env: &Env, text: &str) -> Result<std::result::Result<Uuid, String>> {
    if !env.may("users.view") {
        // The log tells them no names, of keys neither.
        return person(env, text).await;
    }
    let wanted = fold::search(text.trim());
    let keys = store::keys::names(&mut env.read().await?, env.id()).await?;
    let mut named = keys.into_iter().filter(|(_, name)| fold::search(name) == wanted);
    let said = text.trim();
    match (named.next(), named.next()) {
        (Some((id, _)), None) => {
            let same = identities::called(env, said).await?;
            if same.iter().any(|one| fold::search(&one.name) == wanted) {
                let text = format!("An API key and someone else are called “{said}”: write the id or the address.");
                return Ok(Err(text));
            }
            return Ok(Ok(id.0));
        }
        (Some(_), Some(_)) => {
            let text = format!("Several API keys are called “{said}”: write the id.");
            return Ok(Err(text));
        }
        (None, _) => {}
    }
    let found = person(env, text).await?;
    Ok(found.map_err(|why| why.replace("Nobody is called", "No person or API key is called")))
}

/// A role or group by slug or name, a person, or an id of anything.
async fn thing(env: &Env, text: &str) -> Result<std::result::Result<Uuid, String>> {
    if let Ok(id) = text.trim().parse::<Uuid>() {
        return Ok(Ok(id));
    }
    let wanted = fold::search(text.trim());
    let mut conn = env.read().await?;
    if env.may("roles.view") {
        let roles = store::roles::brief(&mut conn, env.id()).await?;
        let named = |role: &&store::roles::Brief| role.slug.as_str() == wanted || fold::search(&role.name) == wanted;
        if let Some(role) = roles.iter().find(named) {
            return Ok(Ok(role.id.0));
        }
    }
    if env.may("groups.view") {
        let groups = store::groups::list(&mut conn, env.id()).await?;
        let named = |one: &&domain::groups::Group| one.slug.as_str() == wanted || fold::search(&one.name) == wanted;
        if let Some(group) = groups.iter().find(named) {
            return Ok(Ok(group.id.0));
        }
    }
    drop(conn);
    let found = person(env, text).await?;
    Ok(found.map_err(|why| why.replace("Nobody is called", "No person, role or group is called")))
}
