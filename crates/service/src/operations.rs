//! Bulk writes: their results, for as long as the environment lives.

mod again;
mod start;
mod undo;
mod words;
mod write;

pub use again::{retry, undo};
pub(crate) use start::start;
pub(crate) use undo::judge_undo;
pub(crate) use words::{Named, in_words};
pub(crate) use write::{Record, apply, commit, finish, write};

use crate::Result;
use crate::assignments::{BulkAnswer, replay};
use crate::cursor::List;
use crate::cx::Env;
use crate::error::{Error, found};
use domain::Time;
use domain::bulk::Status;
use domain::id::OperationId;
use domain::operations::{self, Operation};
use domain::page::{LIMIT_MAX, Page, TOTAL_MAX};
use domain::plans::Request;
use domain::problem::Code;
use domain::sessions::SignedOut;
use store::operations::{Part, Stored};

/// An operation with what was asked.
#[derive(Debug)]
pub struct Found {
    pub operation: Operation,
    /// What was asked, where it was asked by a plan.
    pub request: Option<Request>,
}

impl Found {
    fn read(stored: Stored) -> Result<Self> {
        Ok(Self {
            request: asked(&stored)?,
            operation: stored.operation,
        })
    }
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
    Found::read(stored)
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

/// Who was signed out by an operation so far; nothing where that was not asked for.
///
/// Who may: `users.view`.
pub async fn signed_out(env: &Env, found: &Found) -> Result<Option<SignedOut>> {
    #[derive(serde::Deserialize)]
    struct Told {
        #[serde(default)]
        signed_out: SignedOut,
    }
    env.require("users.view")?;
    if !found.request.as_ref().is_some_and(Request::revokes_sessions) {
        return Ok(None);
    }
    let mut all = SignedOut::default();
    for text in store::operations::told(&mut env.read().await?, env.id(), found.operation.id).await? {
        let told: Told = serde_json::from_str(&text)
            .map_err(|error| Error::Internal(format!("an event of an operation cannot be read: {error}")))?;
        all += told.signed_out;
    }
    Ok(Some(all))
}

/// Operations of one status, or all, newest first.
///
/// Who may: `users.view`. Fails with `invalid_cursor` for a cursor of another list.
pub async fn list(
    env: &Env,
    status: Option<operations::Status>,
    after: Option<&str>,
    limit: u16,
) -> Result<Page<Found>> {
    env.require("users.view")?;
    let limit = limit.clamp(1, LIMIT_MAX);
    let list = List::of(&(env.id(), "operations", status));
    let before = match after {
        None => None,
        Some(cursor) => {
            let place = list.place(cursor)?;
            let at = place.key.parse().map_err(|_| {
                Error::new(
                    Code::InvalidCursor,
                    "This cursor belongs to another list. Start again without it.",
                )
            })?;
            Some((Time(at), OperationId(place.id)))
        }
    };
    let mut conn = env.read().await?;
    let found = store::operations::list(&mut conn, env.id(), status, before, limit + 1, env.cx.now()).await?;
    let mut items: Vec<Found> = found.into_iter().map(Found::read).collect::<Result<_>>()?;
    let more = items.len() > usize::from(limit);
    items.truncate(usize::from(limit));
    let cursor = |last: &Found| list.cursor(&last.operation.created_at.0.to_string(), last.operation.id.0);
    let next = items.last().filter(|_| more).map(cursor);
    let total = store::operations::total(&mut conn, env.id(), status).await?;
    Ok(Page {
        items,
        next,
        previous: None,
        total: total.min(TOTAL_MAX),
        total_exact: total <= TOTAL_MAX,
    })
}

/// Whether someone may do any bulk write; each write asks for what it needs itself.
///
/// Fails with `forbidden` where they hold none of `members.change_roles`, `groups.manage` and `users.suspend`.
pub fn may_act(env: &Env) -> Result<()> {
    if env.may_anywhere("groups.manage") || env.may_anywhere("users.suspend") {
        return Ok(());
    }
    env.require_anywhere("members.change_roles")
}

/// What has come of a write that was just asked for.
#[derive(Debug)]
pub enum Outcome {
    /// A job works on it.
    Running(Box<Operation>),
    Done(BulkAnswer),
}

/// What has come of a write that was just asked for.
///
/// Who may: who may do it.
pub async fn outcome(env: &Env, id: OperationId) -> Result<Outcome> {
    may_act(env)?;
    let mut conn = env.read().await?;
    let stored = found(
        store::operations::get(&mut conn, env.id(), id, env.cx.now()).await,
        "operation",
    )?;
    drop(conn);
    Ok(match stored.operation.status {
        operations::Status::Running => Outcome::Running(Box::new(stored.operation)),
        operations::Status::Finished | operations::Status::Stopped => Outcome::Done(replay(env, id).await?),
    })
}
