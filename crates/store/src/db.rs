//! Connections: the only file that names a driver.

mod mark;

pub use mark::Mark;

use crate::Result;
use crate::error::Error;
use mark::Marker;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection, Postgres, Sqlite, Transaction};
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

/// SQLite before this release can corrupt a database in WAL mode.
const SQLITE_OLDEST: (u32, u32, u32) = (3, 51, 3);
/// A bulk write of 100,000 items may take this long on Postgres, in milliseconds.
const STATEMENT_TIMEOUT: &str = "60000";

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A database with two ways in: reading never waits for the writer.
#[derive(Clone)]
pub struct Db {
    pools: Pools,
}

#[derive(Clone)]
enum Pools {
    Sqlite {
        reader: SqlitePool,
        writer: SqlitePool,
        marker: Option<Marker>,
    },
    Postgres {
        reader: PgPool,
        writer: PgPool,
    },
}

impl Db {
    /// Opens a SQLite file, making it when it is missing, and brings its schema up to date.
    ///
    /// Fails with [`Error::Unusable`] when the SQLite library is too old or the file cannot be
    /// opened.
    pub async fn sqlite(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("cache_size", "-16384")
            .statement_cache_capacity(512)
            // With the 50 of the driver its thread and ours wake each other all through a longer answer.
            .row_buffer_size(1024);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(30))
            .connect_with(options.clone().create_if_missing(true))
            .await
            .map_err(|error| {
                Error::Unusable(format!(
                    "The database file {} cannot be opened: {error}",
                    file.display()
                ))
            })?;
        let migrating = Self {
            pools: Pools::Sqlite {
                reader: writer.clone(),
                writer: writer.clone(),
                marker: None,
            },
        };
        check_sqlite_version(&mut migrating.read().await?).await?;
        crate::migrate::run(&migrating).await?;
        let marker = Marker::of(file).proven(&migrating).await?;
        let reader = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(5))
            // A file does not hang up.
            .test_before_acquire(false)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self {
            pools: Pools::Sqlite { reader, writer, marker },
        })
    }

    /// Connects to Postgres (`postgres://…`) and brings the schema up to date.
    pub async fn postgres(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|error| {
                Error::Unusable(format!(
                    "DATABASE_URL is not an address of a Postgres database: {error}"
                ))
            })?
            .application_name("rolecall");
        Self::postgres_with(options).await
    }

    pub(crate) async fn postgres_with(options: PgConnectOptions) -> Result<Self> {
        let limits = [
            ("lock_timeout", "20000"),
            ("idle_in_transaction_session_timeout", "60000"),
            ("statement_timeout", STATEMENT_TIMEOUT),
        ];
        let writer = PgPoolOptions::new()
            .max_connections(6)
            .acquire_timeout(Duration::from_secs(30))
            .connect_with(options.clone().options(limits))
            .await
            .map_err(|error| Error::Unusable(format!("Postgres cannot be reached: {error}")))?;
        let migrating = Self {
            pools: Pools::Postgres {
                reader: writer.clone(),
                writer: writer.clone(),
            },
        };
        crate::migrate::run(&migrating).await?;
        let reader = PgPoolOptions::new()
            .max_connections(6)
            .acquire_timeout(Duration::from_secs(5))
            // A server may have hung up, but hardly on whom it has just answered: a question to it
            // before each read would be one more way there and back.
            .test_before_acquire(false)
            .before_acquire(|conn, known| {
                Box::pin(async move {
                    if known.idle_for > Duration::from_secs(1) {
                        conn.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(
                options
                    .options(limits)
                    .options([("default_transaction_read_only", "on"), ("statement_timeout", "10000")]),
            )
            .await?;
        Ok(Self {
            pools: Pools::Postgres { reader, writer },
        })
    }

    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres { .. } => Engine::Postgres,
        }
    }

    /// What the database looks like at the moment: while that stays equal, nobody has committed anything.
    /// `None` where it costs as much as asking.
    pub fn mark(&self) -> Option<Mark> {
        match &self.pools {
            Pools::Sqlite { marker, .. } => marker.as_ref().and_then(Marker::read),
            Pools::Postgres { .. } => None,
        }
    }

    /// A connection that can only read.
    pub async fn read(&self) -> Result<Conn> {
        Ok(Conn(match &self.pools {
            Pools::Sqlite { reader, .. } => Held::SqliteRead(reader.acquire().await?),
            Pools::Postgres { reader, .. } => Held::PostgresRead(reader.acquire().await?),
        }))
    }

    /// A connection that can only read and to which nothing changes while it is held: for reads of
    /// many statements that must fit together.
    ///
    /// Must run in a task that is not cancelled, like [`Self::begin_write`].
    pub async fn snapshot(&self) -> Result<Conn> {
        Ok(Conn(match &self.pools {
            Pools::Sqlite { reader, .. } => Held::SqliteTransaction(reader.begin_with("BEGIN").await?),
            Pools::Postgres { reader, .. } => Held::PostgresTransaction(
                reader
                    .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        }))
    }

    /// A transaction that may write; dropping it undoes all that it did.
    ///
    /// Must run in a task that is not cancelled (`begin` is not cancel-safe in sqlx 0.9.0).
    pub async fn begin_write(&self) -> Result<Tx> {
        Ok(Tx(Conn(match &self.pools {
            // Immediate: a transaction that reads first and writes later could not wait for its turn.
            Pools::Sqlite { writer, .. } => Held::SqliteTransaction(writer.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres { writer, .. } => Held::PostgresTransaction(writer.begin().await?),
        })))
    }

    /// Closes all connections; SQLite folds its log into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { reader, writer, .. } => {
                reader.close().await;
                writer.close().await;
            }
            Pools::Postgres { reader, writer } => {
                reader.close().await;
                writer.close().await;
            }
        }
    }
}

/// A connection of either kind. Store functions that only read take this.
pub struct Conn(Held);

enum Held {
    SqliteRead(PoolConnection<Sqlite>),
    SqliteTransaction(Transaction<'static, Sqlite>),
    PostgresRead(PoolConnection<Postgres>),
    PostgresTransaction(Transaction<'static, Postgres>),
}

pub(crate) enum Native<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Conn {
    pub fn engine(&self) -> Engine {
        match self.0 {
            Held::SqliteRead(_) | Held::SqliteTransaction(_) => Engine::Sqlite,
            Held::PostgresRead(_) | Held::PostgresTransaction(_) => Engine::Postgres,
        }
    }

    pub(crate) fn native(&mut self) -> Native<'_> {
        match &mut self.0 {
            Held::SqliteRead(held) => Native::Sqlite(held),
            Held::SqliteTransaction(held) => Native::Sqlite(held),
            Held::PostgresRead(held) => Native::Postgres(held),
            Held::PostgresTransaction(held) => Native::Postgres(held),
        }
    }

    /// Whether the database answers; its clock in milliseconds, to compare with ours.
    pub async fn ping(&mut self) -> Result<i64> {
        const NOW: crate::sql::Both = crate::sql::Both {
            sqlite: "select cast(unixepoch('subsec') * 1000 as integer)",
            postgres: "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)",
        };
        let (now,) = one!(self, (i64,), NOW)?;
        Ok(now)
    }
}

/// A transaction that may write. Store functions that write take this.
pub struct Tx(Conn);

impl Tx {
    /// Keeps what was written.
    pub async fn commit(self) -> Result<()> {
        match self.0.0 {
            Held::SqliteTransaction(tx) => tx.commit().await?,
            Held::PostgresTransaction(tx) => tx.commit().await?,
            Held::SqliteRead(_) | Held::PostgresRead(_) => {}
        }
        Ok(())
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}

async fn check_sqlite_version(conn: &mut Conn) -> Result<()> {
    let (version,) = one!(conn, (String,), "select sqlite_version()")?;
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut part = || parts.next().unwrap_or(0);
    if (part(), part(), part()) < SQLITE_OLDEST {
        return Err(Error::Unusable(format!(
            "This build holds SQLite {version}, which can damage databases; build with libsqlite3-sys 0.37 or later (SQLite 3.51.3)."
        )));
    }
    Ok(())
}
