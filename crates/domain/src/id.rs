//! Typed ids: a role's id cannot be passed where a group's is wanted.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The text was not a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidId;

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id is a UUID such as 0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")
    }
}

impl std::error::Error for InvalidId {}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse(text).map(Self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

// Only the hyphenated form: one id has one spelling, in URLs, bodies and logs.
fn parse(text: &str) -> Result<Uuid, InvalidId> {
    if text.len() != 36 {
        return Err(InvalidId);
    }
    Uuid::try_parse(text).map_err(|_| InvalidId)
}

ids! {
    /// A person who can sign in.
    AccountId;
    /// One signed-in browser.
    SessionId;
    /// An organisation.
    TenantId;
    /// An isolated workspace of a tenant.
    EnvironmentId;
    /// A person or service of an environment's directory.
    IdentityId;
    /// A set of identities.
    GroupId;
    /// A named set of capabilities.
    RoleId;
    /// One thing that may be done.
    CapabilityId;
    /// A place in the resource tree.
    NodeId;
    /// Subject + role + node + window.
    AssignmentId;
    /// A dry run that can be committed.
    PlanId;
    /// A bulk write and its result.
    OperationId;
    /// An audit record.
    EventId;
    /// A credential of a program.
    KeyId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hyphenated_form_is_an_id() {
        let text = "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
        assert_eq!(text.parse::<RoleId>().map(|id| id.to_string()), Ok(text.to_owned()));
        for bad in [
            "",
            "1",
            "0199a1b2c3d47e5f8a9b0c1d2e3f4a5b",
            "{0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5}",
        ] {
            assert_eq!(bad.parse::<RoleId>(), Err(InvalidId), "{bad}");
        }
    }
}
