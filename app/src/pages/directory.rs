//! People and services of an environment.

pub mod filters;
pub mod list;
pub mod new;
mod peek;
mod rows;
