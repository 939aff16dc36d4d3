//! `test`: every check in one order, each timed against its share of 45 minutes on a small machine with nothing cached.

use std::fmt::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::postgres::Postgres;
use crate::setup::{self, Level};
use crate::web::{self, Profile};
use crate::{bench, places, proc, run as server, tidy};

struct Stage {
    name: &'static str,
    /// Seconds on two cores from an empty cache. Going over is a warning: machines differ.
    budget: u64,
    run: fn(&Options) -> Result<()>,
}

struct Options {
    full: bool,
}

const fn stage(name: &'static str, budget: u64, run: fn(&Options) -> Result<()>) -> Stage {
    Stage { name, budget, run }
}

/// No stage changes compiler flags, or everything after it would be compiled a second time.
const STAGES: [Stage; 11] = [
    stage("setup", 500, |_| setup::ensure(Level::Tests)),
    stage("format", 15, format),
    stage("tidy", 5, |_| tidy::run()),
    stage("lint", 420, lint),
    stage("lint-web", 150, lint_web),
    // Before the server is compiled for its tests: what is in it then is what the journeys use.
    stage("web", 200, |_| web::build(Profile::WasmRelease)),
    stage("rust", 480, rust),
    stage("build", 40, build),
    stage("benches", 120, benches),
    stage("e2e-sqlite", 440, e2e_sqlite),
    stage("e2e-postgres", 330, e2e_postgres),
];

enum Outcome {
    Passed(Duration),
    Failed(Duration),
    NotRun,
}

pub fn run(full: bool, only: Option<&str>) -> Result<()> {
    let chosen = choose(only)?;
    let options = Options { full };
    let mut outcomes: Vec<(&Stage, Outcome)> = Vec::new();
    let mut failure = None;
    for stage in chosen {
        if failure.is_some() {
            outcomes.push((stage, Outcome::NotRun));
            continue;
        }
        println!("\n=== {}", stage.name);
        let start = Instant::now();
        match (stage.run)(&options) {
            Ok(()) => outcomes.push((stage, Outcome::Passed(start.elapsed()))),
            Err(error) => {
                eprintln!("error: {error:#}");
                outcomes.push((stage, Outcome::Failed(start.elapsed())));
                failure = Some(stage.name);
            }
        }
    }
    print!("{}", table(&outcomes));
    match failure {
        Some(name) => {
            bail!("the stage `{name}` failed; `cargo xtask test --only {name}` repeats it")
        }
        None => Ok(()),
    }
}

fn choose(only: Option<&str>) -> Result<Vec<&'static Stage>> {
    let Some(only) = only else {
        return Ok(STAGES.iter().collect());
    };
    let names: Vec<&str> = only.split(',').map(str::trim).collect();
    if let Some(unknown) = names
        .iter()
        .find(|name| STAGES.iter().all(|stage| stage.name != **name))
    {
        let known: Vec<&str> = STAGES.iter().map(|stage| stage.name).collect();
        bail!("there is no stage `{unknown}`; there are {}.", known.join(", "));
    }
    Ok(STAGES.iter().filter(|stage| names.contains(&stage.name)).collect())
}

fn table(outcomes: &[(&Stage, Outcome)]) -> String {
    let mut table = format!("\n{:<14}{:>9}{:>9}  result\n", "stage", "seconds", "budget");
    let (mut passed, mut failed, mut total, mut budgets) = (0, 0, 0.0, 0);
    for (stage, outcome) in outcomes {
        let (seconds, result) = match outcome {
            Outcome::Passed(time) => {
                passed += 1;
                let over = time.as_secs() > stage.budget;
                (time.as_secs_f64(), if over { "passed, OVER BUDGET" } else { "passed" })
            }
            Outcome::Failed(time) => {
                failed += 1;
                (time.as_secs_f64(), "FAILED")
            }
            Outcome::NotRun => (0.0, "not run"),
        };
        total += seconds;
        budgets += stage.budget;
        let _ = writeln!(table, "{:<14}{seconds:>9.1}{:>9}  {result}", stage.name, stage.budget);
    }
    let _ = writeln!(table, "{:<14}{total:>9.1}{budgets:>9}", "sum");
    let _ = writeln!(table, "\n{passed} passed, {failed} failed");
    table
}

fn cargo(words: &[&str]) -> Result<()> {
    proc::run(proc::cargo().args(words))
}

