//! Whom a change reaches, by name.

use crate::Result;
use crate::cx::Env;
use crate::identities;
use domain::identities::{Filter, Sort};
use domain::page::At;
use domain::screens::Affected;

/// The first people and services that a filter of the directory finds; nothing for who may not see people.
pub(super) async fn affected(env: &Env, filter: &Filter) -> Result<Option<Affected>> {
    /// Whoever wants to see them all goes to the list.
    const NAMED: u16 = 12;
    if !env.may("users.view") {
        return Ok(None);
    }
    let page = identities::list(env, filter, Sort::Name, &At::First, NAMED).await?.page;
    Ok(Some(Affected {
        first: page.items.into_iter().map(|row| row.identity).collect(),
        total: page.total,
        exact: page.total_exact,
    }))
}
