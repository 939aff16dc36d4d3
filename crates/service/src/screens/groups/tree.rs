//! The tree of groups: which lines of it are shown, and what each says.

use crate::Result;
use crate::counts;
use crate::cx::Env;
use crate::groups::Forest;
use domain::groups::Group;
use domain::id::{GroupId, RoleId};
use domain::screens::GroupRow;
use policy::index::Members;
use std::collections::{HashMap, HashSet};
use store::Conn;

/// What a tree is drawn from.
pub(super) struct Tree {
    pub all: Forest,
    /// Absent where people may not be seen.
    pub counts: Option<HashMap<GroupId, Members>>,
    /// Names of the roles that each group has itself; absent where roles may not be seen.
    pub roles: Option<HashMap<GroupId, Vec<String>>>,
}

impl Tree {
    /// `all`: the groups that are drawn.
    pub async fn load(env: &Env, all: Forest) -> Result<Self> {
        let counts = match env.may("users.view") {
            true => Some(counts::members_of_all(env).await?),
            false => None,
        };
        let roles = match env.may("roles.view") {
            true => Some(own_roles(env, &mut env.read().await?).await?),
            false => None,
        };
        Ok(Self { all, counts, roles })
    }

    pub fn row(&self, group: &Group, depth: usize, open: Option<bool>) -> GroupRow {
        let inherited: HashSet<&String> = self
            .all
            .upwards(group.id)
            .iter()
            .skip(1)
            .flat_map(|id| self.roles.iter().filter_map(|roles| roles.get(id)).flatten())
            .collect();
        GroupRow {
            depth,
            open,
            members: self.counts.as_ref().map(|counts| {
                let count = counts.get(&group.id).copied().unwrap_or_default();
                (count.direct, count.nested)
            }),
            roles: self
                .roles
                .as_ref()
                .map(|roles| roles.get(&group.id).cloned().unwrap_or_default()),
            inherited: inherited.len(),
            group: group.clone(),
        }
    }

    /// The lines below `parent`, each group above what lies in it.
    pub fn rows(&self, parent: Option<GroupId>, depth: usize, shown: &Shown<'_>, out: &mut Vec<GroupRow>) {
        for group in self.all.inside(parent).filter(|group| shown.has(group)) {
            let any = self.all.inside(Some(group.id)).next().is_some();
            let open = any.then(|| shown.opens(group));
            out.push(self.row(group, depth, open));
            if open == Some(true) {
                self.rows(Some(group.id), depth + 1, shown, out);
            }
        }
    }
}

/// Names of the live roles of each group.
async fn own_roles(env: &Env, conn: &mut Conn) -> Result<HashMap<GroupId, Vec<String>>> {
    let given = store::assignments::live_of_groups(conn, env.id(), env.cx.now()).await?;
    let mut ids: Vec<RoleId> = given.iter().map(|(_, role)| *role).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = store::roles::names(conn, env.id(), ids).await?;
    let mut of: HashMap<GroupId, Vec<String>> = HashMap::new();
    for (group, role) in given {
        let Some(name) = names.get(&role) else { continue };
        let list = of.entry(group).or_default();
        if !list.contains(name) {
            list.push(name.clone());
        }
    }
    for list in of.values_mut() {
        list.sort();
    }
    Ok(of)
}

/// Which lines of the tree are shown.
pub(super) struct Shown<'a> {
    /// With a search: what matches and what is above it.
    pub only: Option<HashSet<GroupId>>,
    pub open: Option<&'a [String]>,
    pub all_open: bool,
}

impl Shown<'_> {
    fn has(&self, group: &Group) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&group.id))
    }

    fn opens(&self, group: &Group) -> bool {
        match (&self.only, self.open) {
            (Some(_), _) => true,
            (None, Some(open)) => open.iter().any(|slug| slug == group.slug.as_str()),
            (None, None) => self.all_open,
        }
    }
}
