//! Command lines by hand: a dozen words do not need a parser crate in every build.

use anyhow::{Result, bail};

/// What is left of a command line; each question takes its words away.
pub struct Args {
    own: Vec<String>,
    forwarded: Vec<String>,
}

impl Args {
    /// Everything after a bare `--` is for another program and is not looked at.
    pub fn new(words: &[String]) -> Self {
        let (own, forwarded) = match words.iter().position(|word| word == "--") {
            Some(at) => (&words[..at], &words[at + 1..]),
            None => (words, &[][..]),
        };
        Self {
            own: own.to_vec(),
            forwarded: forwarded.to_vec(),
        }
    }

    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.own.len();
        self.own.retain(|word| word != name);
        self.own.len() < before
    }

    /// `--name value` or `--name=value`.
    pub fn option(&mut self, name: &str) -> Result<Option<String>> {
        for at in 0..self.own.len() {
            if self.own[at] == name {
                if at + 1 == self.own.len() {
                    bail!("`{name}` needs a value after it.");
                }
                self.own.remove(at);
                return Ok(Some(self.own.remove(at)));
            }
            if let Some(value) = self.own[at].strip_prefix(&format!("{name}=")) {
                let value = value.to_owned();
                self.own.remove(at);
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    pub fn positional(&mut self, what: &str) -> Result<String> {
        match self.own.iter().position(|word| !word.starts_with('-')) {
            Some(at) => Ok(self.own.remove(at)),
            None => bail!("this command needs {what}."),
        }
    }

    pub fn done(&self) -> Result<()> {
        match self.own.iter().chain(&self.forwarded).next() {
            Some(word) => bail!("`{word}` means nothing here. See `cargo xtask help`."),
            None => Ok(()),
        }
    }

    pub fn only_forwarded(&self) -> Result<Vec<String>> {
        match self.own.first() {
            Some(word) => bail!("`{word}` means nothing here. Write `-- {word}` to pass it on."),
            None => Ok(self.forwarded.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn args(line: &str) -> Args {
        Args::new(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn options_take_both_spellings() {
        assert_eq!(args("--only a,b").option("--only").unwrap().as_deref(), Some("a,b"));
        assert_eq!(args("--only=a").option("--only").unwrap().as_deref(), Some("a"));
        assert!(args("--only").option("--only").is_err());
    }

    #[test]
    fn unknown_words_are_refused_and_forwarded_ones_kept() {
        assert!(args("--fast").done().is_err());
        assert!(args("--port 1").only_forwarded().is_err());
        assert_eq!(args("-- --port 1").only_forwarded().unwrap(), ["--port", "1"]);
    }
}
