//! P1: decisions against one look-up in a hash map of the same people. P3: the same over HTTP, against a constant
//! answer.

use access::client::Client;
use access::facts::Everything;
use access::state::state;
use access::{Keys, compare_answers, questions};
use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::routing::post;
use domain::id::IdentityId;
use kit::{Args, Databases, Engine, Goal, Memory, Samples, compare, enter, open};
use policy::Index;
use service::access::{Question, check, check_all};
use service::{Clock, Env, Service, SystemClock, keys, warm};
use std::collections::HashMap;
use std::hint::black_box;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// Questions of a round, each asked once.
const QUESTIONS: usize = 20_000;
/// Connections that ask at the same time.
const CLIENTS: usize = 32;

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::read()?;
    let databases = Databases::new()?;
    kit::heading("decisions (P1, P3)", &args, &databases)?;
    let goal = |most| if args.quick { Goal::None } else { Goal::AtMost(most) };
    for engine in databases.engines(args.engine) {
        let name = engine.name();
        let mut warmest = Vec::new();
        for &size in &args.sizes {
            let seeded = databases.seed(engine, size).await?;
            let service = open(&seeded.at).await?;
            let env = enter(&service).await?;
            let (start, memory) = (Instant::now(), Memory::watch()?);
            warm(&env).await?;
            println!(
                "{name} {size} built in {:.2} s, at its peak with {:.0} MiB",
                start.elapsed().as_secs_f64(),
                memory.grown()?
            );
            let all = Everything::load(&seeded.at, &env).await?;
            let people = all.ids();
            let count = if args.quick { 1_000 } else { QUESTIONS };
            for keys in [Keys::Uniform, Keys::Skewed] {
                let asked = questions(&env, &people, count, keys).await?;
                let sample = &asked[..asked.len().min(1_000)];
                let allowed = compare_answers(&env, sample, SystemClock.now()).await?;
                ensure!(
                    (sample.len() / 3..=sample.len() * 2 / 3).contains(&allowed),
                    "about half is allowed, not {allowed} of {}",
                    sample.len()
                );
                let samples = in_memory(&args, &all.index(), &env, &people, &asked).await?;
                let what = format!("{name} {size} {keys:?} decision");
                println!("{}", per_question(&samples, asked.len(), &what, goal(2.0)));
                warmest.push((size, samples.ours()));
                let through = through_service(&args, &env, &asked, &people).await?;
                let what = format!("{name} {size} {keys:?} through the service, 1,000 at once");
                println!("{}", per_question(&through, asked.len(), &what, Goal::None));
            }
            if engine == Engine::Sqlite || size == args.sizes[0] {
                over_http(&args, &service, &env, &people).await?;
            }
            service.close().await;
        }
        if let (Some((small, least)), Some((large, most))) = (warmest.first(), warmest.last())
            && small != large
        {
            println!(
                "{name} decision at {large} to that at {small}: ratio {:.2}",
                most / least
            );
        }
    }
    println!("All answers compared were those of the rules over the rows.");
    Ok(())
}

/// Decisions against one look-up of the person in a `HashMap`.
async fn in_memory(
    args: &Args,
    index: &Index,
    env: &Env,
    people: &[IdentityId],
    asked: &[Question],
) -> Result<Samples> {
    let map = numbered(people);
    let now = SystemClock.now();
    let root = env.environment.root_node_id;
    let ours = async |_| {
        let start = Instant::now();
        let mut allowed = 0;
        for question in asked {
            let person = index.person(question.identity_id).context("a person")?;
            let capability = index.capability(&question.capability).context("a capability")?;
            let node = index.node(root).context("a node")?;
            allowed += usize::from(index.allows(person, capability, node, now));
        }
        black_box(allowed);
        Ok(start.elapsed())
    };
    let limit = async |_| Ok(look_up(&map, asked));
    compare(args.rounds.max(5), ours, limit).await
}

fn numbered(people: &[IdentityId]) -> HashMap<IdentityId, usize> {
    people.iter().copied().zip(0..).collect()
}

/// The limit: the people of the questions in a `HashMap`.
fn look_up(map: &HashMap<IdentityId, usize>, asked: &[Question]) -> Duration {
    let start = Instant::now();
    let found: usize = asked.iter().filter_map(|question| map.get(&question.identity_id)).sum();
    black_box(found);
    start.elapsed()
}

