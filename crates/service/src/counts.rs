//! How many are in groups and hold roles: out of memory where that is at hand, else out of the database.
//!
//! Each reads what is committed now, whatever the request has read before. None of them may be called while
//! a connection is held: catching up takes one of its own.

use crate::Result;
use crate::cx::Env;
use crate::snapshot::{self, pulse};
use domain::id::{GroupId, RoleId};
use domain::roles::Holders;
use policy::index::{Counts, Given, Members};
use std::collections::HashMap;

/// How many are in a group, where that is in memory.
pub(crate) async fn known_members(env: &Env, group: GroupId) -> Result<Option<Members>> {
    in_memory(env, |counts| counts.members(group)).await
}

/// How many are in a group.
pub(crate) async fn members(env: &Env, group: GroupId) -> Result<Members> {
    if let Some(found) = known_members(env, group).await? {
        return Ok(found);
    }
    let (mut conn, now) = (env.read().await?, env.cx.now());
    Ok(Members {
        direct: store::groups::direct(&mut conn, env.id(), group, now).await?,
        nested: store::groups::reached(&mut conn, env.id(), group, now).await?,
    })
}

/// How many are in each group that has members.
pub(crate) async fn members_of_all(env: &Env) -> Result<HashMap<GroupId, Members>> {
    if let Some(found) = in_memory(env, |counts| counts.all_members().collect()).await? {
        return Ok(found);
    }
    Ok(store::groups::counts(&mut env.read().await?, env.id(), env.cx.now()).await?)
}

/// Who holds which role; one role, or all that someone holds.
pub(crate) async fn holders(env: &Env, role: Option<RoleId>) -> Result<HashMap<RoleId, Holders>> {
    let found = in_memory(env, |counts| match role {
        Some(role) => {
            let held = counts.holders(role);
            let some = (held != Holders::default()).then_some((role, held));
            some.into_iter().collect()
        }
        None => counts.all_holders().collect(),
    });
    if let Some(found) = found.await? {
        return Ok(found);
    }
    Ok(store::roles::holders(&mut env.read().await?, env.id(), role, env.cx.now()).await?)
}

/// How many assignments of a role are not over, where that is in memory.
pub(crate) async fn known_given(env: &Env, role: RoleId) -> Result<Option<Given>> {
    in_memory(env, |counts| counts.given(role)).await
}

async fn in_memory<T>(env: &Env, look: impl FnOnce(&Counts<'_>) -> T) -> Result<Option<T>> {
    let Some(standing) = pulse::standing(&env.cx.service, env.id()).await? else {
        return Ok(None);
    };
    let at = env.cx.now();
    let asked = snapshot::ask(env, standing.revision, |held| held.index.counts(at).as_ref().map(look));
    match asked.await {
        Ok(found) => Ok(found.flatten()),
        Err(error) => {
            tracing::warn!(%error, "the access snapshot did not catch up; the database counts");
            Ok(None)
        }
    }
}
