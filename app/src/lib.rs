//! The console: its document, its shell, its routes and pages.

mod document;
mod layout;
mod live;
mod pages;
mod parts;
pub mod paths;
mod routes;

pub use document::document;
pub use routes::App;

#[cfg(test)]
mod tests;
