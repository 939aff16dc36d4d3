//! How many are in each group and hold each role, kept as numbers that know when they change by themselves.
//!
//! The numbers are made from the index at the first question. Whoever changes afterwards is taken out as they
//! were and put in as they are; where groups change, the numbers are forgotten and made anew when next asked
//! for. Suspended people count: they hold what they hold, though nothing of it has effect.

mod count;

use super::Index;
use super::closure::{Edge, above};
use super::parts::{Entry, Group, MEMBER, Numbered};
use super::span::Span;
use count::Count;
use domain::Time;
use domain::groups::MAX_DEPTH;
use domain::id::{GroupId, RoleId};
use domain::roles::Holders;

/// How many are in a group, now or later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Members {
    /// In the group itself.
    pub direct: i64,
    /// In it or in a group below it, each once.
    pub nested: i64,
}

/// How many assignments of a role are not over: those that hold and those that are to come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Given {
    pub to_people: i64,
    pub to_groups: i64,
}

/// The numbers of an index at an instant.
#[derive(Debug, Clone, Copy)]
pub struct Counts<'a> {
    index: &'a Index,
    tally: &'a Tally,
    at: Time,
}

impl Counts<'_> {
    /// Of every group that has members.
    pub fn all_members(&self) -> impl Iterator<Item = (GroupId, Members)> {
        let groups = self.index.groups.numbers.keys();
        let counts = groups.map(|group| (*group, self.members(*group)));
        counts.filter(|(_, members)| members.nested > 0)
    }

    /// Of every role that someone holds or will hold.
    pub fn all_holders(&self) -> impl Iterator<Item = (RoleId, Holders)> {
        let roles = self.index.roles.numbers.keys();
        let counts = roles.map(|role| (*role, self.holders(*role)));
        counts.filter(|(_, holders)| *holders != Holders::default())
    }

    /// None in one of elsewhere.
    pub fn members(&self, group: GroupId) -> Members {
        let number = self.index.groups.numbers.get(&group);
        let count = number.and_then(|number| self.tally.groups.get(*number as usize));
        count.map_or(Members::default(), |count| Members {
            direct: count.direct.at(self.at),
            nested: count.nested.at(self.at),
        })
    }

    /// None, for one of elsewhere.
    pub fn given(&self, role: RoleId) -> Given {
        let number = self.index.roles.numbers.get(&role);
        let count = number.and_then(|number| self.tally.roles.get(*number as usize));
        count.map_or(Given::default(), |count| Given {
            to_people: count.to_people.at(self.at),
            to_groups: count.to_groups.at(self.at),
        })
    }

    /// Nobody, for one of elsewhere.
    pub fn holders(&self, role: RoleId) -> Holders {
        let number = self.index.roles.numbers.get(&role);
        let count = number.and_then(|number| self.tally.roles.get(*number as usize));
        count.map_or(Holders::default(), |count| Holders {
            people: count.people.at(self.at),
            direct: count.direct.at(self.at),
            through_groups: count.through.at(self.at),
            groups: count.groups.at(self.at),
            scheduled: count.scheduled.at(self.at),
        })
    }
}

impl Index {
    /// How many are in groups and hold roles. `None` for an instant before the one that was asked about first.
    pub fn counts(&self, at: Time) -> Option<Counts<'_>> {
        let tally = self.tally.get_or_init(|| Tally::of(self, at));
        (at >= tally.since).then_some(Counts { index: self, tally, at })
    }
}

#[derive(Debug, Clone, Default)]
struct OfGroup {
    direct: Count,
    nested: Count,
}

#[derive(Debug, Clone, Default)]
struct OfRole {
    people: Count,
    direct: Count,
    through: Count,
    groups: Count,
    // These are assignments and not people.
    scheduled: Count,
    to_people: Count,
    to_groups: Count,
}

/// What one person counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum For {
    Direct(u32),
    Nested(u32),
    RoleDirect(u32),
    RoleThrough(u32),
    RolePeople(u32),
}

#[derive(Debug, Clone)]
pub(super) struct Tally {
    since: Time,
    /// Of each group the group itself and all above it.
    above: Vec<Box<[Edge]>>,
    groups: Vec<OfGroup>,
    roles: Vec<OfRole>,
    /// Kept for its room alone.
    found: Vec<(For, Span)>,
}

