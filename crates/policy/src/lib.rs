//! Decisions as pure functions over plain rows, so that server and browser give the same reasons.

pub mod capset;
pub mod facts;
pub mod index;
pub mod resolve;
pub mod rights;
mod routes;
#[cfg(feature = "testing")]
pub mod testing;
pub mod tree;

pub use capset::{CapIndex, CapSet};
pub use facts::Facts;
pub use index::Index;
pub use resolve::{
    Decision, Miss, NearMiss, Path, Question, allows, decide, effective, effective_anywhere, roles_held,
};
pub use rights::{Gain, Holding, Rights};
pub use tree::NodeTree;