async fn through_service(args: &Args, env: &Env, asked: &[Question], people: &[IdentityId]) -> Result<Samples> {
    let map = numbered(people);
    let ours = async |_| {
        let start = Instant::now();
        for part in asked.chunks(1_000) {
            black_box(check_all(env, part, None).await?);
        }
        Ok(start.elapsed())
    };
    let limit = async |_| Ok(look_up(&map, asked));
    compare(args.rounds, ours, limit).await
}

fn per_question(samples: &Samples, count: usize, what: &str, goal: Goal) -> String {
    let nanos = |millis: f64| millis * 1e6 / count as f64;
    format!(
        "{}\n{:<44} {:>7.0} ns each, limit {:.0} ns",
        samples.line(what, goal),
        "",
        nanos(samples.ours()),
        nanos(samples.limit())
    )
}

/// A check over HTTP against a constant answer of the same server library, with as many connections.
async fn over_http(args: &Args, service: &Service, env: &Env, people: &[IdentityId]) -> Result<()> {
    let wanted = ["access.check".to_owned()];
    let key = keys::create(env, "bench", Some(&wanted), 1).await?;
    let ours = serve(server::router::router(state(service))).await?;
    let constant = Router::new().route(
        "/api/v1/access/check",
        post(async || {
            (
                [("content-type", "application/json")],
                r#"{"allowed":true,"revision":1}"#,
            )
        }),
    );
    let constant = serve(constant).await?;
    let total = if args.quick { 500 } else { 20_000 };
    let asked = questions(env, people, 1_000, Keys::Uniform).await?;
    let bodies: Arc<Vec<Vec<u8>>> = Arc::new(
        asked
            .iter()
            .map(|one| request(&key, "check", &format!("{{{}}}", body(one))))
            .collect(),
    );
    let rate = async |to: SocketAddr| {
        let next = Arc::new(AtomicUsize::new(0));
        let start = Instant::now();
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let (bodies, next) = (bodies.clone(), next.clone());
                tokio::spawn(async move {
                    let mut client = Client::to(to).await?;
                    loop {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        if n >= total {
                            return anyhow::Ok(());
                        }
                        client.ask(&bodies[n % bodies.len()]).await?;
                    }
                })
            })
            .collect();
        for client in clients {
            client.await??;
        }
        Ok(start.elapsed())
    };
    let samples = compare(args.rounds, async |_| rate(ours).await, async |_| rate(constant).await).await?;
    println!(
        "{}",
        samples.line(&format!("check over HTTP, {CLIENTS} connections"), Goal::None)
    );
    println!(
        "{:<44} {:>9.0} % of the rate of a constant answer (goal 85), {:.0} a second",
        "",
        100.0 / samples.ratio(),
        total as f64 / samples.ours() * 1000.0
    );
    let one = bodies[0].clone();
    let all: Vec<String> = asked.iter().map(|one| format!("{{{}}}", body(one))).collect();
    let batch = request(&key, "check-batch", &format!("{{\"checks\":[{}]}}", all.join(",")));
    let mut client = Client::to(ours).await?;
    // The answers are those that the service gives.
    let told = client.ask(&batch).await?;
    for (index, question) in asked.iter().enumerate() {
        let answer = check(env, question).await?.allowed;
        ensure!(
            told.contains(&format!("{{\"index\":{index},\"allowed\":{answer}}}")),
            "item {index} is not {answer}"
        );
    }
    let mut first = Client::to(ours).await?;
    let samples = compare(
        args.rounds,
        async |_| client.time(&batch, 10).await,
        async |_| first.time(&one, 200).await,
    )
    .await?;
    let goal = if args.quick { Goal::None } else { Goal::AtMost(3.0) };
    println!("{}", samples.line("1,000 in a batch, to one alone", goal));
    Ok(())
}

fn body(question: &Question) -> String {
    format!(
        "\"identity_id\":\"{}\",\"capability\":\"{}\"",
        question.identity_id, question.capability
    )
}

fn request(key: &str, what: &str, body: &str) -> Vec<u8> {
    format!(
        "POST /api/v1/access/{what} HTTP/1.1\r\nhost: rolecall.test\r\nx-api-key: {key}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

async fn serve(router: Router) -> Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}
