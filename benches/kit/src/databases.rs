//! Databases to measure on: seeded once for each size, copied for each round, gone at the end.

use anyhow::{Context, Result};
use service::{Env, Service, SystemClock, SystemIds, Who, seed};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use store::Db;

/// The variable with the address of a Postgres in which databases may be made; `cargo xtask bench` sets it.
const SERVER: &str = "ROLECALL_BENCH_POSTGRES";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// Where a database is.
#[derive(Debug, Clone)]
pub enum At {
    File(PathBuf),
    Url(String),
}

/// A database as `rolecall seed` makes it.
#[derive(Debug)]
pub struct Seeded {
    pub engine: Engine,
    pub size: usize,
    pub at: At,
    /// How to sign in.
    pub email: String,
    pub password: String,
}

/// The folder and the server in which all of them lie.
pub struct Databases {
    folder: PathBuf,
    server: Option<String>,
}

impl Drop for Databases {
    fn drop(&mut self) {
        // A folder left behind in the temporary directory does no harm.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A service over a database.
pub async fn open(at: &At) -> Result<Service> {
    let db = match at {
        At::File(file) => Db::sqlite(file).await?,
        At::Url(url) => Db::postgres(url).await?,
    };
    Ok(Service::new(db, SystemClock, SystemIds::default()))
}

/// The seed's Production, entered as each request does: it answers as of now, or of later.
pub async fn enter(service: &Service) -> Result<Env> {
    Ok(service.cx(Who::Cli, "bench").environment("seed", "production").await?)
}

impl Databases {
    pub fn new() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("rolecall-bench-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("could not create {}", folder.display()))?;
        Ok(Self {
            folder,
            server: std::env::var(SERVER).ok(),
        })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Those that were asked for and are at hand.
    pub fn engines(&self, only: Option<Engine>) -> Vec<Engine> {
        if self.server.is_none() && only != Some(Engine::Sqlite) {
            println!("No Postgres: {SERVER} names none.");
        }
        [Engine::Sqlite, Engine::Postgres]
            .into_iter()
            .filter(|engine| only.is_none_or(|only| only == *engine))
            .filter(|engine| *engine == Engine::Sqlite || self.server.is_some())
            .collect()
    }

    async fn admin(&self) -> Result<PgConnection> {
        let server = self.server.as_deref().context("there is no Postgres")?;
        Ok(PgConnectOptions::from_str(server)?.connect().await?)
    }

    async fn statement(&self, text: String) -> Result<()> {
        let mut admin = self.admin().await?;
        sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut admin).await?;
        Ok(admin.close().await?)
    }

    fn place(&self, engine: Engine, name: &str) -> Result<At> {
        Ok(match engine {
            Engine::Sqlite => At::File(self.folder.join(format!("{name}.db"))),
            Engine::Postgres => {
                let server = self.server.as_deref().context("there is no Postgres")?;
                let (server, _) = server
                    .rsplit_once('/')
                    .context("the server's address names a database")?;
                At::Url(format!("{server}/{name}"))
            }
        })
    }

    /// Makes a database of `size` people.
    pub async fn seed(&self, engine: Engine, size: usize) -> Result<Seeded> {
        let name = format!("seed_{size}");
        let at = self.place(engine, &name)?;
        if engine == Engine::Postgres {
            self.statement(format!("drop database if exists {name}")).await?;
            self.statement(format!("create database {name}")).await?;
        }
        let service = open(&at).await?;
        let cx = service.cx(Who::Cli, "bench");
        let made = seed::create(&cx, seed::Size::of(size), &mut |_| {}).await?;
        service.close().await;
        if let At::Url(url) = &at {
            // What the server would do by itself, sooner or later.
            let mut conn = PgConnectOptions::from_str(url)?.connect().await?;
            sqlx::raw_sql("vacuum analyze").execute(&mut conn).await?;
            conn.close().await?;
        }
        Ok(Seeded {
            engine,
            size,
            at,
            email: made.email,
            password: made.password,
        })
    }

    /// A copy of a database that nobody has open, in place of the copy of that name before.
    pub async fn copy(&self, of: &Seeded, name: &str) -> Result<At> {
        let to = self.place(of.engine, name)?;
        match (&of.at, &to) {
            (At::File(from), At::File(to)) => {
                for ending in ["", "-wal", "-shm"] {
                    let mut path = to.clone().into_os_string();
                    path.push(ending);
                    if Path::new(&path).exists() {
                        fs::remove_file(&path)?;
                    }
                }
                fs::copy(from, to)?;
                // So that the round does not pay for the copying.
                fs::File::open(to)?.sync_all()?;
            }
            _ => {
                self.statement(format!("drop database if exists {name}")).await?;
                self.statement(format!("create database {name} template seed_{}", of.size))
                    .await?;
                self.statement("checkpoint".to_owned()).await?;
            }
        }
        Ok(to)
    }
}
