//! Databases for tests: a fresh SQLite file, and a fresh schema where a Postgres server is named.

#[path = "testing/raw.rs"]
mod raw;

use crate::db::Db;
use raw::Raw;
use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

pub use raw::Cell;

/// The environment variable that names the Postgres server for tests.
pub const SERVER: &str = "ROLECALL_TEST_POSTGRES";

const FILE: &str = "rolecall.db";

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A database that lives as long as this value.
pub struct TestDb {
    pub db: Db,
    /// A way around the store, for what no function of it may do.
    raw: Raw,
    folder: Option<PathBuf>,
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            // A folder left behind in the temporary directory does no harm.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

impl TestDb {
    /// The file of a SQLite database.
    pub fn file(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(FILE))
    }
}

fn name() -> String {
    format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A fresh SQLite database.
pub async fn sqlite() -> TestDb {
    let folder = std::env::temp_dir().join(format!("rolecall-{}", name()));
    // A process that was killed leaves its folder behind, and its number comes again.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test's database");
    let file = folder.join(FILE);
    let db = Db::sqlite(&file).await.expect("a SQLite database");
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5));
    TestDb {
        db,
        raw: Raw::Sqlite(options),
        folder: Some(folder),
    }
}

/// A fresh schema on the Postgres server that [`SERVER`] names, or `None` when it names none.
pub async fn postgres() -> Option<TestDb> {
    let url = std::env::var(SERVER).ok()?;
    let options = PgConnectOptions::from_str(&url).expect("an address of a Postgres server");
    let schema = name();
    let mut admin = options.connect().await.expect("the Postgres server for tests answers");
    // The extension is shared by all schemas; tests that start at once must not race for it. The two
    // statements are one transaction, and the lock is held until it is kept.
    sqlx::raw_sql("select pg_advisory_xact_lock(1); create extension if not exists pg_trgm schema public")
        .execute(&mut admin)
        .await
        .expect("pg_trgm");
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "drop schema if exists {schema} cascade; create schema {schema}"
    )))
    .execute(&mut admin)
    .await
    .expect("a schema");
    // The name tells the sessions of one test from those of others.
    let options = options
        .application_name(&schema)
        .options([("search_path", format!("{schema},public"))]);
    let db = Db::postgres_with(options.clone()).await.expect("a Postgres database");
    Some(TestDb {
        db,
        raw: Raw::Postgres(options),
        folder: None,
    })
}

/// A fresh database of each kind that is at hand.
pub async fn databases() -> Vec<TestDb> {
    let mut all = vec![sqlite().await];
    all.extend(postgres().await);
    all
}
