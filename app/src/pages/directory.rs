//! People and services of an environment.

mod filters;
pub mod list;
pub mod new;
mod rows;
