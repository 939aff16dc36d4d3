//! `run`, `dev`, `dist`, `seed`: build the one binary and start it.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};

use crate::setup::{self, Level};
use crate::web::{self, Profile};
use crate::{places, proc};

const DATA: &str = "./data";

/// Becomes the server, which prints its address; signals then reach it directly.
pub fn run(serve_args: &[String]) -> Result<()> {
    setup::ensure(Level::Web)?;
    web::build(Profile::WasmRelease)?;
    build_server()?;
    let mut server = serve(&server_binary()?, serve_args);
    let error = server.exec();
    Err(error).context("the server was built but could not be started")
}

fn serve(binary: &Path, serve_args: &[String]) -> Command {
    let mut server = proc::command(binary);
    server.args(["serve", "--data", DATA]).args(serve_args);
    server
}

/// The server for this machine's own use. Chosen by its name and not by its package, so that the
/// features of its dependencies are those of the tests and nothing is compiled twice.
pub fn build_server() -> Result<()> {
    proc::run(proc::cargo().args(["build", "--bin", "rolecall"]))
}

pub fn server_binary() -> Result<PathBuf> {
    Ok(places::target()?.join("debug/rolecall"))
}

/// Builds and restarts whenever a source file is newer than the last start.
pub fn dev(serve_args: &[String]) -> Result<()> {
    setup::ensure(Level::Web)?;
    let mut server: Option<Child> = None;
    loop {
        let seen = newest_source()?;
        let built = web::build(Profile::Dev).and_then(|()| build_server());
        match built {
            Ok(()) => {
                stop(&mut server);
                let mut command = serve(&server_binary()?, serve_args);
                server = Some(command.spawn().context("the server could not be started")?);
            }
            // The old server goes on while a person mends the code.
            Err(error) => eprintln!("error: {error:#}"),
        }
        while newest_source()? == seen {
            sleep(Duration::from_millis(500));
        }
        println!("Something changed; building again.");
    }
}

fn stop(server: &mut Option<Child>) {
    if let Some(mut server) = server.take() {
        let _ = server.kill();
        let _ = server.wait();
    }
}

fn newest_source() -> Result<SystemTime> {
    let mut newest = SystemTime::UNIX_EPOCH;
    for folder in ["app", "crates", "frontend", "migrations", "server", "style"] {
        for path in web::files(&places::root().join(folder))? {
            // A file that vanished between the listing and this look is a change seen next time.
            if let Ok(time) = fs::metadata(&path).and_then(|found| found.modified()) {
                newest = newest.max(time);
            }
        }
    }
    Ok(newest)
}

/// The binary to hand out.
pub fn dist() -> Result<()> {
    setup::ensure(Level::Web)?;
    web::build(Profile::WasmRelease)?;
    proc::run(proc::cargo().args(["build", "--release", "--package", "server"]))?;
    let binary = places::target()?.join("release/rolecall");
    let size = fs::metadata(&binary)
        .with_context(|| format!("the build made no {}", binary.display()))?
        .len();
    println!("{} ({}.{} MB)", binary.display(), size / 1_000_000, size / 100_000 % 10);
    Ok(())
}

/// Fills ./data with invented people, as `rolecall seed` does it.
pub fn seed(count: &str) -> Result<()> {
    if count.parse::<u64>().is_err() {
        bail!("`{count}` is not a number of identities.");
    }
    build_server()?;
    let mut seed = proc::command(server_binary()?);
    proc::run(seed.args(["seed", "--identities", count, "--data", DATA]))
}
