//! The database: one SQL text for SQLite and Postgres, one file that names a driver.

#[macro_use]
#[path = "db/macros.rs"]
mod macros;

pub mod able;
pub mod accounts;
pub mod activity;
pub mod areas;
pub mod assignments;
pub mod audit;
pub mod bulk;
pub mod capabilities;
pub mod changes;
pub mod counters;
pub mod db;
pub mod directory;
pub mod environments;
mod error;
pub mod facts;
mod gone;
pub mod groups;
pub mod idempotency;
pub mod identities;
pub mod invitations;
pub mod jobs;
pub mod keys;
pub mod memberships;
pub mod migrate;
pub mod nodes;
pub mod operations;
#[path = "db/packed.rs"]
mod packed;
pub mod plans;
pub mod removal;
pub mod resets;
pub mod roles;
#[path = "db/rows.rs"]
mod rows;
pub mod sessions;
pub mod slugs;
#[path = "db/sql.rs"]
mod sql;
pub mod tenants;
#[cfg(feature = "testing")]
#[path = "db/testing.rs"]
pub mod testing;
pub mod tokens;

pub use db::{Conn, Db, Engine, Mark, Tx};
pub use error::Error;

/// The result of a database call.
pub type Result<T> = std::result::Result<T, Error>;
