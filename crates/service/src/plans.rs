//! Plans: the judgement of a write, shown before it happens and held to when it does.

mod act;
mod describe;
mod select;

pub(crate) use act::{judge, reconcile};
pub(crate) use describe::seen;
pub use domain::plans::Request;
pub(crate) use select::{as_it_says, chosen};

use crate::Result;
use crate::assignments::{BulkAnswer, replay, results};
use crate::cx::{Env, Tx};
use crate::error::{Error, found};
use crate::operations::{Record, finish, start, write};
use crate::verdict::Judged;
use describe::describe;
use domain::bulk::MAX_ITEMS;
use domain::id::{OperationId, PlanId};
use domain::plans::{Action, LIFETIME_SECONDS, Plan, Target};
use domain::problem::{Code, Problem};
use sha2::{Digest, Sha256};
use store::plans::Item;

/// Judges what is asked, and keeps the judgement for a quarter of an hour.
///
/// Who may: who may do it; for a filter `users.view`. Fails with `not_found`, `invalid_window` and
/// `invalid_value` with pointers where no subject could pass; with `too_many_items`.
pub async fn create(env: &Env, request: &Request) -> Result<Plan> {
    if let Some(made) = env.replayed().await? {
        return Ok(get(env, PlanId(made)).await?.0);
    }
    let mut tx = open(env, request).await?;
    if let Some(made) = tx.replayed().await? {
        return Ok(get(env, PlanId(made)).await?.0);
    }
    act::check(request)?;
    let targets = select::targets(env, &mut tx.tx, request).await?;
    require_many(env, request, targets.len())?;
    act::check_named(env, &mut tx.tx, request).await?;
    let judged = judge(&mut tx, request, &targets, targets.len() > 1).await?;
    act::refuse_whole(request, &judged)?;
    let frozen = freeze(&targets, &judged);
    let stored = stored(env, request, &frozen)?;
    let plan = describe(env, &mut tx.tx, &stored, request, &frozen).await?;
    tx.keep_plan(&stored, &frozen).await?;
    Ok(plan)
}

/// Opens the transaction of a request where it may be done at all.
pub(crate) async fn open(env: &Env, request: &Request) -> Result<Tx> {
    match request {
        Request::Assign(asked) => env.write("members.change_roles", env.place(asked.node_id)).await,
        Request::Remove(asked) if asked.node_id.is_some() => {
            env.write("members.change_roles", env.place(asked.node_id)).await
        }
        _ => open_for(env, request.capability()).await,
    }
}

/// Opens the transaction of something of which each part is judged where it is; groups and people have
/// no node, so that what is done to them needs the right at the root.
pub(crate) async fn open_for(env: &Env, capability: &str) -> Result<Tx> {
    match capability {
        "members.change_roles" => env.write_anywhere(capability).await,
        _ => env.write(capability, env.root()).await,
    }
}

/// Does a request about named people at once, whatever their number, each judged by itself; `single`:
/// it is about one, whose refusal is an error and leaves no trace.
///
/// Who may: who may do it. Fails with `too_many_items`, and where no subject could pass.
pub(crate) async fn at_once(env: &Env, request: &Request, single: bool) -> Result<BulkAnswer> {
    if let Some(made) = env.replayed().await? {
        return replay(env, OperationId(made)).await;
    }
    let mut tx = open(env, request).await?;
    if let Some(made) = tx.replayed().await? {
        return replay(env, OperationId(made)).await;
    }
    let targets = select::targets(env, &mut tx.tx, request).await?;
    require_many(tx.env()?, request, targets.len())?;
    let mut judged = judge(&mut tx, request, &targets, targets.len() > 1).await?;
    act::refuse_whole(request, &judged)?;
    if let Some(Err(refusal)) = judged.ones.first().filter(|_| single).map(|one| &one.verdict) {
        return Err(refusal.clone().into_error());
    }
    let summary = judged.summary(request.verb());
    let asked = text(request)?;
    let record = Record {
        request: &asked,
        ..Record::new(env.cx.next_id(), request.operation(), request.verb())
    };
    write(&mut tx, &mut judged, &record).await?;
    let ones = finish(tx, judged, &record).await?;
    Ok(BulkAnswer {
        dry_run: false,
        operation_id: Some(record.id),
        summary,
        results: results(ones, |_, _| None),
    })
}

/// Many at once need a right of their own, but for who is in a group.
pub(crate) fn require_many(env: &Env, request: &Request, count: usize) -> Result<()> {
    if count > 1 && request.group_id().is_none() {
        env.require("users.bulk_operations")?;
    }
    Ok(())
}

/// What is kept of a plan that is made now.
pub(crate) fn stored(env: &Env, request: &Request, frozen: &[Item]) -> Result<store::plans::Plan> {
    let actor = env.actor();
    let now = env.cx.now();
    Ok(store::plans::Plan {
        id: env.cx.next_id(),
        owner_kind: actor.kind,
        owner_id: actor.id,
        action: request.action(),
        request: text(request)?,
        digest: digest(frozen),
        revision: env.environment.revision,
        created_at: now,
        expires_at: now.plus_seconds(LIFETIME_SECONDS),
        operation_id: None,
    })
}

