//! The rules of access once more, as plainly as they can be written: every set is enumerated, from
//! the rows of the world alone, without anything of the code that it judges.

use super::{Holder, Span, World};
use domain::Time;
use domain::roles::Holders;
use std::collections::BTreeSet;

/// Whether the identity may do that, there, then (all but the instant by index).
pub fn allowed(world: &World, identity: usize, capability: usize, node: usize, at: Time) -> bool {
    !blocked(world, identity, at)
        && world.capabilities[capability].iter().any(|span| within(span, at))
        && holds(world, identity, capability, node, at, at)
}

/// Whether anything stops all effect of the identity at `at`.
pub fn blocked(world: &World, identity: usize, at: Time) -> bool {
    world.identities[identity]
        .blocked
        .iter()
        .any(|(_, span)| within(span, at))
}

/// Whether a role that lists the capability, in flight or not, is held at `at` at the node or above
/// it, where nodes lie as they lay at `tree_at`.
pub fn holds(world: &World, identity: usize, capability: usize, node: usize, at: Time, tree_at: Time) -> bool {
    let mut capabilities = BTreeSet::new();
    for assigned in &world.assignments {
        let held_by: BTreeSet<usize> = match assigned.holder {
            Holder::Identity(holder) => [holder].into(),
            Holder::Group(group) => members(world, group, at),
        };
        let begun = assigned.created <= at.0 && assigned.from.unwrap_or(i64::MIN) <= at.0;
        let over = assigned.to.is_some_and(|to| at.0 >= to) || assigned.revoked.is_some_and(|then| at.0 >= then);
        if begun && !over && held_by.contains(&identity) && below(world, assigned.node, tree_at).contains(&node) {
            capabilities.extend(listed(world, assigned.role, at));
        }
    }
    capabilities.contains(&capability)
}

/// Everyone in the group: its own members and, again and again, those of the groups in it.
pub fn members(world: &World, group: usize, at: Time) -> BTreeSet<usize> {
    of_groups(world, &inside(world, group, at), |span| within(span, at))
}

/// The same with those who come later.
pub fn members_and_coming(world: &World, group: usize, at: Time) -> BTreeSet<usize> {
    let not_over = |span: &Span| span.until.is_none_or(|until| until > at.0 && until > span.since);
    of_groups(world, &inside(world, group, at), not_over)
}

// The group and all groups in it.
fn inside(world: &World, group: usize, at: Time) -> BTreeSet<usize> {
    let mut inside = BTreeSet::from([group]);
    for _ in &world.groups {
        for (child, parents) in world.groups.iter().enumerate() {
            if parents
                .iter()
                .any(|(parent, span)| inside.contains(parent) && within(span, at))
            {
                inside.insert(child);
            }
        }
    }
    inside
}

fn of_groups(world: &World, inside: &BTreeSet<usize>, counts: impl Fn(&Span) -> bool) -> BTreeSet<usize> {
    let is_member = |identity: &usize| {
        world.identities[*identity]
            .memberships
            .iter()
            .any(|(group, span)| inside.contains(group) && counts(span))
    };
    (0..world.identities.len()).filter(is_member).collect()
}

/// How many assignments of the role to people and to groups are not over.
pub fn given(world: &World, role: usize, at: Time) -> (i64, i64) {
    let (mut people, mut groups) = (0, 0);
    for assigned in world.assignments.iter().filter(|one| one.role == role) {
        let from = assigned.from.unwrap_or(i64::MIN).max(assigned.created);
        let ends = [assigned.to, assigned.revoked].into_iter().flatten().min();
        if ends.is_none_or(|end| end > from && end > at.0) {
            match assigned.holder {
                Holder::Identity(_) => people += 1,
                Holder::Group(_) => groups += 1,
            }
        }
    }
    (people, groups)
}

/// Who holds the role and which groups have it, anywhere; how many assignments of it have not begun.
pub fn holders(world: &World, role: usize, at: Time) -> Holders {
    let (mut direct, mut through, mut groups) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut scheduled = 0;
    for assigned in world.assignments.iter().filter(|one| one.role == role) {
        let from = assigned.from.unwrap_or(i64::MIN).max(assigned.created);
        let ends = [assigned.to, assigned.revoked].into_iter().flatten().min();
        if ends.is_some_and(|end| end <= from || end <= at.0) {
            continue;
        }
        if from > at.0 {
            scheduled += 1;
            continue;
        }
        match assigned.holder {
            Holder::Identity(holder) => drop(direct.insert(holder)),
            Holder::Group(group) => {
                groups.insert(group);
                through.extend(members(world, group, at));
            }
        }
    }
    let count = |set: &BTreeSet<usize>| i64::try_from(set.len()).unwrap_or(i64::MAX);
    Holders {
        people: count(&direct.union(&through).copied().collect()),
        direct: count(&direct),
        through_groups: count(&through),
        groups: count(&groups),
        scheduled,
    }
}

// The node and all nodes under it.
fn below(world: &World, node: usize, at: Time) -> BTreeSet<usize> {
    let mut inside = BTreeSet::from([node]);
    for _ in &world.nodes {
        for (child, parents) in world.nodes.iter().enumerate() {
            if parents
                .iter()
                .any(|(parent, span)| inside.contains(parent) && within(span, at))
            {
                inside.insert(child);
            }
        }
    }
    inside
}

fn listed(world: &World, role: usize, at: Time) -> BTreeSet<usize> {
    if world.roles[role].holds_all {
        return (0..world.capabilities.len()).collect();
    }
    world.roles[role]
        .capabilities
        .iter()
        .filter(|(_, span)| within(span, at))
        .map(|(one, _)| *one)
        .collect()
}

fn within(span: &Span, at: Time) -> bool {
    at.0 >= span.since && span.until.is_none_or(|until| at.0 < until)
}
