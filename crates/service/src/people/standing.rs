//! Suspending and reinstating, one person or many.

use super::outranks;
use crate::Result;
use crate::cx::{Env, Tx};
use crate::error::Error;
use crate::identities::holds;
use crate::plans::{self, Request};
use crate::verdict::{Judged, One, Refusal, detail};
use domain::bulk::Status;
use domain::id::IdentityId;
use domain::plans::{People, Selection, Target};
use domain::problem::Code;
use policy::Rights;
use std::collections::HashSet;

/// Suspends someone: nothing that they hold has effect in this environment.
///
/// Who may: `users.suspend`, holding all that the person holds. Fails with `not_found`, `unchanged`,
/// `would_escalate`.
pub async fn suspend(env: &Env, id: IdentityId) -> Result<()> {
    plans::at_once(env, &Request::Suspend(only(id)), true).await?;
    Ok(())
}

/// Reinstates someone: what they hold has effect again.
///
/// Who may: `users.suspend`, holding all that they get back. Fails with `not_found`, `unchanged`,
/// `would_escalate`.
pub async fn reinstate(env: &Env, id: IdentityId) -> Result<()> {
    plans::at_once(env, &Request::Reinstate(only(id)), true).await?;
    Ok(())
}

fn only(id: IdentityId) -> People {
    People {
        selection: Selection::Ids(vec![id]),
    }
}

/// Judges suspending (or reinstating) people, under the environment's lock. `many`: they are several,
/// of whom one's own identity stays.
pub(crate) async fn judge(tx: &mut Tx, suspend: bool, targets: &[Target], many: bool) -> Result<Judged> {
    let env = tx.env()?.clone();
    let ids: Vec<IdentityId> = targets.iter().filter_map(|target| target.identity()).collect();
    let known: HashSet<IdentityId> = store::bulk::existing(&mut tx.tx, env.id(), &ids)
        .await?
        .into_iter()
        .collect();
    let off = store::identities::suspended(&mut tx.tx, env.id(), &ids).await?;
    let off: HashSet<IdentityId> = off.into_iter().collect();
    let mut seen = HashSet::new();
    let (mut ones, mut gains) = (Vec::with_capacity(ids.len()), Vec::new());
    for id in ids {
        let refusal = if !known.contains(&id) {
            Some(Refusal::fail(Code::NotFound, "", detail(Code::NotFound)))
        } else if !seen.insert(id) {
            Some(Refusal::skip(
                Code::DuplicateInRequest,
                "",
                detail(Code::DuplicateInRequest),
            ))
        } else if off.contains(&id) == suspend {
            let text = if suspend {
                "Is suspended already."
            } else {
                "Is not suspended."
            };
            Some(Refusal::skip(Code::Unchanged, "", text))
        } else if many && env.identity_id == Some(id) {
            Some(Refusal::skip(Code::OwnAccess, "", "That is you: do it by itself."))
        } else {
            against(tx, &env, id).await?
        };
        if refusal.is_none() && !suspend && *env.rights != Rights::Everything {
            gains.extend(holds(&mut tx.tx, &env, id).await?);
        }
        ones.push(One::new(
            Target::Identity(id),
            None,
            refusal.map_or(Ok(Status::Updated), Err),
        ));
    }
    Ok(Judged {
        ones,
        gains,
        suspends: Some(suspend),
        ..Judged::default()
    })
}

/// Why the actor may not act on someone.
async fn against(tx: &mut Tx, env: &Env, id: IdentityId) -> Result<Option<Refusal>> {
    match outranks(&mut tx.tx, env, id).await {
        Ok(()) => Ok(None),
        Err(Error::Problem(problem)) => Ok(Some(Refusal::not_allowed(&problem, ""))),
        Err(other) => Err(other),
    }
}

/// Suspends or reinstates those who passed.
pub(crate) async fn apply(tx: &mut Tx, judged: &Judged) -> Result<()> {
    let Some(suspends) = judged.suspends else { return Ok(()) };
    let env = tx.env()?.clone();
    let now = env.cx.now();
    let passed = judged.ones.iter().filter(|one| one.verdict.is_ok());
    let ids: Vec<IdentityId> = passed.filter_map(|one| one.target.identity()).collect();
    if suspends {
        store::identities::suspend(&mut tx.tx, env.id(), &ids, now).await?;
    } else {
        store::identities::reinstate(&mut tx.tx, env.id(), &ids, now).await?;
    }
    Ok(())
}
