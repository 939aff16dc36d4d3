//! One page of a list that is walked by keys, not by numbers.

use serde::{Deserialize, Serialize};

/// How many rows a page has when nothing is said.
pub const LIMIT_DEFAULT: u16 = 50;
/// The most rows of a page.
pub const LIMIT_MAX: u16 = 200;
/// Up to here totals are counted exactly.
pub const TOTAL_MAX: i64 = 10_000;

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Cursor of the following page.
    pub next: Option<String>,
    /// Cursor of the preceding page; screens only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub previous: Option<String>,
    pub total: i64,
    /// Whether `total` is the number itself or only the most that is counted.
    pub total_exact: bool,
}

impl<T> Page<T> {
    /// The same page of something else.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            next: self.next,
            previous: self.previous,
            total: self.total,
            total_exact: self.total_exact,
        }
    }
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    #[default]
    First,
    After(String),
    Before(String),
}
