//! The pages: read the address, ask the server, draw with parts.

pub mod access;
pub mod assign;
pub mod assignments;
pub mod audit;
pub mod capabilities;
pub mod directory;
pub mod errors;
pub mod groups;
pub mod home;
pub mod identity;
pub mod invite;
pub mod me;
pub mod operation;
pub mod operations;
pub mod remove;
pub mod reset;
pub mod roles;
pub mod setup;
pub mod sign_in;
pub mod standing;
pub mod welcome;

use domain::form::Sent;
use domain::problem::{Code, Problem};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use rpc::Failure;
use std::str::FromStr;

/// A part of the path, such as `tenant`.
fn param(name: &str) -> String {
    use_params_map().read_untracked().get(name).unwrap_or_default()
}

/// The one that the path names, or the page that says that there is no such `noun`.
fn asked<T: FromStr>(noun: &'static str) -> Result<T, AnyView> {
    param("id").parse().map_err(|_| {
        rpc::status::not_found();
        errors::view(Failure(Problem::not_found(noun)))
    })
}

/// Whoever may not send a form is told what is missing for that, not for looking at it.
fn refused(sent: &Sent) -> Option<AnyView> {
    let problem = sent.problem.clone().filter(|problem| problem.code == Code::Forbidden)?;
    Some(errors::view(Failure(problem)))
}

/// A part of the query, such as `next`.
fn query(name: &str) -> String {
    // The router's own map takes the percent signs of what was typed for escapes once more.
    let pairs = domain::query::pairs(&search());
    let found = pairs.into_iter().find(|(found, _)| found == name);
    found.map(|(_, value)| value).unwrap_or_default()
}

/// The whole query as it was written.
fn search() -> String {
    use_location().search.get_untracked()
}
