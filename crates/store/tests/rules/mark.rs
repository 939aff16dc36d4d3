//! A mark stays equal exactly as long as nobody commits, whichever connection or process that would be.

use super::support::on_each;
use domain::id::EnvironmentId;
use std::path::Path;
use std::process::Command;
use store::{Db, Engine, environments};

/// Where the other process finds the file, and the environment that it writes to.
const FILE: &str = "ROLECALL_TEST_MARK_FILE";
const ENVIRONMENT: &str = "ROLECALL_TEST_MARK_ENVIRONMENT";

async fn write(db: &Db, environment: EnvironmentId) {
    let mut tx = db.begin_write().await.expect("a transaction");
    environments::raise_revision(&mut tx, environment)
        .await
        .expect("raised");
    tx.commit().await.expect("kept");
}

async fn revision(db: &Db, environment: EnvironmentId) -> i64 {
    let mut conn = db.read().await.expect("a connection");
    environments::get(&mut conn, environment)
        .await
        .expect("the environment")
        .revision
}

/// What the test does as another process: it writes, where it is told to.
async fn write_if_told() -> bool {
    let (Some(file), Ok(environment)) = (std::env::var_os(FILE), std::env::var(ENVIRONMENT)) else {
        return false;
    };
    let db = Db::sqlite(Path::new(&file)).await.expect("the database");
    write(&db, environment.parse().expect("an id")).await;
    db.close().await;
    true
}

fn write_in_another_process(file: &Path, environment: EnvironmentId) {
    let done = Command::new(std::env::current_exe().expect("this program"))
        .args([
            "--exact",
            "mark::a_mark_changes_with_every_commit_of_whichever_process_and_with_nothing_else",
        ])
        .env(FILE, file)
        .env(ENVIRONMENT, environment.to_string())
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
async fn a_mark_changes_with_every_commit_of_whichever_process_and_with_nothing_else() {
    if write_if_told().await {
        return;
    }
    on_each(async |place| {
        let (db, environment) = (&place.db.db, place.environment);
        if db.engine() == Engine::Postgres {
            assert_eq!(db.mark(), None);
            return;
        }
        let file = place.db.file().expect("a file");
        let mut before = db.mark().expect("a mark");
        for n in 1..4 {
            assert_eq!(revision(db, environment).await, 2 * (n - 1));
            let undone = db.begin_write().await.expect("a transaction");
            drop(undone);
            assert_eq!(db.mark(), Some(before), "nothing was committed");
            write(db, environment).await;
            let own = db.mark().expect("a mark");
            assert_ne!(own, before);
            write_in_another_process(&file, environment);
            let other = db.mark().expect("a mark");
            assert_ne!(other, own);
            before = other;
        }
        // Its locks are still there: the one writer at a time is the other process's as well.
        let mut tx = db.begin_write().await.expect("a transaction");
        environments::raise_revision(&mut tx, environment)
            .await
            .expect("raised");
        let other = std::thread::spawn({
            let file = file.clone();
            move || write_in_another_process(&file, environment)
        });
        tokio::task::yield_now().await;
        tx.commit().await.expect("kept");
        other.join().expect("it waited and wrote");
        assert_eq!(revision(db, environment).await, 8);
        // Everyone leaves and comes again: the index is another one, whatever stands in it.
        let last = db.mark().expect("a mark");
        db.close().await;
        let again = Db::sqlite(&file).await.expect("the database");
        write_in_another_process(&file, environment);
        assert_ne!(db.mark(), Some(last));
        assert_eq!(revision(&again, environment).await, 9);
        again.close().await;
    })
    .await;
}
