//! Who is in a group: put in and taken out, one or many, and taken back.

use super::gains;
use crate::Result;
use crate::assignments::BulkAnswer;
use crate::cx::{Env, Tx};
use crate::error::Error;
use crate::plans::{self, Request};
use crate::verdict::{Judged, Moved, One, Refusal, Way, detail};
use domain::bulk::Status;
use domain::groups::Group;
use domain::id::{GroupId, IdentityId};
use domain::plans::{Action, Members, Selection, Target, Undo};
use domain::problem::{Code, Problem};
use domain::{Time, Window};
use std::collections::{HashMap, HashSet};
use store::groups::Standing;

/// Puts people into a group, each judged by itself, at once.
///
/// Who may: `groups.manage`, holding all that the group and those above it give. Fails with
/// `not_found` for the group, with `would_escalate`, `too_many_items`.
pub async fn add(env: &Env, group_id: GroupId, people: Vec<IdentityId>) -> Result<BulkAnswer> {
    let asked = Members {
        selection: Selection::Ids(people),
        group_id,
        revoke_sessions: false,
    };
    plans::at_once(env, &Request::AddMembers(asked), false).await
}

/// Takes people out of a group, each judged by itself, at once.
///
/// Who may: `groups.manage`, holding now all that the group and those above it give. Fails with
/// `not_found` for the group, with `too_many_items`.
pub async fn take_out(env: &Env, group_id: GroupId, people: Vec<IdentityId>) -> Result<BulkAnswer> {
    let asked = Members {
        selection: Selection::Ids(people),
        group_id,
        revoke_sessions: false,
    };
    plans::at_once(env, &Request::RemoveMembers(asked), false).await
}

/// Puts one person into a group.
///
/// Who may: as [`add`]. Fails with `not_found`, `already_member`, `would_escalate`.
pub async fn add_one(env: &Env, group: GroupId, who: IdentityId) -> Result<()> {
    plans::at_once(env, &Request::AddMembers(single(group, who)), true).await?;
    Ok(())
}

/// Takes one person out of a group.
///
/// Who may: as [`take_out`]. Fails with `not_found`, `not_member`, `inherited`, `would_escalate`.
pub async fn take_out_one(env: &Env, group: GroupId, who: IdentityId) -> Result<()> {
    plans::at_once(env, &Request::RemoveMembers(single(group, who)), true).await?;
    Ok(())
}

fn single(group_id: GroupId, who: IdentityId) -> Members {
    Members {
        selection: Selection::Ids(vec![who]),
        group_id,
        revoke_sessions: false,
    }
}

/// Why the actor may not put anyone into a group: all that it gives must be theirs to give.
async fn against_joining(tx: &mut Tx, group: GroupId, lasts: Window) -> Result<Option<Problem>> {
    let env = tx.env()?.clone();
    for gain in gains(&mut tx.tx, &env, group, lasts).await? {
        if let Err(problem) = env.covers(&gain) {
            return Ok(Some(problem));
        }
    }
    Ok(None)
}

/// Why the actor may not take anyone out of a group: that needs what putting in needs, now.
pub(crate) async fn against_leaving(tx: &mut Tx, group: GroupId) -> Result<Option<Problem>> {
    let env = tx.env()?.clone();
    for gain in gains(&mut tx.tx, &env, group, Window::ALWAYS).await? {
        if let Err(problem) = env.holds_now(gain.capabilities, gain.node) {
            return Ok(Some(problem));
        }
    }
    Ok(None)
}

/// A group of the environment, and all that lie in it.
async fn named(tx: &mut Tx, id: GroupId) -> Result<(Group, Vec<Group>)> {
    let environment = tx.env()?.id();
    let mut within = store::groups::within(&mut tx.tx, environment, id).await?;
    let text = "There is no such group, or it is not yours to see.";
    let place = within.iter().position(|group| group.id == id);
    let place = place.ok_or_else(|| Error::at(Code::NotFound, "/group_id", text))?;
    Ok((within.remove(place), within))
}

