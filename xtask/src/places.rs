//! Where things lie: the checkout, what it builds, and the cache that outlives it.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::proc;

/// The top of the checkout that this program was built from.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Tools live outside the checkout, so that a fresh clone does not build them again.
pub fn cache() -> Result<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("ROLECALL_CACHE")
        .or_else(|| set("XDG_CACHE_HOME").map(|dir| dir.join("rolecall")))
        .or_else(|| set("HOME").map(|dir| dir.join(".cache/rolecall")))
        .context("there is no place for the tools: set ROLECALL_CACHE to a folder of your own")
}

pub fn tools() -> Result<PathBuf> {
    Ok(cache()?.join("tools"))
}

pub fn npm_bin() -> PathBuf {
    root().join("end2end/node_modules/.bin")
}

/// What .gitignore names, relative to the root, and git's own folder: built or private, never written by us.
pub fn ignored() -> Result<Vec<PathBuf>> {
    let path = root().join(".gitignore");
    let text = fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
    let named = text.lines().filter_map(|line| line.strip_prefix('/'));
    Ok(named
        .chain([".git"])
        .map(|line| PathBuf::from(line.trim_end_matches('/')))
        .collect())
}

/// Stamps and half-made things of our own; beside dist/, so that a rename can publish it.
pub fn scratch() -> Result<PathBuf> {
    let dir = root().join("target/xtask");
    fs::create_dir_all(&dir).with_context(|| format!("could not create {}", dir.display()))?;
    Ok(dir)
}

/// Cargo's own answer, because CARGO_TARGET_DIR and every config file have a say in it.
pub fn target() -> Result<PathBuf> {
    let mut metadata = proc::cargo();
    metadata.args(["metadata", "--no-deps", "--format-version", "1"]);
    let json = proc::capture(&mut metadata)?;
    let dir =
        json_text(&json, "target_directory").context("`cargo metadata` did not say where the target folder is")?;
    Ok(PathBuf::from(dir))
}

/// The search path with our tools in front of what the system has.
pub fn tool_path() -> Result<OsString> {
    let own = [tools()?.join("bin"), npm_bin()];
    let system = env::var_os("PATH").unwrap_or_default();
    env::join_paths(own.into_iter().chain(env::split_paths(&system)))
        .context("a folder of the search path has a colon in its name; move the checkout or the cache")
}

/// One text value of a JSON object, by its key: enough for one field of Cargo's answer.
fn json_text(json: &str, key: &str) -> Option<String> {
    let start = json.find(&format!("\"{key}\":\""))? + key.len() + 4;
    let mut value = String::new();
    let mut rest = json[start..].chars();
    loop {
        match rest.next()? {
            '"' => return Some(value),
            '\\' => value.push(rest.next()?),
            other => value.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_text_reads_one_field() {
        let json = r#"{"a":1,"target_directory":"/a \"b\"/c","z":"y"}"#;
        assert_eq!(json_text(json, "target_directory").as_deref(), Some("/a \"b\"/c"));
        assert_eq!(json_text(json, "other"), None);
    }

    #[test]
    fn the_root_is_the_workspace() {
        assert!(root().join("Cargo.lock").exists() || root().join("Cargo.toml").exists());
    }
}
