//! The access explorer, and what someone can do.

mod asked;
mod export;
mod tell;

pub use export::{AbleFile, AbleLine, able};

use super::identity::{blocked, head};
use super::shell;
use crate::access::{self, Question, WhoCan};
use crate::cx::Env;
use crate::error::Error;
use crate::{Result, words};
use asked::{chosen, instant, meant, node, read};
use domain::id::{IdentityId, NodeId};
use domain::identities::Identity;
use domain::page::{LIMIT_DEFAULT, TOTAL_MAX};
use domain::problem::Code;
use domain::screens::{
    AbleRow, Ask, Asked, Explorer, Found, HeldArea, HeldCapability, IdentityAccess, NearWay, What, Who, Whom, Why,
};
use domain::{Time, fold, query};
use std::collections::HashMap;
use tell::Teller;

/// The explorer for the query of an address: `who`, `capability`, `node`, `on`, `after`.
///
/// Who may: `access.explain`.
pub async fn explorer(env: &Env, ask: Ask, search: &str) -> Result<Explorer> {
    env.require("access.explain")?;
    let (asked, after) = read(search);
    let (found, as_of) = match answer(env, ask, &asked, after.as_deref()).await {
        Ok(found) => found,
        Err(Error::Problem(problem)) if !problem.errors.is_empty() => {
            let wrong = problem.errors.into_iter();
            let wrong = wrong.map(|one| {
                let field = match one.pointer.as_str() {
                    "/node_id" => "node",
                    "/identity_id" => "who",
                    other => other.trim_start_matches('/'),
                };
                (field.to_owned(), one.detail)
            });
            (Found::Wrong(wrong.collect()), String::new())
        }
        Err(other) => return Err(other),
    };
    let nodes = crate::assignments::node_paths(env, &mut env.read().await?).await?;
    let mut nodes: Vec<(String, String)> = nodes.into_iter().map(|(id, path)| (id.to_string(), path)).collect();
    nodes.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(Explorer {
        shell: shell(env).await?,
        ask,
        asked,
        capabilities: env
            .catalogue
            .list
            .iter()
            .map(|one| (one.key.clone(), format!("{}: {}", one.area, one.name)))
            .collect(),
        nodes,
        as_of,
        found,
    })
}

async fn answer(env: &Env, ask: Ask, asked: &Asked, after: Option<&str>) -> Result<(Found, String)> {
    let nothing = match ask {
        Ask::Why => asked.who.trim().is_empty() && asked.capability.is_empty(),
        Ask::Who => asked.capability.is_empty(),
        Ask::What => asked.who.trim().is_empty(),
    };
    if nothing {
        return Ok((Found::Nothing, String::new()));
    }
    let (at, as_of) = instant(env, &asked.on)?;
    let node = node(asked)?;
    if ask != Ask::What {
        chosen(asked)?;
    }
    let found = match ask {
        Ask::Why => {
            let question = Question {
                identity_id: meant(env, &asked.who).await?,
                capability: asked.capability.clone(),
                node_id: node,
                at,
            };
            Found::Why(Box::new(why(env, &question).await?))
        }
        Ask::Who => {
            let question = WhoCan {
                capability: asked.capability.clone(),
                node_id: node,
                at,
            };
            Found::Who(who(env, &question, after, LIMIT_DEFAULT).await?)
        }
        Ask::What => Found::What(what(env, meant(env, &asked.who).await?, node, at, "").await?),
    };
    Ok((found, as_of))
}

fn whom(env: &Env, identity: Identity, deleted: Option<Time>) -> Whom {
    let (now, zone) = (env.cx.now(), &env.environment.time_zone);
    Whom {
        identity,
        deleted: deleted.map(|at| format!("deleted {}", words::short_day(at, now, zone))),
    }
}

async fn why(env: &Env, question: &Question) -> Result<Why> {
    let told = access::explain(env, question).await?;
    let decision = told.decision;
    let all = decision
        .paths
        .iter()
        .chain(decision.near_misses.iter().map(|miss| &miss.path));
    let teller = Teller::load(env, all).await?;
    let verdict = match (decision.allowed, decision.paths.len()) {
        (false, _) => "No".to_owned(),
        (true, 1) => "Yes, in 1 way".to_owned(),
        (true, n) => format!("Yes, in {} ways", words::number(n)),
    };
    Ok(Why {
        whom: whom(env, told.identity, told.deleted),
        allowed: decision.allowed,
        verdict,
        ways: decision.paths.iter().map(|path| teller.way(path)).collect(),
        near: decision
            .near_misses
            .iter()
            .map(|miss| NearWay {
                way: teller.way(&miss.path),
                why: teller.miss(miss.why),
            })
            .collect(),
        also: told.also,
    })
}

