//! P15: a write with its audit event against the bare insert of the same row, and the pages of a log of many events
//! against those of one with 10,000.

use anyhow::{Context, Result, ensure};
use data::bare::{Bare, id};
use data::listing::{everyone, production};
use domain::Window;
use domain::assignments::{New, Subject};
use domain::id::{IdentityId, RoleId};
use kit::{Args, At, Databases, Engine, Goal, Seeded, compare, enter, open};
use service::screens::audit_page;
use service::sessions::{self, Origin};
use service::{Clock, Env, Service, SystemClock, Who, assignments, roles};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Events of the log that others are held against.
const FEW: usize = 10_000;
/// Events for each of the people that a benchmark is asked for.
const EACH: usize = 10;
/// People of the environment whose log it is.
const PEOPLE: usize = 1_000;
/// Writes of a round.
const WRITES: usize = 20;

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::read()?;
    let databases = Databases::new()?;
    kit::heading("log (P15)", &args, &databases)?;
    for engine in databases.engines(args.engine) {
        let seeded = databases.seed(engine, PEOPLE).await?;
        let few = Log::new(&seeded, databases.copy(&seeded, "few").await?, FEW).await?;
        written(&args, engine, &databases.copy(&seeded, "write").await?).await?;
        for &size in &args.sizes {
            let count = size * EACH;
            let many = Log::new(&seeded, databases.copy(&seeded, "many").await?, count).await?;
            pages(&args, engine, count, &many, &few).await?;
            many.service.close().await;
        }
        few.service.close().await;
    }
    Ok(())
}

/// Giving a role, to one person at a time.
async fn written(args: &Args, engine: Engine, at: &At) -> Result<()> {
    let service = open(at).await?;
    let env = enter(&service).await?;
    let new = roles::New {
        name: "Written".to_owned(),
        capabilities: vec!["users.view".to_owned()],
        ..roles::New::default()
    };
    let ours_role = roles::create(&env, &new).await?.id;
    let new = roles::New {
        name: "Bare".to_owned(),
        ..new
    };
    let bare_role = roles::create(&env, &new).await?.id;
    let mut bare = Bare::open(at).await?;
    let environment = production(&mut bare).await?;
    let people = everyone(&mut bare, environment).await?;
    let part = |round: usize| people.iter().skip(round * WRITES).take(WRITES);
    ensure!(
        people.len() >= args.rounds * WRITES,
        "too few people for so many rounds"
    );
    let root = env.environment.root_node_id;
    let ours = async |round: usize| {
        let mut took = Duration::ZERO;
        for person in part(round) {
            let env = enter(&service).await?;
            let start = Instant::now();
            give(&env, IdentityId(*person), ours_role).await?;
            took += start.elapsed();
        }
        Ok(took / u32::try_from(WRITES)?)
    };
    let limit = async |round: usize| {
        let mut took = Duration::ZERO;
        for person in part(round) {
            let text = format!(
                "begin; insert into assignments (environment_id, id, identity_id, role_id, node_id, effective_from,
                   granted_by_kind, granted_by_label, created_at)
                 values ({}, {{new:id}}, {}, {}, {}, 1, 'cli', 'bench', 1); commit;",
                id(environment),
                id(*person),
                id(bare_role.0),
                id(root.0)
            );
            let start = Instant::now();
            bare.run(&text).await?;
            took += start.elapsed();
        }
        Ok(took / u32::try_from(WRITES)?)
    };
    let samples = compare(args.rounds, ours, limit).await?;
    let goal = if args.quick { Goal::None } else { Goal::AtMost(1.5) };
    println!("{}", samples.line(&format!("{} one role given", engine.name()), goal));
    service.close().await;
    Ok(())
}

async fn give(env: &Env, person: IdentityId, role: RoleId) -> Result<()> {
    let new = New {
        subject: Subject::Identity(person),
        role_id: role,
        node_id: None,
        window: Window::ALWAYS,
        reason: None,
    };
    assignments::assign(env, &new).await?;
    Ok(())
}

/// An environment with so many events.
struct Log {
    service: Service,
    who: Who,
    person: Uuid,
    /// A day in the middle of the log, as a filter has it.
    middle: String,
}

impl Log {
    async fn new(seeded: &Seeded, at: At, count: usize) -> Result<Self> {
        let service = open(&at).await?;
        let cx = service.cx(Who::Nobody, "bench");
        let signed_in = sessions::sign_in(&cx, &seeded.email, &seeded.password, &Origin::default()).await?;
        let who = sessions::authenticate(&service, &signed_in.token).await?;
        let mut bare = Bare::open(&at).await?;
        let environment = production(&mut bare).await?;
        let people = everyone(&mut bare, environment).await?;
        let first = rows(&mut bare, environment).await?;
        let step = 1_000;
        let oldest = SystemClock.now().0 - i64::try_from(count)? * step;
        add(&mut bare, environment, count, first, oldest, step).await?;
        ensure!(rows(&mut bare, environment).await? == first + i64::try_from(count)?);
        if let Bare::Postgres(_) = bare {
            bare.run("vacuum analyze events").await?;
            bare.run("vacuum analyze event_labels").await?;
        }
        bare.close().await?;
        let middle = domain::Time(oldest + i64::try_from(count / 2)? * step).to_string()[..10].to_owned();
        Ok(Self {
            service,
            who,
            person: *people.get(7).context("people")?,
            middle,
        })
    }

