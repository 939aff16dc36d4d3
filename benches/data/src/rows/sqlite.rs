//! Prepared inserts, one a row, in one transaction.

use super::{DIGEST, Item, LABEL, LABELS, Rows, count, made, status};
use anyhow::Result;
use rusqlite::{Connection, TransactionBehavior, params};
use uuid::Uuid;

fn blob(id: &Uuid) -> &[u8] {
    id.as_bytes()
}

pub(super) fn plan(rows: &Rows, plan: Uuid, conn: &mut Connection) -> Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.execute(
        "insert into plans (environment_id, id, owner_kind, action, request, digest, revision, created_at, expires_at)
         values (?1, ?2, 'cli', 'assign', '{}', ?3, 1, ?4, ?4)",
        params![blob(&rows.environment), blob(&plan), DIGEST, rows.now],
    )?;
    {
        let mut insert = tx.prepare(
            "insert into plan_items (environment_id, plan_id, position, target_kind, target_id, status, code)
             values (?1, ?2, ?3, 'identity', ?4, ?5, ?6)",
        )?;
        for (position, (person, outcome)) in rows.items.iter().enumerate() {
            insert.execute(params![
                blob(&rows.environment),
                blob(&plan),
                i64::try_from(position)?,
                blob(person),
                status(outcome),
                outcome.err(),
            ])?;
        }
    }
    Ok(tx.commit()?)
}

pub(super) fn write(rows: &Rows, items: &[Item], first: bool, id: Uuid, conn: &mut Connection) -> Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        let mut insert = tx.prepare(
            "insert into assignments (environment_id, id, identity_id, role_id, node_id, effective_from,
               granted_by_kind, granted_by_label, operation_id, created_at)
             values (?1, ?2, ?3, ?4, ?5, 0, 'cli', ?6, ?7, ?8)",
        )?;
        for (person, outcome) in items {
            if let Ok(made) = outcome {
                insert.execute(params![
                    blob(&rows.environment),
                    blob(made),
                    blob(person),
                    blob(&rows.role),
                    blob(&rows.root),
                    LABEL,
                    blob(&rows.operation),
                    rows.now,
                ])?;
            }
        }
    }
    if first {
        operation(rows, &tx)?;
    }
    event(rows, items, &id, &tx)?;
    {
        let mut insert = tx.prepare(
            "insert into event_children (event_id, position, target_kind, target_id, object_id, outcome, code)
             values (?1, ?2, 'identity', ?3, ?4, ?5, ?6)",
        )?;
        for (position, (person, outcome)) in items.iter().enumerate() {
            insert.execute(params![
                blob(&id),
                i64::try_from(position)?,
                blob(person),
                outcome.as_ref().ok().map(blob),
                status(outcome),
                outcome.err(),
            ])?;
        }
    }
    Ok(tx.commit()?)
}

fn operation(rows: &Rows, tx: &Connection) -> Result<()> {
    tx.execute(
        "insert into operations (environment_id, id, action, verb, status, request, total, done, skipped, failed, owner_kind,
           owner_label, plan_id, request_id, created_at, finished_at)
         values (?1, ?2, 'assignments.assign', 'created', 'finished', 'null', ?3, ?4, ?5, 0, 'cli', ?6, ?7, 'bench', ?8, ?8)",
        params![
            blob(&rows.environment),
            blob(&rows.operation),
            count(&rows.items),
            made(&rows.items),
            count(&rows.items) - made(&rows.items),
            LABEL,
            rows.plan.as_ref().map(blob),
            rows.now,
        ],
    )?;
    Ok(())
}

fn event(rows: &Rows, items: &[Item], id: &Uuid, tx: &Connection) -> Result<()> {
    tx.execute(
        "update counters set n = n + ?2 where environment_id = ?1 and kind = 'assignments'",
        params![blob(&rows.environment), made(items)],
    )?;
    tx.execute(
        "insert into streams (id, seq, hash) values (?1, 1, ?2) on conflict (id) do update set seq = seq + 1, hash = ?2",
        params![blob(&rows.environment), DIGEST],
    )?;
    tx.execute(
        "insert into events (stream_id, seq, id, at, environment_id, actor_kind, action, target_kind, target_id, outcome,
           request_id, operation_id, children, children_digest, labels_digest, previous_hash, hash)
         select ?1, seq, ?2, ?3, ?1, 'cli', 'assignments.assign', 'operation', ?4, 'done', 'bench', ?4, ?5, ?6, ?6, ?6, ?6
         from streams where id = ?1",
        params![
            blob(&rows.environment),
            blob(id),
            rows.now,
            blob(&rows.operation),
            count(items),
            DIGEST,
        ],
    )?;
    tx.execute(
        "insert into event_labels (event_id, salt, labels) values (?1, ?2, ?3)",
        params![blob(id), DIGEST, LABELS],
    )?;
    Ok(())
}
