//! The `rolecall` binary: one file that serves the console and the API and runs the commands.

// What is printed goes through `terminal`.
#![warn(clippy::print_stdout, clippy::print_stderr)]

use clap::Parser;
use server::terminal::{plain, say, tell};
use server::{cli, commands};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(wrong) => {
            let shown = std::env::args_os().map(|one| plain(&one.to_string_lossy()).into_owned());
            return explain(&cli::Cli::try_parse_from(shown).err().unwrap_or(wrong));
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tell(&format!("rolecall: the machine gives no threads: {error}"));
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("rolecall: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Help, the version, or what is wrong with the arguments, which are quoted there: a script may have
/// taken them from anywhere.
fn explain(wrong: &clap::Error) -> ExitCode {
    let text = wrong.render().to_string();
    for line in text.lines() {
        if wrong.use_stderr() {
            tell(line);
        } else if say(line).is_err() {
            return ExitCode::FAILURE;
        }
    }
    u8::try_from(wrong.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}
