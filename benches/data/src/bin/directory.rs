//! P6: pages of the directory, against the bare queries of the same page, from the first to the last.

use anyhow::{Context, Result, ensure};
use data::bare::Bare;
use data::listing::{LIMIT, Page, Queries, everyone, production};
use domain::identities::{Filter, Listing, Sort};
use domain::page::{At as Place, LIMIT_MAX};
use kit::{Args, Databases, Goal, Samples, compare, median, open};
use service::{Clock, Env, SystemClock, Who, identities};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Pages between the first and the last whose time is taken.
const STOPS: usize = 9;

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::read()?;
    let databases = Databases::new()?;
    kit::heading("directory (P6)", &args, &databases)?;
    let goal = |most| if args.quick { Goal::None } else { Goal::AtMost(most) };
    for engine in databases.engines(args.engine) {
        let name = engine.name();
        let mut firsts = Vec::new();
        for &size in &args.sizes {
            let seeded = databases.seed(engine, size).await?;
            let mut bare = Bare::open(&seeded.at).await?;
            let service = open(&seeded.at).await?;
            let env = service.cx(Who::Cli, "bench").environment("seed", "production").await?;
            let bench = Bench {
                environment: production(&mut bare).await?,
                queries: Queries::new(&bare),
                repeats: if args.quick { 3 } else { 200 },
                rounds: args.rounds,
                env,
            };
            let first = bench.first(&mut bare).await?;
            println!("{}", first.line(&format!("{name} {size} first page"), goal(1.2)));
            firsts.push((size, first.ours()));
            let all = everyone(&mut bare, bench.environment).await?;
            let others = bench.others(&all).await?;
            println!(
                "{}",
                others.line(&format!("{name} {size} slowest page, to the first"), goal(2.0))
            );
            bare.close().await?;
            service.close().await;
        }
        if let (Some((small, least)), Some((large, most))) = (firsts.first(), firsts.last())
            && small != large
        {
            let ratio = most / least;
            let verdict = if ratio <= 1.2 { "met" } else { "MISSED" };
            println!("{name} first page at {large} to that at {small}: ratio {ratio:.2}, goal ≤ 1.2: {verdict}");
        }
    }
    println!("All pages were those of the bare queries, and together everyone once.");
    Ok(())
}

struct Bench {
    env: Env,
    environment: Uuid,
    queries: Queries,
    /// One page is too short to be timed.
    repeats: usize,
    rounds: usize,
}

impl Bench {
    async fn page(&self, at: &Place, limit: u16) -> Result<Listing> {
        Ok(identities::list(&self.env, &Filter::default(), Sort::Name, at, limit).await?)
    }

    /// The first page against the bare queries.
    async fn first(&self, bare: &mut Bare) -> Result<Samples> {
        let now = SystemClock.now().0;
        let wanted = self.queries.first(bare, self.environment, now).await?;
        let got = shown(&self.page(&Place::First, LIMIT).await?);
        ensure!(got == wanted, "the first page shows {got:?}, not {wanted:?}");
        let ours = async |_| {
            let start = Instant::now();
            for _ in 0..self.repeats {
                self.page(&Place::First, LIMIT).await?;
            }
            Ok(self.each(start))
        };
        let limit = async |_| {
            let start = Instant::now();
            for _ in 0..self.repeats {
                self.queries.first(bare, self.environment, now).await?;
            }
            Ok(self.each(start))
        };
        compare(self.rounds, ours, limit).await
    }

    fn each(&self, start: Instant) -> Duration {
        start.elapsed() / u32::try_from(self.repeats).unwrap_or(1)
    }

    /// Walks the whole list, then takes the time of pages all over it; the slowest against the first.
    async fn others(&self, all: &[Uuid]) -> Result<Samples> {
        let mut cursors = Vec::new();
        let mut place = Place::First;
        let mut seen = 0;
        loop {
            let listing = self.page(&place, LIMIT_MAX).await?;
            for row in &listing.page.items {
                ensure!(all.get(seen) == Some(&row.identity.id.0), "person {seen} is another");
                seen += 1;
            }
            let Some(next) = listing.page.next else { break };
            cursors.push(next.clone());
            place = Place::After(next);
        }
        ensure!(seen == all.len(), "{seen} people on all pages, not {}", all.len());
        let stops: Vec<&String> = (1..=STOPS)
            .map(|stop| cursors.len() * stop / STOPS)
            .filter_map(|after| cursors.get(after.saturating_sub(1)))
            .collect();
        let mut slowest: Option<Samples> = None;
        for stop in stops {
            let there = Place::After(stop.clone());
            let ours = async |_| self.time(&there).await;
            let samples = compare(self.rounds, ours, async |_| self.time(&Place::First).await).await?;
            if slowest.as_ref().is_none_or(|slowest| slowest.ratio() < samples.ratio()) {
                slowest = Some(samples);
            }
        }
        slowest.context("the list has more than one page")
    }

    async fn time(&self, at: &Place) -> Result<Duration> {
        let mut took = Vec::with_capacity(self.repeats);
        for _ in 0..self.repeats.min(50) {
            let start = Instant::now();
            self.page(at, LIMIT).await?;
            took.push(start.elapsed().as_secs_f64());
        }
        Ok(Duration::from_secs_f64(median(&mut took)))
    }
}

fn shown(listing: &Listing) -> Page {
    let items = &listing.page.items;
    Page {
        ids: items.iter().map(|row| row.identity.id.0).collect(),
        roles: items.iter().map(|row| row.roles.len()).sum(),
        total: listing.all,
    }
}
