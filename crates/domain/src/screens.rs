//! What each screen shows, as the server hands it to the page.

mod access;
mod assignments;
mod audit;
mod capabilities;
mod groups;
mod identity;
mod invite;
mod me;
mod operations;
mod people;
mod roles;

pub use access::*;
pub use assignments::*;
pub use audit::*;
pub use capabilities::*;
pub use groups::*;
pub use identity::*;
pub use invite::*;
pub use me::*;
pub use operations::*;
pub use people::*;
pub use roles::*;

use crate::environments::Hue;
use crate::id::{IdentityId, RoleId};
use crate::identities::{self, Identity, Listing};
use crate::plans::{Plan, Selection};
use crate::query;
use crate::roles::Held;
use serde::{Deserialize, Serialize};

/// A name that several have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Several {
    /// As it was written.
    pub name: String,
    /// The first of them.
    pub people: Vec<Identity>,
    /// Whether there are more.
    pub more: bool,
}

/// Whom a change reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affected {
    /// The first of them, by name.
    pub first: Vec<Identity>,
    pub total: i64,
    /// Whether there are no more than `total`.
    pub exact: bool,
}

/// An environment in the switcher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvironmentLink {
    pub name: String,
    pub slug: String,
    pub hue: Hue,
}

/// A tenant in the switcher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantLink {
    pub name: String,
    pub slug: String,
    pub environments: Vec<EnvironmentLink>,
}

/// What stands around every page of an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shell {
    pub account_name: String,
    pub account_email: String,
    pub tenant: TenantLink,
    pub environment: EnvironmentLink,
    /// IANA name.
    pub time_zone: String,
    /// All tenants that the account may enter, the present one included.
    pub tenants: Vec<TenantLink>,
    /// The identity of the account in this environment.
    pub me: Option<IdentityId>,
    pub may_view_users: bool,
    pub may_create_users: bool,
    pub may_invite: bool,
    pub may_assign: bool,
    pub may_view_roles: bool,
    pub may_view_groups: bool,
    pub may_manage_groups: bool,
    pub may_suspend: bool,
    pub may_revoke_sessions: bool,
    /// Many at once, and all of them as a file.
    pub may_bulk: bool,
    pub may_explain: bool,
    pub may_audit: bool,
}

/// A role or group to choose from; groups carry their depth, 0 for a top one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub slug: String,
    pub name: String,
    pub depth: usize,
}

/// The directory's first tab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    pub shell: Shell,
    pub query: query::Directory,
    pub listing: Listing,
    /// What cannot be shown stays empty.
    pub roles: Vec<Choice>,
    pub groups: Vec<Choice>,
    /// Number of live assignments, for the second tab.
    pub assignments: i64,
    /// Whose roles are shown beside the list.
    pub peek: Option<Peek>,
}

/// One identity beside the list: what it holds, and what can be done about it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peek {
    pub head: IdentityHead,
    pub roles: Vec<RoleSources>,
    /// Why nothing of it has effect, in a sentence.
    pub no_effect: Option<String>,
    /// In how many browsers they are signed in; absent where that may not be seen.
    pub sessions: Option<usize>,
}

/// The form for a new identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewIdentity {
    pub shell: Shell,
}

/// Who is to get a role, as the assign page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subjects {
    pub selection: Selection,
    pub count: usize,
    /// The first of them, by name.
    pub first: Vec<Identity>,
    /// The filter in words, where everything matching is selected.
    pub filter_words: Option<String>,
    /// Groups instead of people, with how many are in each and below it.
    pub groups: Vec<(GroupLink, i64)>,
}

/// A role in the picker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleOption {
    pub id: RoleId,
    pub name: String,
    pub description: Option<String>,
    pub system: bool,
    pub capabilities: i64,
    pub sensitive: i64,
}

/// A plan in the words of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanView {
    pub plan: Plan,
    /// The role that it gives or takes, or the group that people come into or leave.
    pub what: String,
    /// `at the end of Thu 31 Dec 2026, Europe/Paris (23:00 UTC)`; with its start where it is later.
    pub window_words: Option<String>,
    /// Short form for the first line: `until 31 Dec 2026`.
    pub until_words: Option<String>,
    /// Clock time of the judgement.
    pub as_of: String,
}

/// The assign page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assign {
    pub shell: Shell,
    /// `None`: nobody was selected.
    pub subjects: Option<Subjects>,
    /// The role on whose page it began; nobody need be selected then.
    pub via: Option<RoleLink>,
    /// Groups to choose from, where nobody is selected yet.
    pub groups: Vec<Choice>,
    /// Why names that were looked for mean nobody.
    pub missing: Vec<String>,
    /// Names that several have, each with those among whom one is meant.
    pub several: Vec<Several>,
    pub roles: Vec<RoleOption>,
    /// The first day that can be chosen, as `YYYY-MM-DD` in the environment's time zone.
    pub today: String,
    pub plan: Option<PlanView>,
}

/// The remove page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remove {
    pub shell: Shell,
    /// `None`: nobody was selected.
    pub subjects: Option<Subjects>,
    /// The roles that someone of them has.
    pub roles: Vec<Held>,
    pub plan: Option<PlanView>,
}

/// A session's way in: where an account lands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    pub tenants: Vec<TenantLink>,
}

/// The setup page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    pub token_valid: bool,
    pub zones: Vec<String>,
}

/// The row of the list beside which a person is shown.
pub type Row = identities::Row;
