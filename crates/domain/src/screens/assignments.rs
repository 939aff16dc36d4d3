//! What the list of assignments and the pages of one assignment show.

use super::{Choice, Log, PlanView, RoleLink, Shell};
use crate::assignments::{Assignment, Holder, Listing, Moment};
use crate::plans::AssignmentSelection;
use crate::problem::Problem;
use crate::query;
use serde::{Deserialize, Serialize};

/// The directory's second tab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignments {
    pub shell: Shell,
    pub query: query::Assignments,
    pub listing: Listing,
    /// What cannot be shown stays empty.
    pub roles: Vec<Choice>,
    /// Number of identities, for the first tab.
    pub identities: i64,
    /// Number of assignments that were not revoked, whatever the filter.
    pub all: i64,
    /// Whether there are nodes to tell assignments apart.
    pub hierarchy: bool,
}

/// An assignment with the words around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentFacts {
    pub assignment: Assignment,
    pub holder: Holder,
    pub role: String,
    /// The path of the node, where there is a hierarchy.
    pub node: Option<String>,
    /// The state with its day.
    pub state_words: String,
    pub given: Moment,
    /// The start that was asked for, in full; `None`: at once.
    pub from: Option<String>,
    /// The end in full.
    pub to: Option<String>,
    pub by: String,
    /// Whether the reader may change or take it away.
    pub may_change: bool,
    /// Neither revoked nor past its end.
    pub live: bool,
    /// It has begun.
    pub started: bool,
}

/// The page of one assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentScreen {
    pub shell: Shell,
    pub facts: AssignmentFacts,
    /// What happened to it, or why that cannot be shown.
    pub log: Result<Log, Problem>,
}

/// What is left when an assignment goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AfterRemoval {
    /// `Operator through Support ▸ EMEA, until 31 Dec 2026`.
    pub keeps: Vec<String>,
    /// `3 capabilities, 1 of them sensitive: Reset passwords`; empty: nothing else.
    pub loses: Vec<String>,
    /// Remarks: it has no effect now, it was to start later.
    pub notes: Vec<String>,
}

/// The form that takes one assignment away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveAssignment {
    pub shell: Shell,
    pub facts: AssignmentFacts,
    pub after: AfterRemoval,
    /// Where to go afterwards.
    pub back: String,
}

/// The form for the dates of one assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentDates {
    pub shell: Shell,
    pub facts: AssignmentFacts,
    /// The first day that can be chosen, as `YYYY-MM-DD`.
    pub today: String,
    /// What the dates are now, as date and time fields have it: start, its time, last day, its time.
    pub from: (String, String),
    pub until: (String, String),
    /// Where to go afterwards.
    pub back: String,
}

/// One of the assignments that are to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectedAssignment {
    pub role: String,
    pub name: String,
}

/// Which assignments are to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectedAssignments {
    pub selection: AssignmentSelection,
    pub count: usize,
    /// Some of them, by name.
    pub first: Vec<SelectedAssignment>,
}

/// The form that changes many assignments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeAssignments {
    pub shell: Shell,
    /// The role on whose page they were ticked.
    pub via: Option<RoleLink>,
    /// `None`: nothing was selected.
    pub selected: Option<SelectedAssignments>,
    /// The first day that can be chosen, as `YYYY-MM-DD`.
    pub today: String,
    pub plan: Option<PlanView>,
}
