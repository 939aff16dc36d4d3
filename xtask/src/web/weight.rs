//! What a first visit has to load: compressed once here, so that the server never does, and weighed against a limit.

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::files;

/// Wasm, script and style together, compressed.
const LIMIT: u64 = 180 * 1024;

/// Fonts and pictures are compressed already.
const COMPRESSIBLE: [&str; 6] = ["css", "js", "json", "svg", "txt", "wasm"];

/// Writes `name.br` beside each file that gets smaller by it.
pub fn compress(folder: &Path) -> Result<()> {
    for path in files(folder)? {
        if !path
            .extension()
            .is_some_and(|end| COMPRESSIBLE.iter().any(|other| end == *other))
        {
            continue;
        }
        let raw = fs::read(&path).with_context(|| format!("could not read {}", path.display()))?;
        let small = brotli(&raw)?;
        if small.len() < raw.len() {
            let target = compressed_name(&path);
            fs::write(&target, small).with_context(|| format!("could not write {}", target.display()))?;
        }
    }
    Ok(())
}

fn brotli(raw: &[u8]) -> Result<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    writer.write_all(raw)?;
    writer.flush()?;
    Ok(writer.into_inner())
}

fn compressed_name(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".br");
    PathBuf::from(name)
}

/// Bytes as built and as sent, for each kind.
pub struct Weight {
    rows: [(&'static str, u64, u64); 3],
}

impl Weight {
    pub fn of(folder: &Path) -> Result<Self> {
        let mut rows = [("wasm", 0, 0), ("script", 0, 0), ("style", 0, 0)];
        for path in files(folder)? {
            let row = match path.extension().and_then(|end| end.to_str()) {
                Some("wasm") => &mut rows[0],
                Some("js") => &mut rows[1],
                Some("css") => &mut rows[2],
                _ => continue,
            };
            let raw = fs::metadata(&path)?.len();
            row.1 += raw;
            row.2 += fs::metadata(compressed_name(&path)).map_or(raw, |found| found.len());
        }
        if let Some((kind, ..)) = rows.iter().find(|(_, raw, _)| *raw == 0) {
            bail!("Trunk made no {kind}; look at frontend/index.html");
        }
        Ok(Self { rows })
    }

    fn sum(&self) -> (u64, u64) {
        self.rows.iter().fold((0, 0), |sum, row| (sum.0 + row.1, sum.1 + row.2))
    }

    pub fn check(&self) -> Result<()> {
        let (_, sent) = self.sum();
        if sent > LIMIT {
            bail!(
                "a first visit loads {}, and the limit is {}. See what entered `app`: every crate \
                 there is sent to everybody (the new dist/ is in place all the same)",
                kib(sent),
                kib(LIMIT)
            );
        }
        Ok(())
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{:<8}{:>14}{:>14}", "dist/", "raw", "brotli")?;
        let (raw, sent) = self.sum();
        for (kind, raw, sent) in self.rows.iter().chain([&("sum", raw, sent)]) {
            writeln!(out, "{kind:<8}{:>14}{:>14}", kib(*raw), kib(*sent))?;
        }
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
fn kib(bytes: u64) -> String {
    format!("{:.1} KiB", bytes as f64 / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_the_compressed_size() {
        let folder = std::env::temp_dir().join(format!("rolecall-weight-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for name in ["a_bg.wasm", "a.js", "a.css", "a.woff2"] {
            fs::write(folder.join(name), vec![b'x'; 10_000]).unwrap();
        }
        compress(&folder).unwrap();
        let (raw, sent) = Weight::of(&folder).unwrap().sum();
        assert_eq!(raw, 30_000);
        assert!(sent < 1_000);
        assert!(!folder.join("a.woff2.br").exists());
        fs::remove_dir_all(&folder).unwrap();
        let heavy = Weight {
            rows: [("wasm", 1, LIMIT), ("script", 1, 1), ("style", 1, 1)],
        };
        assert!(heavy.check().is_err());
    }
}
