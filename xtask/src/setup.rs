//! `setup`: makes sure of everything a build needs, and is done in a moment when it is all there.

mod apt;
mod room;
mod wasm;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::{places, postgres, proc};

/// How much a command needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// To build and run: the wasm target, Trunk, wasm-bindgen, wasm-opt.
    Web,
    /// To test as well: a browser and a Postgres.
    Tests,
}

/// Later ones need a newer compiler than ours.
const TRUNK: &str = "0.21.14";

pub fn ensure(level: Level) -> Result<()> {
    wasm::ensure()?;
    trunk()?;
    wasm_bindgen()?;
    node_modules()?;
    if level == Level::Tests {
        room::look();
        chromium()?;
        if postgres::bin_dir().is_none() {
            apt::install("postgresql", "the tests need a Postgres")?;
        }
    }
    Ok(())
}

fn trunk() -> Result<()> {
    if installed("trunk", TRUNK)? {
        return Ok(());
    }
    // A lock file may name a version that a registry mirror does not have yet; newer ones do as well.
    cargo_install("trunk", TRUNK, &["--locked"]).or_else(|_| cargo_install("trunk", TRUNK, &[]))
}

/// Exactly the version of the lock file: anything else refuses the wasm that our compiler made.
fn wasm_bindgen() -> Result<()> {
    let path = places::root().join("Cargo.lock");
    let lock = fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
    let version = locked_version(&lock, "wasm-bindgen")
        .context("Cargo.lock names no wasm-bindgen; is `frontend` still a member of the workspace?")?;
    if installed("wasm-bindgen", version)? {
        return Ok(());
    }
    cargo_install("wasm-bindgen-cli", version, &[])
}

fn locked_version<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{name}\""))?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

fn tool(name: &str) -> Result<PathBuf> {
    Ok(places::tools()?.join("bin").join(name))
}

/// Whether our own copy of a tool has this version.
fn installed(name: &str, version: &str) -> Result<bool> {
    let path = tool(name)?;
    if !path.exists() {
        return Ok(false);
    }
    let said = proc::capture(proc::command(&path).arg("--version")).unwrap_or_default();
    Ok(said.split_whitespace().nth(1) == Some(version))
}

fn cargo_install(package: &str, version: &str, more: &[&str]) -> Result<()> {
    let tools = places::tools()?;
    fs::create_dir_all(&tools).with_context(|| format!("could not create {}", tools.display()))?;
    let build = places::cache()?.join("build");
    println!(
        "Installing {package} {version} into {} (some minutes, once).",
        tools.display()
    );
    let mut install = proc::cargo();
    install
        .args(["install", package, "--version", version, "--force"])
        .args(more)
        .arg("--root")
        .arg(&tools)
        .arg("--target-dir")
        .arg(&build)
        // Neither the checkout's settings nor those of a surrounding build are meant for a tool.
        .current_dir(&tools);
    for name in ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET", "CARGO_BUILD_TARGET_DIR"] {
        install.env_remove(name);
    }
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS"] {
        install.env_remove(name);
    }
    proc::run(&mut install)
        .with_context(|| format!("{package} {version} could not be installed; the build of the web side needs it"))?;
    // A gigabyte of objects that nobody asks for again.
    let _ = fs::remove_dir_all(&build);
    Ok(())
}

/// Binaryen's wasm-opt and the browser tests: `npm ci`, again whenever the lock file changed.
fn node_modules() -> Result<()> {
    let folder = places::root().join("end2end");
    let stamp = folder.join("node_modules/.rolecall-lock");
    let lock = folder.join("package-lock.json");
    let wanted = fingerprint(&lock)?;
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    let mut npm = proc::command("npm");
    npm.args(["ci", "--no-fund", "--no-audit"])
        .current_dir(&folder)
        // The tests use the system's Chromium.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    proc::run(&mut npm).context(
        "the packages of end2end/ (wasm-opt and the browser tests) could not be installed; \
         Node 20 or newer with npm is needed",
    )?;
    fs::write(&stamp, wanted).with_context(|| format!("could not write {}", stamp.display()))
}

fn fingerprint(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
    Ok(hex(&Sha256::digest(bytes)))
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The same engine without windows starts and loads pages in three quarters of the time.
const BROWSERS: [(&str, &str); 2] = [
    ("chromium-headless-shell", "/usr/bin/chromium-headless-shell"),
    ("chromium", "/usr/bin/chromium"),
];

/// Where the browser is: a system's own path can be given in ROLECALL_CHROMIUM.
pub fn chromium_path() -> PathBuf {
    if let Some(path) = std::env::var_os("ROLECALL_CHROMIUM") {
        return PathBuf::from(path);
    }
    let [(_, shell), (_, whole)] = BROWSERS;
    PathBuf::from(if Path::new(shell).exists() { shell } else { whole })
}

fn chromium() -> Result<()> {
    let [(shell, at), (whole, _)] = BROWSERS;
    if std::env::var_os("ROLECALL_CHROMIUM").is_none() && !Path::new(at).exists() {
        // Not every system has it by itself; where it could not be had once, nobody asks again.
        let stamp = places::target()?.join("no-headless-shell");
        if !stamp.exists()
            && let Err(error) = apt::install(shell, "with it the browser tests are faster")
        {
            println!("{error:#} The whole of Chromium will do.");
            fs::create_dir_all(places::target()?).context("there is no folder to build in")?;
            fs::write(&stamp, "").with_context(|| format!("could not write {}", stamp.display()))?;
        }
    }
    if chromium_path().exists() {
        return Ok(());
    }
    apt::install(whole, "the browser tests need Chromium")?;
    if !chromium_path().exists() {
        bail!(
            "Chromium is installed, but not as {}. Set ROLECALL_CHROMIUM to its path.",
            chromium_path().display()
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn the_locked_version_is_that_of_the_exact_name() {
        let lock = "name = \"wasm-bindgen-macro\"\nversion = \"1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.9\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.9"));
        assert_eq!(locked_version(lock, "other"), None);
    }
}
