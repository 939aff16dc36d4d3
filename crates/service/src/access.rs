//! Decisions: may this identity do this, there, then.

mod explain;

pub use policy::Path;

pub use explain::{Able, Effective, Explained, WhoCan, effective, explain, given, who_can};

use crate::Result;
use crate::cx::Env;
use crate::error::Error;
use crate::snapshot::{self, Held};
use domain::Time;
use domain::id::{IdentityId, NodeId};
use domain::identities::Identity;
use domain::problem::{Code, Problem};
use policy::Facts;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
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

/// Answers to several questions, true of the environment as of one `revision`.
#[derive(Debug)]
pub struct Answers {
    /// In the order of the questions; why there is none where one cannot be answered.
    pub allowed: Vec<std::result::Result<bool, Problem>>,
    pub revision: i64,
}

/// The most questions of one request.
pub const CHECKS_MAX: usize = 1000;

/// Answers a question.
///
/// Who may: `access.check`, at the node. Fails with `not_found` for an identity or node of
/// elsewhere, with `unknown_capability`.
pub async fn check(env: &Env, question: &Question) -> Result<Answer> {
    check_at_least(env, question, None).await
}

/// The same, true of the revision `at_least` or a later one; fails with `invalid_value` where that is not there
/// yet.
pub async fn check_at_least(env: &Env, question: &Question, at_least: Option<i64>) -> Result<Answer> {
    env.require_at("access.check", env.place(question.node_id))?;
    let revision = reached(env, at_least).await?;
    let at_once = snapshot::ask(env, revision, |held| (held.allowed(env, question), held.revision)).await?;
    if let Some((allowed, revision)) = at_once {
        return Ok(Answer {
            allowed: allowed?,
            revision,
        });
    }
    in_database(env, question).await
}

/// The answer without the snapshot.
pub(crate) async fn in_database(env: &Env, question: &Question) -> Result<Answer> {
    let mut asking = Asking::begin(env).await?;
    let allowed = asking.allowed(env, question).await?;
    Ok(Answer {
        allowed,
        revision: asking.revision,
    })
}

/// Answers many questions out of one snapshot, each by itself.
///
/// Who may: `access.check`, at the node of each. Fails with `too_many_items` above [`CHECKS_MAX`], and as
/// [`check_at_least`] where `at_least` is not there yet.
pub async fn check_all(env: &Env, questions: &[Question], at_least: Option<i64>) -> Result<Answers> {
    env.require_anywhere("access.check")?;
    if questions.len() > CHECKS_MAX {
        let text = format!("At most {CHECKS_MAX} questions in one request: send them in several.");
        return Err(Error::at(Code::TooManyItems, "/checks", text));
    }
    let may = |question: &Question| env.require_at("access.check", env.place(question.node_id));
    let revision = reached(env, at_least).await?;
    let at_once = snapshot::ask(env, revision, |held| {
        let one = |question: &Question| may(question).and_then(|()| held.allowed(env, question));
        let allowed = questions.iter().map(|question| told(one(question)));
        Ok(Answers {
            allowed: allowed.collect::<Result<_>>()?,
            revision: held.revision,
        })
    });
    if let Some(answers) = at_once.await? {
        return answers;
    }
    let mut asking = Asking::begin(env).await?;
    let mut allowed = Vec::with_capacity(questions.len());
    for question in questions {
        let answer = match may(question) {
            Ok(()) => asking.allowed(env, question).await,
            Err(error) => Err(error),
        };
        allowed.push(told(answer)?);
    }
    Ok(Answers {
        allowed,
        revision: asking.revision,
    })
}

/// An answer of many: a problem of one question is its own.
fn told(answer: Result<bool>) -> Result<std::result::Result<bool, Problem>> {
    match answer {
        Ok(allowed) => Ok(Ok(allowed)),
        Err(Error::Problem(problem)) => Ok(Err(*problem)),
        Err(failure) => Err(failure),
    }
}

/// Fails with `invalid_value` where the revision `at_least` is not there yet. A revision never goes back, so
/// whatever is read afterwards knows of it.
pub async fn there(env: &Env, at_least: Option<i64>) -> Result<()> {
    reached(env, at_least).await?;
    Ok(())
}

/// A revision that is there and is `at_least` that.
async fn reached(env: &Env, at_least: Option<i64>) -> Result<i64> {
    // What was read as the request came in; another one may have written since.
    let known = env.environment.revision;
    let Some(wanted) = at_least.filter(|wanted| *wanted > known) else {
        return Ok(known);
    };
    let revision = store::environments::get(&mut env.read().await?, env.id())
        .await?
        .revision;
    if wanted > revision {
        let text = format!("The environment is at revision {revision}; ask with one that a write or an answer named.");
        return Err(Error::at(Code::InvalidValue, "/at_least", text));
    }
    Ok(revision)
}

