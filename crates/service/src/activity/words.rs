//! What events say of a subject, in sentences.

mod did;

pub(super) use did::did;

use super::Names;
use crate::screens::sentence;
use crate::{when, words};
use domain::bulk::Status;
use domain::id::RoleId;
use domain::{Time, Window};
use store::activity::{Part, Record};

/// What a single write noted of an assignment.
pub(super) struct Noted {
    pub role: Option<RoleId>,
    window: Window,
}

pub(super) fn facts(data: Option<&str>) -> Option<Noted> {
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
pub(super) fn happened(record: &Record, names: &Names, zone: &str) -> String {
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
        "identity.changed" => changed_person(record),
        "identity.access_removed" => "All access was removed".to_owned(),
        "identity.deleted" => "Deleted from the directory".to_owned(),
        "identity.restored" => "Restored to the directory".to_owned(),
        "password.reset_started" => "A link for a new password was made".to_owned(),
        "password.reset" => "Set a new password by a link".to_owned(),
        "sessions.revoked" => "Sessions were ended".to_owned(),
        "group.created" => "The group was made".to_owned(),
        "group.changed" => changed(record),
        "group.moved" => moved(record, names),
        "group.deleted" => "The group was deleted".to_owned(),
        "group.restored" => "The group was restored".to_owned(),
        "groups.members_added" => format!("{} added", people(record, "was", "were")),
        "groups.members_removed" => format!("{} taken out", people(record, "was", "were")),
        "groups.members_undone" => "A change of members was undone".to_owned(),
        "role.created" => "The role was made".to_owned(),
        "role.changed" => changed(record),
        "role.deleted" => "The role was deleted".to_owned(),
        "role.restored" => "The role was restored".to_owned(),
        "capability.created" => "The capability was made".to_owned(),
        "capability.changed" => changed(record),
        "capability_area.changed" => changed(record),
        "capability.turned_on" => "Turned on: it allows from now on".to_owned(),
        "capability.deleted" => "The capability was deleted".to_owned(),
        other => plain(other),
    }
}

/// `The name and the e-mail address were changed`.
fn changed_person(record: &Record) -> String {
    let [_, after] = both(record);
    let is = |field: &str| after[field].as_bool() == Some(true);
    match (is("renamed"), is("readdressed")) {
        (true, true) => "The name and the e-mail address were changed",
        (false, true) => "The e-mail address was changed",
        _ => "The name was changed",
    }
    .to_owned()
}

/// Before and after of an event.
fn both(record: &Record) -> [serde_json::Value; 2] {
    [&record.before, &record.after].map(|data| {
        data.as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    })
}

/// `The name, the description and 3 capabilities were changed`.
fn changed(record: &Record) -> String {
    let [before, after] = both(record);
    let mut what: Vec<String> = ["name", "description"]
        .into_iter()
        .filter(|field| before[field] != after[field])
        .map(|field| format!("the {field}"))
        .collect();
    let keys = |data: &serde_json::Value| -> Vec<String> {
        let list = data["capabilities"].as_array().cloned().unwrap_or_default();
        list.iter().filter_map(|key| key.as_str().map(str::to_owned)).collect()
    };
    let (had, has) = (keys(&before), keys(&after));
    let added: Vec<String> = has.iter().filter(|key| !had.contains(key)).cloned().collect();
    let gone: Vec<String> = had.iter().filter(|key| !has.contains(key)).cloned().collect();
    let mut parts = Vec::new();
    if let Some(last) = what.pop() {
        let (list, verb) = match what.is_empty() {
            true => (last, "was"),
            false => (format!("{} and {last}", what.join(", ")), "were"),
        };
        parts.push(format!("{list} {verb} changed"));
    }
    parts.extend((!added.is_empty()).then(|| format!("{} added", added.join(", "))));
    parts.extend((!gone.is_empty()).then(|| format!("{} taken out", gone.join(", "))));
    let mut words = parts.join("; ");
    if let Some(first) = words
        .get(..1)
        .map(str::to_uppercase)
        .filter(|_| words.starts_with("the "))
    {
        words.replace_range(..1, &first);
    }
    words
}

