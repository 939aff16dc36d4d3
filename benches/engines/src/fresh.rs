//! No answer is stale: not across the edge of a window, and not after a write.

use crate::answers::{answers, ask, question, same, theirs};
use crate::moment::Moment;
use access::Dice;
use access::facts::Everything;
use anyhow::{Result, bail, ensure};
use domain::assignments::{New, Subject};
use domain::id::{GroupId, IdentityId, RoleId};
use domain::problem::Code;
use domain::{Time, Window};
use kit::{At, enter};
use service::access::Question;
use service::{Clock, Env, Service, SystemClock, assignments, groups, people, roles};

/// Around the edges of windows: what ends or begins there, the millisecond before and the millisecond itself.
pub async fn edges(env: &Env, all: &Everything) -> Result<()> {
    const MOST: usize = 20;
    let now = SystemClock.now();
    let index = all.index();
    let root = env.environment.root_node_id;
    let keys: Vec<&str> = all.capabilities.iter().map(|one| one.key.as_str()).collect();
    let grants = all.people.iter().flat_map(|known| &known.facts.assignments);
    let ahead = grants.filter_map(|grant| {
        let edge = [grant.window.from, grant.window.to]
            .into_iter()
            .flatten()
            .find(|edge| *edge > now)?;
        match grant.subject {
            Subject::Identity(id) => Some((id, edge)),
            Subject::Group(_) => None,
        }
    });
    let (mut turned, mut seen) = (0, 0);
    for (id, edge) in ahead.take(MOST) {
        seen += 1;
        let mut sides = Vec::new();
        for at in [Time(edge.0 - 1), edge] {
            let asked: Vec<Question> = keys.iter().map(|key| question(id, key, Some(at))).collect();
            let moment = Moment::of(all, at);
            let answers = answers(env, &asked).await?;
            let others = theirs(&moment, &asked, root).await?;
            for (index_of, one) in asked.iter().enumerate() {
                same(one, ask(&index, one, root, at)?, "the service", answers[index_of])?;
                same(one, answers[index_of], "Cedar and casbin", others[index_of])?;
            }
            sides.push(answers);
        }
        turned += usize::from(sides[0] != sides[1]);
    }
    ensure!(turned > 0, "no answer turned at any of {seen} edges");
    println!("At {seen} edges of windows all answers were right on both sides; at {turned} some turned.");
    Ok(())
}

/// After each write the very next answers are those of engines filled anew.
pub async fn writes(service: &Service, at: &At, before: &Everything) -> Result<()> {
    const ROUNDS: usize = 30;
    let mut dice = Dice(11);
    let env = enter(service).await?;
    let root = env.environment.root_node_id;
    let keys: Vec<&str> = before.capabilities.iter().map(|one| one.key.as_str()).collect();
    let people = before.ids();
    let there: Vec<GroupId> = before
        .groups
        .iter()
        .filter(|one| !one.deleted)
        .map(|one| one.id)
        .collect();
    let custom: Vec<RoleId> = custom_roles(&env).await?;
    let mut turned = 0;
    for round in 0..ROUNDS {
        let id = people[dice.roll(people.len())];
        let asked: Vec<Question> = keys.iter().map(|key| question(id, key, None)).collect();
        let earlier = answers(&enter(service).await?, &asked).await?;
        let group = there[dice.roll(there.len())];
        write(
            &enter(service).await?,
            round,
            id,
            group,
            custom[dice.roll(custom.len())],
            &keys,
        )
        .await?;
        let answers = answers(&enter(service).await?, &asked).await?;
        let all = Everything::load(at, &env).await?;
        let moment = Moment::of(&all, SystemClock.now());
        let others = theirs(&moment, &asked, root).await?;
        for (one, (ours, theirs)) in asked.iter().zip(answers.iter().zip(&others)) {
            same(one, *ours, "Cedar and casbin, filled after the write", *theirs)?;
        }
        turned += usize::from(earlier != answers);
    }
    ensure!(turned > ROUNDS / 4, "of {ROUNDS} writes only {turned} turned an answer");
    println!("After {ROUNDS} writes the next answers were right; {turned} of the writes turned some.");
    Ok(())
}

async fn custom_roles(env: &Env) -> Result<Vec<RoleId>> {
    let all = roles::list(env).await?;
    Ok(all
        .into_iter()
        .filter(|role| role.system.is_none())
        .map(|role| role.id)
        .collect())
}

/// One of several kinds of writes that bear on the person.
async fn write(env: &Env, round: usize, id: IdentityId, group: GroupId, role: RoleId, keys: &[&str]) -> Result<()> {
    let new = New {
        subject: Subject::Identity(id),
        role_id: role,
        node_id: None,
        window: Window::ALWAYS,
        reason: None,
    };
    match round % 5 {
        0 => or_refused(assignments::assign(env, &new).await)?,
        1 => or_refused(groups::add_one(env, group, id).await)?,
        2 => {
            or_refused(assignments::assign(env, &new).await)?;
            let half = keys.iter().step_by(2).map(|key| (*key).to_owned());
            let edit = roles::Edit {
                capabilities: Some(half.collect()),
                ..roles::Edit::default()
            };
            roles::change(env, role, &edit).await?;
        }
        3 => {
            let group = Subject::Group(group);
            or_refused(assignments::assign(env, &New { subject: group, ..new }).await)?;
        }
        4 => or_refused(people::suspend(env, id).await)?,
        _ => bail!("five kinds"),
    }
    Ok(())
}

/// It may be that they have it, are in it, or are suspended already; anything else is a fault.
fn or_refused<T>(written: service::Result<T>) -> Result<()> {
    match written {
        Err(error)
            if !matches!(
                error.code(),
                Code::AlreadyAssigned | Code::AlreadyMember | Code::Unchanged | Code::Suspended
            ) =>
        {
            Err(error.into())
        }
        _ => Ok(()),
    }
}
