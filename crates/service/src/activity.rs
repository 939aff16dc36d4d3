//! What happened to a person, group, role or assignment, and what a person did, in words.

mod words;

use self::words::{bulk_name, did, facts, happened, part_words};
use crate::assignments::by_words;
use crate::cursor::List;
use crate::cx::Env;
use crate::error::{Error, found};
use crate::{Result, groups, roles, words as time};
use domain::assignments::{Moment, Subject};
use domain::id::{AssignmentId, GroupId, IdentityId, RoleId};
use domain::page::At;
use domain::screens::{Log, LogEntry};
use std::collections::HashMap;
use store::Conn;
use store::activity::{self, From, Part, Record};
use uuid::Uuid;

/// Events on a page.
pub const PAGE: u16 = 50;

/// Whose activity is told.
#[derive(Debug, Clone, Copy)]
pub enum About {
    Identity(IdentityId),
    Group(GroupId),
    Role(RoleId),
}

impl About {
    const fn uuid(self) -> Uuid {
        match self {
            Self::Identity(id) => id.0,
            Self::Group(id) => id.0,
            Self::Role(id) => id.0,
        }
    }

    /// Fails with `not_found` where it is not there, with `forbidden` where it may not be seen.
    async fn check(self, env: &Env, conn: &mut Conn) -> Result<()> {
        match self {
            Self::Identity(id) => {
                env.require("users.view")?;
                found(store::identities::get(conn, env.id(), id).await, "person")?;
            }
            Self::Group(id) => {
                env.require("groups.view")?;
                groups::one(conn, env, id).await?;
            }
            Self::Role(id) => {
                env.require("roles.view")?;
                roles::detail(conn, env, id).await?;
            }
        }
        // Names are told by who may see people.
        env.require("users.view")?;
        env.require("audit.read")
    }
}

/// A page of the events in which a person, group or role is actor or target, parts of bulk writes
/// included.
///
/// Who may: who may see it, and `audit.read`, and `users.view` for the names. Fails with `not_found`,
/// and with `invalid_cursor` for a cursor of another list.
pub async fn of(env: &Env, about: About, at: &At) -> Result<Log> {
    let mut conn = env.read().await?;
    about.check(env, &mut conn).await?;
    let list = List::of(&(env.id(), "activity", about.uuid()));
    let seq = |cursor: &str| -> Result<i64> {
        let place = list.place(cursor)?;
        place
            .key
            .parse()
            .map_err(|_| Error::Internal("a cursor of this list has a number".to_owned()))
    };
    let from = match at {
        At::First => From::Newest,
        At::After(cursor) => From::OlderThan(seq(cursor)?),
        At::Before(cursor) => From::NewerThan(seq(cursor)?),
    };
    let mut records = activity::of(&mut conn, env.id(), about.uuid(), from, PAGE + 1).await?;
    let more = records.len() > usize::from(PAGE);
    if more {
        // The event too many shows that the list goes on; it lies on the far side.
        if matches!(from, From::NewerThan(_)) {
            records.remove(0)
        } else {
            records.remove(usize::from(PAGE))
        };
    }
    let (has_newer, has_older) = match from {
        From::Newest => (false, more),
        From::OlderThan(_) => (true, more),
        From::NewerThan(_) => (more, true),
    };
    let cursor = |record: Option<&Record>| record.map(|one| list.cursor(&one.event.seq.to_string(), about.uuid()));
    let older = cursor(records.last()).filter(|_| has_older);
    let newer = cursor(records.first()).filter(|_| has_newer);
    Ok(Log {
        entries: entries(env, &mut conn, about.uuid(), None, records).await?,
        older,
        newer,
        notices: Vec::new(),
    })
}