/// `Moved into Support`.
fn moved(record: &Record, names: &Names) -> String {
    let [_, after] = both(record);
    let parent = after["parent_id"].as_str().and_then(|text| text.parse().ok());
    match parent.map(|id: uuid::Uuid| names.groups.get(&id)) {
        None => "Moved to the top".to_owned(),
        Some(None) => "Moved into a group that is not here any more".to_owned(),
        Some(Some(name)) => format!("Moved into {name}"),
    }
}

/// `3 people were`, of those whom an event changed.
fn people(record: &Record, one: &str, many: &str) -> String {
    let [_, after] = both(record);
    let summary = &after["summary"];
    let count = ["created", "removed"]
        .into_iter()
        .find_map(|verb| summary[verb].as_u64());
    match count.unwrap_or(0) {
        1 => format!("1 person {one}"),
        n => format!("{} people {many}", words::number(usize::try_from(n).unwrap_or(0))),
    }
}

/// What a bulk write did to the subject, or why not.
pub(super) fn part_words(action: &str, part: &Part, names: &Names) -> String {
    match action {
        "identities.imported" | "identities.created" => return "Added to the directory".to_owned(),
        "groups.created" => return "The group was made".to_owned(),
        "roles.created" => return "The role was made".to_owned(),
        "groups.members_added" | "groups.members_removed" | "groups.members_undone" => return in_group(part, names),
        "identities.suspended" | "identities.reinstated" => {
            let done = if action == "identities.suspended" {
                "Suspended"
            } else {
                "Reinstated"
            };
            return left_out(Status::parse(&part.outcome), part).unwrap_or_else(|| done.to_owned());
        }
        "capability.deleted" => return "A capability that it held was deleted".to_owned(),
        // Its roles ended, too.
        "group.deleted" if part.object_id.is_none_or(|id| !names.of_assignment.contains_key(&id)) => {
            return in_group(part, names);
        }
        // What someone was given at once.
        "invitation.created" | "role.created" | "role.deleted" | "role.restored" | "group.deleted"
        | "group.restored" => {}
        _ if !action.starts_with("assignments.") => return plain(action),
        _ => {}
    }
    let role = part
        .object_id
        .and_then(|id| names.of_assignment.get(&id))
        .and_then(|id| names.roles.get(id))
        .map_or("A role", String::as_str);
    match Status::parse(&part.outcome) {
        Some(Status::Created) => format!("{role} was given"),
        Some(Status::Updated) => format!("The dates of {} were changed", role.replace("A role", "a role")),
        Some(Status::Removed) => format!("{role} was taken away"),
        other => left_out(other, part).unwrap_or_else(|| plain(action)),
    }
}

/// Why nothing was done.
fn left_out(status: Option<Status>, part: &Part) -> Option<String> {
    let why = sentence(part.code.as_deref().unwrap_or_default()).to_lowercase();
    match status? {
        Status::Skipped => Some(format!("Left out: {why}")),
        Status::Failed => Some(format!("Not done: {why}")),
        _ => None,
    }
}

/// What became of someone in a group.
fn in_group(part: &Part, names: &Names) -> String {
    let group = part.object_id.and_then(|id| names.groups.get(&id));
    let group = group.map_or("a group", String::as_str);
    match Status::parse(&part.outcome) {
        Some(Status::Created) => format!("Added to {group}"),
        Some(Status::Removed) => format!("Taken out of {group}"),
        Some(Status::Updated) => format!("Moved up, as {group} was deleted"),
        other => left_out(other, part).unwrap_or_else(|| "A change of members".to_owned()),
    }
}

/// `bulk assign`.
pub(super) fn bulk_name(action: &str) -> String {
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
        "groups.members_added" | "groups.members_removed" => "group members",
        "groups.members_undone" => "undo",
        "identities.suspended" => "suspension",
        "identities.reinstated" => "reinstatement",
        "group.deleted" => "deleted group",
        "group.restored" => "restored group",
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
    use std::collections::HashMap;
    use uuid::Uuid;

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
            ("identities.suspended", None, "updated", "Suspended"),
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
