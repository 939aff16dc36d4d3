//! Where a list of assignments stands: the whole one, or the one of a role.

use crate::paths;
use domain::query::{Assignments, Scope};
use domain::roles::Detail;
use domain::screens::Shell;

/// A page that lists assignments.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its address without a query.
    pub base: String,
    /// The role of whose page it is a part.
    pub role: Option<Detail>,
}

impl Place {
    /// All assignments of the environment.
    pub fn whole(shell: &Shell) -> Self {
        Self {
            base: paths::assignments(shell),
            role: None,
        }
    }

    /// Those of a role, on its own page.
    pub fn of_role(shell: &Shell, role: &Detail) -> Self {
        Self {
            base: paths::role_assignments(shell, role.id),
            role: Some(role.clone()),
        }
    }

    pub fn scope(&self) -> Scope {
        match self.role {
            Some(_) => Scope::Role,
            None => Scope::Environment,
        }
    }

    /// The address that shows this.
    pub fn to(&self, query: &Assignments) -> String {
        format!("{}{}", self.base, query.to_search_in(self.scope()))
    }
}
