//! The bare side of the comparisons: drivers, statements, and what the answers must be.

pub mod bare;
pub mod everyone;
pub mod listing;
pub mod oracle;
pub mod rows;
