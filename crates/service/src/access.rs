//! Decisions: may this identity do this, there, then.

use crate::Result;
use crate::cx::Env;
use crate::error::Error;
use domain::Time;
use domain::id::{IdentityId, NodeId};
use domain::problem::Code;

/// A question.
#[derive(Debug, Clone)]
pub struct Question {
    pub identity_id: IdentityId,
    pub capability: String,
    /// Absent: the root.
    pub node_id: Option<NodeId>,
    /// Absent: now.
    pub at: Option<Time>,
}

/// An answer, true of the environment as of `revision`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    pub allowed: bool,
    pub revision: i64,
}

/// Answers a question.
///
/// Who may: `access.check`, at the node. Fails with `not_found` for an identity or node of
/// elsewhere, with `unknown_capability`. Must run in a task that is not cancelled.
pub async fn check(env: &Env, question: &Question) -> Result<Answer> {
    let node = question.node_id.unwrap_or(env.root());
    env.require_at("access.check", env.place(question.node_id))?;
    // One snapshot, so that the facts are those of the revision that the answer names.
    let mut conn = env.cx.service.db().snapshot().await?;
    let revision = store::environments::get(&mut conn, env.id()).await?.revision;
    match store::identities::get(&mut conn, env.id(), question.identity_id).await {
        Err(store::Error::NoRow) => {
            return Err(Error::at(
                Code::NotFound,
                "/identity_id",
                "There is no such person, or it is not yours to see.",
            ));
        }
        other => other?,
    };
    if !store::nodes::list(&mut conn, env.id())
        .await?
        .iter()
        .any(|one| one.id == node)
    {
        return Err(Error::at(
            Code::NotFound,
            "/node_id",
            "There is no such node, or it is not yours to see.",
        ));
    }
    let capability = env
        .catalogue
        .list
        .iter()
        .find(|one| one.key == question.capability)
        .ok_or_else(|| {
            Error::at(
                Code::UnknownCapability,
                "/capability",
                format!("There is no capability {}.", question.capability),
            )
        })?;
    let facts = store::facts::of_identity(&mut conn, env.id(), question.identity_id).await?;
    let allowed = policy::allows(&facts, capability.id, node, question.at.unwrap_or(env.cx.now()));
    Ok(Answer { allowed, revision })
}

/// Some of those who can give anyone any capability here, by name: the tenant's admins, or the site
/// admins where there are none. Who may: everyone who may enter the environment.
pub async fn who_grants(env: &Env) -> Result<Vec<String>> {
    /// More names are of no more help.
    const MOST: u16 = 3;
    let mut conn = env.read().await?;
    Ok(store::memberships::admins(&mut conn, env.tenant.id, MOST).await?)
}
