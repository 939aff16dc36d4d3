//! What the pages of groups show.

use super::{Affected, Choice, GroupLink, Log, PlanView, RoleSources, Several, Shell, Subjects};
use crate::groups::Group;
use crate::id::{EventId, GroupId};
use crate::identities::Listing;
use crate::problem::Problem;
use crate::query;
use serde::{Deserialize, Serialize};

/// A line of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRow {
    pub group: Group,
    /// 0 for a top one.
    pub depth: usize,
    /// Whether the groups in it are shown; `None` where there are none.
    pub open: Option<bool>,
    /// How many are in it, and with those below; `None` where people may not be seen.
    pub members: Option<(i64, i64)>,
    /// What it has itself, by name; `None` where roles may not be seen.
    pub roles: Option<Vec<String>>,
    /// How many roles come from above.
    pub inherited: usize,
}

/// The groups of an environment as a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Groups {
    pub shell: Shell,
    pub q: String,
    pub rows: Vec<GroupRow>,
    pub all: usize,
    pub top: usize,
    /// Which groups of the tree are open, by slug, where the address says so.
    pub open: Option<Vec<String>>,
    /// How many deleted ones can be restored.
    pub deleted: usize,
    pub notices: Vec<String>,
}

/// What stands above the tabs of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupHead {
    pub group: Group,
    /// From the top down to the one in which it lies.
    pub above: Vec<GroupLink>,
    /// With those of the groups below; `None` where people may not be seen.
    pub members: Option<i64>,
    /// Its own and those from above; `None` where roles may not be seen.
    pub roles: Option<usize>,
    pub groups: usize,
}

/// How a member comes to be in a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberWay {
    pub direct: bool,
    /// The groups below in which they are, each with the way down to it.
    pub through: Vec<GroupLink>,
    /// `until 31 Dec 2026`.
    pub until: Option<String>,
}

/// The tab Members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupMembers {
    pub shell: Shell,
    pub head: GroupHead,
    pub query: query::Directory,
    /// How many are in the group itself.
    pub direct: i64,
    /// The members, or why they cannot be shown.
    pub listing: Result<Listing, Problem>,
    /// In the order of the listing.
    pub ways: Vec<MemberWay>,
}

/// The tab Roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRoles {
    pub shell: Shell,
    pub head: GroupHead,
    /// Live ones and ended ones, or why they cannot be shown.
    pub roles: Result<(Vec<RoleSources>, Vec<RoleSources>), Problem>,
}

/// The tab Sub-groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupGroups {
    pub shell: Shell,
    pub head: GroupHead,
    pub rows: Vec<GroupRow>,
}

/// The tab Activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupActivity {
    pub shell: Shell,
    pub head: GroupHead,
    pub log: Result<Log, Problem>,
}

/// The form for a new group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewGroup {
    pub shell: Shell,
    pub groups: Vec<Choice>,
    /// Slug of the group in which it is to lie.
    pub parent: String,
}

/// What a move would give and take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovePlan {
    /// `Support ▸ EMEA`; `None`: at the top.
    pub to: Option<String>,
    pub members: i64,
    /// They, where the actor may see people and something changes for them.
    pub people: Option<Affected>,
    /// Names of roles.
    pub gains: Vec<String>,
    pub loses: Vec<String>,
}

/// The form that changes or moves a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditGroup {
    pub shell: Shell,
    pub head: GroupHead,
    /// Where it can lie.
    pub groups: Vec<Choice>,
    /// The slug of where it lies.
    pub parent: String,
    pub plan: Option<MovePlan>,
}

/// The form that deletes a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteGroup {
    pub shell: Shell,
    pub head: GroupHead,
    /// How many are in the group itself.
    pub direct: i64,
    /// How many are in it or in what lies in it, each once.
    pub nested: i64,
    /// They, where the actor may see people.
    pub people: Option<Affected>,
    /// Names of its own roles.
    pub roles: Vec<String>,
    /// Names of the roles that it has from where it lies, and not itself as well.
    pub inherited: Vec<String>,
    /// What lies in it, by name.
    pub groups: Vec<String>,
    /// How many who are in it are signed in; absent for those who could not sign them out.
    pub signed_in: Option<usize>,
}

/// A deleted group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedGroup {
    pub name: String,
    pub slug: String,
    pub event: EventId,
    /// When and by whom.
    pub words: String,
}

/// The groups that are deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedGroups {
    pub shell: Shell,
    pub groups: Vec<DeletedGroup>,
}

/// Putting people into a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    pub shell: Shell,
    /// The group that was chosen before, by its own page.
    pub group: Option<(GroupId, String, String)>,
    /// All groups as a tree.
    pub groups: Vec<Choice>,
    /// `None`: nobody was selected.
    pub subjects: Option<Subjects>,
    /// What was looked for and not found.
    pub missing: Vec<String>,
    /// Names that several have, each with those among whom one is meant.
    pub several: Vec<Several>,
    pub plan: Option<PlanView>,
}

/// A group that someone of a selection is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveChoice {
    pub slug: String,
    /// `Support ▸ EMEA`.
    pub path: String,
    /// How many of the selection are in it themselves.
    pub count: usize,
}

/// Taking people out of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leave {
    pub shell: Shell,
    pub group: Option<(GroupId, String, String)>,
    pub choices: Vec<LeaveChoice>,
    pub subjects: Option<Subjects>,
    pub plan: Option<PlanView>,
}