impl Held {
    fn allowed(&self, env: &Env, question: &Question) -> Result<bool> {
        let index = &self.index;
        let at = question.at.unwrap_or(env.cx.now());
        let person = index.person(question.identity_id, at).ok_or_else(no_person)?;
        let node = index.node(question.node_id.unwrap_or(env.root())).ok_or_else(no_node)?;
        let capability = index.capability(&question.capability);
        let capability = capability.ok_or_else(|| no_capability(&question.capability))?;
        Ok(index.allows(person, capability, node, at))
    }
}

/// One snapshot, so that the facts are those of the revision that an answer names.
struct Asking {
    conn: Conn,
    revision: i64,
    nodes: HashSet<NodeId>,
    /// Of those who were asked about before, with when they were deleted.
    facts: HashMap<IdentityId, (Facts, Option<Time>)>,
}

impl Asking {
    async fn begin(env: &Env) -> Result<Self> {
        // By itself: whoever asks may leave, and what is begun must end.
        let db = env.cx.service.db().clone();
        let begun = tokio::spawn(async move { db.snapshot().await });
        let mut conn = begun
            .await
            .map_err(|error| Error::Internal(format!("a snapshot stopped: {error}")))??;
        let revision = store::environments::get(&mut conn, env.id()).await?.revision;
        Ok(Self {
            nodes: nodes(&mut conn, env).await?,
            conn,
            revision,
            facts: HashMap::new(),
        })
    }

    async fn allowed(&mut self, env: &Env, question: &Question) -> Result<bool> {
        let node = question.node_id.unwrap_or(env.root());
        let at = question.at.unwrap_or(env.cx.now());
        let (facts, deleted) = match self.facts.entry(question.identity_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let (_, deleted) = person(&mut self.conn, env, question.identity_id, EVER).await?;
                let facts = store::facts::of_identity(&mut self.conn, env.id(), question.identity_id).await?;
                new.insert((facts, deleted))
            }
        };
        // One who was deleted since was there at some times and not at others.
        if deleted.is_some_and(|deleted| deleted <= at) {
            return Err(no_person());
        }
        known(&self.nodes, node)?;
        let capability = capability(env, &question.capability)?;
        Ok(policy::allows(facts, capability.id, node, at))
    }
}

/// Before anyone was deleted.
const EVER: Time = Time(i64::MIN);

/// A person of this environment whom a question about `at` names; with when they were deleted, where that was
/// later.
async fn person(conn: &mut Conn, env: &Env, id: IdentityId, at: Time) -> Result<(Identity, Option<Time>)> {
    let found = store::identities::by_ids_at(conn, env.id(), &[id], at).await?;
    found.into_iter().next().ok_or_else(no_person)
}

async fn nodes(conn: &mut Conn, env: &Env) -> Result<HashSet<NodeId>> {
    let nodes = store::nodes::list(conn, env.id()).await?;
    Ok(nodes.into_iter().map(|node| node.id).collect())
}

/// Fails with `not_found` where a question names a node of elsewhere.
fn known(nodes: &HashSet<NodeId>, node: NodeId) -> Result<()> {
    nodes.contains(&node).then_some(()).ok_or_else(no_node)
}

fn no_person() -> Error {
    let text = "There is no such person, or it is not yours to see.";
    Error::at(Code::NotFound, "/identity_id", text)
}

fn no_node() -> Error {
    let text = "There is no such node, or it is not yours to see.";
    Error::at(Code::NotFound, "/node_id", text)
}

fn no_capability(key: &str) -> Error {
    let text = format!("There is no capability {key}.");
    Error::at(Code::UnknownCapability, "/capability", text)
}

async fn place(conn: &mut Conn, env: &Env, node: NodeId) -> Result<()> {
    known(&nodes(conn, env).await?, node)
}

/// The capability that a question names.
fn capability<'a>(env: &'a Env, key: &str) -> Result<&'a Capability> {
    let found = env.catalogue.list.iter().find(|one| one.key == key);
    found.ok_or_else(|| no_capability(key))
}

/// Some of those who can give anyone any capability here, by name: the tenant's admins, or the site
/// admins where there are none. Who may: everyone who may enter the environment.
pub async fn who_grants(env: &Env) -> Result<Vec<String>> {
    /// More names are of no more help.
    const MOST: u16 = 3;
    let mut conn = env.read().await?;
    Ok(store::memberships::admins(&mut conn, env.tenant.id, MOST).await?)
}
