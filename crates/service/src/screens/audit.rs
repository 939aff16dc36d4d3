//! The audit log, and one event of it.

use super::operations::sentence;
use super::shell;
use crate::assignments::by_words;
use crate::audit::{self, Filter, Part};
use crate::cx::Env;
use crate::error::Error;
use crate::{Result, activity, identities, words};
use domain::events::Outcome;
use domain::id::{EventId, IdentityId};
use domain::page::LIMIT_DEFAULT;
use domain::problem::Code;
use domain::screens::{Audit, AuditAsked, AuditEvent, AuditPart, AuditRow};
use domain::{fold, query};
use store::activity::Record;
use uuid::Uuid;

/// How many parts a page shows of an event.
const PARTS: usize = 20;

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
        match person(env, &asked.by).await? {
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
    Ok(identities::meant(env, text).await?.map(|id| id.0))
}

/// A role or group by slug or name, a person, or an id of anything.
async fn thing(env: &Env, text: &str) -> Result<std::result::Result<Uuid, String>> {
    if let Ok(id) = text.trim().parse::<Uuid>() {
        return Ok(Ok(id));
    }
    let wanted = fold::search(text.trim());
    let mut conn = env.read().await?;
    if env.may("roles.view") {
        let roles = store::roles::list(&mut conn, env.id()).await?;
        let named = |role: &&domain::roles::Role| role.slug.as_str() == wanted || fold::search(&role.name) == wanted;
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

fn row(env: &Env, record: &Record, words_of: String) -> AuditRow {
    let event = &record.event;
    AuditRow {
        id: event.id,
        at: event.at.to_string(),
        when: words::moment(event.at, &env.environment.time_zone),
        words: words_of,
        by: by_words(&event.actor),
        outcome: event.outcome,
        parts: event.children,
        operation: record.operation,
        reason: event.reason.clone(),
    }
}

fn part(part: Part) -> AuditPart {
    AuditPart {
        id: (part.target_kind == "identity").then_some(IdentityId(part.target_id)),
        name: part.name.unwrap_or_else(|| part.target_id.to_string()),
        outcome: match part.code {
            Some(code) => format!("{}: {}", part.outcome, sentence(&code).to_lowercase()),
            None => part.outcome,
        },
    }
}

/// The words of an action: `role.created` is "Role created".
fn action_words(action: &str) -> String {
    let words = action.replace(['.', '_'], " ");
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// The audit log for the query of an address: the filter, `after`, and `open` for the event whose parts
/// are shown.
pub async fn audit_page(env: &Env, search: &str) -> Result<Audit> {
    env.require("audit.read")?;
    let (asked, rest) = asked(search);
    let (mut after, mut open, mut notices) = (None, None, Vec::new());
    for (name, value) in rest {
        match name.as_str() {
            "after" => after = Some(value),
            "open" => open = value.parse::<EventId>().ok(),
            _ if value.is_empty() => {}
            _ => notices.push(query::unknown(&name, &value)),
        }
    }
    let (filter, wrong) = meant(env, &asked).await?;
    let page = match audit::page(env, &filter, after.as_deref(), LIMIT_DEFAULT).await {
        Err(error) if error.code() == Code::InvalidCursor => {
            after = None;
            notices.push(query::OTHER_LIST.to_owned());
            audit::page(env, &filter, None, LIMIT_DEFAULT).await?
        }
        other => other?,
    };
    let told = activity::sentences(env, &page.items).await?;
    let open = match open {
        Some(id) => match audit::get(env, id, PARTS).await {
            Ok((_, parts)) => Some((id, parts.into_iter().map(part).collect())),
            Err(error) if error.code() == Code::NotFound => None,
            Err(other) => return Err(other),
        },
        None => None,
    };
    let actions = audit::actions(env).await?;
    let mut offered: Vec<(String, String)> = Vec::new();
    for action in &actions {
        let area = action.split('.').next().unwrap_or_default();
        if !offered.iter().any(|(value, _)| value == area) {
            offered.push((area.to_owned(), format!("{}: everything", action_words(area))));
        }
        offered.push((action.clone(), action_words(action)));
    }
    Ok(Audit {
        shell: shell(env).await?,
        asked,
        wrong,
        actions: offered,
        rows: page
            .items
            .iter()
            .zip(told)
            .map(|(record, words)| row(env, record, words))
            .collect(),
        open,
        total: page.total,
        total_exact: page.total_exact,
        next: page.next,
        first: after.is_none(),
        may_export: env.may("audit.export"),
        notices,
    })
}

/// One event.
pub async fn audit_event(env: &Env, id: EventId) -> Result<AuditEvent> {
    let (record, parts) = audit::get(env, id, PARTS).await?;
    let told = activity::sentences(env, std::slice::from_ref(&record)).await?;
    let event = &record.event;
    let mut facts = vec![
        ("Action".to_owned(), event.action.clone()),
        ("By".to_owned(), by_words(&event.actor)),
        ("Outcome".to_owned(), event.outcome.as_str().to_owned()),
    ];
    facts.extend(
        event
            .target
            .as_ref()
            .map(|target| ("About".to_owned(), format!("{} ({})", target.label, target.kind))),
    );
    facts.extend(event.reason.clone().map(|reason| ("Reason".to_owned(), reason)));
    facts.push(("Number".to_owned(), event.seq.to_string()));
    facts.push(("Event".to_owned(), event.id.to_string()));
    facts.push(("Request".to_owned(), event.request_id.clone()));
    let restore = match event.action.as_str() {
        "role.deleted" => Some("roles"),
        "group.deleted" => Some("groups"),
        "identity.deleted" => Some("directory"),
        _ => None,
    };
    Ok(AuditEvent {
        shell: shell(env).await?,
        facts,
        fields: fields(&record)?,
        before: pretty(record.before.as_deref())?,
        after: pretty(record.after.as_deref())?,
        parts: parts.into_iter().map(part).collect(),
        restore: restore.map(str::to_owned),
        row: row(env, &record, told.into_iter().next().unwrap_or_default()),
    })
}

fn read(data: Option<&str>) -> Result<Option<serde_json::Value>> {
    let read = data.map(serde_json::from_str).transpose();
    read.map_err(|error| Error::Internal(format!("an event cannot be read: {error}")))
}

fn pretty(data: Option<&str>) -> Result<Option<String>> {
    Ok(read(data)?.map(|value| serde_json::to_string_pretty(&value).unwrap_or_default()))
}

/// Each field before and after, those that are the same once.
fn fields(record: &Record) -> Result<Vec<(String, Option<String>, Option<String>)>> {
    let (before, after) = (read(record.before.as_deref())?, read(record.after.as_deref())?);
    let empty = serde_json::Map::new();
    let map = |value: &Option<serde_json::Value>| {
        value
            .as_ref()
            .and_then(|value| value.as_object().cloned())
            .unwrap_or_else(|| empty.clone())
    };
    let (before, after) = (map(&before), map(&after));
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::Null => "none".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(list) => list
            .iter()
            .map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    };
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    Ok(names
        .into_iter()
        .map(|name| {
            let words = action_words(name);
            (words, before.get(name).map(text), after.get(name).map(text))
        })
        .collect())
}
