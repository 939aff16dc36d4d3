//! Paths to what someone can, in words.

use crate::Result;
use crate::access;
use crate::assignments::by_words;
use crate::cx::Env;
use crate::held::Names;
use crate::screens::identity::blocked;
use crate::{when, words};
use domain::Window;
use domain::assignments::Assignment;
use domain::id::{AssignmentId, RoleId};
use domain::screens::{GroupLink, Way};
use policy::{Miss, Path};
use std::collections::{BTreeSet, HashMap};

/// What paths are told with.
pub(super) struct Teller<'a> {
    env: &'a Env,
    names: Names,
    roles: HashMap<RoleId, String>,
    given: HashMap<AssignmentId, Assignment>,
}

impl<'a> Teller<'a> {
    pub async fn load(env: &'a Env, paths: impl Iterator<Item = &Path>) -> Result<Self> {
        let paths: Vec<&Path> = paths.collect();
        let roles: BTreeSet<RoleId> = paths.iter().map(|path| path.role).collect();
        let given = access::given(env, paths.into_iter()).await?;
        let mut conn = env.read().await?;
        Ok(Self {
            env,
            names: Names::load(env, &mut conn).await?,
            roles: store::roles::names(&mut conn, env.id(), roles).await?,
            given,
        })
    }

    pub fn way(&self, path: &Path) -> Way {
        let (now, zone) = (self.env.cx.now(), &self.env.environment.time_zone);
        let given = self.given.get(&path.assignment);
        let links = path.groups.iter().rev().map(|id| self.names.link(*id));
        let links: Vec<GroupLink> = links.collect();
        // A start in the past is of no interest.
        let window = Window::new(path.window.from.filter(|from| now < *from), path.window.to);
        Way {
            groups: links,
            node: self.names.node(path.node).map(str::to_owned),
            role_id: path.role,
            role: self.roles.get(&path.role).cloned().unwrap_or_default(),
            assignment_id: path.assignment,
            window: when::short(window, zone).unwrap_or_else(|| "no end".to_owned()),
            by: given.map(|one| {
                format!(
                    "by {}, {}",
                    by_words(&one.granted_by),
                    words::short_day(one.created_at, now, zone)
                )
            }),
        }
    }

    /// A path in a line for a file, which is read when nobody knows any more what today was:
    /// `Platform › Deployer from 2026-07-21T09:00:00Z until 2026-12-01T00:00:00Z by Dana Whitfield`.
    pub fn line(&self, path: &Path) -> String {
        let way = self.way(path);
        let groups = way.groups.into_iter().map(|group| group.name);
        let hops: Vec<String> = groups.chain(way.node).chain([way.role]).collect();
        let given = self.given.get(&path.assignment);
        let facts = [
            path.window.from.map(|at| format!(" from {at}")),
            path.window.to.map(|at| format!(" until {at}")),
            given.map(|one| format!(" by {}", by_words(&one.granted_by))),
        ];
        format!(
            "{}{}",
            hops.join(" › "),
            facts.into_iter().flatten().collect::<String>()
        )
    }

    /// Why a path does not allow it.
    pub fn miss(&self, miss: Miss) -> String {
        let zone = &self.env.environment.time_zone;
        match miss {
            Miss::Blocked(reason) => blocked(reason).to_owned(),
            Miss::InFlight => "in flight: it allows nothing yet".to_owned(),
            Miss::Ended { at } => format!("ended {}", words::moment(at, zone)),
            Miss::NotYetStarted { at } => format!("starts {}", words::moment(at, zone)),
            Miss::OtherNode(node) => match self.names.node(node) {
                Some(node) => format!("holds at {node} only"),
                None => "holds elsewhere".to_owned(),
            },
            Miss::LacksCapability => "does not contain it".to_owned(),
        }
    }
}
