//! What of the things that a removal names is there at all: a handful of reads for any number.

use crate::Result;
use crate::cx::{Env, Tx};
use std::collections::HashSet;
use store::removal::Item;
use uuid::Uuid;

/// Kinds and ids that exist in the environment.
pub(crate) struct Present(HashSet<(&'static str, Uuid)>);

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
        let mut all = HashSet::new();
        let assignments = store::assignments::by_ids(conn, id, assignments, env.cx.now()).await?;
        all.extend(assignments.into_iter().map(|one| ("assignment", one.id.0)));
        let people = store::bulk::existing(conn, id, &people).await?;
        all.extend(people.into_iter().map(|id| ("identity", id.0)));
        let groups = store::groups::list(conn, id).await?;
        all.extend(groups.into_iter().map(|one| ("group", one.id.0)));
        let roles = store::roles::list(conn, id).await?;
        all.extend(roles.into_iter().map(|one| ("role", one.id.0)));
        let nodes = store::nodes::list(conn, id).await?;
        all.extend(nodes.into_iter().map(|one| ("node", one.id.0)));
        Ok(Self(all))
    }

    /// Whether all that an item names is there.
    pub fn has(&self, item: &Item) -> bool {
        let has = |kind, id| self.0.contains(&(kind, id));
        match item {
            Item::One(id) => has("assignment", id.0),
            Item::Of { subject, role, node } => {
                has(subject.kind(), subject.uuid())
                    && has("role", role.0)
                    && node.is_none_or(|node| has("node", node.0))
            }
        }
    }
}
