//! P4: giving a role to many in one write, against the bare transaction of the same rows.

use anyhow::{Context, Result, ensure};
use data::bare::Bare;
use data::oracle::Before;
use data::rows::{Rows, left};
use domain::Window;
use domain::assignments::{New, Subject, ThroughGroup};
use domain::bulk::MAX_ITEMS;
use domain::id::{IdentityId, RoleId};
use domain::identities::Filter;
use domain::plans::{Assign, Request, Selection};
use kit::{Args, At, Databases, Goal, Memory, Seeded, compare, enter, open};
use service::assignments::{BulkOptions, bulk_create};
use service::jobs::{Options, Runner};
use service::plans;
use service::{Clock, Env, Service, SystemClock, SystemIds, Who};
use std::process::Command;
use std::time::{Duration, Instant};
use uuid::Uuid;

const GOAL: Goal = Goal::AtMost(1.5);
const MEMORY_GOAL: f64 = 64.0;
/// The seed has it at every size, and some hold it already.
const ROLE: &str = "role-001";

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::read()?;
    if let [what, place] = &args.own[..] {
        ensure!(what == "memory", "the only part of this benchmark is `memory`");
        return memory_of(place).await;
    }
    let databases = Databases::new()?;
    kit::heading("bulk (P4)", &args, &databases)?;
    for engine in databases.engines(args.engine) {
        let mut slopes = Vec::new();
        for &size in &args.sizes {
            let seeded = databases.seed(engine, size).await?;
            let bench = Bench::new(&databases, &seeded, args.rounds).await?;
            let name = engine.name();
            let goal = if args.quick { Goal::None } else { GOAL };
            let written = bench.by_ids().await?;
            println!("{}", written.line(&format!("{name} {size} bulk-create"), goal));
            slopes.push(written.ours() * 1000.0 / bench.people.len() as f64);
            // A plan holds 100,000 people at most.
            if size <= MAX_ITEMS {
                let (planned, committed) = bench.by_filter().await?;
                println!(
                    "{}",
                    planned.line(&format!("{name} {size} plan of everyone"), Goal::None)
                );
                println!(
                    "{}",
                    committed.line(&format!("{name} {size} its commit, by the job"), goal)
                );
            }
            let more = bench.memory().await?;
            let verdict = match (args.quick, more <= MEMORY_GOAL) {
                (true, _) => "",
                (false, true) => ", goal ≤ 64: met",
                (false, false) => ", goal ≤ 64: MISSED",
            };
            println!(
                "{:<44} {more:>10.1} MiB more at the peak{verdict}",
                format!("{name} {size} memory of bulk-create")
            );
        }
        let slopes: Vec<String> = slopes.iter().map(|micros| format!("{micros:.1}")).collect();
        println!("{} microseconds an item, by size: {}", engine.name(), slopes.join(", "));
    }
    println!("All answers were those of the oracle, and both sides left the same rows.");
    Ok(())
}

struct Bench<'a> {
    databases: &'a Databases,
    seeded: &'a Seeded,
    rounds: usize,
    before: Before,
    /// Whom a request names, in its order.
    people: Vec<Uuid>,
    ids: SystemIds,
}

impl<'a> Bench<'a> {
    async fn new(databases: &'a Databases, seeded: &'a Seeded, rounds: usize) -> Result<Self> {
        let at = databases.copy(seeded, "look").await?;
        let mut bare = Bare::open(&at).await?;
        let before = Before::read(&mut bare, ROLE, SystemClock.now().0).await?;
        bare.close().await?;
        let mut people = before.people.clone();
        shuffle(&mut people);
        people.truncate(MAX_ITEMS);
        Ok(Self {
            databases,
            seeded,
            rounds,
            before,
            people,
            ids: SystemIds::default(),
        })
    }

    async fn enter(&self, name: &str) -> Result<(At, Service, Env)> {
        let at = self.databases.copy(self.seeded, name).await?;
        let service = open(&at).await?;
        let env = enter(&service).await?;
        Ok((at, service, env))
    }

    /// The bare transactions of `rows`, a plan's as its job has them; and what they left.
    async fn bare(&self, rows: &Rows) -> Result<(Duration, Duration, Vec<String>)> {
        let at = self.databases.copy(self.seeded, "bare").await?;
        let mut bare = Bare::open(&at).await?;
        bare.lines("select name from tenants").await?;
        let start = Instant::now();
        rows.write_plan(&mut bare).await?;
        let planned = start.elapsed();
        let start = Instant::now();
        match rows.plan {
            Some(_) => {
                rows.write_in_parts(&mut bare, &self.ids, Options::default().chunk)
                    .await?
            }
            None => rows.write(&mut bare).await?,
        }
        let took = start.elapsed();
        let left = left(&mut bare, self.before.environment).await?;
        bare.close().await?;
        Ok((planned, took, left))
    }

    async fn check(&self, at: &At, service: Service, bare: &[String]) -> Result<()> {
        let verdict = service::audit::verify(&service.cx(Who::Cli, "bench")).await?;
        ensure!(verdict.faults.is_empty(), "the log is not whole: {:?}", verdict.faults);
        service.close().await;
        let mut conn = Bare::open(at).await?;
        let ours = left(&mut conn, self.before.environment).await?;
        conn.close().await?;
        let first = ours.iter().zip(bare).find(|(ours, bare)| ours != bare);
        ensure!(ours.len() == bare.len(), "{} rows, not {}", ours.len(), bare.len());
        ensure!(first.is_none(), "the rows differ: {first:?}");
        Ok(())
    }

