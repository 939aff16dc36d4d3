//! Schema changes: numbered, forward only, each in the transaction that records it.

use crate::Result;
use crate::db::{Db, Engine, Native, Tx};
use crate::error::Error;
use sha2::{Digest, Sha256};

struct Migration {
    number: i64,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migration {
    ($number:literal, $file:literal) => {
        Migration {
            number: $number,
            sqlite: include_str!(concat!("../../../migrations/", $file, ".sql")),
            postgres: include_str!(concat!("../../../migrations/", $file, ".sql")),
        }
    };
    ($number:literal, $sqlite:literal, $postgres:literal) => {
        Migration {
            number: $number,
            sqlite: include_str!(concat!("../../../migrations/", $sqlite, ".sql")),
            postgres: include_str!(concat!("../../../migrations/", $postgres, ".sql")),
        }
    };
}

const MIGRATIONS: &[Migration] = &[
    migration!(1, "0001_base"),
    migration!(2, "0002_access"),
    migration!(3, "0003_search.sqlite", "0003_search.postgres"),
    migration!(4, "0004_audit"),
    migration!(5, "0005_statistics.sqlite", "0005_statistics.postgres"),
    migration!(6, "0006_password_resets"),
    migration!(7, "0007_audit.sqlite", "0007_audit.postgres"),
    migration!(8, "0008_areas.sqlite", "0008_areas.postgres"),
];

/// The number of the newest migration of this build.
pub const NEWEST: i64 = 8;

/// Brings the schema up to date. Two processes that start at once wait for each other.
///
/// Fails with [`Error::Unusable`] when the database was written by a newer release, or when a
/// migration that ran is not the one in this build.
pub async fn run(db: &Db) -> Result<()> {
    loop {
        let mut tx = db.begin_write().await?;
        if tx.engine() == Engine::Postgres {
            execute!(&mut tx, "select pg_advisory_xact_lock(7269081)")?;
        }
        execute!(
            &mut tx,
            "create table if not exists migrations (number bigint not null primary key, digest text not null)"
        )?;
        let done = all!(
            &mut tx,
            (i64, String),
            "select number, digest from migrations order by number"
        )?;
        check(tx.engine(), &done)?;
        let Some(next) = MIGRATIONS.get(done.len()) else {
            return tx.commit().await;
        };
        apply(&mut tx, next).await?;
        tx.commit().await?;
    }
}

fn check(engine: Engine, done: &[(i64, String)]) -> Result<()> {
    if done.len() > MIGRATIONS.len() {
        return Err(Error::Unusable(
            "This database was written by a newer release of Rolecall. Start that release, or restore a backup."
                .to_owned(),
        ));
    }
    for (migration, (number, digest)) in MIGRATIONS.iter().zip(done) {
        if *number != migration.number || *digest != migration.digest(engine) {
            return Err(Error::Unusable(format!(
                "Migration {number} of this database is not the one of this release. Start the release that made it."
            )));
        }
    }
    Ok(())
}

async fn apply(tx: &mut Tx, migration: &Migration) -> Result<()> {
    let text = migration.text(tx.engine());
    match tx.native() {
        Native::Sqlite(native) => sqlx::raw_sql(text).execute(native).await.map(|_| ())?,
        Native::Postgres(native) => sqlx::raw_sql(text).execute(native).await.map(|_| ())?,
    }
    let digest = migration.digest(tx.engine());
    execute!(
        tx,
        "insert into migrations (number, digest) values ($1, $2)",
        migration.number,
        digest
    )?;
    Ok(())
}

impl Migration {
    fn text(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }

    fn digest(&self, engine: Engine) -> String {
        hex::encode(Sha256::digest(self.text(engine)))
    }
}

/// A commit on SQLite like any other, of what stands there already.
pub(crate) async fn commit_nothing(db: &Db) -> Result<()> {
    let mut tx = db.begin_write().await?;
    execute!(&mut tx, "pragma user_version = 0")?;
    tx.commit().await
}
