//! Isolated workspaces of a tenant.

use crate::id::{EnvironmentId, NodeId, TenantId};
use crate::slug::Slug;
use serde::{Deserialize, Serialize};

/// Whether assignments hold everywhere or at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    Flat,
    Hierarchy,
}

impl Mode {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Flat => "flat",
            Self::Hierarchy => "hierarchy",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Flat, Self::Hierarchy]
            .into_iter()
            .find(|mode| mode.as_str() == text)
    }
}

/// The colour by which people tell environments apart; never a colour of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hue {
    Ember,
    Teal,
    Violet,
    Moss,
    Rose,
    Slate,
}

impl Hue {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ember => "ember",
            Self::Teal => "teal",
            Self::Violet => "violet",
            Self::Moss => "moss",
            Self::Rose => "rose",
            Self::Slate => "slate",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::Ember,
            Self::Teal,
            Self::Violet,
            Self::Moss,
            Self::Rose,
            Self::Slate,
        ]
        .into_iter()
        .find(|hue| hue.as_str() == text)
    }
}

/// An environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    pub id: EnvironmentId,
    pub tenant_id: TenantId,
    pub name: String,
    pub slug: Slug,
    pub hue: Hue,
    pub mode: Mode,
    /// IANA name, such as `Europe/Paris`.
    pub time_zone: String,
    pub root_node_id: NodeId,
    pub suspended: bool,
    /// Raised by each domain write.
    pub revision: i64,
}
