//! P2: decisions beside those of Cedar and of casbin on the same data, answers compared with them and with the
//! reference model: before and after writes, and on both sides of the edges of windows.

use access::facts::Everything;
use access::{Keys, compare_answers, questions};
use anyhow::{Result, ensure};
use engines::answers::{ask, same};
use engines::fresh::{edges, writes};
use engines::moment::Moment;
use engines::plain::Plain;
use engines::with_casbin::{self, Casbin};
use engines::with_cedar::{self, Cedar};
use kit::{Args, Databases, Engine, Goal, Samples, compare, enter, open};
use service::{Clock, Env, SystemClock};
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
