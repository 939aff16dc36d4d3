//! The words of Rolecall as plain values, shared by the server and the browser.

pub mod accounts;
pub mod actor;
pub mod assignments;
pub mod bulk;
pub mod capabilities;
pub mod email;
pub mod environments;
pub mod events;
pub mod fold;
pub mod form;
pub mod groups;
pub mod id;
pub mod identities;
pub mod invitations;
pub mod keys;
pub mod name;
pub mod nodes;
pub mod operations;
pub mod page;
pub mod plans;
pub mod problem;
pub mod query;
pub mod resets;
pub mod roles;
pub mod screens;
pub mod sessions;
pub mod slug;
pub mod tenants;
pub mod time;

pub use problem::{Code, Problem};
pub use time::{Time, Window};
