//! `bench NAME`: build and run one benchmark of benches/, a workspace of its own: what it compares us with stays out of ours.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::postgres::{self, Postgres};
use crate::{places, proc};

fn folder() -> PathBuf {
    places::root().join("benches")
}

/// Measures, in the profile of the binary that is handed out.
pub fn run(name: &str, bench_args: &[String]) -> Result<()> {
    let known = names(&folder())?;
    if !known.contains(name) {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        bail!("there is no benchmark `{name}`; there are {}.", known.join(", "));
    }
    // Built first and alone: nothing else shall run beside it.
    proc::run(cargo()?.args(["build", "--release", "--bin", name]))?;
    let server = postgres::bin_dir().map(|_| Postgres::start_durable()).transpose()?;
    let mut bench = proc::command(places::target()?.join("release").join(name));
    if let Some(server) = &server {
        bench.env("ROLECALL_BENCH_POSTGRES", server.url());
    }
    proc::run(bench.args(bench_args))
}

/// All of them on little data: do they build, run and answer right?
pub fn look(postgres: &Postgres) -> Result<()> {
    proc::run(cargo()?.args(["clippy", "--all-targets", "--", "-D", "warnings"]))?;
    proc::run(cargo()?.args(["test", "--quiet"]))?;
    for name in names(&folder())? {
        let mut bench = cargo()?;
        bench.args(["run", "--quiet", "--bin", &name, "--", "--quick"]);
        proc::run(bench.env("ROLECALL_BENCH_POSTGRES", postgres.url()))?;
    }
    Ok(())
}

/// Cargo in that workspace, with our own target folder: most of what it builds is there already.
pub fn cargo() -> Result<Command> {
    let mut cargo = proc::cargo();
    cargo.current_dir(folder()).env("CARGO_TARGET_DIR", places::target()?);
    Ok(cargo)
}

/// The programs of all its packages.
fn names(folder: &Path) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let packages = fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))?;
    for package in packages {
        let programs = package?.path().join("src/bin");
        // A package without programs is no benchmark.
        for program in fs::read_dir(programs).into_iter().flatten() {
            let path = program?.path();
            if path.extension().is_some_and(|end| end == "rs")
                && let Some(name) = path.file_stem()
            {
                names.insert(name.to_string_lossy().into_owned());
            }
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn benchmarks_are_found_and_an_unknown_one_is_told() {
        let known = names(&folder()).unwrap();
        assert!(
            [
                "bulk",
                "decisions",
                "directory",
                "edits",
                "engines",
                "holders",
                "log",
                "page",
                "search"
            ]
            .iter()
            .all(|name| known.contains(*name))
        );
        let said = run("decide", &[]).unwrap_err().to_string();
        assert!(
            said.contains("bulk, decisions, directory, edits, engines, holders, log, page, search"),
            "{said}"
        );
    }
}
