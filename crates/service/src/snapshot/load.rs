//! Filling a snapshot, and bringing it up to date.

use super::{Held, Slot};
use crate::Result;
use crate::cx::Service;
use domain::id::{AccountId, AssignmentId, EnvironmentId, GroupId, IdentityId, OperationId, RoleId};
use policy::Index;
use policy::facts::{CapabilityFact, NodeParent, RoleFact};
use policy::index::{GroupFacts, PersonFacts};
use std::collections::BTreeSet;
use store::Conn;
use store::facts::Which;
use uuid::Uuid;

/// People who are loaded at a time.
const PAGE: i64 = 10_000;
/// Further behind than this it is built anew.
const BEHIND: i64 = 10_000;
/// More people than this at once and it is built anew.
const MOST: usize = 200_000;

/// Loads everything of an environment.
pub(super) async fn whole(service: &Service, environment: EnvironmentId) -> Result<Held> {
    let mut conn = service.db().snapshot().await?;
    let revision = store::environments::get(&mut conn, environment).await?.revision;
    let mut index = Index::default();
    let everything = News {
        roles: Roles::All,
        nodes: true,
        capabilities: true,
        groups: Groups::All,
        ..News::default()
    };
    everything.load(&mut conn, environment).await?.apply(&mut index);
    let mut after = Uuid::nil();
    while let Some(last) = store::changes::people_after(&mut conn, environment, after, PAGE).await? {
        for known in store::facts::people(&mut conn, environment, Which::Between(after, last)).await? {
            index.set_person(&known);
        }
        after = last;
    }
    Ok(Held { revision, index })
}

/// Brings what is held up from the revision `after` to the present one. `false` where it has to be built anew.
pub(super) async fn catch_up(service: &Service, environment: EnvironmentId, slot: &Slot, after: i64) -> Result<bool> {
    let mut conn = service.db().snapshot().await?;
    let revision = store::environments::get(&mut conn, environment).await?.revision;
    if revision - after > BEHIND {
        return Ok(false);
    }
    let changes = store::changes::since(&mut conn, environment, after).await?;
    let told: BTreeSet<i64> = changes.iter().map(|(revision, ..)| *revision).collect();
    if i64::try_from(told.len()) != Ok(revision - after) {
        // A revision that does not say what it touched may have touched everything.
        return Ok(false);
    }
    let mut news = News::default();
    let touched: BTreeSet<(&str, Uuid)> = changes.iter().map(|(_, kind, id)| (kind.as_str(), *id)).collect();
    for (kind, id) in touched {
        if !news.hear(&mut conn, environment, kind, id).await? {
            return Ok(false);
        }
    }
    news.follow(&mut conn, environment, slot).await?;
    if news.people.len() > MOST {
        return Ok(false);
    }
    let loaded = news.load(&mut conn, environment).await?;
    drop(conn);
    slot.change(|held| {
        loaded.apply(&mut held.index);
        held.revision = revision;
    });
    Ok(true)
}

#[derive(Default)]
enum Roles {
    #[default]
    None,
    These(BTreeSet<RoleId>),
    All,
}

enum Groups {
    These(BTreeSet<GroupId>),
    All,
}

impl Default for Groups {
    fn default() -> Self {
        Self::These(BTreeSet::new())
    }
}

/// What is to be loaded again.
#[derive(Default)]
struct News {
    people: BTreeSet<IdentityId>,
    groups: Groups,
    roles: Roles,
    nodes: bool,
    capabilities: bool,
    assignments: Vec<AssignmentId>,
    /// Whoever has these is to be loaded again.
    given: Vec<RoleId>,
    /// The same of those in these.
    members: Vec<GroupId>,
}

