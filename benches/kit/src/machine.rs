//! Where a benchmark ran: without this a figure says nothing.

use anyhow::{Context, Result};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// One line: commit, processors, load, and how long the disk takes to keep 4 KiB.
pub(crate) fn describe(folder: &Path) -> Result<String> {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load: Vec<&str> = load.split(' ').take(3).collect();
    Ok(format!(
        "commit {}, {cores} processors, load {}, fdatasync p50 {:.2} ms",
        commit(),
        load.join(" "),
        fdatasync(folder)?
    ))
}

fn commit() -> String {
    let git = |words: &[&str]| {
        let output = Command::new("git").args(words).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| text.trim().to_owned())
    };
    match (
        git(&["rev-parse", "--short=12", "HEAD"]),
        git(&["status", "--porcelain"]),
    ) {
        (Some(commit), Some(changes)) if changes.is_empty() => commit,
        (Some(commit), _) => format!("{commit} with changes"),
        _ => "unknown".to_owned(),
    }
}

fn fdatasync(folder: &Path) -> Result<f64> {
    let path = folder.join("fdatasync");
    let mut file = File::create(&path).with_context(|| format!("could not write {}", path.display()))?;
    let mut took = Vec::with_capacity(51);
    for _ in 0..51 {
        file.write_all(&[7; 4096])?;
        let start = Instant::now();
        file.sync_data()?;
        took.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    fs::remove_file(&path)?;
    Ok(crate::median(&mut took))
}

/// How much more memory this process takes at its peak than when the watch began.
pub struct Memory {
    before: u64,
}

impl Memory {
    /// Begins the watch; the peak of before is forgotten.
    pub fn watch() -> Result<Self> {
        fs::write("/proc/self/clear_refs", "5").context("the peak of memory cannot be reset here")?;
        Ok(Self {
            before: status("VmRSS:")?,
        })
    }

    /// MiB at the peak since the watch began, beyond what there was.
    pub fn grown(&self) -> Result<f64> {
        let more = status("VmHWM:")?.saturating_sub(self.before);
        Ok(more as f64 / 1024.0)
    }
}

/// A value of /proc/self/status in KiB.
fn status(name: &str) -> Result<u64> {
    let text = fs::read_to_string("/proc/self/status")?;
    text.lines()
        .find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB")?.parse().ok())
        .with_context(|| format!("/proc/self/status has no {name}"))
}
