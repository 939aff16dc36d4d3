//! Bulk writes: their results, for as long as the environment lives.

mod undo;
mod words;
mod write;

pub(crate) use undo::judge_undo;
pub(crate) use words::in_words;
pub(crate) use write::{Record, finish, write};

use crate::Result;
use crate::cx::Env;
use crate::error::{Error, found};
use domain::bulk::Status;
use domain::id::OperationId;
use domain::operations::Operation;
use domain::plans::Request;
use store::operations::{Part, Stored};

/// An operation with what was asked.
#[derive(Debug)]
pub struct Found {
    pub operation: Operation,
    /// What was asked, where it was asked by a plan.
    pub request: Option<Request>,
}

/// One operation.
///
/// Who may: `users.view`.
pub async fn get(env: &Env, id: OperationId) -> Result<Found> {
    env.require("users.view")?;
    let mut conn = env.read().await?;
    let stored = found(
        store::operations::get(&mut conn, env.id(), id, env.cx.now()).await,
        "operation",
    )?;
    Ok(Found {
        request: asked(&stored)?,
        operation: stored.operation,
    })
}

pub(crate) fn asked(stored: &Stored) -> Result<Option<Request>> {
    serde_json::from_str::<Option<Request>>(&stored.request)
        .map_err(|error| Error::Internal(format!("a stored operation cannot be read: {error}")))
}

/// What became of each subject of an operation, or of those with one outcome; at most `limit`.
///
/// Who may: `users.view`.
pub async fn parts(env: &Env, id: OperationId, outcome: Option<Status>, limit: usize) -> Result<Vec<Part>> {
    env.require("users.view")?;
    Ok(store::operations::parts(&mut env.read().await?, env.id(), id, outcome, limit).await?)
}
