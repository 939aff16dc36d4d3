//! The arguments that all benchmarks share.

use crate::databases::Engine;
use anyhow::{Context, Result, bail};

const USAGE: &str = "\
  --quick          1,000 only, two rounds: does it run and answer right?
  --million        1,000,000 as well
  --sizes A,B      these sizes
  --rounds N       so many rounds (5)
  --engine NAME    sqlite or postgres only";

/// What was asked for.
#[derive(Debug, Clone)]
pub struct Args {
    pub sizes: Vec<usize>,
    pub rounds: usize,
    pub quick: bool,
    pub engine: Option<Engine>,
    /// What only the benchmark itself understands.
    pub own: Vec<String>,
}

impl Args {
    pub fn read() -> Result<Self> {
        Self::parse(std::env::args().skip(1))
    }

    fn parse(words: impl Iterator<Item = String>) -> Result<Self> {
        let mut args = Self {
            sizes: vec![1_000, 10_000, 100_000],
            rounds: 5,
            quick: false,
            engine: None,
            own: Vec::new(),
        };
        let mut words = words;
        while let Some(word) = words.next() {
            let mut value = || words.next().with_context(|| format!("{word} needs a value.\n{USAGE}"));
            match word.as_str() {
                "--quick" => {
                    args.quick = true;
                    args.sizes = vec![1_000];
                    args.rounds = 2;
                }
                "--million" => args.sizes.push(1_000_000),
                "--sizes" => {
                    let sizes: std::result::Result<_, _> = value()?.split(',').map(str::parse).collect();
                    args.sizes = sizes.with_context(|| format!("--sizes takes numbers.\n{USAGE}"))?;
                }
                "--rounds" => args.rounds = value()?.parse().context("--rounds takes a number")?,
                "--engine" => {
                    args.engine = Some(match value()?.as_str() {
                        "sqlite" => Engine::Sqlite,
                        "postgres" => Engine::Postgres,
                        other => bail!("there is no engine `{other}`.\n{USAGE}"),
                    });
                }
                "--own" => args.own.push(value()?),
                other => bail!("`{other}` means nothing here.\n{USAGE}"),
            }
        }
        if args.rounds == 0 || args.sizes.is_empty() {
            bail!("nothing would be measured.\n{USAGE}");
        }
        Ok(args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Args> {
        Args::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn arguments_are_read() {
        let args = parse("--sizes 10,20 --million --rounds 7 --engine postgres").expect("arguments");
        assert_eq!(args.sizes, [10, 20, 1_000_000]);
        assert_eq!((args.rounds, args.engine), (7, Some(Engine::Postgres)));
        assert_eq!(parse("--quick").expect("arguments").sizes, [1_000]);
        assert!(parse("--fast").is_err());
        assert!(parse("--rounds 0").is_err());
    }
}
