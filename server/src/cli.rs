//! Commands, flags and environment variables.

use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Who may do what, where, until when, and why.
#[derive(Parser)]
#[command(name = "rolecall", version, about = "Who may do what, where, until when, and why.")]
pub struct Cli {
    #[command(flatten)]
    pub database: Database,
    #[command(subcommand)]
    pub command: Command,
}

/// Where the data is.
#[derive(Args, Clone)]
pub struct Database {
    /// Folder of the SQLite database and its lock. Made when it is missing.
    #[arg(long, env = "ROLECALL_DATA", default_value = "./data", global = true)]
    pub data: PathBuf,
    /// Address of a Postgres database (postgres://…); without it SQLite is used.
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true)]
    pub database_url: Option<String>,
}

#[derive(Subcommand)]
pub enum Command {
    /// Serve the console and the API.
    Serve(Serve),
    /// Bring the database's schema up to date, and stop.
    Migrate,
    /// Fill an empty database with a realistic organisation to try things on.
    Demo,
    /// Fill an empty database with many people, for measuring.
    Seed(Seed),
    /// API keys.
    #[command(subcommand)]
    Keys(Keys),
    /// The audit log.
    #[command(subcommand)]
    Audit(Audit),
}

#[derive(Args, Clone)]
pub struct Serve {
    /// Address to listen on.
    #[arg(long, env = "ROLECALL_LISTEN", default_value = "127.0.0.1:7780")]
    pub listen: SocketAddr,
    /// Address under which people reach the console, such as https://access.example.org.
    #[arg(long, env = "ROLECALL_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Addresses of proxies in front of Rolecall, whose X-Forwarded-For is believed.
    #[arg(long, env = "ROLECALL_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Write the log as JSON lines.
    #[arg(long, env = "ROLECALL_LOG_JSON", value_parser = clap::builder::BoolishValueParser::new(), action = clap::ArgAction::SetTrue)]
    pub log_json: bool,
}

#[derive(Args)]
pub struct Seed {
    /// How many people and services.
    #[arg(long, default_value_t = 10_000)]
    pub identities: usize,
}

#[derive(Subcommand)]
pub enum Keys {
    /// Make a key and print it, alone, on standard output.
    Create {
        /// <tenant>/<environment>, such as northwind/production.
        #[arg(long)]
        environment: String,
        #[arg(long)]
        name: String,
        /// Capabilities of the key, separated by commas; without it every one.
        #[arg(long, value_delimiter = ',')]
        capabilities: Option<Vec<String>>,
        /// Days until the key ends.
        #[arg(long, default_value_t = domain::keys::EXPIRES_DAYS)]
        expires: i64,
    },
}

#[derive(Subcommand)]
pub enum Audit {
    /// Recompute every hash of the log and say whether it is whole.
    Verify,
}
