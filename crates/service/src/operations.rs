//! Bulk writes: their results, for as long as the environment lives.

use crate::Result;
use crate::cx::Env;
use crate::error::{Error, found};
use crate::plans::Request;
use domain::actor::Actor;
use domain::bulk::Status;
use domain::id::OperationId;
use domain::operations::Operation;
use store::operations::Part;

/// An operation with what was asked and who asked.
pub struct Found {
    pub operation: Operation,
    pub owner: Actor,
    /// What was asked, where it was asked by a plan.
    pub request: Option<Request>,
}

/// One operation.
///
/// Who may: `users.view`.
pub async fn get(env: &Env, id: OperationId) -> Result<Found> {
    env.require("users.view")?;
    let stored = found(
        store::operations::get(&mut env.read().await?, env.id(), id).await,
        "operation",
    )?;
    let request = serde_json::from_str::<Option<Request>>(&stored.request)
        .map_err(|error| Error::Internal(format!("a stored operation cannot be read: {error}")))?;
    Ok(Found {
        operation: stored.operation,
        owner: stored.owner,
        request,
    })
}

/// What became of each subject of an operation, or of those with one outcome; at most `limit`.
///
/// Who may: `users.view`.
pub async fn parts(env: &Env, id: OperationId, outcome: Option<Status>, limit: usize) -> Result<Vec<Part>> {
    env.require("users.view")?;
    Ok(store::operations::parts(&mut env.read().await?, env.id(), id, outcome, limit).await?)
}
