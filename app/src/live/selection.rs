//! Selecting rows of a list, across its pages, and the bar that acts on them.

mod bar;
mod model;
pub(crate) mod table;
#[cfg(test)]
mod tests;
mod text;

pub use bar::SelectionBar;
