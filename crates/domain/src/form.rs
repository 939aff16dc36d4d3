//! What a person typed into a form, given back with what was wrong with it.

use crate::problem::Problem;
use serde::{Deserialize, Serialize};

/// A form that was sent and not accepted, or that is shown again with a preview.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sent {
    /// Names and values as they were sent; a name may come more than once.
    pub values: Vec<(String, String)>,
    pub problem: Option<Problem>,
}

impl Sent {
    /// The first value of a name, or nothing.
    pub fn value(&self, name: &str) -> String {
        self.values
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }

    pub fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(key, _)| key == name)
    }

    /// All values of a name, in their order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// What is wrong with a field; fields are named by the last part of the pointer.
    pub fn error(&self, field: &str) -> Option<String> {
        let problem = self.problem.as_ref()?;
        problem
            .errors
            .iter()
            .find(|error| error.pointer.rsplit('/').next() == Some(field))
            .map(|error| error.detail.clone())
    }

    /// All that is wrong, as (id of the field, sentence), for the summary on top. A problem of the
    /// whole form has the id `form`.
    pub fn errors(&self) -> Vec<(String, String)> {
        match &self.problem {
            None => Vec::new(),
            Some(problem) if problem.errors.is_empty() => vec![("form".to_owned(), problem.detail.clone())],
            Some(problem) => problem
                .errors
                .iter()
                .map(|error| {
                    (
                        error.pointer.rsplit('/').next().unwrap_or_default().to_owned(),
                        error.detail.clone(),
                    )
                })
                .collect(),
        }
    }
}

/// Makes a form happen once: a hidden field of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey(pub String);

/// What just happened, for the top of the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash(pub String);

/// Where a page is to stand: by itself, or in the dialog of a page that is open already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Frame {
    #[default]
    Page,
    Dialog,
}

/// The request header by which an open page asks for another one to show in its dialog.
pub const FRAME_HEADER: &str = "x-rolecall-frame";
/// Its only value.
pub const FRAME_DIALOG: &str = "dialog";