fn people(targets: &[Target]) -> Vec<IdentityId> {
    targets.iter().filter_map(|target| target.identity()).collect()
}

/// What is there of some people, behind the environment's lock.
struct Found {
    known: HashSet<IdentityId>,
    live: HashMap<IdentityId, Standing>,
}

async fn find(tx: &mut Tx, group: GroupId, ids: &[IdentityId]) -> Result<Found> {
    let env = tx.env()?.clone();
    let known = store::bulk::existing(&mut tx.tx, env.id(), ids).await?;
    Ok(Found {
        known: known.into_iter().collect(),
        live: store::groups::live(&mut tx.tx, env.id(), group, ids, env.cx.now()).await?,
    })
}

fn refuse(code: Code) -> Refusal {
    match code {
        Code::NotFound => Refusal::fail(code, "", detail(code)),
        _ => Refusal::skip(code, "", detail(code)),
    }
}

/// Judges putting people into a group, under the environment's lock.
pub(crate) async fn judge_in(tx: &mut Tx, group: GroupId, targets: &[Target]) -> Result<Judged> {
    let (group, _) = named(tx, group).await?;
    let ids = people(targets);
    let found = find(tx, group.id, &ids).await?;
    let not_allowed = against_joining(tx, group.id, Window::ALWAYS).await?;
    let mut seen = HashSet::new();
    let ones = ids.iter().map(|id| {
        let refusal = if !found.known.contains(id) {
            Some(refuse(Code::NotFound))
        } else if !seen.insert(*id) {
            Some(refuse(Code::DuplicateInRequest))
        } else if found.live.contains_key(id) {
            Some(refuse(Code::AlreadyMember))
        } else {
            not_allowed
                .as_ref()
                .map(|problem| Refusal::not_allowed(problem, "/group_id"))
        };
        One::new(Target::Identity(*id), None, refusal.map_or(Ok(Status::Created), Err))
    });
    let ones: Vec<One> = ones.collect();
    let env = tx.env()?.clone();
    let gains = match ones.iter().any(|one| one.verdict.is_ok()) {
        true => gains(&mut tx.tx, &env, group.id, Window::ALWAYS).await?,
        false => Vec::new(),
    };
    Ok(Judged {
        ones,
        gains,
        moved: Some(Moved {
            group: group.id,
            name: group.name,
            way: Way::In(HashMap::new()),
        }),
        ..Judged::default()
    })
}

/// Judges taking people out of a group. `many`: they are part of several, where one's own stays.
pub(crate) async fn judge_out(tx: &mut Tx, group: GroupId, targets: &[Target], many: bool) -> Result<Judged> {
    let env = tx.env()?.clone();
    let (group, inside) = named(tx, group).await?;
    let ids = people(targets);
    let found = find(tx, group.id, &ids).await?;
    let not_allowed = against_leaving(tx, group.id).await?;
    let absent: Vec<IdentityId> = ids.iter().filter(|id| !found.live.contains_key(id)).copied().collect();
    let within: Vec<GroupId> = inside.iter().map(|one| one.id).collect();
    let ways = store::groups::ways(&mut tx.tx, env.id(), &within, &absent, env.cx.now()).await?;
    let nested: HashMap<IdentityId, GroupId> = ways.iter().map(|way| (way.identity_id, way.group_id)).collect();
    let mut seen = HashSet::new();
    let ones = ids.iter().map(|id| {
        let refusal = if !found.known.contains(id) {
            Some(refuse(Code::NotFound))
        } else if let (false, Some(from)) = (found.live.contains_key(id), nested.get(id)) {
            let name = inside.iter().find(|one| one.id == *from).map(|one| one.name.as_str());
            let text = format!("Is in it through {}: take them out there.", name.unwrap_or("a group"));
            Some(Refusal::skip(Code::Inherited, "", text))
        } else if !found.live.contains_key(id) {
            Some(refuse(Code::NotMember))
        } else if !seen.insert(*id) {
            Some(refuse(Code::DuplicateInRequest))
        } else if many && env.identity_id == Some(*id) {
            let text = "That is you: take yourself out by itself.";
            Some(Refusal::skip(Code::OwnAccess, "", text))
        } else {
            not_allowed.as_ref().map(|problem| Refusal::not_allowed(problem, ""))
        };
        One::new(Target::Identity(*id), None, refusal.map_or(Ok(Status::Removed), Err))
    });
    Ok(Judged {
        ones: ones.collect(),
        moved: Some(Moved {
            group: group.id,
            name: group.name,
            way: Way::Out,
        }),
        ..Judged::default()
    })
}

