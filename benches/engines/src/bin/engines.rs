//! P2: decisions beside those of Cedar and of casbin on the same data, answers compared with them and with the
//! reference model: before and after writes, and on both sides of the edges of windows.

use access::facts::Everything;
use access::{Dice, Keys, compare_answers, questions};
use anyhow::{Context, Result, bail, ensure};
use domain::Time;
use domain::assignments::{New, Subject};
use domain::id::{GroupId, IdentityId, NodeId, RoleId};
use engines::moment::Moment;
use engines::plain::Plain;
use engines::with_casbin::{self, Casbin};
use engines::with_cedar::{self, Cedar};
use kit::{Args, At, Databases, Engine, Goal, Samples, compare, open};
use policy::Index;
use service::access::{CHECKS_MAX, Question, check_all};
use service::{Clock, Env, Service, SystemClock, Who, assignments, groups, people, roles};
use std::hint::black_box;
use std::time::Instant;

/// Questions that are asked of ours and of Cedar; casbin and the reference model take long and are asked fewer.
const QUESTIONS: usize = 2_000;
const OF_CASBIN: usize = 100;
const OF_PLAIN: usize = 100;
/// The reference model enumerates everything for each question.
const PLAIN_MOST: usize = 10_000;
/// Each question is asked so often in a round: one pass alone is too short for the clock.
const PASSES: u32 = 20;

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::read()?;
    let databases = Databases::new()?;
    kit::heading("engines (P2)", &args, &databases)?;
    // Decisions are made in memory: what the rows lie in is no part of it.
    let engine = args.engine.unwrap_or(Engine::Sqlite);
    for &size in &args.sizes {
        let seeded = databases.seed(engine, size).await?;
        let service = open(&seeded.at).await?;
        let env = enter(&service).await?;
        let all = Everything::load(&seeded.at, &env).await?;
        beside(&args, size, &env, &all).await?;
        if size == args.sizes[0] {
            edges(&env, &all).await?;
            writes(&service, &seeded.at, &all).await?;
        }
        service.close().await;
    }
    println!("All answers compared were the same.");
    Ok(())
}

/// As each request does: an environment is as it was when it was entered, or later.
async fn enter(service: &Service) -> Result<Env> {
    Ok(service.cx(Who::Cli, "bench").environment("seed", "production").await?)
}

/// Times all on the same questions, and compares their answers.
async fn beside(args: &Args, size: usize, env: &Env, all: &Everything) -> Result<()> {
    let people = all.ids();
    let asked = questions(env, &people, QUESTIONS, Keys::Uniform).await?;
    let now = SystemClock.now();
    let root = env.environment.root_node_id;
    compare_answers(env, &asked, now).await?;
    let start = Instant::now();
    let index = all.index();
    let built = start.elapsed();
    let moment = Moment::of(all, now);
    let start = Instant::now();
    let cedar = Cedar::of(&moment)?;
    let cedar_built = start.elapsed();
    let start = Instant::now();
    let casbin = Casbin::of(&moment).await?;
    let casbin_built = start.elapsed();
    println!(
        "{size} built in memory: ours {:.3} s, Cedar {:.3} s ({} policies), casbin {:.3} s ({} policies)",
        built.as_secs_f64(),
        cedar_built.as_secs_f64(),
        cedar.len(),
        casbin_built.as_secs_f64(),
        casbin.len()
    );
    let of_cedar: Result<Vec<_>> = asked.iter().map(|one| with_cedar::request(one, root)).collect();
    let of_cedar = of_cedar?;
    let of_casbin: Vec<_> = asked.iter().map(|one| with_casbin::request(one, root)).collect();
    let mut allowed = 0;
    for (question, cedars) in asked.iter().zip(&of_cedar) {
        let ours = ask(&index, question, root, now)?;
        allowed += usize::from(ours);
        same(question, ours, "Cedar", cedar.allows(cedars))?;
    }
    ensure!(
        allowed * 2 == asked.len(),
        "half is allowed, not {allowed} of {}",
        asked.len()
    );
    for (question, casbins) in asked.iter().zip(&of_casbin).take(OF_CASBIN) {
        same(
            question,
            ask(&index, question, root, now)?,
            "casbin",
            casbin.allows(casbins)?,
        )?;
    }
    if size <= PLAIN_MOST {
        let plain = Plain::of(all);
        for question in asked.iter().take(OF_PLAIN) {
            let answer = plain.allows(question, root, now)?;
            same(
                question,
                ask(&index, question, root, now)?,
                "the reference model",
                answer,
            )?;
        }
    }
    let ours = async |count: usize| {
        let start = Instant::now();
        for _ in 0..PASSES {
            for question in &asked[..count] {
                black_box(ask(&index, question, root, now)?);
            }
        }
        Ok(start.elapsed() / PASSES)
    };
    let cedars = async |_| {
        let start = Instant::now();
        for request in &of_cedar {
            black_box(cedar.allows(request));
        }
        Ok(start.elapsed())
    };
    let samples = compare(args.rounds.max(5), cedars, async |_| ours(asked.len()).await).await?;
    tell(args, size, "Cedar", asked.len(), &samples, 20.0);
    let casbins = async |_| {
        let start = Instant::now();
        for request in &of_casbin[..OF_CASBIN] {
            black_box(casbin.allows(request)?);
        }
        Ok(start.elapsed())
    };
    let samples = compare(args.rounds.max(5), casbins, async |_| ours(OF_CASBIN).await).await?;
    tell(args, size, "casbin", OF_CASBIN, &samples, 1_000.0);
    Ok(())
}

