//! What every benchmark needs: its arguments, databases to measure on, rounds with ratios, and where it ran.

mod args;
mod databases;
mod machine;
mod measure;

pub use args::Args;
pub use databases::{At, Databases, Engine, Seeded, enter, open};
pub use machine::Memory;
pub use measure::{Goal, Samples, compare, median};

/// Says what ran, on what, before the first figure.
pub fn heading(name: &str, args: &Args, databases: &Databases) -> anyhow::Result<()> {
    println!("{name}: {}", machine::describe(databases.folder())?);
    println!(
        "sizes {:?}, {} rounds of each, interleaved; median (least to most)",
        args.sizes, args.rounds
    );
    if args.quick {
        println!("--quick: looks whether it runs and answers right; its figures mean nothing.");
    }
    Ok(())
}
