//! Places in the resource tree.

use crate::id::NodeId;
use serde::{Deserialize, Serialize};

/// A node. The root has no parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    pub id: NodeId,
    pub name: String,
    pub parent_id: Option<NodeId>,
}
