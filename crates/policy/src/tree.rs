//! The resource tree as it stands: which nodes lie above a node.

use crate::facts::NodeParent;
use domain::Time;
use domain::id::NodeId;
use std::collections::{HashMap, HashSet};

/// The parents of an environment's nodes at one instant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NodeTree {
    parents: HashMap<NodeId, NodeId>,
}

impl NodeTree {
    /// A tree from (node, parent) pairs; the root has none. A tree with one node needs no pairs.
    pub fn new(pairs: impl IntoIterator<Item = (NodeId, NodeId)>) -> Self {
        Self {
            parents: pairs.into_iter().collect(),
        }
    }

    /// The tree as it stood at `at`.
    pub fn at(rows: &[NodeParent], at: Time) -> Self {
        Self::new(
            rows.iter()
                .filter(|row| row.window.contains(at))
                .filter_map(|row| row.parent_id.map(|parent| (row.node_id, parent))),
        )
    }

    /// The node itself, its parent, and so on up to the root. Ends also where parents form a ring.
    pub fn upwards(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut seen = HashSet::new();
        std::iter::successors(Some(node), |node| self.parents.get(node).copied())
            .take_while(move |node| seen.insert(*node))
    }

    /// Whether `node` is `ancestor` or lies somewhere below it.
    pub fn is_at_or_below(&self, node: NodeId, ancestor: NodeId) -> bool {
        self.upwards(node).any(|above| above == ancestor)
    }
}