fn format(_: &Options) -> Result<()> {
    cargo(&["fmt", "--all", "--check"])?;
    proc::run(bench::cargo()?.args(["fmt", "--all", "--check"]))
}

/// The benchmarks on little data, for what they say and not for how fast they are: the whole of them takes long.
fn benches(options: &Options) -> Result<()> {
    if !options.full {
        println!("Only with --full: it builds the benchmarks and runs each on little data.");
        return Ok(());
    }
    bench::look(&Postgres::start()?)
}

/// The default members are the server side; `frontend` would switch on the browser's features.
fn lint(_: &Options) -> Result<()> {
    cargo(&["clippy", "--all-targets", "--", "-D", "warnings"])
}

fn lint_web(_: &Options) -> Result<()> {
    let target = ["--target", "wasm32-unknown-unknown"];
    cargo(&[&["clippy", "-p", "frontend"], &target[..], &["--", "-D", "warnings"]].concat())?;
    proc::run(end2end("tsc").arg("--noEmit"))
}

/// The server that the journeys use. With a test beside it the features are those of the stage before, which differ
/// by helpers of tests alone, and nothing is compiled again.
fn build(_: &Options) -> Result<()> {
    cargo(&["build", "--bin", "rolecall", "--test", "parity"])
}

fn rust(options: &Options) -> Result<()> {
    let postgres = Postgres::start()?;
    let mut tests = proc::cargo();
    if proc::succeeds(proc::cargo().args(["nextest", "--version"])) {
        tests.args(["nextest", "run", "--no-fail-fast"]);
    } else {
        tests.args(["test", "--no-fail-fast"]);
    }
    tests.env("ROLECALL_TEST_POSTGRES", postgres.url());
    if options.full {
        tests.env("ROLECALL_FULL", "1");
    }
    proc::run(&mut tests)
}

/// A program of end2end/, started there.
fn end2end(program: &str) -> Command {
    let mut command = proc::command(places::npm_bin().join(program));
    command.current_dir(places::root().join("end2end"));
    command
}

fn e2e_sqlite(options: &Options) -> Result<()> {
    proc::run(&mut journeys("sqlite", options)?)
}

/// The same journeys; what a page looks like to assistive technology does not depend on the database.
fn e2e_postgres(options: &Options) -> Result<()> {
    let postgres = Postgres::start()?;
    let mut journeys = journeys("postgres", options)?;
    proc::run(
        journeys
            .env("ROLECALL_TEST_POSTGRES", postgres.url())
            .env("ROLECALL_AXE", "0"),
    )
}

fn journeys(engine: &str, options: &Options) -> Result<Command> {
    let binary = server::server_binary()?;
    if !binary.exists() {
        bail!(
            "{} does not exist yet; run the stages `web,build` first",
            binary.display()
        );
    }
    let mut playwright = end2end("playwright");
    playwright
        .arg("test")
        .env("ROLECALL_BIN", binary)
        .env("ROLECALL_CHROMIUM", setup::chromium_path())
        .env("ROLECALL_E2E_ENGINE", engine);
    if options.full {
        playwright.env("ROLECALL_FULL", "1");
    }
    Ok(playwright)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budgets_are_45_minutes() {
        assert_eq!(STAGES.iter().map(|stage| stage.budget).sum::<u64>(), 45 * 60);
    }

    #[test]
    fn stages_are_chosen_by_name_and_keep_their_order() {
        let names: Vec<&str> = choose(Some("web, tidy"))
            .unwrap()
            .iter()
            .map(|stage| stage.name)
            .collect();
        assert_eq!(names, ["tidy", "web"]);
        assert!(choose(Some("everything")).is_err());
    }

    #[test]
    fn the_table_names_what_failed_and_what_took_too_long() {
        let seconds = Duration::from_secs;
        let shown = table(&[
            (&STAGES[1], Outcome::Passed(seconds(1))),
            (&STAGES[2], Outcome::Passed(seconds(9))),
            (&STAGES[3], Outcome::Failed(seconds(2))),
            (&STAGES[4], Outcome::NotRun),
        ]);
        assert!(shown.contains("passed, OVER BUDGET"));
        assert!(shown.contains("FAILED"));
        assert!(shown.contains("not run"));
        assert!(shown.ends_with("2 passed, 1 failed\n"));
    }
}