async fn who(env: &Env, question: &WhoCan, after: Option<&str>, limit: u16) -> Result<Who> {
    let page = match access::who_can(env, question, after, limit).await {
        // A cursor of another question: the list begins at its beginning.
        Err(error) if error.code() == Code::InvalidCursor => access::who_can(env, question, None, limit).await?,
        other => other?,
    };
    let teller = Teller::load(env, page.items.iter().flat_map(|one| &one.paths)).await?;
    let verdict = match (page.total, page.total_exact) {
        (0, _) => "Nobody can".to_owned(),
        (1, _) => "1 can".to_owned(),
        (n, true) => format!("{} can", words::number(usize::try_from(n).unwrap_or(0))),
        (_, false) => format!(
            "More than {} can",
            words::number(usize::try_from(TOTAL_MAX).unwrap_or(0))
        ),
    };
    Ok(Who {
        rows: page
            .items
            .into_iter()
            .map(|one| AbleRow {
                ways: one.paths.iter().map(|path| teller.way(path)).collect(),
                whom: whom(env, one.identity, one.deleted),
            })
            .collect(),
        verdict,
        next: page.next,
        first: after.is_none(),
    })
}

/// `q`: only what is called like that.
async fn what(env: &Env, id: IdentityId, node: Option<NodeId>, at: Option<Time>, q: &str) -> Result<What> {
    let held = access::effective(env, id, node, at).await?;
    let teller = Teller::load(env, held.capabilities.iter().flat_map(|(_, paths)| paths)).await?;
    let wanted = fold::search(q);
    let mut given: HashMap<_, _> = held.capabilities.into_iter().collect();
    let total = given.len();
    let mut areas: Vec<HeldArea> = Vec::new();
    // In the order of the catalogue.
    for capability in &env.catalogue.list {
        let Some(paths) = given.remove(&capability.id) else {
            continue;
        };
        if !fold::search(&format!("{} {} {}", capability.area, capability.name, capability.key)).contains(&wanted) {
            continue;
        }
        let one = HeldCapability {
            key: capability.key.clone(),
            name: capability.name.clone(),
            sensitive: capability.sensitive,
            ways: paths.iter().map(|path| teller.way(path)).collect(),
        };
        let name = capability.area.clone();
        match areas.last_mut().filter(|last| last.name == name) {
            Some(last) => last.capabilities.push(one),
            None => areas.push(HeldArea {
                name,
                capabilities: vec![one],
            }),
        }
    }
    let no_effect = held.no_effect.map(|reason| {
        format!(
            "{} {}, so nothing that they hold has effect.",
            held.identity.name,
            blocked(reason)
        )
    });
    Ok(What {
        whom: whom(env, held.identity, held.deleted),
        areas,
        total,
        no_effect,
    })
}

/// The tab Access of an identity, for the query of an address: `on`, `q`.
pub async fn identity_access(env: &Env, id: IdentityId, search: &str) -> Result<IdentityAccess> {
    let (head, _) = head(env, id).await?;
    let (mut on, mut q) = (String::new(), String::new());
    for (name, value) in query::pairs(search) {
        match name.as_str() {
            "on" => on = value,
            "q" => q = value.chars().take(200).collect(),
            _ => {}
        }
    }
    let (at, as_of, wrong) = match instant(env, &on) {
        Ok((at, as_of)) => (at, as_of, None),
        Err(error) => (
            None,
            String::new(),
            Some(error.into_problem(env.cx.request_id()).detail),
        ),
    };
    let what = match what(env, id, None, at, &q).await {
        Ok(what) => Ok(what),
        Err(Error::Problem(problem)) if problem.code == Code::Forbidden => Err(*problem),
        Err(other) => return Err(other),
    };
    Ok(IdentityAccess {
        shell: shell(env).await?,
        head,
        on,
        q,
        as_of,
        what,
        wrong,
    })
}
