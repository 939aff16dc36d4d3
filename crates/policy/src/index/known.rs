//! What an index knows of whom, to tell what a change touches.

use super::Index;
use super::parts::{Entry, MEMBER};
use domain::id::{GroupId, IdentityId, RoleId};

impl Index {
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The people and the groups to whom a role is, was or will be given, themselves.
    pub fn given(&self, role: RoleId) -> (Vec<IdentityId>, Vec<GroupId>) {
        let Some(role) = self.roles.numbers.get(&role).copied() else {
            return (Vec::new(), Vec::new());
        };
        let named = |entry: &Entry| entry.what == role && entry.is_grant();
        let groups = self.groups.numbers.iter();
        let groups = groups.filter(|(_, number)| self.groups.list[**number as usize].grants.iter().any(named));
        (self.who(named), groups.map(|(id, _)| *id).collect())
    }

    /// The people who are, were or will be members of a group, themselves.
    pub fn members(&self, group: GroupId) -> Vec<IdentityId> {
        let Some(group) = self.groups.numbers.get(&group).copied() else {
            return Vec::new();
        };
        self.who(|entry| entry.what == group && entry.place == MEMBER)
    }

    fn who(&self, named: impl Fn(&Entry) -> bool) -> Vec<IdentityId> {
        let people = self.people.iter();
        let people = people.filter(|(_, entries)| entries.iter().any(&named));
        people.map(|(id, _)| *id).collect()
    }
}
