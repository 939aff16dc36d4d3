//! What the store promises, on both engines.

mod directory;
mod log;
mod pages;
mod support;
mod writers;
