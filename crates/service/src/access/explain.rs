//! Why, and why not; who can, and what someone can. Each as of any time: the past from history, the
//! future from what is scheduled.

use super::{Question, capability, person, place};
use crate::Result;
use crate::cursor::{List, Place};
use crate::cx::Env;
use domain::Time;
use domain::assignments::{Assignment, NoEffect};
use domain::id::{AssignmentId, CapabilityId, IdentityId, NodeId};
use domain::identities::Identity;
use domain::page::{LIMIT_MAX, Page, TOTAL_MAX};
use policy::{Decision, Facts, NodeTree, Path};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use store::Conn;

/// An answer with its reasons, true of the environment as of `revision`.
#[derive(Debug, Clone)]
pub struct Explained {
    pub decision: Decision,
    pub identity: Identity,
    /// When the person was deleted, later than that.
    pub deleted: Option<Time>,
    pub at: Time,
    pub revision: i64,
    /// That the account may do everything in this console whatever its roles, in a sentence.
    pub also: Option<String>,
}

/// Answers a question, with every path on yes and the nearest misses on no.
///
/// Who may: `access.explain`, at the node. Fails with `not_found` for a person or node of elsewhere,
/// with `unknown_capability`.
pub async fn explain(env: &Env, question: &Question) -> Result<Explained> {
    let node = question.node_id.unwrap_or(env.root());
    env.require_at("access.explain", env.place(question.node_id))?;
    let mut conn = env.cx.service.db().snapshot().await?;
    let revision = store::environments::get(&mut conn, env.id()).await?.revision;
    let at = question.at.unwrap_or(env.cx.now());
    let (identity, deleted) = person(&mut conn, env, question.identity_id, at).await?;
    place(&mut conn, env, node).await?;
    let capability = capability(env, &question.capability)?;
    let facts = store::facts::of_identity(&mut conn, env.id(), question.identity_id).await?;
    let asked = policy::Question {
        capability: capability.id,
        node,
        at,
    };
    let mut decision = policy::decide(&facts, asked);
    // What lies in other branches is told to those alone who may ask there.
    decision.near_misses.retain(|near| {
        let place = near.path.node;
        env.tree.upwards(node).any(|above| above == place) || env.may_at("access.explain", env.place(Some(place)))
    });
    Ok(Explained {
        decision,
        also: match deleted {
            None => also(&mut conn, env, &identity).await?,
            Some(_) => None,
        },
        identity,
        deleted,
        at,
        revision,
    })
}

/// The assignments that paths come from, with who gave each and when. A path whose assignment is not among them
/// comes from none that is kept. Who may not see people is told no name.
pub async fn given<'a>(env: &Env, paths: impl Iterator<Item = &'a Path>) -> Result<HashMap<AssignmentId, Assignment>> {
    let ids: BTreeSet<AssignmentId> = paths.map(|path| path.assignment).collect();
    let mut conn = env.read().await?;
    let mut given = store::assignments::by_ids(&mut conn, env.id(), ids, env.cx.now()).await?;
    if !env.may("users.view") {
        for one in &mut given {
            one.granted_by = Arc::new(one.granted_by.unnamed());
        }
    }
    Ok(given.into_iter().map(|one| (one.id, one)).collect())
}

/// What the account of a person may do in this console beside their roles.
async fn also(conn: &mut Conn, env: &Env, identity: &Identity) -> Result<Option<String>> {
    let Some(id) = identity.account_id else { return Ok(None) };
    let account = store::accounts::get(conn, id).await?;
    if account.suspended {
        return Ok(None);
    }
    let name = match env.may("users.view") {
        true => &identity.name,
        false => "This person",
    };
    if account.site_admin {
        return Ok(Some(format!(
            "{name} is also a site admin and may do everything in this console."
        )));
    }
    let level = store::memberships::level(conn, env.tenant.id, id).await?;
    let admin = level == Some(domain::tenants::Level::Admin);
    Ok(admin.then(|| {
        format!(
            "{name} is also an admin of {} and may do everything in this console.",
            env.tenant.name
        )
    }))
}

/// What someone can do.
#[derive(Debug, Clone)]
pub struct Effective {
    pub identity: Identity,
    /// When the person was deleted, later than that.
    pub deleted: Option<Time>,
    /// In the order of the catalogue, each with every path that gives it.
    pub capabilities: Vec<(CapabilityId, Vec<Path>)>,
    /// Why nothing that they hold has effect then.
    pub no_effect: Option<NoEffect>,
    pub at: Time,
    pub revision: i64,
}

