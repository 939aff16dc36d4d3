//! The server as a library, so that tests call the same router that the binary serves.

// What is printed goes through `terminal`.
#![warn(clippy::print_stdout, clippy::print_stderr)]

mod assets;
pub mod cli;
pub mod commands;
pub mod exports;
pub mod forms;
pub mod functions;
mod health;
mod links;
mod listen;
mod lock;
pub mod log;
mod middleware;
mod pages;
mod respond;
pub mod rest;
mod results;
pub mod router;
mod serve;
pub mod state;
pub mod terminal;
