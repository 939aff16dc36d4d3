//! P7: searching the directory, against the bare index query for the same people. Told, and held against nothing.

use anyhow::{Result, ensure};
use data::bare::{Bare, id};
use data::listing::{LIMIT, production};
use domain::identities::{Filter, Sort};
use domain::page::At as Place;
use kit::{Args, Databases, Goal, Samples, compare, open};
use service::{Env, Who, identities};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// What is typed, and what kind of question it is.
const TERMS: [(&str, &str); 8] = [
    ("okafor", "a name"),
    ("people.rolecall", "everyone"),
    ("an ma", "two short words"),
    ("Åsa", "accented"),
    ("z", "one letter"),
    ("ya", "two letters"),
    ("77@people", "an address"),
    ("qqqxyz", "nobody"),
];

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::read()?;
    let databases = Databases::new()?;
    kit::heading("search (P7)", &args, &databases)?;
    for engine in databases.engines(args.engine) {
        for &size in &args.sizes {
            let seeded = databases.seed(engine, size).await?;
            let mut bare = Bare::open(&seeded.at).await?;
            let service = open(&seeded.at).await?;
            let env = service.cx(Who::Cli, "bench").environment("seed", "production").await?;
            let environment = production(&mut bare).await?;
            for (term, kind) in TERMS {
                let bench = Bench {
                    env: &env,
                    environment,
                    term,
                    repeats: if args.quick { 2 } else { 20 },
                };
                let (samples, p95) = bench.run(&mut bare, args.rounds).await?;
                let what = format!("{} {size} “{term}” ({kind})", engine.name());
                println!("{}, p95 {p95:.2} ms", samples.line(&what, Goal::None));
            }
            bare.close().await?;
            service.close().await;
        }
    }
    println!("Every page was the one that a look at each row finds.");
    Ok(())
}

struct Bench<'a> {
    env: &'a Env,
    environment: Uuid,
    term: &'static str,
    repeats: usize,
}

impl Bench<'_> {
    async fn run(&self, bare: &mut Bare, rounds: usize) -> Result<(Samples, f64)> {
        let wanted = bare.ids(&self.by_looking()).await?;
        let index = self.by_index(bare);
        ensure!(
            bare.ids(&index).await? == wanted,
            "the bare index query for {} is wrong",
            self.term
        );
        ensure!(self.page().await? == wanted, "the page for {} is wrong", self.term);
        let mut each = Vec::new();
        let ours = async |_| {
            let mut sum = Duration::ZERO;
            for _ in 0..self.repeats {
                let start = Instant::now();
                self.page().await?;
                each.push(start.elapsed().as_secs_f64() * 1000.0);
                sum += start.elapsed();
            }
            Ok(sum / u32::try_from(self.repeats)?)
        };
        let limit = async |_| {
            let start = Instant::now();
            for _ in 0..self.repeats {
                bare.ids(&index).await?;
            }
            Ok(start.elapsed() / u32::try_from(self.repeats)?)
        };
        let samples = compare(rounds, ours, limit).await?;
        each.sort_by(f64::total_cmp);
        let p95 = each[(each.len() - 1) * 95 / 100];
        Ok((samples, p95))
    }

    async fn page(&self) -> Result<Vec<Uuid>> {
        let filter = Filter {
            q: self.term.to_owned(),
            ..Filter::default()
        };
        let listing = identities::list(self.env, &filter, Sort::Name, &Place::First, LIMIT).await?;
        Ok(listing.page.items.iter().map(|row| row.identity.id.0).collect())
    }

    fn words(&self) -> Vec<String> {
        domain::fold::search(self.term).split(' ').map(str::to_owned).collect()
    }

    fn select(&self, conditions: &[String]) -> String {
        format!(
            "select {{hex:i.id}} from identities i where i.environment_id = {} and i.deleted_at is null and {}
             order by i.name_folded, i.id limit {LIMIT}",
            id(self.environment),
            conditions.join(" and ")
        )
    }

    /// Short words are beginnings of words, longer ones stand anywhere. No index helps here.
    fn by_looking(&self) -> String {
        let conditions: Vec<String> = self
            .words()
            .iter()
            .map(|word| {
                if word.chars().count() < 3 {
                    // What counts as a beginning is the product's own list of them.
                    format!(
                        "exists (select 1 from identity_beginnings b where b.environment_id = i.environment_id
                           and b.identity_id = i.id and substr(b.beginning, 1, {}) = '{word}')",
                        word.chars().count()
                    )
                } else {
                    format!("i.search_text like '%{word}%'")
                }
            })
            .collect();
        self.select(&conditions)
    }

    fn by_index(&self, bare: &Bare) -> String {
        let environment = id(self.environment);
        let conditions: Vec<String> = self
            .words()
            .iter()
            .map(|word| match (word.chars().count() < 3, bare) {
                (true, _) => format!(
                    "i.id in (select identity_id from identity_beginnings where environment_id = {environment}
                       and beginning >= '{word}' and beginning <= '{word}\u{10ffff}')"
                ),
                (false, Bare::Sqlite(_)) => format!(
                    "i.id in (select r.identity_id from identity_search_rows r where r.environment_id = i.environment_id
                       and r.n in (select rowid from identity_search where identity_search match '{}'))
                     and instr(i.search_text, '{word}') > 0",
                    trigrams(word)
                ),
                (false, Bare::Postgres(_)) => format!("i.search_text like '%{word}%'"),
            })
            .collect();
        self.select(&conditions)
    }
}

fn trigrams(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let parts: Vec<String> = letters
        .windows(3)
        .map(|three| format!("\"{}\"", three.iter().collect::<String>()))
        .collect();
    parts.join(" AND ")
}