    async fn time(&self, query: &str, repeats: u32) -> Result<Duration> {
        let cx = self.service.cx(self.who.clone(), "bench");
        let env = cx.environment("seed", "production").await?;
        let query = query
            .replace("{person}", &self.person.to_string())
            .replace("{middle}", &self.middle);
        let page = audit_page(&env, &query).await?;
        ensure!(
            page.wrong.is_empty() && !page.rows.is_empty(),
            "{query}: {:?}",
            page.wrong
        );
        let start = Instant::now();
        for _ in 0..repeats {
            audit_page(&env, &query).await?;
        }
        Ok(start.elapsed() / repeats)
    }
}

async fn rows(bare: &mut Bare, environment: Uuid) -> Result<i64> {
    let text = format!(
        "select cast(count(*) as text) from events where stream_id = {}",
        id(environment)
    );
    Ok(bare.lines(&text).await?.first().context("a count")?.parse()?)
}

/// Writes events: of twenty, twelve about an assignment, seven about a person and one of a role; each thousandth was
/// denied, and half are by the command line. The bare table has no chain: only `rolecall audit verify` reads it.
async fn add(bare: &mut Bare, environment: Uuid, count: usize, first: i64, oldest: i64, step: i64) -> Result<()> {
    let env = id(environment);
    let (series, make_id, labels) = match bare {
        Bare::Sqlite(_) => (
            "with recursive n (i) as (select {from} union all select i + 1 from n where i < {to})".to_owned(),
            "unhex(printf('%032x', n.i + 4096))",
            "json_object('actor', 'Someone', 'target', 'Somebody')",
        ),
        Bare::Postgres(_) => (
            "with n (i) as (select generate_series(cast({from} as bigint), cast({to} as bigint)))".to_owned(),
            "cast(lpad(to_hex(n.i + 4096), 32, '0') as uuid)",
            "cast(json_build_object('actor', 'Someone', 'target', 'Somebody') as text)",
        ),
    };
    bare.run(&format!(
        "insert into streams (id, seq, hash) values ({env}, 0, '') on conflict do nothing;
         create temporary table who as select row_number() over (order by id) - 1 as k, id from identities
         where environment_id = {env};"
    ))
    .await?;
    const PART: usize = 500_000;
    let mut from = 1;
    while from <= count {
        let to = (from + PART - 1).min(count);
        let series = series
            .replace("{from}", &from.to_string())
            .replace("{to}", &to.to_string());
        bare.run(&format!(
            "begin;
             insert into events (stream_id, seq, id, at, environment_id, actor_kind, action, target_kind, target_id,
               outcome, request_id, children, children_digest, labels_digest, previous_hash, hash)
             {series}
             select {env}, {first} + n.i, {make_id}, {oldest} + n.i * {step}, {env},
               case when n.i % 2 = 0 then 'cli' else 'system' end,
               case when n.i % 20 < 12 then 'assignment.created' when n.i % 20 < 19 then 'identity.changed' else 'role.changed' end,
               'identity', who.id, case when n.i % 1000 = 0 then 'denied' else 'done' end,
               'bench', 0, 'd', 'd', 'd', 'd'
             from n join who on who.k = n.i % (select count(*) from who);
             insert into event_labels (event_id, salt, labels)
             {series}
             select {make_id}, 's', {labels} from n;
             commit;"
        ))
        .await?;
        from = to + 1;
    }
    bare.run(&format!(
        "update streams set seq = {first} + {count} where id = {env}; drop table who;"
    ))
    .await
}

/// The pages, each of the larger log against that of the smaller one.
async fn pages(args: &Args, engine: Engine, count: usize, many: &Log, few: &Log) -> Result<()> {
    let goal = if args.quick { Goal::None } else { Goal::AtMost(1.2) };
    let repeats = if args.quick { 2 } else { 20 };
    for query in [
        "",
        "on={person}",
        "action=assignment",
        "action=role.changed",
        "outcome=denied",
        "until={middle}",
        "since={middle}&until={middle}",
    ] {
        let samples = compare(
            args.rounds,
            async |_| many.time(query, repeats).await,
            async |_| few.time(query, repeats).await,
        )
        .await?;
        let what = format!("{} {count} events, ?{query}", engine.name());
        println!("{}", samples.line(&what, goal));
    }
    Ok(())
}
