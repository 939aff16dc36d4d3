//! `web`: the browser side. Trunk builds it, we compress and weigh it, and dist/ is exchanged in one step.

mod weight;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::{places, proc, setup, style};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    WasmRelease,
    Dev,
}

impl Profile {
    pub fn parse(name: Option<&str>) -> Result<Self> {
        match name {
            None | Some("wasm-release") => Ok(Self::WasmRelease),
            Some("dev") => Ok(Self::Dev),
            Some(other) => bail!("there is no profile `{other}`; choose wasm-release or dev."),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::WasmRelease => "wasm-release",
            Self::Dev => "dev",
        }
    }
}

/// Everything that has a say in what ends up in dist/.
const INPUTS: [&str; 12] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "app",
    "crates/domain",
    "crates/policy",
    "crates/rpc",
    "crates/ui",
    "end2end/package-lock.json",
    "frontend",
    "style",
];

/// Builds dist/, unless it is there already for exactly these inputs.
pub fn build(profile: Profile) -> Result<()> {
    style::write()?;
    let dist = places::root().join("dist");
    let stamp = places::scratch()?.join("web.stamp");
    let inputs = inputs(profile)?;
    let current = |dist: &Path| Ok::<_, anyhow::Error>(format!("{inputs}\n{}\n", listing(dist)?));
    if dist.is_dir() && fs::read_to_string(&stamp).is_ok_and(|found| current(&dist).is_ok_and(|now| now == found)) {
        println!("dist/ is up to date ({}).", profile.name());
        return Ok(());
    }
    let staging = places::scratch()?.join("dist.next");
    remove(&staging)?;
    trunk(profile, &staging)?;
    // The server writes its own page and would only hand out a second, unguarded one.
    fs::remove_file(staging.join("index.html")).context("Trunk made no page at all")?;
    weight::compress(&staging)?;
    let weight = weight::Weight::of(&staging)?;
    print!("{weight}");
    publish(&staging, &dist)?;
    if profile == Profile::WasmRelease {
        weight.check()?;
    }
    fs::write(&stamp, current(&dist)?).with_context(|| format!("could not write {}", stamp.display()))
}

fn trunk(profile: Profile, staging: &Path) -> Result<()> {
    // Trunk works offline, so that it never fetches a tool; the crates of this target come first.
    let mut fetch = proc::cargo();
    proc::run(fetch.args(["fetch", "--quiet", "--target", "wasm32-unknown-unknown"]))?;
    let program = places::tools()?.join("bin/trunk");
    if !program.exists() {
        bail!("Trunk is not installed yet; run `cargo xtask setup`.");
    }
    let mut trunk = proc::command(program);
    trunk.args(["build", "--dist"]).arg(staging);
    if profile == Profile::WasmRelease {
        trunk.arg("--release");
    }
    trunk.env("PATH", places::tool_path()?);
    // Trunk takes NO_COLOR=1 for a mistake and RUST_LOG for its own.
    trunk.env_remove("NO_COLOR").env_remove("RUST_LOG");
    proc::run(&mut trunk).context("the browser side was not built, and dist/ is as it was")
}

/// Exchanges dist/ by two renames: at no moment does it hold half a build.
fn publish(staging: &Path, dist: &Path) -> Result<()> {
    let old = places::scratch()?.join("dist.old");
    remove(&old)?;
    if dist.exists() {
        rename(dist, &old)?;
    }
    rename(staging, dist)?;
    remove(&old)
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).with_context(|| {
        format!(
            "{} could not be moved to {}; both have to lie on one file system",
            from.display(),
            to.display()
        )
    })
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("could not remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// One number for the profile, the compiler and the content of every input.
fn inputs(profile: Profile) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(profile.name());
    hash.update(proc::capture(proc::command("rustc").arg("-V"))?);
    for input in INPUTS {
        for path in files(&places::root().join(input))? {
            let bytes = fs::read(&path).with_context(|| format!("could not read {}", path.display()))?;
            hash.update(path.as_os_str().as_encoded_bytes());
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        }
    }
    Ok(setup::hex(&hash.finalize()))
}

/// Names and sizes, so that a dist/ somebody touched is built again.
fn listing(folder: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    for path in files(folder)? {
        hash.update(path.as_os_str().as_encoded_bytes());
        hash.update(fs::metadata(&path)?.len().to_le_bytes());
    }
    Ok(setup::hex(&hash.finalize()))
}

/// Every file at or below a path, sorted; hidden folders hold only what was generated.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path).with_context(|| format!("could not read {}", path.display()))? {
        let path = entry?.path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if !(hidden && path.is_dir()) {
            found.extend(files(&path)?);
        }
    }
    found.sort();
    Ok(found)
}
