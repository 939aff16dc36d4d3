//! What a list says of itself, and what its bar shows of the selection.

use crate::live::selection::model::{Nouns, Row};

/// What a list says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The filter of the address, as a query.
    pub filter: String,
    /// How many match it.
    pub total: u64,
    /// There may be more.
    pub plus: bool,
    pub one: String,
    pub many: String,
    /// The page came with everything that matches ticked: its address without that.
    pub matching: Option<String>,
}

impl Facts {
    pub fn nouns(&self) -> Nouns<'_> {
        Nouns {
            one: &self.one,
            many: &self.many,
        }
    }
}

/// What the bar shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    pub count: String,
    pub scope: String,
    /// The whole page is ticked and more matches.
    pub more: bool,
    /// Everything that matches is selected.
    pub matching: bool,
    /// Those picked on other pages.
    pub elsewhere: Vec<Row>,
}
