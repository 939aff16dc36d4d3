//! Opaque places in lists: sort key and id of a row, bound to the list they came from.

use crate::error::Error;
use domain::problem::Code;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A place behind or before a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub key: String,
    pub id: Uuid,
}

/// A short fingerprint of everything that makes a list what it is.
pub(crate) struct List(String);

impl List {
    /// `parts`: environment, filter and sort.
    pub fn of(parts: &impl Serialize) -> Self {
        let text = serde_json::to_string(parts).unwrap_or_default();
        Self(hex::encode(&Sha256::digest(text)[..6]))
    }

    pub fn cursor(&self, key: &str, id: Uuid) -> String {
        let body = format!("{}{}{key}", self.0, id.simple());
        hex::encode(body)
    }

    /// Reads a cursor of this list.
    pub fn place(&self, cursor: &str) -> Result<Place, Error> {
        let read = || {
            let body = String::from_utf8(hex::decode(cursor).ok()?).ok()?;
            let rest = body.strip_prefix(self.0.as_str())?;
            let id = Uuid::try_parse(rest.get(..32)?).ok()?;
            let key = rest.get(32..)?;
            // No key of ours has any, and Postgres refuses some.
            (!key.contains(char::is_control)).then(|| Place {
                key: key.to_owned(),
                id,
            })
        };
        read().ok_or_else(|| {
            Error::new(
                Code::InvalidCursor,
                "This cursor belongs to another list. Start again without it.",
            )
        })
    }
}