/// Judges the undoing: those who came by the operation go, those who went come back for what is left
/// of their time; who was moved since stays.
pub(crate) async fn judge_undo(tx: &mut Tx, asked: &Undo, targets: &[Target], many: bool) -> Result<Judged> {
    let env = tx.env()?.clone();
    let now = env.cx.now();
    let gone = || Error::Internal("an operation on members knows its group".to_owned());
    let group = asked.group_id.ok_or_else(gone)?;
    let ids = people(targets);
    let stand = store::groups::standing(&mut tx.tx, env.id(), group, asked.operation_id, &ids).await?;
    if asked.of == Action::AddMembers {
        let mut judged = judge_out(tx, group, targets, many).await?;
        for (one, id) in judged.ones.iter_mut().zip(&ids) {
            // A row that ended by another way is not the one that holds them in the group now.
            let as_left = |row: &Standing| {
                row.operation_id == Some(asked.operation_id.0)
                    && row.ended_operation_id.is_none()
                    && row.until.is_none_or(|until| now.0 < until)
            };
            if !stand.get(id).is_some_and(as_left) {
                one.verdict = Err(refuse(Code::ChangedSince));
            }
        }
        return Ok(judged);
    }
    let mut judged = judge_in(tx, group, targets).await?;
    let mut until = HashMap::new();
    for (one, id) in judged.ones.iter_mut().zip(&ids) {
        let row = stand
            .get(id)
            .filter(|row| row.ended_operation_id == Some(asked.operation_id.0));
        match row.map(|row| row.planned_until.map(Time)) {
            Some(Some(end)) if end <= now => {
                let text = "Their time in the group would be over by now.";
                one.verdict = Err(Refusal::skip(Code::NotMember, "", text));
            }
            Some(Some(end)) => {
                until.insert(*id, end);
            }
            Some(None) => {}
            None => one.verdict = Err(refuse(Code::ChangedSince)),
        }
    }
    if let Some(moved) = &mut judged.moved {
        moved.way = Way::In(until);
    }
    Ok(judged)
}

/// Puts those who passed in, or takes them out.
pub(crate) async fn apply(tx: &mut Tx, judged: &Judged, operation: domain::id::OperationId) -> Result<()> {
    let Some(moved) = &judged.moved else { return Ok(()) };
    let env = tx.env()?.clone();
    let now = env.cx.now();
    let passed = judged.ones.iter().filter(|one| one.verdict.is_ok());
    let passed: Vec<IdentityId> = people(&passed.map(|one| one.target).collect::<Vec<_>>());
    if passed.is_empty() {
        return Ok(());
    }
    match &moved.way {
        Way::In(until) => {
            let new: Vec<_> = passed
                .iter()
                .map(|id| store::groups::Membership {
                    group_id: moved.group,
                    identity_id: *id,
                    since: now,
                    until: until.get(id).copied(),
                })
                .collect();
            store::groups::add_memberships(&mut tx.tx, env.id(), &new, Some(operation)).await?;
        }
        Way::Out => {
            let leaving = store::groups::Leaving {
                group: moved.group,
                members: &passed,
                operation: Some(operation),
                now,
            };
            store::groups::end_memberships(&mut tx.tx, env.id(), leaving).await?;
        }
    }
    Ok(())
}
