//! Assignments: all of them as a list, and each by itself.

pub mod change;
pub mod dates;
pub mod filters;
pub mod list;
pub mod one;
pub mod place;
pub mod remove;
mod rows;