pub(crate) fn text(request: &Request) -> Result<String> {
    serde_json::to_string(request).map_err(|error| Error::Internal(error.to_string()))
}

/// A plan of the actor, as it was judged.
///
/// Who may: its owner. Fails with `not_found` for anyone else's.
pub async fn get(env: &Env, id: PlanId) -> Result<(Plan, Request, Option<OperationId>)> {
    let mut conn = env.read().await?;
    let stored = owned(env, &mut conn, id).await?;
    let request = read(&stored)?;
    let frozen = store::plans::items(&mut conn, env.id(), id, 0, MAX_ITEMS).await?;
    let plan = describe(env, &mut conn, &stored, &request, &frozen).await?;
    Ok((plan, request, stored.operation_id))
}

async fn owned(env: &Env, conn: &mut store::Conn, id: PlanId) -> Result<store::plans::Plan> {
    let plan = found(store::plans::get(conn, env.id(), id).await, "plan")?;
    let actor = env.actor();
    // What undo makes for its job is no plan of anyone.
    if (plan.owner_kind, plan.owner_id) != (actor.kind, actor.id) || plan.action == Action::Undo {
        return Err(Error::not_found("plan"));
    }
    Ok(plan)
}

pub(crate) fn read(plan: &store::plans::Plan) -> Result<Request> {
    serde_json::from_str(&plan.request)
        .map_err(|error| Error::Internal(format!("a stored plan cannot be read: {error}")))
}

/// Does what a plan said, to those of whom it said so.
///
/// Who may: its owner, if they may still do it. Fails with `plan_changed` where the judgement is
/// no longer the same, unless `apply_to_rest`; with `plan_expired`. A plan is done once: doing it
/// again answers with the same operation. Above 200 subjects a job does it.
pub async fn commit(env: &Env, id: PlanId, apply_to_rest: bool) -> Result<OperationId> {
    if let Some(done) = env.replayed().await? {
        return Ok(OperationId(done));
    }
    let stored = owned(env, &mut env.read().await?, id).await?;
    if let Some(done) = stored.operation_id {
        return Ok(done);
    }
    let request = read(&stored)?;
    let mut tx = open(env, &request).await?;
    let stored = owned(env, &mut tx.tx, id).await?;
    if let Some(done) = stored.operation_id {
        return Ok(done);
    }
    if stored.expires_at <= env.cx.now() {
        return Err(Error::new(
            Code::PlanExpired,
            "This plan is older than 15 minutes. Make it again to see what it would do now.",
        ));
    }
    let frozen = store::plans::items(&mut tx.tx, env.id(), id, 0, MAX_ITEMS).await?;
    let targets: Vec<Target> = frozen.iter().map(|item| item.target).collect();
    require_many(tx.env()?, &request, targets.len())?;
    let mut judged = judge(&mut tx, &request, &targets, targets.len() > 1).await?;
    let differ = freeze(&targets, &judged)
        .iter()
        .zip(&frozen)
        .filter(|(now, then)| now != then)
        .count();
    if differ > 0 && !apply_to_rest {
        return Err(changed(differ).into());
    }
    reconcile(&mut tx, &mut judged, &frozen).await?;
    something(&judged)?;
    let record = Record {
        request: &stored.request,
        plan: Some(id),
        ..Record::new(env.cx.next_id(), request.operation(), request.verb())
    };
    start(tx, judged, &request, &frozen, record).await
}

/// Fails with `conflict` where nothing would be done.
pub(crate) fn something(judged: &Judged) -> Result<()> {
    if judged.done() > 0 {
        return Ok(());
    }
    Err(Error::new(
        Code::Conflict,
        "Nothing to change: everyone and everything here stays as it is.",
    ))
}

pub(crate) fn freeze(targets: &[Target], judged: &Judged) -> Vec<Item> {
    targets
        .iter()
        .zip(&judged.ones)
        .map(|(target, one)| Item {
            target: *target,
            status: one.status(),
            code: one.code(),
        })
        .collect()
}

fn digest(items: &[Item]) -> String {
    let mut hasher = Sha256::new();
    for item in items {
        hasher.update(item.target.uuid().as_bytes());
        hasher.update(item.status.as_str());
        hasher.update(item.code.map_or("", Code::as_str));
        hasher.update([0]);
    }
    hex::encode(hasher.finalize())
}

/// What a change of the plan would say.
fn changed(count: usize) -> Problem {
    let things = if count == 1 {
        "1 thing".to_owned()
    } else {
        format!("{count} things")
    };
    Problem::new(
        Code::PlanChanged,
        format!("{things} changed since the plan. Look at the new one, or apply to the rest."),
    )
}
