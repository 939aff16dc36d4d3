//! `COPY`, in one transaction.

use super::{DIGEST, Item, LABEL, LABELS, Rows, count, made, status};
use anyhow::Result;
use sqlx::Connection;
use sqlx::postgres::PgConnection;
use std::fmt::Write;
use uuid::Uuid;

async fn copy(conn: &mut PgConnection, statement: &str, text: String) -> Result<()> {
    let mut copy = conn.copy_in_raw(statement).await?;
    copy.send(text.into_bytes()).await?;
    copy.finish().await?;
    Ok(())
}

pub(super) async fn plan(rows: &Rows, plan: Uuid, conn: &mut PgConnection) -> Result<()> {
    let mut tx = conn.begin().await?;
    sqlx::query(
        "insert into plans (environment_id, id, owner_kind, action, request, digest, revision, created_at, expires_at)
         values ($1, $2, 'cli', 'assign', '{}', $3, 1, $4, $4)",
    )
    .bind(rows.environment)
    .bind(plan)
    .bind(DIGEST)
    .bind(rows.now)
    .execute(&mut *tx)
    .await?;
    let mut text = String::with_capacity(rows.items.len() * 130);
    for (position, (person, outcome)) in rows.items.iter().enumerate() {
        let code = outcome.err().unwrap_or("\\N");
        writeln!(
            text,
            "{}\t{plan}\t{position}\tidentity\t{person}\t{}\t{code}",
            rows.environment,
            status(outcome)
        )?;
    }
    let statement =
        "copy plan_items (environment_id, plan_id, position, target_kind, target_id, status, code) from stdin";
    copy(&mut tx, statement, text).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn write(rows: &Rows, items: &[Item], first: bool, id: Uuid, conn: &mut PgConnection) -> Result<()> {
    let mut tx = conn.begin().await?;
    let mut text = String::with_capacity(items.len() * 240);
    for (person, outcome) in items {
        if let Ok(made) = outcome {
            writeln!(
                text,
                "{}\t{made}\t{person}\t{}\t{}\t0\tcli\t{LABEL}\t{}\t{}",
                rows.environment, rows.role, rows.root, rows.operation, rows.now
            )?;
        }
    }
    let statement =
        "copy assignments (environment_id, id, identity_id, role_id, node_id, effective_from, granted_by_kind,
        granted_by_label, operation_id, created_at) from stdin";
    copy(&mut tx, statement, text).await?;
    if first {
        operation(rows, &mut tx).await?;
    }
    event(rows, items, id, &mut tx).await?;
    let mut text = String::with_capacity(items.len() * 150);
    for (position, (person, outcome)) in items.iter().enumerate() {
        write!(text, "{}\t{position}\tidentity\t{person}\t", id)?;
        match outcome {
            Ok(made) => writeln!(text, "{made}\tcreated\t\\N")?,
            Err(code) => writeln!(text, "\\N\tskipped\t{code}")?,
        }
    }
    let statement =
        "copy event_children (event_id, position, target_kind, target_id, object_id, outcome, code) from stdin";
    copy(&mut tx, statement, text).await?;
    Ok(tx.commit().await?)
}

async fn operation(rows: &Rows, conn: &mut PgConnection) -> Result<()> {
    sqlx::query(
        "insert into operations (environment_id, id, action, verb, status, request, total, done, skipped, failed, owner_kind,
           owner_label, plan_id, request_id, created_at, finished_at)
         values ($1, $2, 'assignments.assign', 'created', 'finished', 'null', $3, $4, $5, 0, 'cli', $6, $7, 'bench', $8, $8)",
    )
    .bind(rows.environment)
    .bind(rows.operation)
    .bind(count(&rows.items))
    .bind(made(&rows.items))
    .bind(count(&rows.items) - made(&rows.items))
    .bind(LABEL)
    .bind(rows.plan)
    .bind(rows.now)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

async fn event(rows: &Rows, items: &[Item], id: Uuid, conn: &mut PgConnection) -> Result<()> {
    sqlx::query("update counters set n = n + $2 where environment_id = $1 and kind = 'assignments'")
        .bind(rows.environment)
        .bind(made(items))
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "insert into streams (id, seq, hash) values ($1, 1, $2)
         on conflict (id) do update set seq = streams.seq + 1, hash = $2",
    )
    .bind(rows.environment)
    .bind(DIGEST)
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "insert into events (stream_id, seq, id, at, environment_id, actor_kind, action, target_kind, target_id, outcome,
           request_id, operation_id, children, children_digest, labels_digest, previous_hash, hash)
         select $1, seq, $2, $3, $1, 'cli', 'assignments.assign', 'operation', $4, 'done', 'bench', $4, $5, $6, $6, $6, $6
         from streams where id = $1",
    )
    .bind(rows.environment)
    .bind(id)
    .bind(rows.now)
    .bind(rows.operation)
    .bind(count(items))
    .bind(DIGEST)
    .execute(&mut *conn)
    .await?;
    sqlx::query("insert into event_labels (event_id, salt, labels) values ($1, $2, $3)")
        .bind(id)
        .bind(DIGEST)
        .bind(LABELS)
        .execute(&mut *conn)
        .await?;
    Ok(())
}
