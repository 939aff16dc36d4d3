//! What an index is made of.

use super::closure::Edge;
use super::span::Span;
use domain::id::RoleId;
use std::collections::HashMap;
use std::hash::Hash;

pub(super) type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// What a person or a group has in one window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub span: Span,
    /// The role, or the group; of a block the reason, or the mark for being deleted.
    pub what: u32,
    /// The node, or one of the two marks below.
    pub place: u32,
}

impl Entry {
    /// Whether it says that a role is given.
    pub fn is_grant(&self) -> bool {
        self.place < BLOCKED
    }

    /// Whether it says that the person is deleted.
    pub fn is_gone(&self) -> bool {
        self.place == BLOCKED && self.what == GONE
    }
}

/// Marks an entry that says: member of that group.
pub(super) const MEMBER: u32 = u32::MAX;
/// Marks an entry that says: nothing has effect.
pub(super) const BLOCKED: u32 = u32::MAX - 1;
/// The reason of a block that says: deleted.
pub(super) const GONE: u32 = u32::MAX;

#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    pub parents: Vec<Edge>,
    pub grants: Vec<Entry>,
    /// What membership gives: the grants of the group and of all above it.
    pub gives: Box<[Entry]>,
    /// What all of these may hold.
    pub ever: Mask,
}

/// Capabilities that something holds, held or will hold, to pass over the most of what is asked at a glance:
/// one bit each, and the last one for all that have no bit of their own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Mask(u128);

impl Mask {
    pub const ALL: Self = Self(u128::MAX);

    pub fn of(capability: u32) -> Self {
        Self(1 << capability.min(u128::BITS - 1))
    }

    /// What these grants may give, at whatever time.
    pub fn of_all(roles: &Numbered<RoleId, Role>, grants: &[Entry]) -> Self {
        let roles = grants.iter().filter_map(|grant| roles.get(grant.what));
        roles.fold(Self::default(), |all, role| all.with(role.ever))
    }

    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Role {
    pub holds_all: bool,
    /// By capability.
    pub holds: Box<[(u32, Span)]>,
    pub ever: Mask,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    pub live: bool,
    /// The node itself and all above it.
    pub above: Box<[Edge]>,
}

/// Things by number: they are few, and are named in many places.
#[derive(Debug, Clone)]
pub(super) struct Numbered<K, V> {
    pub numbers: Map<K, u32>,
    pub list: Vec<V>,
}

impl<K, V> Default for Numbered<K, V> {
    fn default() -> Self {
        Self {
            numbers: Map::default(),
            list: Vec::new(),
        }
    }
}

impl<K: Eq + Hash + Copy, V: Default> Numbered<K, V> {
    /// The number of a thing, which it gets when it is first named.
    pub fn number(&mut self, key: K) -> u32 {
        let next = u32::try_from(self.list.len()).unwrap_or(BLOCKED - 1);
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.list.push(V::default());
        }
        number
    }

    pub fn get(&self, number: u32) -> Option<&V> {
        self.list.get(number as usize)
    }

    pub fn at(&mut self, key: K) -> &mut V {
        let number = self.number(key) as usize;
        &mut self.list[number]
    }
}
