//! Each rule of access as a case that can be read.

mod fixture;
mod grants;
mod groups;
mod reasons;
