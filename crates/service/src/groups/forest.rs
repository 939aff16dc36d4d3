//! Many groups with where they lie, to go up and down in.

use super::path_of;
use domain::groups::Group;
use domain::id::GroupId;
use std::collections::HashMap;
use std::ops::Deref;

/// Groups by name, each found by its id and by that in which it lies.
pub(crate) struct Forest {
    all: Vec<Group>,
    places: HashMap<GroupId, usize>,
    inside: HashMap<Option<GroupId>, Vec<usize>>,
}

impl From<Vec<Group>> for Forest {
    fn from(all: Vec<Group>) -> Self {
        let mut inside: HashMap<_, Vec<usize>> = HashMap::new();
        for (place, group) in all.iter().enumerate() {
            inside.entry(group.parent_id).or_default().push(place);
        }
        Self {
            places: all.iter().enumerate().map(|(place, group)| (group.id, place)).collect(),
            inside,
            all,
        }
    }
}

impl Deref for Forest {
    type Target = [Group];

    fn deref(&self) -> &[Group] {
        &self.all
    }
}

impl Forest {
    pub fn get(&self, id: GroupId) -> Option<&Group> {
        self.places.get(&id).and_then(|place| self.all.get(*place))
    }

    /// What lies in a group, or at the top.
    pub fn inside(&self, parent: Option<GroupId>) -> impl Iterator<Item = &Group> {
        let places = self.inside.get(&parent).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|place| self.all.get(*place))
    }

    /// A group and all above it, from the group to the top.
    pub fn upwards(&self, id: GroupId) -> Vec<GroupId> {
        let mut found: Vec<GroupId> = Vec::new();
        let mut next = Some(id);
        while let Some(id) = next.filter(|id| !found.contains(id)) {
            found.push(id);
            next = self.get(id).and_then(|group| group.parent_id);
        }
        found
    }

    /// `Support ▸ EMEA ▸ Night shift`.
    pub fn path(&self, id: GroupId) -> String {
        let line = self.upwards(id).into_iter();
        path_of(&line.filter_map(|id| self.get(id)).cloned().collect::<Vec<_>>())
    }
}
