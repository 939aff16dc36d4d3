//! Asking each of them.

use crate::moment::Moment;
use crate::with_casbin::{self, Casbin};
use crate::with_cedar::{self, Cedar};
use anyhow::{Context, Result, ensure};
use domain::Time;
use domain::id::{IdentityId, NodeId};
use policy::Index;
use service::Env;
use service::access::{CHECKS_MAX, Question, check_all};

/// What the index says; about the root where the question names no node.
pub fn ask(index: &Index, question: &Question, root: NodeId, at: Time) -> Result<bool> {
    let person = index.person(question.identity_id).context("a person")?;
    let capability = index.capability(&question.capability).context("a capability")?;
    let node = index.node(question.node_id.unwrap_or(root)).context("a node")?;
    Ok(index.allows(person, capability, node, at))
}

/// Fails where two say different things.
pub fn same(question: &Question, ours: bool, name: &str, theirs: bool) -> Result<()> {
    ensure!(ours == theirs, "{question:?} is {ours}, and by {name} {theirs}");
    Ok(())
}

/// May the person do that at the root, then or now?
pub fn question(identity_id: IdentityId, key: &str, at: Option<Time>) -> Question {
    Question {
        identity_id,
        capability: key.to_owned(),
        node_id: None,
        at,
    }
}

/// What the service says.
pub async fn answers(env: &Env, asked: &[Question]) -> Result<Vec<bool>> {
    let mut all = Vec::new();
    for part in asked.chunks(CHECKS_MAX) {
        for answer in check_all(env, part, None).await?.allowed {
            all.push(answer.map_err(|problem| anyhow::anyhow!("{}", problem.detail))?);
        }
    }
    Ok(all)
}

/// What Cedar and casbin both say.
pub async fn theirs(moment: &Moment, asked: &[Question], root: NodeId) -> Result<Vec<bool>> {
    let (cedar, casbin) = (Cedar::of(moment)?, Casbin::of(moment).await?);
    let mut all = Vec::new();
    for question in asked {
        let answer = cedar.allows(&with_cedar::request(question, root)?);
        same(
            question,
            answer,
            "casbin (and not Cedar)",
            casbin.allows(&with_casbin::request(question, root))?,
        )?;
        all.push(answer);
    }
    Ok(all)
}
