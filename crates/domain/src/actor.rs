//! Who did it, as written in the audit log and in `granted_by`.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The kind of an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    Account,
    ApiKey,
    Cli,
    System,
    Directory,
}

impl ActorKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::ApiKey => "api_key",
            Self::Cli => "cli",
            Self::System => "system",
            Self::Directory => "directory",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Account, Self::ApiKey, Self::Cli, Self::System, Self::Directory]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// An actor: kind, id (none for the command line and the system itself) and the name it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub kind: ActorKind,
    pub id: Option<Uuid>,
    pub label: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_id: Option<Uuid>,
}

impl Actor {
    /// The same for those who may not see people: an id in the place of the name.
    pub fn unnamed(&self) -> Self {
        let label = self
            .id
            .map_or_else(|| self.kind.as_str().to_owned(), |id| id.to_string());
        Self { label, ..self.clone() }
    }
}
