//! The audit log, and one event of it.

mod filter;

pub use filter::{asked, meant};

use super::operations::sentence;
use super::shell;
use crate::assignments::by_words;
use crate::audit::{self, Part};
use crate::cx::Env;
use crate::error::Error;
use crate::{Result, activity, words};
use domain::id::{EventId, IdentityId};
use domain::page::LIMIT_DEFAULT;
use domain::problem::Code;
use domain::query;
use domain::screens::{Audit, AuditEvent, AuditField, AuditPart, AuditRow};
use store::activity::Record;

/// How many parts a line of the list opens to.
const PARTS: usize = 20;

/// How many parts the page of an event shows; a job has its own page with all of them.
const PARTS_OF_ONE: usize = 500;

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
    let mut areas: Vec<String> = actions.iter().map(|action| store::audit::area(action)).collect();
    areas.sort();
    areas.dedup();
    let areas = areas.into_iter().map(|area| {
        let words = format!("{}: everything", action_words(&area));
        (area, words)
    });
    let each = actions.iter().map(|action| (action.clone(), action_words(action)));
    let mut offered: Vec<(String, String)> = areas.chain(each).collect();
    // Each action after its area.
    offered.sort_by_cached_key(|(value, _)| (store::audit::area(value), value.contains('.'), value.clone()));
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
        after,
        may_export: env.may("audit.export"),
        notices,
    })
}

/// One event.
pub async fn audit_event(env: &Env, id: EventId) -> Result<AuditEvent> {
    let (record, parts) = audit::get(env, id, PARTS_OF_ONE).await?;
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
fn fields(record: &Record) -> Result<Vec<AuditField>> {
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
        serde_json::Value::Object(map) => map
            .iter()
            .map(|(name, value)| format!("{} {value}", name.replace('_', " ")))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    };
    // A mark that something did not happen is no change.
    let unmarked = |name: &&String| {
        [&before, &after].iter().any(|map| {
            map.get(*name)
                .is_some_and(|value| *value != serde_json::Value::Bool(false))
        }) || (before.contains_key(*name) && after.contains_key(*name))
    };
    let mut names: Vec<&String> = before.keys().chain(after.keys()).filter(unmarked).collect();
    names.sort();
    names.dedup();
    Ok(names
        .into_iter()
        .map(|name| AuditField {
            name: action_words(name),
            before: before.get(name).map(text),
            after: after.get(name).map(text),
        })
        .collect())
}
