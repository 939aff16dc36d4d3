//! What of the things that a removal names is there at all: a handful of reads for any number.

use crate::Result;
use crate::cx::{Env, Tx};
use domain::assignments::Subject;
use domain::id::AssignmentId;
use std::collections::{HashMap, HashSet};
use store::removal::Item;
use uuid::Uuid;

/// What exists in the environment.
pub(crate) struct Present {
    /// Kinds and ids.
    things: HashSet<(&'static str, Uuid)>,
    /// Assignments and whose they are.
    assignments: HashMap<AssignmentId, Subject>,
}

impl Present {
    pub async fn load(tx: &mut Tx, env: &Env, items: &[Item]) -> Result<Self> {
        let (mut assignments, mut people) = (Vec::new(), Vec::new());
        for item in items {
            match item {
                Item::One(id) => assignments.push(*id),
                Item::Of { subject, .. } => people.extend(subject.identity()),
            }
        }
        let (conn, id) = (&mut *tx.tx, env.id());
        let assignments = store::assignments::standing(conn, id, assignments).await?;
        let mut things = HashSet::new();
        if assignments.len() < items.len() {
            let people = store::bulk::existing(conn, id, &people).await?;
            things.extend(people.into_iter().map(|id| ("identity", id.0)));
            let groups = store::groups::list(conn, id).await?;
            things.extend(groups.into_iter().map(|one| ("group", one.id.0)));
            let roles = store::roles::brief(conn, id).await?;
            things.extend(roles.into_iter().map(|one| ("role", one.id.0)));
            let nodes = store::nodes::list(conn, id).await?;
            things.extend(nodes.into_iter().map(|one| ("node", one.id.0)));
        }
        Ok(Self {
            things,
            assignments: assignments.into_iter().map(|one| (one.id, one.subject)).collect(),
        })
    }

    /// Whose an assignment is, or was.
    pub fn subject(&self, id: AssignmentId) -> Option<Subject> {
        self.assignments.get(&id).copied()
    }

    /// Whether all that an item names is there.
    pub fn has(&self, item: &Item) -> bool {
        let has = |kind, id| self.things.contains(&(kind, id));
        match item {
            Item::One(id) => self.assignments.contains_key(id),
            Item::Of { subject, role, node } => {
                has(subject.kind(), subject.uuid())
                    && has("role", role.0)
                    && node.is_none_or(|node| has("node", node.0))
            }
        }
    }
}
