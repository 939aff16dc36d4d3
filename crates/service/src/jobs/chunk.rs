//! One chunk of a job: judged and written as its starter, who may have lost the right to it.

use super::{Runner, Taken};
use crate::cx::{Cx, Env};
use crate::error::Error;
use crate::event::{Change, Description};
use crate::operations::{apply, commit};
use crate::plans::{judge, open_for, read, reconcile, require_many};
use crate::{Result, actors};
use domain::actor::Actor;
use domain::events::Outcome;
use domain::operations::Status;
use domain::plans::{Request, Target};
use domain::problem::{Code, Problem};
use store::jobs::Job;

/// What came of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A chunk was done.
    More,
    /// The job has come to its end, or is someone else's.
    Over,
}

pub(super) async fn step(runner: &Runner, taken: Taken) -> Result<Step> {
    let mut conn = runner.service.db().read().await?;
    let Some(job) = store::jobs::next(&mut conn, taken.environment, taken.id).await? else {
        return Ok(Step::Over);
    };
    drop(conn);
    if job.first >= job.total {
        return end(runner, &job, Status::Finished, None).await;
    }
    match chunk(runner, &job).await {
        Ok(step) => Ok(step),
        // A tenant or environment that is suspended waits; everything else is no right any more.
        Err(Error::Problem(problem)) if problem.code != Code::Suspended => {
            let reason = reason(&problem);
            end(runner, &job, Status::Stopped, Some(&reason)).await
        }
        Err(error) => Err(error),
    }
}

fn reason(problem: &Problem) -> String {
    match problem.code {
        Code::Forbidden | Code::NotFound | Code::Unauthorized => {
            "Whoever started it may not do this any more. Someone who may can try the rest again.".to_owned()
        }
        _ => problem.detail.clone(),
    }
}

async fn chunk(runner: &Runner, job: &Job) -> Result<Step> {
    let env = starter(runner, job).await?;
    let (asked, _) = rest(&mut env.read().await?, job, 1).await?;
    let mut tx = open_for(&env, asked.capability()).await?;
    let now = env.cx.now();
    let until = now.plus_seconds(runner.options.lease_seconds);
    if !store::jobs::renew(&mut tx.tx, env.id(), job.id, runner.owner, until).await? {
        return Ok(Step::Over);
    }
    let (request, items) = rest(&mut tx.tx, job, runner.options.chunk).await?;
    require_many(tx.env()?, &request, job.total)?;
    let targets: Vec<Target> = items.iter().map(|item| item.target).collect();
    let mut judged = judge(&mut tx, &request, &targets, job.total > 1).await?;
    reconcile(&mut tx, &mut judged, &items).await?;
    let summary = judged.summary(request.verb());
    match store::jobs::chunk(&mut tx.tx, job, &summary, now).await {
        Err(store::Error::Unique(_)) => return Ok(Step::Over),
        other => other?,
    }
    apply(&mut tx, &mut judged, job.id).await?;
    commit(tx, &judged, job.id, request.operation(), &summary).await?;
    Ok(Step::More)
}

/// What was asked, and the next items that it is about.
async fn rest(conn: &mut store::Conn, job: &Job, most: usize) -> Result<(Request, Vec<store::plans::Item>)> {
    let gone = || Error::Internal(format!("the items of job {} are gone", job.id));
    let plan = job.plan_id.ok_or_else(gone)?;
    let request = read(&store::plans::get(conn, job.environment_id, plan).await?)?;
    let items = store::plans::items(conn, job.environment_id, plan, job.first, most).await?;
    if items.is_empty() {
        return Err(gone());
    }
    Ok((request, items))
}

/// The environment as whoever started the job has it now.
async fn starter(runner: &Runner, job: &Job) -> Result<Env> {
    let mut conn = runner.service.db().read().await?;
    let owner = Actor {
        kind: job.owner_kind,
        id: job.owner_id,
        label: String::new(),
        identity_id: None,
    };
    let who = actors::by_actor(&mut conn, &owner).await?;
    let who = who.ok_or_else(|| Error::not_found("account or key"))?;
    drop(conn);
    let cx = runner.service.cx(who, job.request_id.clone());
    cx.environment_by_id(job.environment_id).await
}

/// Brings a job to its end, with an event that has all its numbers.
async fn end(runner: &Runner, job: &Job, status: Status, reason: Option<&str>) -> Result<Step> {
    let cx: Cx = runner.system(&job.request_id);
    let env = cx.environment_by_id(job.environment_id).await?;
    let mut tx = env.write_anywhere("members.change_roles").await?;
    let now = env.cx.now();
    if !store::jobs::end(&mut tx.tx, env.id(), job.id, runner.owner, status, reason, now).await? {
        return Ok(Step::Over);
    }
    let ended = store::operations::get(&mut tx.tx, env.id(), job.id, now)
        .await?
        .operation;
    let outcome = if ended.summary.done() == ended.summary.total {
        Outcome::Done
    } else {
        Outcome::Partial
    };
    let action = match status {
        Status::Stopped => "operation.stopped",
        Status::Running | Status::Finished => "operation.finished",
    };
    let event = Description {
        outcome,
        reason,
        operation: Some(job.id),
        ..Description::new(action)
    }
    .target("operation", job.id.0, ended.action.as_str())
    .after(serde_json::json!({ "summary": ended.summary }));
    let change = Change {
        touched: vec![("operation", job.id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    Ok(Step::Over)
}
