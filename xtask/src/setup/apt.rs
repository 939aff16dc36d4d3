//! Debian's packages: installing one where we may, and fetching sources without touching the system's own lists.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::proc;

/// Suites that carry newer compilers than a stable release.
const SUITES: [&str; 2] = ["trixie-backports", "sid"];

/// Installs a package as root or by passwordless sudo; elsewhere says what the person has to install.
pub fn install(package: &str, reason: &str) -> Result<()> {
    if !is_debian_like() {
        bail!("{reason}: install what your system calls `{package}` and try again.");
    }
    let Some(sudo) = privilege() else {
        bail!("{reason}: run `sudo apt-get install {package}` and try again.");
    };
    println!("Installing the package {package}: {reason}.");
    let apt = |words: &[&str]| {
        let mut command = match sudo {
            Privilege::Root => proc::command("apt-get"),
            Privilege::Sudo => {
                let mut sudo = proc::command("sudo");
                sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
                sudo
            }
        };
        command.env("DEBIAN_FRONTEND", "noninteractive").args(words);
        proc::run(&mut command)
    };
    let words = ["install", "--yes", "--no-install-recommends", package];
    if apt(&words).is_ok() {
        return Ok(());
    }
    // A fresh machine has no package lists at all.
    apt(&["update"])
        .and_then(|()| apt(&words))
        .with_context(|| format!("{reason}, but the package {package} could not be installed"))
}

#[derive(Clone, Copy)]
enum Privilege {
    Root,
    Sudo,
}

fn privilege() -> Option<Privilege> {
    if proc::is_root() {
        Some(Privilege::Root)
    } else if proc::succeeds(proc::command("sudo").args(["-n", "true"])) {
        Some(Privilege::Sudo)
    } else {
        None
    }
}

fn is_debian_like() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| {
        let names = line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE="));
        names.is_some_and(|names| {
            names
                .trim_matches('"')
                .split(' ')
                .any(|name| name == "debian" || name == "ubuntu")
        })
    })
}

/// Debian's `rust-src` of exactly this compiler release, unpacked below `folder`; returns its `library` folder.
pub fn rust_src(release: &str, folder: &Path) -> Result<PathBuf> {
    let mirror = mirror()?;
    for suite in SUITES {
        let apt = PrivateApt::new(&folder.join(suite), &mirror, suite)?;
        let Some(version) = apt.version_of("rust-src", release) else {
            continue;
        };
        println!("Fetching rust-src {version} from {suite}.");
        let package = apt.download(&format!("rust-src={version}"))?;
        let tree = folder.join("tree");
        proc::run(proc::command("dpkg-deb").arg("-x").arg(package).arg(&tree))?;
        let library = tree.join(format!("usr/src/rustc-{release}/library"));
        if !library.join("std/Cargo.toml").exists() {
            bail!("Debian's rust-src {version} does not hold the standard library where it used to.");
        }
        return Ok(library);
    }
    bail!("no suite of the Debian mirror has rust-src of exactly {release}")
}

/// The mirror this machine already uses, as apt itself tells it.
fn mirror() -> Result<String> {
    let mut targets = proc::command("apt-get");
    targets.args(["indextargets", "--no-release-info", "--format", "$(REPO_URI)"]);
    targets.arg("Created-By: Packages");
    let said = proc::capture(&mut targets)?;
    let mirror = said.lines().find(|uri| uri.trim_end_matches('/').ends_with("/debian"));
    Ok(mirror.context("apt knows no Debian mirror on this machine")?.to_owned())
}

/// An apt whose lists, cache and sources are folders of ours.
struct PrivateApt {
    folder: PathBuf,
    options: Vec<String>,
}

impl PrivateApt {
    fn new(folder: &Path, mirror: &str, suite: &str) -> Result<Self> {
        for part in ["lists/partial", "cache/archives/partial", "packages"] {
            let dir = folder.join(part);
            fs::create_dir_all(&dir).with_context(|| format!("could not create {}", dir.display()))?;
        }
        let ring = "/usr/share/keyrings/debian-archive-keyring.gpg";
        let signed = if Path::new(ring).exists() {
            format!("[signed-by={ring}] ")
        } else {
            String::new()
        };
        let sources = folder.join("sources.list");
        fs::write(&sources, format!("deb {signed}{mirror} {suite} main\n"))
            .with_context(|| format!("could not write {}", sources.display()))?;
        let option = |name: &str, value: &Path| format!("{name}={}", value.display());
        let apt = Self {
            folder: folder.to_owned(),
            options: vec![
                option("Dir::State::Lists", &folder.join("lists")),
                option("Dir::Cache", &folder.join("cache")),
                option("Dir::Etc::SourceList", &sources),
                option("Dir::Etc::SourceParts", Path::new("/dev/null")),
                // The folder is ours alone; apt's own user could not write into it.
                "APT::Sandbox::User=root".to_owned(),
            ],
        };
        proc::run(apt.command("apt-get").args(["--quiet", "update"]))?;
        Ok(apt)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = proc::command(program);
        command.current_dir(self.folder.join("packages"));
        for option in &self.options {
            command.arg("-o").arg(option);
        }
        command
    }

    /// The newest packaging of this upstream release.
    fn version_of(&self, package: &str, release: &str) -> Option<String> {
        let said = proc::capture(self.command("apt-cache").args(["madison", package])).ok()?;
        said.lines()
            .filter_map(|line| line.split('|').nth(1).map(str::trim))
            .find(|version| {
                version
                    .strip_prefix(release)
                    .is_some_and(|rest| rest.starts_with(['+', '-', '~']))
            })
            .map(str::to_owned)
    }

    fn download(&self, package: &str) -> Result<PathBuf> {
        proc::run(self.command("apt-get").args(["--quiet", "download", package]))?;
        fs::read_dir(self.folder.join("packages"))?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .find(|path| path.extension().is_some_and(|end| end == "deb"))
            .with_context(|| format!("apt said it fetched {package}, but no file arrived"))
    }
}