/// What happened to an assignment, newest first.
///
/// Who may: `audit.read`, and who may read the assignment.
pub async fn of_assignment(env: &Env, subject: Subject, id: AssignmentId) -> Result<Log> {
    env.require("audit.read")?;
    let mut conn = env.read().await?;
    let records = activity::of_assignment(&mut conn, env.id(), subject, id, PAGE).await?;
    Ok(Log {
        entries: entries(env, &mut conn, subject.uuid(), Some(id), records).await?,
        older: None,
        newer: None,
        notices: Vec::new(),
    })
}

/// What each event says that its actor did.
pub(crate) async fn sentences(env: &Env, records: &[Record]) -> Result<Vec<String>> {
    let mut conn = env.read().await?;
    let told = records
        .iter()
        .flat_map(|record| [&record.before, &record.after])
        .filter_map(|data| facts(data.as_deref())?.role);
    let names = Names {
        roles: store::roles::names(&mut conn, env.id(), told.collect::<Vec<_>>()).await?,
        groups: HashMap::new(),
        of_assignment: HashMap::new(),
    };
    Ok(records.iter().map(|record| did(record, &names)).collect())
}

/// What the sentences are made from: roles and groups by name, and of which role an assignment is.
struct Names {
    roles: HashMap<RoleId, String>,
    groups: HashMap<Uuid, String>,
    of_assignment: HashMap<Uuid, RoleId>,
}

/// One event as a sentence; parts of a bulk write that were left out are told with their reason.
async fn entries(
    env: &Env,
    conn: &mut Conn,
    subject: Uuid,
    only: Option<AssignmentId>,
    records: Vec<Record>,
) -> Result<Vec<LogEntry>> {
    let with_parts = records.iter().filter(|record| record.event.children > 0);
    let mut parts: HashMap<Uuid, Vec<Part>> = HashMap::new();
    for part in activity::parts(conn, subject, with_parts.map(|record| record.event.id)).await? {
        if only.is_none_or(|only| part.object_id == Some(only.0)) {
            parts.entry(part.event_id).or_default().push(part);
        }
    }
    let objects = parts.values().flatten().filter_map(|part| part.object_id);
    let known = store::assignments::by_ids(conn, env.id(), objects.map(AssignmentId), env.cx.now()).await?;
    let of_assignment: HashMap<Uuid, RoleId> = known.into_iter().map(|one| (one.id.0, one.role_id)).collect();
    let told = records
        .iter()
        .flat_map(|record| [&record.before, &record.after])
        .filter_map(|data| facts(data.as_deref())?.role);
    let ids: Vec<RoleId> = of_assignment.values().copied().chain(told).collect();
    let names = Names {
        roles: store::roles::names(conn, env.id(), ids).await?,
        groups: store::groups::list(conn, env.id())
            .await?
            .into_iter()
            .map(|group| (group.id.0, group.name))
            .collect(),
        of_assignment,
    };
    Ok(records
        .into_iter()
        .flat_map(|record| {
            let parts = parts.remove(&record.event.id.0).unwrap_or_default();
            about(env, subject, &record, &parts, &names)
        })
        .collect())
}

/// One entry for each part, or one for the whole event where the subject is no part of it.
fn about(env: &Env, subject: Uuid, record: &Record, parts: &[Part], names: &Names) -> Vec<LogEntry> {
    let zone = &env.environment.time_zone;
    let event = &record.event;
    let entry = |words: String, part_of: Option<String>| LogEntry {
        at: Moment {
            at: event.at,
            words: time::moment(event.at, zone),
        },
        words,
        by: by_words(&event.actor),
        part_of,
        operation: record.operation,
        reason: event.reason.clone(),
    };
    let on_subject = event.target.as_ref().is_some_and(|target| target.id == subject);
    if parts.is_empty() || on_subject {
        let words = if on_subject {
            happened(record, names, zone)
        } else {
            did(record, names)
        };
        return vec![entry(words, None)];
    }
    let bulk = format!("{}, {}", bulk_name(&event.action), time::time_of_day(event.at, zone));
    parts
        .iter()
        .map(|part| entry(part_words(&event.action, part, names), Some(bulk.clone())))
        .collect()
}
