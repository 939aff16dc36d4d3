//! Other engines of decisions, given what Rolecall knows.
//!
//! Neither knows time limits: each is given what has effect at one instant, which is to its advantage.

pub mod answers;
pub mod fresh;
pub mod moment;
pub mod plain;
pub mod with_casbin;
pub mod with_cedar;
