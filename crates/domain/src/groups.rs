//! Sets of identities, nested up to 16 deep.

use crate::id::GroupId;
use crate::slug::Slug;
use serde::{Deserialize, Serialize};

/// The deepest nesting that is accepted; a top group is at depth 1.
pub const MAX_DEPTH: usize = 16;

/// The longest description, in characters.
pub const DESCRIPTION_MAX: usize = 500;

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub id: GroupId,
    pub name: String,
    pub slug: Slug,
    pub description: Option<String>,
    pub parent_id: Option<GroupId>,
}
