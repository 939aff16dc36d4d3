//! The catalogue: all of it, one entry, a new one, one that is turned on or deleted.

use super::{Affected, Shell};
use crate::capabilities::{Area, Capability};
use crate::id::RoleId;
use serde::{Deserialize, Serialize};

/// A line of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueRow {
    pub capability: Capability,
    /// In how many roles it is, the owner's left out.
    pub roles: i64,
}

/// Capabilities that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueArea {
    pub name: String,
    pub key: String,
    /// Of an application of the tenant.
    pub own: bool,
    pub rows: Vec<CatalogueRow>,
}

/// Which capabilities a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CatalogueKind {
    Available,
    InFlight,
    /// Made for applications of the tenant.
    Own,
}

/// The tab *Capabilities* of roles and scopes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CataloguePage {
    pub shell: Shell,
    pub q: String,
    pub kind: Option<CatalogueKind>,
    pub areas: Vec<CatalogueArea>,
    /// How many there are, whatever is asked for, and how many of them can be turned on.
    pub all: usize,
    pub ready: usize,
    pub may_manage: bool,
    pub notices: Vec<String>,
}

/// A role by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleLink {
    pub id: RoleId,
    pub name: String,
}

/// The page of a capability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapabilityPage {
    pub shell: Shell,
    pub capability: Capability,
    /// Roles that hold it.
    pub roles: Vec<RoleLink>,
    pub may_manage: bool,
}

/// The form for a new capability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCapability {
    pub shell: Shell,
    /// Areas of own capabilities that exist.
    pub areas: Vec<Area>,
}

/// The form of an area of own capabilities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaPage {
    pub shell: Shell,
    pub area: Area,
}

/// The page that turns a capability on: who gains it first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnOn {
    pub shell: Shell,
    pub capability: Capability,
    pub roles: Vec<RoleLink>,
    /// People and services who gain it.
    pub people: Affected,
}

/// The form that deletes a capability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteCapability {
    pub shell: Shell,
    pub capability: Capability,
    /// Roles that lose it; the owner's holds whatever there is.
    pub roles: Vec<RoleLink>,
}
