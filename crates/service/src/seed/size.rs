//! How much a seed makes, and how much is too much.

use crate::Result;
use crate::error::Error;
use domain::problem::Code;

const IDENTITIES_MAX: usize = 1_000_000;
const GROUPS_MAX: usize = 10_000;
const ROLES_MAX: usize = 500;

/// How much is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// 1 to 1,000,000.
    pub identities: usize,
    /// 2 to 10,000, nested to 5.
    pub groups: usize,
    /// 2 to 500, beside the system's four.
    pub roles: usize,
}

impl Size {
    /// Groups and roles that go with so many identities.
    pub fn of(identities: usize) -> Self {
        Self {
            identities,
            groups: (identities / 100).clamp(2, GROUPS_MAX),
            roles: (identities / 20).clamp(10, ROLES_MAX),
        }
    }

    pub(super) fn check(self) -> Result<()> {
        for (what, pointer, n, least, most) in [
            ("identities", "/identities", self.identities, 1, IDENTITIES_MAX),
            ("groups", "/groups", self.groups, 2, GROUPS_MAX),
            ("roles", "/roles", self.roles, 2, ROLES_MAX),
        ] {
            if !(least..=most).contains(&n) {
                return Err(Error::at(
                    Code::InvalidValue,
                    pointer,
                    format!("The number of {what} is {least} to {most}."),
                ));
            }
        }
        Ok(())
    }
}