    async fn by_ids(&self) -> Result<kit::Samples> {
        let expected = self.before.expected(&self.people, false);
        let items = items(&self.people, self.before.role);
        let rows = Rows::new(&self.ids, &self.before, &self.people, &expected, SystemClock.now().0);
        let (_, _, bare) = self.bare(&rows).await?;
        let ours = async |_| {
            let (at, service, env) = self.enter("ours").await?;
            let start = Instant::now();
            let answer = bulk_create(&env, &items, BulkOptions::default()).await?;
            let took = start.elapsed();
            ensure!(answer.results.len() == expected.len(), "an answer for each item");
            for (place, (result, code)) in answer.results.iter().zip(&expected).enumerate() {
                let said = result.error.as_ref().map(|error| error.code.as_str());
                let made = result.assignment.as_ref().map(|made| made.subject.uuid());
                let wanted = code.is_none().then(|| self.people[place]);
                ensure!(
                    result.index == place && said == *code && made == wanted,
                    "item {place}: {said:?} and not {code:?}"
                );
            }
            drop(answer);
            self.check(&at, service, &bare).await?;
            Ok(took)
        };
        compare(self.rounds, ours, async |_| Ok(self.bare(&rows).await?.1)).await
    }

    /// The plan of everyone, and what it says, done.
    async fn by_filter(&self) -> Result<(kit::Samples, kit::Samples)> {
        let expected = self.before.expected(&self.before.people, true);
        let will = expected.iter().filter(|code| code.is_none()).count();
        let now = SystemClock.now().0;
        let rows = Rows::new(&self.ids, &self.before, &self.before.people, &expected, now).planned(&self.ids);
        let (_, _, bare) = self.bare(&rows).await?;
        let request = Request::Assign(Assign {
            selection: Selection::Matching {
                filter: Filter::default(),
                exclude: Vec::new(),
            },
            role_id: RoleId(self.before.role),
            node_id: None,
            window: Window::ALWAYS,
            reason: None,
            through_group: ThroughGroup::Skip,
        });
        let (mut plan_times, mut commit_times) = (kit::Samples::default(), kit::Samples::default());
        let millis = |took: Duration| took.as_secs_f64() * 1000.0;
        for _ in 0..self.rounds {
            let (at, service, env) = self.enter("ours").await?;
            let start = Instant::now();
            let plan = plans::create(&env, &request).await?;
            plan_times.ours.push(millis(start.elapsed()));
            let said = (plan.summary.total, plan.summary.will);
            ensure!(said == (expected.len(), will), "the plan says {said:?}");
            let start = Instant::now();
            plans::commit(&env, plan.id, false).await?;
            // Above 200 subjects it is a job's work.
            Runner::new(&service, Options::default()).work().await?;
            commit_times.ours.push(millis(start.elapsed()));
            self.check(&at, service, &bare).await?;
            let (planned, written, _) = self.bare(&rows).await?;
            plan_times.limit.push(millis(planned));
            commit_times.limit.push(millis(written));
        }
        Ok((plan_times, commit_times))
    }

    /// In a process of its own, whose memory nothing has stretched yet.
    async fn memory(&self) -> Result<f64> {
        let at = self.databases.copy(self.seeded, "ours").await?;
        let place = match &at {
            At::File(file) => file.display().to_string(),
            At::Url(url) => url.clone(),
        };
        let itself = std::env::current_exe()?;
        let output = Command::new(itself)
            .args(["--own", "memory", "--own", &place])
            .output()?;
        let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        said.parse()
            .with_context(|| format!("{said}\n{}", String::from_utf8_lossy(&output.stderr)))
    }
}

async fn memory_of(place: &str) -> Result<()> {
    let at = if place.starts_with("postgres") {
        At::Url(place.to_owned())
    } else {
        At::File(place.into())
    };
    let mut bare = Bare::open(&at).await?;
    let mut before = Before::read(&mut bare, ROLE, SystemClock.now().0).await?;
    bare.close().await?;
    shuffle(&mut before.people);
    before.people.truncate(MAX_ITEMS);
    let service = open(&at).await?;
    let env = enter(&service).await?;
    let memory = Memory::watch()?;
    let items = items(&before.people, before.role);
    let answer = bulk_create(&env, &items, BulkOptions::default()).await?;
    let grown = memory.grown()?;
    ensure!(answer.results.len() == items.len(), "an answer for each item");
    service.close().await;
    println!("{grown}");
    Ok(())
}

fn items(people: &[Uuid], role: Uuid) -> Vec<New> {
    people
        .iter()
        .map(|person| New {
            subject: Subject::Identity(IdentityId(*person)),
            role_id: RoleId(role),
            node_id: None,
            window: Window::ALWAYS,
            reason: None,
        })
        .collect()
}

/// The same order in every run, and none that an index has.
fn shuffle(people: &mut [Uuid]) {
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    for at in (1..people.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        people.swap(at, (state % (at as u64 + 1)) as usize);
    }
}
