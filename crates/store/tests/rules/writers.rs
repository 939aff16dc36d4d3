//! Writers wait for their turn; they are never turned away.

use super::support::on_each;
use store::environments;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t_83_a_transaction_that_reads_first_and_then_writes_waits_for_its_turn() {
    on_each(async |place| {
        let tasks: Vec<_> = (0..64)
            .map(|_| {
                let (db, environment) = (place.db.db.clone(), place.environment);
                tokio::spawn(async move {
                    let mut tx = db.begin_write().await?;
                    environments::get(&mut tx, environment).await?;
                    tokio::task::yield_now().await;
                    environments::raise_revision(&mut tx, environment).await?;
                    tx.commit().await
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("no panic").expect("written");
        }
        let mut conn = place.read().await;
        let environment = environments::get(&mut conn, place.environment)
            .await
            .expect("the environment");
        assert_eq!(environment.revision, 64);
    })
    .await;
}

#[tokio::test]
async fn a_snapshot_does_not_see_what_is_written_meanwhile() {
    on_each(async |place| {
        let mut snapshot = place.db.db.snapshot().await.expect("a snapshot");
        let mut revisions = Vec::new();
        for _ in 0..2 {
            let environment = environments::get(&mut snapshot, place.environment).await;
            revisions.push(environment.expect("the environment").revision);
            let mut tx = place.db.db.begin_write().await.expect("a transaction");
            environments::raise_revision(&mut tx, place.environment)
                .await
                .expect("raised");
            tx.commit().await.expect("kept");
        }
        assert_eq!(revisions, [0, 0]);
        drop(snapshot);
        let environment = environments::get(&mut place.read().await, place.environment).await;
        assert_eq!(environment.expect("the environment").revision, 2);
    })
    .await;
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_nothing() {
    on_each(async |place| {
        let mut tx = place.db.db.begin_write().await.expect("a transaction");
        environments::raise_revision(&mut tx, place.environment)
            .await
            .expect("raised");
        drop(tx);
        let mut tx = place.db.db.begin_write().await.expect("the next");
        let revision = environments::raise_revision(&mut tx, place.environment)
            .await
            .expect("raised");
        assert_eq!(revision, 1);
    })
    .await;
}
