//! Use cases: who may, what is written, what the audit log says. No HTTP, no screens.

pub mod access;
pub mod activity;
mod actors;
pub mod assignments;
pub mod audit;
mod bulk;
pub mod capabilities;
mod clock;
mod counts;
mod cursor;
mod cx;
pub mod dates;
pub mod demo;
pub mod denials;
mod environment;
mod error;
mod event;
pub mod forms;
pub mod groups;
mod held;
pub mod identities;
pub mod invitations;
pub mod jobs;
pub mod keys;
pub mod memory;
mod names;
pub mod nodes;
mod once;
pub mod operations;
pub mod people;
pub mod plans;
mod present;
pub mod removal;
pub mod restore;
pub mod roles;
pub mod screens;
mod secret;
pub mod seed;
pub mod sessions;
pub mod setup;
mod slugs;
mod snapshot;
pub mod tenants;
#[cfg(feature = "testing")]
pub mod testing;
mod verdict;
pub mod when;
pub mod words;

pub use clock::{Clock, Ids, SystemClock, SystemIds};
pub use cx::{Cx, Env, Service, Tx, Who};
pub use error::Error;
pub use event::{Change, Description};
pub use snapshot::warm;

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;
