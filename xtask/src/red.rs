//! `red T-nn`: a guard's tests prove themselves by failing in a copy of the project from which the guard was taken out.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::postgres::{self, Postgres};
use crate::{places, proc};

/// Of what git ignores, the copy needs these: the server's tests read them.
const BUILT_BUT_NEEDED: [&str; 2] = ["dist", "style/.generated"];

pub fn run(threat: &str) -> Result<()> {
    let patch = places::root().join(format!("tests/red/{threat}.patch"));
    if !patch.exists() {
        bail!(
            "{} does not exist: write the change that takes the guard out.",
            patch.display()
        );
    }
    let prefix = format!("{}_", threat.to_lowercase().replace('-', "_"));
    let tree = places::root().join("target/red/tree");
    let mut left_out = places::ignored()?;
    left_out.retain(|path| BUILT_BUT_NEEDED.iter().all(|needed| path != Path::new(needed)));
    let left_out: Vec<PathBuf> = left_out.iter().map(|path| places::root().join(path)).collect();
    copy(places::root(), &tree, &left_out)?;
    let packages = packages_with(&tree, &prefix)?;
    if packages.is_empty() {
        bail!("no test is named …{prefix}…, so nothing stands behind this guard.");
    }
    let postgres = postgres::bin_dir().map(|_| Postgres::start()).transpose()?;
    let trial = Trial {
        tree: &tree,
        packages: &packages,
        prefix: &prefix,
        postgres,
    };

    println!("With the guard: the tests …{prefix}… have to pass.");
    let green = trial.run()?;
    if green.failed > 0 || green.passed == 0 {
        bail!(
            "with the guard in place {} tests …{prefix}… pass and {} fail; mend that first.",
            green.passed,
            green.failed
        );
    }
    apply(&patch, &tree)?;
    println!("Without the guard: they have to fail.");
    let red = trial.run().context("a patch that does not compile proves nothing")?;
    if red.failed == 0 {
        bail!(
            "all {} tests …{prefix}… pass without the guard: they prove nothing.",
            red.passed
        );
    }
    println!(
        "{threat}: {} of {} tests fail without the guard.",
        red.failed,
        red.failed + red.passed
    );
    Ok(())
}

struct Trial<'a> {
    tree: &'a Path,
    packages: &'a BTreeSet<String>,
    prefix: &'a str,
    postgres: Option<Postgres>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    passed: u32,
    failed: u32,
}

impl Trial<'_> {
    fn run(&self) -> Result<Count> {
        let test = |words: &[&str]| {
            let mut cargo = proc::cargo();
            cargo.current_dir(self.tree).args(["test", "--no-fail-fast"]);
            // Its own folder: a binary without its guard must never be taken for the real one.
            cargo.env("CARGO_TARGET_DIR", places::root().join("target/red/target"));
            for package in self.packages {
                cargo.args(["--package", package]);
            }
            if let Some(postgres) = &self.postgres {
                cargo.env("ROLECALL_TEST_POSTGRES", postgres.url());
            }
            cargo.args(words);
            cargo
        };
        proc::run(&mut test(&["--no-run"]))?;
        let output = test(&["--", self.prefix])
            .output()
            .context("cargo could not be started")?;
        let said = String::from_utf8_lossy(&output.stdout);
        for line in said.lines().filter(|line| line.starts_with("test ")) {
            println!("  {line}");
        }
        Ok(count(&said))
    }
}

/// Adds up the `test result:` lines of all test programs.
fn count(said: &str) -> Count {
    let mut sum = Count::default();
    for line in said.lines().filter(|line| line.starts_with("test result:")) {
        let words: Vec<&str> = line.split([' ', ';']).collect();
        for pair in words.windows(2) {
            let number = pair[0].parse().unwrap_or(0);
            match pair[1] {
                "passed" => sum.passed += number,
                "failed" => sum.failed += number,
                _ => {}
            }
        }
    }
    sum
}

fn apply(patch: &Path, tree: &Path) -> Result<()> {
    let mut git = proc::command("git");
    git.current_dir(tree).args(["apply", "--whitespace=nowarn"]).arg(patch);
    // The copy lies inside our own repository, where git would leave out every path of the patch.
    if let Some(above) = tree.parent() {
        git.env("GIT_CEILING_DIRECTORIES", above);
    }
    proc::run(&mut git).context("the patch no longer fits; write it anew against the code of today")
}

/// Makes `to` the same as `from`, touching only what differs: cargo goes by times.
fn copy(from: &Path, to: &Path, left_out: &[PathBuf]) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("could not create {}", to.display()))?;
    let mut wanted = names(from)?;
    wanted.retain(|name| !left_out.contains(&from.join(name)));
    for stale in names(to)?.difference(&wanted) {
        let path = to.join(stale);
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.with_context(|| format!("could not remove {}", path.display()))?;
    }
    for name in wanted {
        let (source, target) = (from.join(&name), to.join(&name));
        if source.is_dir() {
            copy(&source, &target, left_out)?;
            continue;
        }
        let bytes = fs::read(&source).with_context(|| format!("could not read {}", source.display()))?;
        if fs::read(&target).ok().as_ref() != Some(&bytes) {
            fs::write(&target, bytes).with_context(|| format!("could not write {}", target.display()))?;
        }
    }
    Ok(())
}

fn names(folder: &Path) -> Result<BTreeSet<OsString>> {
    let entries = fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))?;
    entries.map(|entry| Ok(entry?.file_name())).collect()
}

/// The packages in whose sources a function of such a name stands.
fn packages_with(tree: &Path, prefix: &str) -> Result<BTreeSet<String>> {
    let mut packages = BTreeSet::new();
    for path in crate::web::files(tree)? {
        let is_rust = path.extension().is_some_and(|end| end == "rs");
        let text = if is_rust {
            fs::read_to_string(&path).unwrap_or_default()
        } else {
            String::new()
        };
        if !text.lines().any(|line| line.contains("fn ") && line.contains(prefix)) {
            continue;
        }
        let manifest = path
            .ancestors()
            .map(|dir| dir.join("Cargo.toml"))
            .find(|file| file.exists());
        let manifest = fs::read_to_string(manifest.context("a test outside of every package")?)?;
        let name = manifest
            .lines()
            .find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
            .with_context(|| format!("the package around {} has no name", path.display()))?;
        packages.insert(name.to_owned());
    }
    Ok(packages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_several_programs_are_added_up() {
        let said = "test t_01_a ... ok\n\
            test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out\n\
            test result: FAILED. 1 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(count(said), Count { passed: 3, failed: 4 });
    }

    #[test]
    fn a_copy_follows_its_model() {
        let folder = std::env::temp_dir().join(format!("rolecall-red-{}", std::process::id()));
        let (from, to) = (folder.join("from"), folder.join("to"));
        fs::create_dir_all(from.join("a/target")).unwrap();
        fs::write(from.join("a/x"), "1").unwrap();
        copy(&from, &to, &[from.join("a/target")]).unwrap();
        fs::write(to.join("a/stale"), "2").unwrap();
        fs::write(from.join("a/x"), "3").unwrap();
        copy(&from, &to, &[from.join("a/target")]).unwrap();
        assert_eq!(fs::read_to_string(to.join("a/x")).unwrap(), "3");
        assert!(!to.join("a/stale").exists());
        assert!(!to.join("a/target").exists());
        fs::remove_dir_all(&folder).unwrap();
    }
}
