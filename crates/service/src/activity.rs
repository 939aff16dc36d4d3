//! What happened to an identity or an assignment, and what an identity did, in words.

use crate::assignments::by_words;
use crate::cursor::List;
use crate::cx::Env;
use crate::error::{Error, found};
use crate::screens::sentence;
use crate::{Result, when, words};
use domain::assignments::{Moment, Subject};
use domain::bulk::Status;
use domain::id::{AssignmentId, IdentityId, RoleId};
use domain::page::At;
use domain::screens::{Log, LogEntry};
use domain::{Time, Window};
use std::collections::HashMap;
use store::Conn;
use store::activity::{self, From, Part, Record};
use uuid::Uuid;

/// Events on a page.
pub const PAGE: u16 = 50;

/// A page of the events in which an identity is actor or target, parts of bulk writes included.
///
/// Who may: `audit.read`, and `users.view` for the names. Fails with `not_found`, and with
/// `invalid_cursor` for a cursor of another list.
pub async fn of_identity(env: &Env, identity: IdentityId, at: &At) -> Result<Log> {
    env.require("users.view")?;
    env.require("audit.read")?;
    let list = List::of(&(env.id(), "activity", identity));
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
    let mut conn = env.read().await?;
    found(store::identities::get(&mut conn, env.id(), identity).await, "person")?;
    let mut records = activity::of_identity(&mut conn, env.id(), identity, from, PAGE + 1).await?;
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
    let cursor = |record: Option<&Record>| record.map(|one| list.cursor(&one.event.seq.to_string(), identity.0));
    let older = cursor(records.last()).filter(|_| has_older);
    let newer = cursor(records.first()).filter(|_| has_newer);
    Ok(Log {
        entries: entries(env, &mut conn, Subject::Identity(identity), None, records).await?,
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
        entries: entries(env, &mut conn, subject, Some(id), records).await?,
        older: None,
        newer: None,
        notices: Vec::new(),
    })
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
    subject: Subject,
    only: Option<AssignmentId>,
    records: Vec<Record>,
) -> Result<Vec<LogEntry>> {
    let with_parts = records.iter().filter(|record| record.event.children > 0);
    let mut parts: HashMap<Uuid, Vec<Part>> = HashMap::new();
    for part in activity::parts(conn, subject.uuid(), with_parts.map(|record| record.event.id)).await? {
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
fn about(env: &Env, subject: Subject, record: &Record, parts: &[Part], names: &Names) -> Vec<LogEntry> {
    let zone = &env.environment.time_zone;
    let event = &record.event;
    let entry = |words: String, part_of: Option<String>| LogEntry {
        at: Moment {
            at: event.at,
            words: words::moment(event.at, zone),
        },
        words,
        by: by_words(&event.actor),
        part_of,
        operation: record.operation,
        reason: event.reason.clone(),
    };
    let on_subject = event.target.as_ref().is_some_and(|target| target.id == subject.uuid());
    if parts.is_empty() || on_subject {
        let words = if on_subject {
            happened(record, names, zone)
        } else {
            did(record, names)
        };
        return vec![entry(words, None)];
    }
    let bulk = format!("{}, {}", bulk_name(&event.action), words::time_of_day(event.at, zone));
    parts
        .iter()
        .map(|part| entry(part_words(&event.action, part, names), Some(bulk.clone())))
        .collect()
}

/// What a single write noted of an assignment.
struct Noted {
    role: Option<RoleId>,
    window: Window,
}

fn facts(data: Option<&str>) -> Option<Noted> {
    let data: serde_json::Value = serde_json::from_str(data?).ok()?;
    let at = |name: &str| -> Option<Time> { data[name].as_str()?.parse().ok() };
    Some(Noted {
        role: data["role_id"].as_str().and_then(|text| text.parse().ok()),
        window: Window::new(at("effective_from"), at("effective_to")),
    })
}

fn role(record: &Record, names: &Names) -> String {
    [&record.after, &record.before]
        .into_iter()
        .find_map(|data| facts(data.as_deref())?.role)
        .and_then(|id| names.roles.get(&id).cloned())
        .unwrap_or_else(|| "A role".to_owned())
}

/// What happened to the subject, with the dates where there are any.
fn happened(record: &Record, names: &Names, zone: &str) -> String {
    let after = || {
        facts(record.after.as_deref())
            .and_then(|noted| when::short(noted.window, zone))
            .unwrap_or_else(|| "until removed".to_owned())
    };
    match record.event.action.as_str() {
        "assignment.created" => format!("{} was given, {}", role(record, names), after()),
        "assignment.renewed" => format!("{} was given again, {}", role(record, names), after()),
        "assignment.changed" => format!("The dates of {} were changed: {}", role(record, names), after()),
        "assignment.revoked" => format!("{} was taken away", role(record, names)),
        "identity.created" => "Added to the directory".to_owned(),
        "invitation.created" => match facts(record.after.as_deref()).and_then(|noted| noted.role) {
            Some(_) => format!("Invited, and given {}, {}", role(record, names), after()),
            None => "Invited".to_owned(),
        },
        "invitation.renewed" => "Invited again, by a new link".to_owned(),
        "invitation.withdrawn" => "The invitation was withdrawn".to_owned(),
        "invitation.accepted" => "Accepted the invitation".to_owned(),
        other => plain(other),
    }
}

/// What the subject did.
fn did(record: &Record, names: &Names) -> String {
    let event = &record.event;
    let whom = event.target.as_ref().map_or("someone", |target| target.label.as_str());
    let count = usize::try_from(event.children).unwrap_or(0);
    let many = match count {
        1 => "1 subject".to_owned(),
        n => format!("{} subjects", words::number(n)),
    };
    match event.action.as_str() {
        "assignment.created" => format!("Gave {} to {whom}", role(record, names)),
        "assignment.renewed" => format!("Gave {} again to {whom}", role(record, names)),
        "assignment.changed" => format!("Changed the dates of {} of {whom}", role(record, names)),
        "assignment.revoked" => format!("Took {} away from {whom}", role(record, names)),
        "identity.created" => format!("Added {whom} to the directory"),
        "invitation.created" => format!("Invited {whom}"),
        "invitation.renewed" => format!("Made a new link for {whom}"),
        "invitation.withdrawn" => format!("Withdrew the invitation of {whom}"),
        "invitation.accepted" => "Accepted the invitation".to_owned(),
        "role.created" => format!("Made the role {whom}"),
        "role.changed" => format!("Changed the role {whom}"),
        "role.deleted" => format!("Deleted the role {whom}"),
        "role.restored" => format!("Restored the role {whom}"),
        "access.denied" => refusals(record),
        "assignments.assign" => format!("Asked to give roles to {many}"),
        "assignments.remove" => format!("Asked to take roles away from {many}"),
        "assignments.set_dates" => format!("Asked to change the dates of {many}"),
        "assignments.end" => format!("Asked to end roles of {many}"),
        other => plain(other),
    }
}

/// `Was refused 3 times: lacks audit.export`.
fn refusals(record: &Record) -> String {
    let noted: serde_json::Value = record
        .after
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let times = match noted["count"].as_u64() {
        Some(1) | None => "once".to_owned(),
        Some(2) => "twice".to_owned(),
        Some(n) => format!("{n} times"),
    };
    let lacks = noted["capability"].as_str().map(|key| format!(": lacks {key}"));
    format!("Was refused {times}{}", lacks.unwrap_or_default())
}

/// What a bulk write did to the subject, or why not.
fn part_words(action: &str, part: &Part, names: &Names) -> String {
    match action {
        "identities.imported" | "identities.created" => return "Added to the directory".to_owned(),
        "groups.members_added" => {
            let group = part.object_id.and_then(|id| names.groups.get(&id));
            return format!("Added to {}", group.map_or("a group", String::as_str));
        }
        // What someone was given at once.
        "invitation.created" | "role.created" | "role.deleted" | "role.restored" => {}
        _ if !action.starts_with("assignments.") => return plain(action),
        _ => {}
    }
    let role = part
        .object_id
        .and_then(|id| names.of_assignment.get(&id))
        .and_then(|id| names.roles.get(id))
        .map_or("A role", String::as_str);
    let why = |code: Option<&str>| sentence(code.unwrap_or_default()).to_lowercase();
    match Status::parse(&part.outcome) {
        Some(Status::Created) => format!("{role} was given"),
        Some(Status::Updated) => format!("The dates of {} were changed", role.replace("A role", "a role")),
        Some(Status::Removed) => format!("{role} was taken away"),
        Some(Status::Skipped) => format!("Left out: {}", why(part.code.as_deref())),
        Some(Status::Failed) => format!("Not done: {}", why(part.code.as_deref())),
        None => plain(action),
    }
}

/// `bulk assign`.
fn bulk_name(action: &str) -> String {
    match action {
        "invitation.created" => "invitation",
        "role.created" => "new role",
        "role.deleted" => "deleted role",
        "role.restored" => "restored role",
        "assignments.assign" => "bulk assign",
        "assignments.remove" => "bulk remove",
        "assignments.set_dates" => "bulk change of dates",
        "assignments.end" => "bulk end",
        "assignments.undo" => "undo",
        "groups.members_added" => "group members",
        "assignments.imported" | "identities.imported" => "import",
        other => return plain(other).to_lowercase(),
    }
    .to_owned()
}

/// An action that has no sentence of its own: `group.members_added` is "Group members added".
fn plain(action: &str) -> String {
    let words = action.replace(['.', '_'], " ");
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_say_what_was_done_and_nothing_else() {
        let (group, assignment, role) = (Uuid::from_u128(1), Uuid::from_u128(2), RoleId(Uuid::from_u128(3)));
        let names = Names {
            roles: HashMap::from([(role, "Viewer".to_owned())]),
            groups: HashMap::from([(group, "Support".to_owned())]),
            of_assignment: HashMap::from([(assignment, role)]),
        };
        let part = |object_id, outcome: &str| Part {
            event_id: Uuid::nil(),
            object_id,
            outcome: outcome.to_owned(),
            code: None,
        };
        for (action, object, outcome, words) in [
            ("identities.imported", None, "created", "Added to the directory"),
            ("groups.members_added", Some(group), "created", "Added to Support"),
            ("groups.members_added", Some(assignment), "created", "Added to a group"),
            ("identities.suspended", None, "created", "Identities suspended"),
            ("assignments.imported", Some(assignment), "created", "Viewer was given"),
            ("assignments.undo", Some(assignment), "removed", "Viewer was taken away"),
            (
                "assignments.set_dates",
                Some(group),
                "updated",
                "The dates of a role were changed",
            ),
        ] {
            assert_eq!(part_words(action, &part(object, outcome), &names), words);
        }
    }
}