impl News {
    /// Notes what a change of that kind may have touched. `false` for a kind that may be anything.
    async fn hear(&mut self, conn: &mut Conn, environment: EnvironmentId, kind: &str, id: Uuid) -> Result<bool> {
        match kind {
            "identity" => {
                self.people.insert(IdentityId(id));
            }
            "group" => self.add_groups([GroupId(id)]),
            "role" => match &mut self.roles {
                Roles::All => {}
                Roles::These(roles) => {
                    roles.insert(RoleId(id));
                }
                Roles::None => self.roles = Roles::These([RoleId(id)].into()),
            },
            "role_holders" => self.given.push(RoleId(id)),
            "group_members" => self.members.push(GroupId(id)),
            // One that is taken away leaves the roles, too.
            "capability" => {
                self.capabilities = true;
                self.roles = Roles::All;
            }
            "node" => self.nodes = true,
            "assignment" => self.assignments.push(AssignmentId(id)),
            "operation" => {
                let (people, groups) = store::changes::of_operation(conn, environment, OperationId(id)).await?;
                self.people.extend(people);
                self.add_groups(groups);
            }
            "account" => {
                let people = store::changes::with_account(conn, environment, Some(AccountId(id))).await?;
                self.people.extend(people);
            }
            // Someone's membership of the tenant.
            "tenant" => {
                self.people
                    .extend(store::changes::with_account(conn, environment, None).await?);
            }
            // Names of areas are read with the catalogue.
            "api_key" | "capability_area" => {}
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn add_groups(&mut self, groups: impl IntoIterator<Item = GroupId>) {
        if let Groups::These(these) = &mut self.groups {
            these.extend(groups);
        }
    }

    /// Adds what goes with what was touched: whom assignments are given to, and who had what was deleted or
    /// comes back.
    async fn follow(&mut self, conn: &mut Conn, environment: EnvironmentId, slot: &Slot) -> Result<()> {
        if !self.assignments.is_empty() {
            let (people, groups) = store::changes::subjects(conn, environment, &self.assignments).await?;
            self.people.extend(people);
            self.add_groups(groups);
        }
        for role in std::mem::take(&mut self.given) {
            if let Some((people, groups)) = slot.look(|held| held.index.given(role)) {
                self.people.extend(people);
                self.add_groups(groups);
            }
        }
        for group in std::mem::take(&mut self.members) {
            let members = slot.look(|held| held.index.members(group));
            self.people.extend(members.unwrap_or_default());
        }
        Ok(())
    }

    async fn load(self, conn: &mut Conn, environment: EnvironmentId) -> Result<Loaded> {
        let roles = match self.roles {
            Roles::None => Vec::new(),
            Roles::All => store::facts::roles(conn, environment, None).await?,
            Roles::These(roles) => {
                let ids: Vec<Uuid> = roles.into_iter().map(|id| id.0).collect();
                store::facts::roles(conn, environment, Some(&ids)).await?
            }
        };
        let groups = match self.groups {
            Groups::All => {
                let all = Which::Between(Uuid::nil(), Uuid::max());
                store::facts::groups(conn, environment, all).await?
            }
            Groups::These(groups) if groups.is_empty() => Vec::new(),
            Groups::These(groups) => {
                let ids: Vec<Uuid> = groups.into_iter().map(|id| id.0).collect();
                store::facts::groups(conn, environment, Which::These(&ids)).await?
            }
        };
        let ids: Vec<Uuid> = self.people.into_iter().map(|id| id.0).collect();
        let mut people = Vec::with_capacity(ids.len());
        for ids in ids.chunks(usize::try_from(PAGE).unwrap_or(1)) {
            people.extend(store::facts::people(conn, environment, Which::These(ids)).await?);
        }
        let nodes = match self.nodes {
            true => Some((
                store::facts::node_parents(conn, environment).await?,
                store::nodes::list(conn, environment).await?,
            )),
            false => None,
        };
        Ok(Loaded {
            roles,
            groups,
            people,
            nodes: nodes.map(|(rows, live)| (rows, live.into_iter().map(|node| node.id).collect())),
            capabilities: match self.capabilities {
                true => Some(store::facts::capability_facts(conn, environment).await?),
                false => None,
            },
        })
    }
}

/// What was loaded again.
struct Loaded {
    roles: Vec<RoleFact>,
    groups: Vec<GroupFacts>,
    people: Vec<PersonFacts>,
    nodes: Option<(Vec<NodeParent>, Vec<domain::id::NodeId>)>,
    capabilities: Option<Vec<CapabilityFact>>,
}

impl Loaded {
    fn apply(self, index: &mut Index) {
        if let Some(capabilities) = &self.capabilities {
            index.set_capabilities(capabilities);
        }
        index.set_roles(&self.roles);
        if let Some((rows, live)) = self.nodes {
            index.set_nodes(&rows, live);
        }
        if !self.groups.is_empty() {
            index.set_groups(&self.groups);
        }
        for known in &self.people {
            index.set_person(known);
        }
    }
}
