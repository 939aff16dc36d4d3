//! P14: changing a role that everyone holds, and moving a group that everyone is in, against the bare update; and
//! whether the next decision is right.

use anyhow::{Context, Result, ensure};
use data::bare::{Bare, id};
use data::everyone::{Made, fill, make};
use data::listing::production;
use domain::Window;
use domain::assignments::{New, Subject};
use domain::id::{GroupId, IdentityId};
use kit::{Args, At, Databases, Goal, Samples, compare, enter, median, open};
use service::access::{Question, check};
use service::{Service, assignments, groups, roles, warm};
use std::cell::RefCell;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// What the role gains and loses, and what the place of the group gives.
const CHANGED: &str = "audit.export";
/// Writes of a round.
const WRITES: u32 = 6;

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::read()?;
    let databases = Databases::new()?;
    kit::heading("edits (P14)", &args, &databases)?;
    for engine in databases.engines(args.engine) {
        let mut first: Option<[f64; 2]> = None;
        for &size in &args.sizes {
            let seeded = databases.seed(engine, size).await?;
            let service = open(&seeded.at).await?;
            let bench = Bench::new(service, &seeded.at, size).await?;
            let name = format!("{} {size}", engine.name());
            let role = bench.role(&args).await?;
            let moved = bench.group(&args).await?;
            let goal = if args.quick { Goal::None } else { Goal::AtMost(2.0) };
            println!("{}", role.line(&format!("{name} role edit"), goal));
            println!("{}", moved.line(&format!("{name} group moved"), goal));
            let mut next = bench.next.take();
            println!(
                "{:<44} {:>10.3} ms for the decision that follows (most {:.3})",
                "",
                median(&mut next),
                next.last().copied().unwrap_or(f64::NAN)
            );
            let now = [role.ours(), moved.ours()];
            if let Some(before) = first {
                println!(
                    "{:<44} {:>10.2} and {:.2} times that of {}",
                    "",
                    now[0] / before[0],
                    now[1] / before[1],
                    args.sizes[0]
                );
            } else {
                first = Some(now);
            }
            bench.service.close().await;
        }
    }
    println!("Every decision after a write was the right one.");
    Ok(())
}

struct Bench {
    service: Service,
    at: At,
    /// The role that everyone holds, and the group that everyone is in.
    all: Made,
    /// Those that the bare side writes: nobody has to do with them.
    none: Made,
    /// Places for the group: what is in the first has [`CHANGED`], what is in the second has not.
    places: [GroupId; 2],
    /// Some who have [`CHANGED`] by these alone.
    people: Vec<IdentityId>,
    environment: Uuid,
    capability: Uuid,
    /// Milliseconds of each decision after a write.
    next: RefCell<Vec<f64>>,
}

/// Moves a group; how long that took.
async fn lay(service: &Service, group: GroupId, to: GroupId) -> Result<Duration> {
    let edit = groups::Edit {
        parent_id: Some(Some(to)),
        ..groups::Edit::default()
    };
    let env = enter(service).await?;
    let start = Instant::now();
    groups::change(&env, group, &edit).await?;
    Ok(start.elapsed())
}

fn question(identity_id: IdentityId) -> Question {
    Question {
        identity_id,
        capability: CHANGED.to_owned(),
        node_id: None,
        at: None,
    }
}

impl Bench {
    async fn new(service: Service, at: &At, size: usize) -> Result<Self> {
        let env = enter(&service).await?;
        let (all, none) = (make(&env, "All").await?, make(&env, "None").await?);
        let (with, without) = (make(&env, "With").await?, make(&env, "Without").await?);
        let edit = roles::Edit {
            capabilities: Some(vec![CHANGED.to_owned()]),
            ..roles::Edit::default()
        };
        roles::change(&env, with.role, &edit).await?;
        let new = New {
            subject: Subject::Group(with.group),
            role_id: with.role,
            node_id: None,
            window: Window::ALWAYS,
            reason: None,
        };
        assignments::assign(&env, &new).await?;
        let mut bare = Bare::open(at).await?;
        let environment = production(&mut bare).await?;
        let all_people = fill(&mut bare, &all, size).await?;
        let capability = bare
            .ids(&format!(
                "select {{hex:id}} from capabilities where environment_id = {} and key = '{CHANGED}'",
                id(environment)
            ))
            .await?;
        bare.close().await?;
        warm(&env).await?;
        let mut people = Vec::new();
        // Some of the whole range: those who have it with the group in the one place and not in the other.
        let some = all_people.into_iter().step_by((size / 40).max(1)).map(IdentityId);
        let mut with_it = Vec::new();
        lay(&service, all.group, with.group).await?;
        for person in some {
            if check(&enter(&service).await?, &question(person)).await?.allowed {
                with_it.push(person);
            }
        }
        lay(&service, all.group, without.group).await?;
        for person in with_it {
            if !check(&enter(&service).await?, &question(person)).await?.allowed {
                people.push(person);
            }
        }
        ensure!(!people.is_empty(), "everyone has {CHANGED} already");
        Ok(Self {
            at: at.clone(),
            all,
            none,
            places: [with.group, without.group],
            people,
            environment,
            capability: *capability.first().context("the capability")?,
            next: RefCell::default(),
            service,
        })
    }

