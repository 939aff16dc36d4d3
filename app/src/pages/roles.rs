//! Roles: the list, one of them, a new one, and those that are deleted.

pub mod activity;
pub mod assignments;
pub mod delete;
mod digest;
pub mod gone;
mod head;
mod late;
pub mod list;
pub mod new;
pub mod one;
pub mod unsaved;

use domain::roles::Holders;
use ui::num::{count, grouped};

fn number(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

/// `84 people`, and how: `23 direct, 61 through 3 groups, 2 scheduled`.
fn held(holders: &Holders) -> (String, String) {
    let people = count(number(holders.people), "person", "people");
    let mut parts = Vec::new();
    if holders.direct > 0 {
        parts.push(format!("{} direct", grouped(number(holders.direct))));
    }
    if holders.groups > 0 || holders.through_groups > 0 {
        // Whoever may not see groups is not told how many they are.
        let groups = match holders.groups {
            0 => "groups".to_owned(),
            n => count(number(n), "group", "groups"),
        };
        parts.push(format!("{} through {groups}", grouped(number(holders.through_groups))));
    }
    if holders.scheduled > 0 {
        parts.push(format!("{} scheduled", grouped(number(holders.scheduled))));
    }
    (people, parts.join(", "))
}
