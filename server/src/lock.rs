//! One server for one SQLite file: a second one refuses to start.

use anyhow::{Context, Result, bail};
use fs4::FileExt;
use std::fs::{File, OpenOptions};
use std::path::Path;

/// Held as long as the server runs.
pub struct Lock(#[expect(dead_code, reason = "the file is locked while it is open")] File);

/// Takes the lock of a data folder.
pub fn take(folder: &Path) -> Result<Lock> {
    let path = folder.join("rolecall.lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .with_context(|| format!("{} cannot be opened", path.display()))?;
    match FileExt::try_lock(&file) {
        Ok(()) => Ok(Lock(file)),
        Err(fs4::TryLockError::WouldBlock) => {
            bail!(
                "another rolecall serves {} already; stop it first, or name another folder with --data",
                folder.display()
            )
        }
        Err(fs4::TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("{} cannot be locked", path.display()))
        }
    }
}