    /// Asks the very next question, and wants that answer.
    async fn next(&self, turn: usize, wanted: bool) -> Result<()> {
        let start = Instant::now();
        let person = self.people[turn % self.people.len()];
        let answer = check(&enter(&self.service).await?, &question(person)).await?;
        self.next.borrow_mut().push(start.elapsed().as_secs_f64() * 1000.0);
        ensure!(answer.allowed == wanted, "{person} is {}, not {wanted}", answer.allowed);
        Ok(())
    }

    async fn role(&self, args: &Args) -> Result<Samples> {
        let mut bare = Bare::open(&self.at).await?;
        let ours = async |round: usize| {
            let mut took = Duration::ZERO;
            for turn in 0..WRITES as usize {
                let add = turn.is_multiple_of(2);
                let mut keys = vec!["users.view".to_owned()];
                keys.extend(add.then(|| CHANGED.to_owned()));
                let edit = roles::Edit {
                    capabilities: Some(keys),
                    ..roles::Edit::default()
                };
                let env = enter(&self.service).await?;
                let start = Instant::now();
                roles::change(&env, self.all.role, &edit).await?;
                took += start.elapsed();
                self.next(round * 7 + turn, add).await?;
            }
            Ok(took / WRITES)
        };
        let limit = async |round: usize| {
            let (env, role, capability) = (id(self.environment), id(self.none.role.0), id(self.capability));
            let mut took = Duration::ZERO;
            for turn in 0..WRITES as usize {
                let at = round * 100 + turn + 1;
                let text = if turn.is_multiple_of(2) {
                    format!(
                        "begin; insert into role_capabilities (environment_id, role_id, capability_id, since)
                         values ({env}, {role}, {capability}, {at}); commit;"
                    )
                } else {
                    format!(
                        "begin; update role_capabilities set until = {at} where environment_id = {env}
                         and role_id = {role} and capability_id = {capability} and until is null; commit;"
                    )
                };
                took += timed(&mut bare, &text).await?;
            }
            Ok(took / WRITES)
        };
        compare(args.rounds.max(5), ours, limit).await
    }

    async fn group(&self, args: &Args) -> Result<Samples> {
        let mut bare = Bare::open(&self.at).await?;
        let ours = async |round: usize| {
            let mut took = Duration::ZERO;
            for turn in 0..WRITES as usize {
                took += lay(&self.service, self.all.group, self.places[turn % 2]).await?;
                self.next(round * 7 + turn, turn.is_multiple_of(2)).await?;
            }
            Ok(took / WRITES)
        };
        let limit = async |round: usize| {
            let (env, group) = (id(self.environment), id(self.none.group.0));
            let mut took = Duration::ZERO;
            for turn in 0..WRITES as usize {
                let (at, to) = (round * 100 + turn + 1, id(self.places[turn % 2].0));
                let text = format!(
                    "begin; update group_parents set until = {at} where environment_id = {env} and group_id = {group}
                     and until is null;
                     insert into group_parents (environment_id, group_id, parent_id, since)
                     values ({env}, {group}, {to}, {at}); commit;"
                );
                took += timed(&mut bare, &text).await?;
            }
            Ok(took / WRITES)
        };
        compare(args.rounds.max(5), ours, limit).await
    }
}

async fn timed(bare: &mut Bare, text: &str) -> Result<Duration> {
    let start = Instant::now();
    bare.run(text).await?;
    Ok(start.elapsed())
}
