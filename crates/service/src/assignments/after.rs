//! What a subject keeps and loses when one assignment goes.

use crate::cx::Env;
use crate::error::Error;
use crate::{Result, counts, held, when, words};
use domain::assignments::{NoEffect, State};
use domain::id::{CapabilityId, IdentityId};
use domain::screens::{AfterRemoval, AssignmentFacts};
use domain::{Time, Window};
use policy::resolve::RoleSource;
use policy::{Facts, effective, roles_held};
use std::collections::BTreeSet;

/// Up to so many capabilities are all named; of more only the sensitive ones.
const NAMED: usize = 6;

/// Judges a removal without doing it.
///
/// Who may: who may read the assignment. Fails with `not_found`.
pub async fn after_removal(env: &Env, facts: &AssignmentFacts) -> Result<AfterRemoval> {
    if !facts.live {
        return Ok(AfterRemoval::default());
    }
    match facts.assignment.subject.identity() {
        Some(identity) => of_identity(env, facts, identity).await,
        None => of_group(env, facts).await,
    }
}

async fn of_identity(env: &Env, facts: &AssignmentFacts, identity: IdentityId) -> Result<AfterRemoval> {
    let of = &facts.assignment;
    let (now, zone) = (env.cx.now(), &env.environment.time_zone);
    let mut conn = env.read().await?;
    let mut before = store::facts::of_identity(&mut conn, env.id(), identity).await?;
    let names = held::Names::load(env, &mut conn).await?;
    drop(conn);
    let blocked = before.blocked_at(now);
    // What it would allow is told of those as well for whom nothing has effect now.
    before.blocked.clear();
    let mut after = before.clone();
    after.assignments.retain(|grant| grant.id != of.id);
    // What is to start later is lost from then on.
    let at = of.effective_from.map_or(now, |from| from.max(now));
    let can = |facts: &Facts| -> BTreeSet<CapabilityId> {
        effective(facts, of.node_id, at).into_iter().map(|(id, _)| id).collect()
    };
    let lost: BTreeSet<CapabilityId> = can(&before).difference(&can(&after)).copied().collect();
    let mut left: Vec<RoleSource> = roles_held(&after, now)
        .into_iter()
        .filter(|source| source.state != State::Ended)
        .collect();
    let (same, others): (Vec<_>, Vec<_>) = left.drain(..).partition(|source| source.role == of.role_id);
    let mut keeps: Vec<String> = same.iter().map(|source| kept(source, &names, now, zone)).collect();
    keeps.extend(other_roles(&others));
    let mut notes = Vec::new();
    if let Some(reason) = blocked {
        notes.push(blocked_words(&facts.holder.name, reason));
    }
    if at > now {
        notes.push(format!("It was to start {}; nothing ends now.", words::start(at, zone)));
    }
    let loses = if lost.is_empty() {
        Vec::new()
    } else {
        vec![capabilities(env, &lost)]
    };
    Ok(AfterRemoval { keeps, loses, notes })
}

/// `Operator through EMEA ▸ Night shift, until 31 Dec 2026`.
fn kept(source: &RoleSource, names: &held::Names, now: Time, zone: &str) -> String {
    let mut text = source.name.clone();
    if source.path.groups.is_empty() {
        text.push_str(", given directly");
    } else {
        text.push_str(" through ");
        text.push_str(&names.groups(&source.path.groups).join(" ▸ "));
    }
    if let Some(node) = names.node(source.path.node) {
        text.push_str(" at ");
        text.push_str(node);
    }
    // A start in the past is of no interest here.
    let window = Window::new(
        source.path.window.from.filter(|from| now < *from),
        source.path.window.to,
    );
    if let Some(words) = when::short(window, zone) {
        text.push_str(", ");
        text.push_str(&words);
    }
    text
}

/// `2 other roles: Auditor, Viewer`.
fn other_roles(others: &[RoleSource]) -> Option<String> {
    let mut names: Vec<&str> = others.iter().map(|source| source.name.as_str()).collect();
    names.dedup();
    match names.len() {
        0 => None,
        1 => Some(format!("1 other role: {}", names[0])),
        n => Some(format!("{n} other roles: {}", names.join(", "))),
    }
}

fn blocked_words(name: &str, reason: NoEffect) -> String {
    let why = match reason {
        NoEffect::Suspended => "is suspended",
        NoEffect::Invited => "has not accepted the invitation yet",
        NoEffect::NoMembership => "is no member of this tenant",
        NoEffect::AccountSuspended => "has a suspended account",
    };
    format!("{name} {why}, so none of it has effect at the moment.")
}

/// `12 capabilities, 2 of them sensitive: Change roles, Reset passwords`.
fn capabilities(env: &Env, lost: &BTreeSet<CapabilityId>) -> String {
    let list: Vec<_> = env.catalogue.list.iter().filter(|one| lost.contains(&one.id)).collect();
    let sensitive: Vec<&str> = list
        .iter()
        .filter(|one| one.sensitive)
        .map(|one| one.name.as_str())
        .collect();
    let noun = if list.len() == 1 { "capability" } else { "capabilities" };
    let many = list.len() > NAMED;
    let names: Vec<&str> = if many {
        sensitive.clone()
    } else {
        list.iter().map(|one| one.name.as_str()).collect()
    };
    let marked = match (sensitive.len(), list.len()) {
        (0, _) => ", none of them sensitive".to_owned(),
        (1, 1) => ", a sensitive one".to_owned(),
        (n, all) if n == all => ", all of them sensitive".to_owned(),
        (n, _) => format!(", {n} of them sensitive"),
    };
    let marked = if list.len() == 1 && sensitive.is_empty() {
        String::new()
    } else {
        marked
    };
    let names = if names.is_empty() {
        String::new()
    } else {
        format!(": {}", names.join(", "))
    };
    format!("{} {noun}{marked}{names}", words::number(list.len()))
}

async fn of_group(env: &Env, facts: &AssignmentFacts) -> Result<AfterRemoval> {
    let of = &facts.assignment;
    let group = of
        .subject
        .group()
        .ok_or_else(|| Error::Internal("a subject that is neither".to_owned()))?;
    let people = counts::members(env, group).await?.nested;
    let mut conn = env.read().await?;
    let held: BTreeSet<CapabilityId> = store::roles::capabilities(&mut conn, env.id(), of.role_id)
        .await?
        .into_iter()
        .filter(|id| {
            let position = env.catalogue.index.position(*id);
            position.is_some_and(|position| env.catalogue.available.contains(position))
        })
        .collect();
    let loses = if held.is_empty() {
        Vec::new()
    } else {
        vec![capabilities(env, &held)]
    };
    let people = usize::try_from(people).unwrap_or(0);
    let whom = match people {
        0 => "Nobody is in the group at the moment.".to_owned(),
        1 => "1 person or service in the group is concerned. What they hold another way, they keep.".to_owned(),
        n => format!(
            "{} people and services in the group and below it are concerned. What they hold another way, they keep.",
            words::number(n)
        ),
    };
    let mut notes = vec![whom];
    if !facts.started {
        notes.push("It has not started yet; nothing ends now.".to_owned());
    }
    Ok(AfterRemoval {
        keeps: Vec::new(),
        loses,
        notes,
    })
}
