//! Forms as people send them, with or without scripts: read, done or given back with what is wrong.

mod assign;
mod assignments;
mod capabilities;
mod change;
mod find;
mod groups;
mod invite;
mod people;
mod planned;
mod roles;

pub use assign::assign;
pub use assignments::{Done, assignment_dates, back, remove_assignment};
pub use capabilities::{change_area, change_capability, delete_capability, new_capability, turn_on_capability};
pub use change::{change_assignments, chosen_assignments};
pub(crate) use find::SEVERAL;
pub use groups::{change_group, delete_group, join, leave, new_group, restore_group};
pub use invite::{accept, invitation, invite};
pub use people::{REINSTATE, SUSPEND, edit_identity, person_step, restore_person, revoke_sessions};
pub use planned::{ASSIGN, Next, Planned, REMOVE};
pub use roles::{change_role, delete_role, new_role, restore_role};

use crate::cx::{Cx, Env};
use crate::error::Error;
use crate::sessions::{Origin, SignedIn};
use crate::{Result, identities, setup};
use domain::form::Sent;
use domain::id::{GroupId, IdentityId};
use domain::identities::{Identity, Kind};
use domain::plans::Selection;
use domain::problem::Code;
use domain::query;
use domain::tenants::Tenant;
use std::collections::HashSet;

/// The setup form. Fields: `token name email password organisation time_zone`.
pub async fn setup(cx: &Cx, sent: &Sent, origin: &Origin) -> Result<(SignedIn, Tenant)> {
    let form = setup::Form {
        token: sent.value("token").trim().to_owned(),
        name: sent.value("name"),
        email: sent.value("email"),
        password: sent.value("password"),
        organisation: sent.value("organisation"),
        time_zone: sent.value("time_zone"),
    };
    setup::complete(cx, &form, origin).await
}

/// The form for a new identity. Fields: `kind name email`.
pub async fn new_identity(env: &Env, sent: &Sent) -> Result<Identity> {
    let kind = match sent.value("kind").as_str() {
        "" => Kind::Person,
        text => Kind::parse(text).ok_or_else(|| Error::at(Code::InvalidValue, "/kind", "Choose person or service"))?,
    };
    let email = sent.value("email");
    let new = identities::New {
        name: sent.value("name"),
        email: (!email.trim().is_empty()).then_some(email),
        kind,
    };
    identities::create(env, &new).await
}

/// Who is selected, as the list or the assign page sent it. Ids that are none are left out.
pub fn selection(sent: &Sent) -> Selection {
    let groups: Vec<GroupId> = sent.all("group_id").filter_map(|text| text.parse().ok()).collect();
    if !groups.is_empty() {
        let mut seen = HashSet::new();
        return Selection::Groups(groups.into_iter().filter(|id| seen.insert(*id)).collect());
    }
    let ids = |name: &str| -> Vec<IdentityId> { sent.all(name).filter_map(|text| text.parse().ok()).collect() };
    if sent.value("scope") != "matching" {
        let mut seen = HashSet::new();
        return Selection::Ids(ids("id").into_iter().filter(|id| seen.insert(*id)).collect());
    }
    let (query, _) = query::Directory::parse(&sent.value("filter"));
    let ticked: HashSet<IdentityId> = ids("id").into_iter().collect();
    let unticked = ids("shown").into_iter().filter(|id| !ticked.contains(id));
    let mut exclude: Vec<IdentityId> = ids("exclude").into_iter().chain(unticked).collect();
    exclude.sort_unstable();
    exclude.dedup();
    Selection::Matching {
        filter: query.filter,
        exclude,
    }
}
