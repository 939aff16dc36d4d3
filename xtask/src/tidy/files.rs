//! The files that tidy looks at: everything in the checkout that git would not ignore and that is text.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Finding;
use super::lex::{self, Lexed};
use crate::places;

/// A text, and for Rust and CSS what is left of it without comments and strings.
pub struct File {
    /// From the root, with `/`.
    pub path: String,
    pub text: String,
    lexed: Lexed,
}

impl File {
    pub fn new(path: &str, text: &str) -> Self {
        let lexed = match path.rsplit_once('.').map(|(_, end)| end) {
            Some("rs") => lex::rust(text),
            Some("css") => lex::css(text),
            _ => Lexed {
                code: text.to_owned(),
                strings: Vec::new(),
            },
        };
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            lexed,
        }
    }

    /// The text with comments and the insides of strings blanked; every byte stays at its place.
    pub fn code(&self) -> &str {
        &self.lexed.code
    }

    /// The string literals: where their content starts, and the content.
    pub fn strings(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lexed
            .strings
            .iter()
            .map(|range| (range.start, &self.text[range.clone()]))
    }

    pub fn is(&self, ending: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, end)| end == ending)
    }

    pub fn below(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// Test code may do what the product may not.
    pub fn is_test(&self) -> bool {
        let test = |part: &str| part == "tests" || part == "tests.rs" || part.ends_with("_tests.rs");
        self.path.split('/').any(test)
    }

    /// Where the unit tests at the end of a file begin.
    pub fn tests_start(&self) -> usize {
        self.code().find("#[cfg(test)]").unwrap_or(self.text.len())
    }

    pub fn wrong(&self, offset: usize, sentence: impl Into<String>) -> Finding {
        let line = self.text[..offset].bytes().filter(|byte| *byte == b'\n').count() + 1;
        Finding {
            path: self.path.clone(),
            line,
            sentence: sentence.into(),
            warning: false,
        }
    }
}

pub fn load() -> Result<Vec<File>> {
    let mut files = Vec::new();
    walk(places::root(), &places::ignored()?, &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn walk(folder: &Path, ignored: &[PathBuf], files: &mut Vec<File>) -> Result<()> {
    let explain = || format!("could not read {}", folder.display());
    for entry in fs::read_dir(folder).with_context(explain)? {
        let path = entry.with_context(explain)?.path();
        let relative = path.strip_prefix(places::root()).unwrap_or(&path);
        if ignored.iter().any(|other| other == relative) {
            continue;
        }
        if path.is_dir() {
            walk(&path, ignored, files)?;
            continue;
        }
        // Pictures and fonts are no text; a broken link is nobody's text either.
        if let Ok(text) = fs::read_to_string(&path) {
            let name = relative.to_string_lossy().replace('\\', "/");
            files.push(File::new(&name, &text));
        }
    }
    Ok(())
}
