//! Which assignments a list shows, in which order, and what it says of each.

use super::{NoEffect, State, Subject};
use crate::id::AssignmentId;
use crate::identities;
use crate::page::Page;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// In which order assignments are listed. Those without an end come last by end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    #[default]
    Name,
    NameDescending,
    End,
    EndDescending,
}

impl Sort {
    const ALL: [Self; 4] = [Self::Name, Self::NameDescending, Self::End, Self::EndDescending];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameDescending => "-name",
            Self::End => "to",
            Self::EndDescending => "-to",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == text)
    }

    pub const fn ascending(self) -> bool {
        matches!(self, Self::Name | Self::End)
    }
}

/// Whom an assignment is about, as a line shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    #[serde(flatten)]
    pub subject: Subject,
    pub name: String,
    /// What it is and whether it has effect; `None` for a group.
    pub identity: Option<(identities::Kind, identities::Status)>,
}

/// An instant with the words for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    pub at: Time,
    pub words: String,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub id: AssignmentId,
    pub holder: Holder,
    pub role: String,
    /// The path of the node, where there is a hierarchy.
    pub node: Option<String>,
    pub state: State,
    pub no_effect: Option<NoEffect>,
    /// The state with its day: `Ends in 5 days`, `Starts 1 Dec`, `Revoked 9 Nov`.
    pub state_words: String,
    /// The start, or when it was given where none was said.
    pub from: Moment,
    pub to: Option<Moment>,
    /// Who gave it: `Dana Whitfield`, `API key ci`, `Command line`.
    pub by: String,
}

/// A page of assignments with what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    pub page: Page<Row>,
    /// Parts of the filter that could not be used, in sentences.
    pub notices: Vec<String>,
    /// The role of the filter by name.
    pub role_name: Option<String>,
}