/// What someone can do at a node, or at whatever node where none is named.
///
/// Who may: `access.explain`, at the node. Fails with `not_found` for a person or node of elsewhere.
pub async fn effective(env: &Env, id: IdentityId, node: Option<NodeId>, at: Option<Time>) -> Result<Effective> {
    env.require_at("access.explain", env.place(node))?;
    let mut conn = env.cx.service.db().snapshot().await?;
    let revision = store::environments::get(&mut conn, env.id()).await?.revision;
    let at = at.unwrap_or(env.cx.now());
    let (identity, deleted) = person(&mut conn, env, id, at).await?;
    if let Some(node) = node {
        place(&mut conn, env, node).await?;
    }
    let facts: Facts = store::facts::of_identity(&mut conn, env.id(), id).await?;
    Ok(Effective {
        identity,
        deleted,
        capabilities: match node {
            Some(node) => policy::effective(&facts, node, at),
            None => policy::effective_anywhere(&facts, at),
        },
        no_effect: facts.blocked_at(at),
        at,
        revision,
    })
}

/// Someone who can, and by which paths.
#[derive(Debug, Clone)]
pub struct Able {
    pub identity: Identity,
    /// When the person was deleted, later than that.
    pub deleted: Option<Time>,
    pub paths: Vec<Path>,
}

/// What is asked of everybody.
#[derive(Debug, Clone)]
pub struct WhoCan {
    pub capability: String,
    /// Absent: the root.
    pub node_id: Option<NodeId>,
    /// Absent: now.
    pub at: Option<Time>,
}

/// Those who can do something, by name, each with every path.
///
/// Who may: `access.explain` at the node, and `users.view`. Fails with `not_found` for a node of
/// elsewhere, with `unknown_capability`, and with `invalid_cursor` for a cursor of another list.
pub async fn who_can(env: &Env, asked: &WhoCan, after: Option<&str>, limit: u16) -> Result<Page<Able>> {
    let node = asked.node_id.unwrap_or(env.root());
    env.require_at("access.explain", env.place(asked.node_id))?;
    // Those who can, can by what they were given here or anywhere above.
    env.require("users.view")?;
    let limit = limit.clamp(1, LIMIT_MAX);
    let mut conn = env.cx.service.db().snapshot().await?;
    place(&mut conn, env, node).await?;
    let capability = capability(env, &asked.capability)?;
    let at = asked.at.unwrap_or(env.cx.now());
    // A list as of now is another one a moment later, but its pages go on.
    let list = List::of(&(env.id(), "who-can", &asked.capability, node, asked.at));
    let place = after.map(|cursor| list.place(cursor)).transpose()?;
    let parents = store::facts::node_parents(&mut conn, env.id()).await?;
    let nodes: Vec<NodeId> = NodeTree::at(&parents, at).upwards(node).collect();
    let known = store::facts::capability_facts(&mut conn, env.id()).await?;
    let available = known.iter().any(|one| one.id == capability.id && one.is_available(at));
    let roles = match available {
        true => store::able::roles_with(&mut conn, env.id(), capability.id, at).await?,
        false => Vec::new(),
    };
    let rows = store::able::Asked {
        environment: env.id(),
        tenant: env.tenant.id,
        roles: &roles,
        nodes: &nodes,
        at,
        past: at < env.cx.now(),
    };
    let after = place.as_ref().map(|Place { key, id }| (key.as_str(), IdentityId(*id)));
    let mut found = store::able::page(&mut conn, &rows, after, limit + 1).await?;
    let more = found.len() > usize::from(limit);
    found.truncate(usize::from(limit));
    let next = found.last().filter(|_| more).map(|(id, name)| list.cursor(name, id.0));
    let total = store::able::total(&mut conn, &rows).await?;
    let mut items = Vec::with_capacity(found.len());
    let ids: Vec<IdentityId> = found.iter().map(|(id, _)| *id).collect();
    // By name, as they were found.
    for (identity, deleted) in store::identities::by_ids_at(&mut conn, env.id(), &ids, at).await? {
        let id = identity.id;
        let facts = store::facts::of_identity(&mut conn, env.id(), id).await?;
        let asked = policy::Question {
            capability: capability.id,
            node,
            at,
        };
        let paths = policy::decide(&facts, asked).paths;
        items.push(Able {
            identity,
            deleted,
            paths,
        });
    }
    Ok(Page {
        items,
        next,
        previous: None,
        total: total.min(TOTAL_MAX),
        total_exact: total <= TOTAL_MAX,
    })
}
