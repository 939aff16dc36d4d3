//! Requests that must not happen twice.

use crate::Result;
use crate::db::{Conn, Tx};
use domain::Time;
use domain::id::{EnvironmentId, OperationId};
use sqlx::FromRow;
use uuid::Uuid;

/// What a request with this key did.
#[derive(Debug, Clone, FromRow)]
pub struct Record {
    pub body_hash: String,
    pub operation_id: Option<Uuid>,
    /// The HTTP status that was answered.
    pub status: i64,
    /// The body that was answered, where it is not rebuilt from the operation.
    pub answer: Option<String>,
}

/// `scope` names actor, environment and route.
pub async fn get(conn: &mut Conn, scope: &str, key: &str) -> Result<Option<Record>> {
    optional!(
        conn,
        Record,
        "select body_hash, operation_id, status, answer from idempotency where scope = $1 and key = $2",
        scope,
        key
    )
}

/// What is kept of a request.
pub struct New<'a> {
    pub scope: &'a str,
    pub key: &'a str,
    pub body_hash: &'a str,
    pub environment_id: Option<EnvironmentId>,
    pub operation_id: Option<OperationId>,
    pub status: i64,
    pub answer: Option<&'a str>,
    pub now: Time,
}

/// Keeps a record, in the transaction of the write itself.
///
/// Fails with [`crate::Error::Unique`] when the same request ran at the same time.
pub async fn keep(tx: &mut Tx, new: New<'_>) -> Result<()> {
    execute!(
        tx,
        "insert into idempotency (scope, key, body_hash, environment_id, operation_id, status, answer, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        new.scope,
        new.key,
        new.body_hash,
        new.environment_id.map(|id| id.0),
        new.operation_id.map(|id| id.0),
        new.status,
        new.answer,
        new.now.0
    )?;
    Ok(())
}