impl Tally {
    fn of(index: &Index, since: Time) -> Self {
        let parents: Vec<&[Edge]> = index.groups.list.iter().map(|group| &group.parents[..]).collect();
        let above = (0..).zip(&parents).map(|(number, _)| {
            let mut edges = above(number, &parents, MAX_DEPTH);
            edges.retain(|edge| edge.span.to > since.0);
            edges.into_boxed_slice()
        });
        let mut tally = Self {
            since,
            above: above.collect(),
            groups: Vec::new(),
            roles: Vec::new(),
            found: Vec::new(),
        };
        for group in &index.groups.list {
            tally.given(&group.grants);
        }
        for entries in index.people.values() {
            tally.person(&index.groups, entries, 1);
        }
        tally
    }

    /// Counts what a group has.
    fn given(&mut self, grants: &[Entry]) {
        self.found.clear();
        for grant in grants.iter().filter(|grant| !grant.span.is_empty()) {
            self.schedule(grant, 1);
            let until = until(grant.span.to);
            at(&mut self.roles, grant.what).to_groups.add(until, self.since, 1);
            self.found.push((For::RolePeople(grant.what), grant.span));
        }
        let (mut found, since) = (std::mem::take(&mut self.found), self.since);
        each(&mut found, |what, span| {
            if let For::RolePeople(role) = what {
                at(&mut self.roles, role).groups.add(span, since, 1);
            }
        });
        self.found = found;
    }

    /// Until it begins, an assignment is scheduled.
    fn schedule(&mut self, grant: &Entry, n: i64) {
        let before = until(grant.span.from);
        at(&mut self.roles, grant.what).scheduled.add(before, self.since, n);
    }

    /// Counts someone in (1) or out (-1).
    pub(super) fn person(&mut self, groups: &Numbered<GroupId, Group>, entries: &[Entry], n: i64) {
        if entries.first().is_some_and(Entry::is_gone) {
            return;
        }
        let (mut found, since) = (std::mem::take(&mut self.found), self.since);
        found.clear();
        let mut push = |what, span: Span| {
            if span.to > since.0 && !span.is_empty() {
                found.push((what, span));
            }
        };
        for entry in entries.iter().filter(|entry| entry.place == MEMBER) {
            // Also who comes later, as lists show them.
            let member = until(entry.span.to);
            push(For::Direct(entry.what), member);
            let itself = [Edge {
                to: entry.what,
                span: Span::ALWAYS,
            }];
            let above = self.above.get(entry.what as usize);
            for edge in above.map_or(&itself[..], |above| above) {
                push(For::Nested(edge.to), edge.span.and(member));
            }
            for grant in groups.get(entry.what).map_or(&[][..], |group| &group.gives) {
                let span = grant.span.and(entry.span);
                push(For::RoleThrough(grant.what), span);
                push(For::RolePeople(grant.what), span);
            }
        }
        for grant in entries.iter().filter(|entry| entry.is_grant()) {
            push(For::RoleDirect(grant.what), grant.span);
            push(For::RolePeople(grant.what), grant.span);
            self.schedule(grant, n);
            let until = until(grant.span.to);
            at(&mut self.roles, grant.what).to_people.add(until, since, n);
        }
        each(&mut found, |what, span| {
            let count = match what {
                For::Direct(group) => &mut at(&mut self.groups, group).direct,
                For::Nested(group) => &mut at(&mut self.groups, group).nested,
                For::RoleDirect(role) => &mut at(&mut self.roles, role).direct,
                For::RoleThrough(role) => &mut at(&mut self.roles, role).through,
                For::RolePeople(role) => &mut at(&mut self.roles, role).people,
            };
            count.add(span, since, n);
        });
        self.found = found;
    }
}

const fn until(to: i64) -> Span {
    Span { from: i64::MIN, to }
}

fn at<T: Default>(list: &mut Vec<T>, number: u32) -> &mut T {
    let number = number as usize;
    if list.len() <= number {
        list.resize_with(number + 1, T::default);
    }
    &mut list[number]
}

/// The times in which each holds, of which none touches another.
fn each(found: &mut [(For, Span)], mut take: impl FnMut(For, Span)) {
    found.sort_unstable_by_key(|(what, span)| (*what, span.from));
    let mut open: Option<(For, Span)> = None;
    for (what, span) in found.iter().copied() {
        match &mut open {
            Some((last, whole)) if *last == what && span.from <= whole.to => whole.to = whole.to.max(span.to),
            _ => {
                if let Some((what, whole)) = open.replace((what, span)) {
                    take(what, whole);
                }
            }
        }
    }
    if let Some((what, whole)) = open {
        take(what, whole);
    }
}
