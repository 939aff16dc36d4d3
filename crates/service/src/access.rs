//! Decisions: may this identity do this, there, then.

mod explain;

pub use policy::Path;

pub use explain::{Able, Effective, Explained, WhoCan, effective, explain, who_can};

use crate::Result;
use crate::cx::Env;
use crate::error::Error;
use domain::Time;
use domain::id::{IdentityId, NodeId};
use domain::identities::Identity;
use domain::problem::Code;
use store::Conn;
use store::capabilities::Capability;

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
    person(&mut conn, env, question.identity_id).await?;
    place(&mut conn, env, node).await?;
    let capability = capability(env, &question.capability)?;
    let facts = store::facts::of_identity(&mut conn, env.id(), question.identity_id).await?;
    let allowed = policy::allows(&facts, capability.id, node, question.at.unwrap_or(env.cx.now()));
    Ok(Answer { allowed, revision })
}

/// A person of this environment that a question names.
async fn person(conn: &mut Conn, env: &Env, id: IdentityId) -> Result<Identity> {
    match store::identities::get(conn, env.id(), id).await {
        Err(store::Error::NoRow) => Err(Error::at(
            Code::NotFound,
            "/identity_id",
            "There is no such person, or it is not yours to see.",
        )),
        other => Ok(other?),
    }
}

/// Fails with `not_found` where a question names a node of elsewhere.
async fn place(conn: &mut Conn, env: &Env, node: NodeId) -> Result<()> {
    let nodes = store::nodes::list(conn, env.id()).await?;
    if nodes.iter().any(|one| one.id == node) {
        return Ok(());
    }
    Err(Error::at(
        Code::NotFound,
        "/node_id",
        "There is no such node, or it is not yours to see.",
    ))
}

/// The capability that a question names.
fn capability<'a>(env: &'a Env, key: &str) -> Result<&'a Capability> {
    let found = env.catalogue.list.iter().find(|one| one.key == key);
    found.ok_or_else(|| {
        Error::at(
            Code::UnknownCapability,
            "/capability",
            format!("There is no capability {key}."),
        )
    })
}

/// Some of those who can give anyone any capability here, by name: the tenant's admins, or the site
/// admins where there are none. Who may: everyone who may enter the environment.
pub async fn who_grants(env: &Env) -> Result<Vec<String>> {
    /// More names are of no more help.
    const MOST: u16 = 3;
    let mut conn = env.read().await?;
    Ok(store::memberships::admins(&mut conn, env.tenant.id, MOST).await?)
}
