//! What the store promises, on both engines.

mod directory;
mod log;
mod mark;
mod pages;
mod support;
mod writers;
