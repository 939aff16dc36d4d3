//! Server functions: what screens ask the service. Reads are GET, writes are POST.

#[cfg(feature = "ssr")]
pub mod cx;
mod error;
pub mod screens;
pub mod status;

pub use error::Failure;
