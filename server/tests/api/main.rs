//! What the server promises to programs and browsers, through its router, on both engines.

mod answers;
mod assignment_forms;
mod boundary;
mod bulk;
mod document;
mod dropped;
mod faults;
mod foreign;
mod forms;
mod happy;
mod harness;
mod jobs;
mod lists;
mod markup;
mod matrix;
mod once;
mod order;
mod orgs;
mod origin;
mod plans;
mod protected;
mod redirects;
mod refusals;
mod roles;
mod sizes;
mod values;
