//! The project's own commands, `cargo xtask <command>`: one door for a person and for CI.
#![forbid(unsafe_code)]

mod args;
mod bench;
mod places;
mod postgres;
mod proc;
mod red;
mod run;
mod setup;
mod style;
mod test;
mod tidy;
mod web;

use std::process::ExitCode;

use anyhow::{Result, bail};

use args::Args;
use setup::Level;

const USAGE: &str = "\
cargo xtask <command>

  run [-- ARGS]         build everything and serve it with ./data; ARGS go to `rolecall serve`
  dev [-- ARGS]         the same in the dev profile, built again and restarted on every change
  test [--full] [--only STAGE,…]
                        every check, each with its time; `--full` takes the long ones along
  tidy                  the rules of the house that no compiler knows
  setup [--tests]       install what is missing; `--tests` also Chromium and Postgres
  style                 bundle style/main.css into style/.generated/rolecall.css
  web [--profile wasm-release|dev]
                        build the browser side into dist/
  dist                  the release binary, with the browser side inside
  seed N                put N invented identities into ./data
  bench NAME [-- ARGS]  one benchmark of benches/: bulk, decisions, directory, edits, engines,
                        holders, log, page or search
  red T-nn              prove that the tests t_nn_… fail without the guard they stand for
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[String]) -> Result<()> {
    let Some((command, rest)) = words.split_first() else {
        print!("{USAGE}");
        return Ok(());
    };
    let mut args = Args::new(rest);
    match command.as_str() {
        "run" => run::run(&args.only_forwarded()?),
        "dev" => run::dev(&args.only_forwarded()?),
        "test" => {
            let full = args.flag("--full");
            let only = args.option("--only")?;
            args.done()?;
            test::run(full, only.as_deref())
        }
        "tidy" => {
            args.done()?;
            tidy::run()
        }
        "setup" => {
            let level = if args.flag("--tests") { Level::Tests } else { Level::Web };
            args.done()?;
            setup::ensure(level)?;
            println!("Everything that is needed is there.");
            Ok(())
        }
        "style" => {
            args.done()?;
            style::write()
        }
        "web" => {
            let profile = web::Profile::parse(args.option("--profile")?.as_deref())?;
            args.done()?;
            web::build(profile)
        }
        "dist" => {
            args.done()?;
            run::dist()
        }
        "seed" => {
            let count = args.positional("the number of identities, as in `cargo xtask seed 10000`")?;
            args.done()?;
            run::seed(&count)
        }
        "bench" => {
            let name = args.positional("the name of a benchmark, as in `cargo xtask bench bulk`")?;
            bench::run(&name, &args.only_forwarded()?)
        }
        "red" => {
            let threat = args.positional("the number of a guard, as in `cargo xtask red T-08`")?;
            args.done()?;
            red::run(&threat)
        }
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        other => bail!("there is no command `{other}`.\n\n{USAGE}"),
    }
}
