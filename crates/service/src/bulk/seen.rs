//! What a request asked for before, remembered in few bytes: it may have a hundred thousand items.

use domain::Window;
use domain::assignments::{New, Subject};
use domain::id::{NodeId, RoleId};
use std::collections::HashMap;

pub(super) struct Seen<'a> {
    items: &'a [New],
    /// A request names few roles and nodes, and many people.
    places: HashMap<(RoleId, NodeId), u32>,
    /// The position of the first item of its kind; nearly always there is no other.
    first: HashMap<(Subject, u32), u32>,
    more: HashMap<(Subject, u32), Vec<Window>>,
}

impl<'a> Seen<'a> {
    pub fn of(items: &'a [New]) -> Self {
        Self {
            items,
            places: HashMap::new(),
            first: HashMap::with_capacity(items.len()),
            more: HashMap::new(),
        }
    }

    /// Whether an item before this one asks for the same at an overlapping time. If none does, this
    /// one is remembered.
    pub fn overlaps(&mut self, position: usize, node: NodeId) -> bool {
        let new = &self.items[position];
        let next = self.places.len() as u32;
        let place = *self.places.entry((new.role_id, node)).or_insert(next);
        let key = (new.subject, place);
        let Some(first) = self.first.get(&key) else {
            self.first.insert(key, position as u32);
            return false;
        };
        let more = self.more.entry(key).or_default();
        let first = self.items[*first as usize].window;
        if first.overlaps(new.window) || more.iter().any(|window| window.overlaps(new.window)) {
            return true;
        }
        more.push(new.window);
        false
    }
}
