//! The audit log: reading it, taking it along, and proving that it is whole.

use crate::Result;
use crate::cursor::List;
use crate::cx::{Cx, Env};
use crate::error::{Error, found};
use domain::events::Event;
use domain::id::EventId;
use domain::page::{LIMIT_MAX, Page, TOTAL_MAX};
use domain::problem::Code;
pub use store::activity::Record;
pub use store::audit::{Filter, Part};

/// The newest events of an environment before `before`.
///
/// Who may: `audit.read`.
pub async fn list(env: &Env, before: Option<i64>, limit: u16) -> Result<Vec<Event>> {
    env.require("audit.read")?;
    Ok(store::audit::list(&mut env.read().await?, env.id().0, before, limit).await?)
}

/// Takes away what names someone, where people may not be seen: ids stay.
fn veiled(env: &Env, mut record: Record) -> Record {
    if env.may("users.view") {
        return record;
    }
    let event = &mut record.event;
    event.actor = event.actor.unnamed();
    if let Some(target) = &mut event.target {
        // The keys of the catalogue name nobody, nor does what roles and groups are made of.
        let key = matches!(target.kind.as_str(), "capability" | "capability_area");
        if !key {
            target.label = target.id.to_string();
        }
        if key || target.kind == "role" || target.kind == "group" {
            return record;
        }
    }
    (record.before, record.after) = (None, None);
    record
}

/// A page of events, newest first.
///
/// Who may: `audit.read`; names are told by `users.view`. Fails with `invalid_cursor` for a cursor of
/// another list.
pub async fn page(env: &Env, filter: &Filter, after: Option<&str>, limit: u16) -> Result<Page<Record>> {
    env.require("audit.read")?;
    let limit = limit.clamp(1, LIMIT_MAX);
    let list = List::of(&(env.id(), "audit", format!("{filter:?}")));
    let before = match after {
        None => None,
        Some(cursor) => Some(list.place(cursor)?.key.parse::<i64>().map_err(|_| {
            let text = "This cursor belongs to another list. Start again without it.";
            Error::new(Code::InvalidCursor, text)
        })?),
    };
    let mut conn = env.read().await?;
    let mut items = store::audit::find(&mut conn, env.id().0, filter, before, limit + 1).await?;
    let more = items.len() > usize::from(limit);
    items.truncate(usize::from(limit));
    let next = items.last().filter(|_| more);
    let next = next.map(|last| list.cursor(&last.event.seq.to_string(), last.event.id.0));
    let total = store::audit::total(&mut conn, env.id().0, filter, TOTAL_MAX).await?;
    Ok(Page {
        items: items.into_iter().map(|record| veiled(env, record)).collect(),
        next,
        previous: None,
        total: total.min(TOTAL_MAX),
        total_exact: total <= TOTAL_MAX,
    })
}

/// One event, and the first of its parts.
///
/// Who may: `audit.read`; names are told by `users.view`. Fails with `not_found`.
pub async fn get(env: &Env, id: EventId, parts: usize) -> Result<(Record, Vec<Part>)> {
    env.require("audit.read")?;
    let mut conn = env.read().await?;
    let record = store::audit::get(&mut conn, env.id().0, id).await?;
    let record = found(record.ok_or(store::Error::NoRow), "event")?;
    let mut parts = store::audit::parts(&mut conn, env.id().0, id, parts).await?;
    if !env.may("users.view") {
        for part in parts.iter_mut().filter(|part| part.target_kind == "identity") {
            part.name = None;
        }
    }
    Ok((veiled(env, record), parts))
}

/// Which actions occur in the log, by name.
///
/// Who may: `audit.read`.
pub async fn actions(env: &Env) -> Result<Vec<String>> {
    env.require("audit.read")?;
    Ok(store::audit::actions(&mut env.read().await?, env.id().0).await?)
}

/// The most events that are taken along at once.
pub const EXPORT_MAX: i64 = 100_000;

/// Whether an export can hold all that matches.
///
/// Who may: as [`export`]. Fails with `too_large` where more than [`EXPORT_MAX`] match.
pub async fn exportable(env: &Env, filter: &Filter) -> Result<()> {
    env.require("audit.read")?;
    env.require("audit.export")?;
    let total = store::audit::total(&mut env.read().await?, env.id().0, filter, EXPORT_MAX).await?;
    if total > EXPORT_MAX {
        let text = "More than 100,000 events match. Filter by dates and export one part after the other.";
        return Err(Error::new(Code::TooLarge, text));
    }
    Ok(())
}

/// The next events of an export, before `before`; all of them in steps of a thousand.
///
/// Who may: `audit.read` and `audit.export`.
pub async fn export(env: &Env, filter: &Filter, before: Option<i64>) -> Result<Vec<Record>> {
    const STEP: u16 = 1_000;
    env.require("audit.read")?;
    env.require("audit.export")?;
    let found = store::audit::find(&mut env.read().await?, env.id().0, filter, before, STEP).await?;
    Ok(found.into_iter().map(|record| veiled(env, record)).collect())
}

/// Recomputes every hash; for the command line.
pub async fn verify(cx: &Cx) -> Result<store::audit::Verdict> {
    // What is written meanwhile must not look like something missing.
    let mut conn = cx.service.db().snapshot().await?;
    Ok(store::audit::verify(&mut conn).await?)
}
