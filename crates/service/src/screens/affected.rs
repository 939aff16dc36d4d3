//! People by name: whom a change reaches, and who may be meant.

use super::NAMED;
use crate::Result;
use crate::cx::Env;
use crate::{forms, identities};
use domain::form::Sent;
use domain::identities::{Filter, Sort};
use domain::page::At;
use domain::screens::{Affected, Several};

/// The first people and services that a filter of the directory finds; nothing for who may not see people.
pub(super) async fn affected(env: &Env, filter: &Filter) -> Result<Option<Affected>> {
    if !env.may("users.view") {
        return Ok(None);
    }
    let page = identities::list(
        env,
        filter,
        Sort::Name,
        &At::First,
        u16::try_from(NAMED).unwrap_or(u16::MAX),
    )
    .await?
    .page;
    Ok(Some(Affected {
        first: page.items.into_iter().map(|row| row.identity).collect(),
        total: page.total,
        exact: page.total_exact,
    }))
}

/// The names of a form that several have, each with those among whom one is meant.
pub(super) async fn several(env: &Env, sent: &Sent) -> Result<Vec<Several>> {
    let mut several = Vec::new();
    for name in sent.all(forms::SEVERAL) {
        let mut people = identities::called(env, name).await?;
        let most = usize::from(identities::CANDIDATES);
        several.push(Several {
            name: name.to_owned(),
            more: people.len() > most,
            people: people.drain(..people.len().min(most)).collect(),
        });
    }
    Ok(several)
}
