//! What someone did, in a sentence.

use super::{plain, role};
use crate::activity::Names;
use crate::words;
use store::activity::Record;

/// What the subject did.
pub(crate) fn did(record: &Record, names: &Names) -> String {
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
        "identity.changed" => format!("Changed the name or address of {whom}"),
        "identity.access_removed" => format!("Removed all access of {whom}"),
        "identity.deleted" => format!("Deleted {whom} from the directory"),
        "identity.restored" => format!("Restored {whom} to the directory"),
        "identities.suspended" => format!("Asked to suspend {many}"),
        "identities.reinstated" => format!("Asked to reinstate {many}"),
        "password.reset_started" => format!("Made a link for a new password of {whom}"),
        "password.reset" => "Set a new password by a link".to_owned(),
        "sessions.revoked" => format!("Ended the sessions of {whom}"),
        "role.created" => format!("Made the role {whom}"),
        "role.changed" => format!("Changed the role {whom}"),
        "role.deleted" => format!("Deleted the role {whom}"),
        "role.restored" => format!("Restored the role {whom}"),
        "capability.created" => format!("Made the capability {whom}"),
        "capability.changed" => format!("Changed the capability {whom}"),
        "capability_area.changed" => format!("Changed the area {whom} of the catalogue"),
        "capability.turned_on" => format!("Turned {whom} on"),
        "capability.deleted" => format!("Deleted the capability {whom}"),
        "group.created" => format!("Made the group {whom}"),
        "group.changed" => format!("Changed the group {whom}"),
        "group.moved" => format!("Moved the group {whom}"),
        "group.deleted" => format!("Deleted the group {whom}"),
        "group.restored" => format!("Restored the group {whom}"),
        "groups.members_added" => format!("Asked to add {many} to {whom}"),
        "groups.members_removed" => format!("Asked to take {many} out of {whom}"),
        "groups.members_undone" => format!("Undid a change of the members of {whom}"),
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
