//! Who can, for a file.

use super::asked::{chosen, instant, node, read};
use super::tell::Teller;
use crate::Result;
use crate::access::{self, WhoCan};
use crate::cx::Env;
use crate::error::Error;
use domain::identities::Identity;
use domain::page::LIMIT_MAX;
use domain::problem::Code;
use domain::{Time, query};

/// The most people of a file.
const MOST: usize = 100_000;

/// Everyone who can, and what was asked.
#[derive(Debug)]
pub struct AbleFile {
    pub capability: String,
    /// The path of the node; nothing: everywhere.
    pub node: Option<String>,
    pub at: Time,
    pub lines: Vec<AbleLine>,
}

/// Someone who can.
#[derive(Debug)]
pub struct AbleLine {
    pub identity: Identity,
    /// When they were deleted, later than that.
    pub deleted: Option<Time>,
    /// Each path, with when it holds and who gave it.
    pub ways: Vec<String>,
}

/// Everyone who can, for the query of the explorer's address, all as of one instant.
///
/// Who may: `access.explain` at the root and at the node, `users.view` and `users.bulk_operations`. Fails with
/// `invalid_value` where the question is none or says more than is understood, and with `too_large` above 100,000.
pub async fn able(env: &Env, search: &str) -> Result<AbleFile> {
    for capability in ["access.explain", "users.view", "users.bulk_operations"] {
        env.require(capability)?;
    }
    understood(search)?;
    let (asked, _) = read(search);
    chosen(&asked)?;
    let question = WhoCan {
        node_id: node(&asked)?,
        at: Some(instant(env, &asked.on)?.0.unwrap_or(env.cx.now())),
        capability: asked.capability,
    };
    let mut lines = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = access::who_can(env, &question, after.as_deref(), LIMIT_MAX).await?;
        let teller = Teller::load(env, page.items.iter().flat_map(|one| &one.paths)).await?;
        lines.extend(page.items.into_iter().map(|one| AbleLine {
            ways: one.paths.iter().map(|path| teller.line(path)).collect(),
            identity: one.identity,
            deleted: one.deleted,
        }));
        if lines.len() > MOST {
            let text = "More than 100,000 can. Ask about a part of the hierarchy.";
            return Err(Error::new(Code::TooLarge, text));
        }
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    let paths = crate::assignments::node_paths(env, &mut env.read().await?).await?;
    let mut paths = paths.into_iter();
    Ok(AbleFile {
        node: question
            .node_id
            .and_then(|id| paths.find(|(known, _)| *known == id).map(|(_, path)| path)),
        at: question.at.unwrap_or(env.cx.now()),
        capability: question.capability,
        lines,
    })
}

/// A part that means nothing would let more into the file than were asked for.
fn understood(search: &str) -> Result<()> {
    let mut seen: Vec<String> = Vec::new();
    for (name, value) in query::pairs(search) {
        if !matches!(name.as_str(), "capability" | "node" | "on") || seen.contains(&name) {
            let text = format!("The part “{name}={value}” of the address means nothing here");
            return Err(Error::at(Code::InvalidValue, format!("/{name}"), text));
        }
        seen.push(name);
    }
    Ok(())
}