fn tell(args: &Args, size: usize, name: &str, count: usize, samples: &Samples, least: f64) {
    let goal = if args.quick { Goal::None } else { Goal::AtLeast(least) };
    let nanos = |millis: f64| millis * 1e6 / count as f64;
    println!(
        "{size} {name}: {:.0} ns a decision, ours {:.0} ns: {:.0} times as fast{}",
        nanos(samples.ours()),
        nanos(samples.limit()),
        samples.ratio(),
        goal.verdict(samples.ratio())
    );
}

fn ask(index: &Index, question: &Question, root: NodeId, at: Time) -> Result<bool> {
    let person = index.person(question.identity_id).context("a person")?;
    let capability = index.capability(&question.capability).context("a capability")?;
    let node = index.node(question.node_id.unwrap_or(root)).context("a node")?;
    Ok(index.allows(person, capability, node, at))
}

fn same(question: &Question, ours: bool, name: &str, theirs: bool) -> Result<()> {
    ensure!(ours == theirs, "{question:?} is {ours}, and by {name} {theirs}");
    Ok(())
}

/// Around the edges of windows: what ends or begins there, the millisecond before and the millisecond itself.
async fn edges(env: &Env, all: &Everything) -> Result<()> {
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
            let theirs = their_answers(&moment, &asked, root).await?;
            for (index_of, one) in asked.iter().enumerate() {
                same(one, ask(&index, one, root, at)?, "the service", answers[index_of])?;
                same(one, answers[index_of], "Cedar and casbin", theirs[index_of])?;
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
async fn writes(service: &Service, at: &At, before: &Everything) -> Result<()> {
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
        let theirs = their_answers(&moment, &asked, root).await?;
        for (one, (ours, theirs)) in asked.iter().zip(answers.iter().zip(&theirs)) {
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
        window: domain::Window::ALWAYS,
        reason: None,
    };
    match round % 5 {
        // It may be that they have it, or are in it.
        0 => drop(assignments::assign(env, &new).await),
        1 => drop(groups::add_one(env, group, id).await),
        2 => {
            let _ = assignments::assign(env, &new).await;
            let half = keys.iter().step_by(2).map(|key| (*key).to_owned());
            let edit = roles::Edit {
                capabilities: Some(half.collect()),
                ..roles::Edit::default()
            };
            roles::change(env, role, &edit).await?;
        }
        3 => {
            let group = Subject::Group(group);
            drop(assignments::assign(env, &New { subject: group, ..new }).await);
        }
        4 => people::suspend(env, id).await?,
        _ => bail!("five kinds"),
    }
    Ok(())
}

fn question(identity_id: IdentityId, key: &str, at: Option<Time>) -> Question {
    Question {
        identity_id,
        capability: key.to_owned(),
        node_id: None,
        at,
    }
}

async fn answers(env: &Env, asked: &[Question]) -> Result<Vec<bool>> {
    let mut all = Vec::new();
    for part in asked.chunks(CHECKS_MAX) {
        for answer in check_all(env, part, None).await?.allowed {
            all.push(answer.map_err(|problem| anyhow::anyhow!("{}", problem.detail))?);
        }
    }
    Ok(all)
}

/// What Cedar and casbin both say.
async fn their_answers(moment: &Moment, asked: &[Question], root: NodeId) -> Result<Vec<bool>> {
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
