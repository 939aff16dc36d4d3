//! Plans: the judgement of a write, shown before it happens and held to when it does.

use crate::assignments::{changed, finish, write};
use crate::bulk::{Judged, Verdict, judge, leave_out};
use crate::cx::{Env, Tx};
use crate::error::{Error, found};
use crate::{Result, identities, words};
use domain::Window;
use domain::assignments::{New, Subject, ThroughGroup};
use domain::bulk::{MAX_ITEMS, Status};
use domain::capabilities::Status as CapabilityStatus;
use domain::id::{IdentityId, NodeId, OperationId, PlanId, RoleId};
use domain::plans::{Action, CapabilityDelta, LIFETIME_SECONDS, Outcome, Plan, SAMPLES, Sample, Selection, Summary};
use domain::problem::Code;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::plans::Item;

/// What is to be given, to whom, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub selection: Selection,
    pub role_id: RoleId,
    pub node_id: Option<NodeId>,
    pub window: Window,
    pub reason: Option<String>,
    pub through_group: ThroughGroup,
}

/// Judges giving a role to a selection, and keeps the judgement for a quarter of an hour.
///
/// Who may: who may do it. Fails with `not_found` and `invalid_window` with pointers where no
/// subject could pass; with `too_many_items`.
pub async fn assign(env: &Env, request: &Request) -> Result<Plan> {
    if let Some(made) = env.replayed().await? {
        return Ok(get(env, PlanId(made)).await?.0);
    }
    let mut tx = env.write("members.change_roles", env.place(request.node_id)).await?;
    if let Some(made) = tx.replayed().await? {
        return Ok(get(env, PlanId(made)).await?.0);
    }
    let ids = select(env, &mut tx, &request.selection).await?;
    if ids.len() > 1 {
        env.require("users.bulk_operations")?;
    }
    let items = items(&ids, request);
    let judged = judge(&mut tx, &items, request.through_group == ThroughGroup::Skip).await?;
    refuse_whole(&judged)?;
    let now = env.cx.now();
    let frozen = freeze(&ids, &judged);
    let actor = env.actor();
    let stored = store::plans::Plan {
        id: env.cx.next_id(),
        owner_kind: actor.kind,
        owner_id: actor.id,
        action: Action::Assign,
        request: serde_json::to_string(request).map_err(|error| Error::Internal(error.to_string()))?,
        digest: digest(&frozen),
        revision: env.environment.revision,
        created_at: now,
        expires_at: now.plus_seconds(LIFETIME_SECONDS),
        operation_id: None,
    };
    let plan = describe(env, &mut tx.tx, &stored, request.role_id, &frozen).await?;
    tx.keep_plan(&stored, &frozen).await?;
    Ok(plan)
}

/// A plan of the actor, as it was judged.
///
/// Who may: its owner. Fails with `not_found` for anyone else's.
pub async fn get(env: &Env, id: PlanId) -> Result<(Plan, Request, Option<OperationId>)> {
    let mut conn = env.read().await?;
    let stored = owned(env, &mut conn, id).await?;
    let request = request(&stored)?;
    let frozen = store::plans::items(&mut conn, env.id(), id).await?;
    let plan = describe(env, &mut conn, &stored, request.role_id, &frozen).await?;
    Ok((plan, request, stored.operation_id))
}

async fn owned(env: &Env, conn: &mut store::Conn, id: PlanId) -> Result<store::plans::Plan> {
    let plan = found(store::plans::get(conn, env.id(), id).await, "plan")?;
    let actor = env.actor();
    if (plan.owner_kind, plan.owner_id) != (actor.kind, actor.id) {
        return Err(Error::not_found("plan"));
    }
    Ok(plan)
}

fn request(plan: &store::plans::Plan) -> Result<Request> {
    serde_json::from_str(&plan.request)
        .map_err(|error| Error::Internal(format!("a stored plan cannot be read: {error}")))
}

/// Does what a plan said, to the people it said.
///
/// Who may: its owner, if they may still do it. Fails with `plan_changed` where the judgement is
/// no longer the same, unless `apply_to_rest`; with `plan_expired`. A plan is done once: doing it
/// again answers with the same operation.
pub async fn commit(env: &Env, id: PlanId, apply_to_rest: bool) -> Result<OperationId> {
    if let Some(done) = env.replayed().await? {
        return Ok(OperationId(done));
    }
    let stored = owned(env, &mut env.read().await?, id).await?;
    if let Some(done) = stored.operation_id {
        return Ok(done);
    }
    let request = request(&stored)?;
    let mut tx = env.write("members.change_roles", env.place(request.node_id)).await?;
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
    let frozen = store::plans::items(&mut tx.tx, env.id(), id).await?;
    let ids: Vec<IdentityId> = frozen.iter().map(|item| item.identity_id).collect();
    if ids.len() > 1 {
        tx.env()?.require("users.bulk_operations")?;
    }
    let items = items(&ids, &request);
    let mut judged = judge(&mut tx, &items, request.through_group == ThroughGroup::Skip).await?;
    let differ = freeze(&ids, &judged)
        .iter()
        .zip(&frozen)
        .filter(|(now, then)| now != then)
        .count();
    if differ > 0 && !apply_to_rest {
        return Err(changed(differ).into());
    }
    // The rest: nobody gets the role of whom the plan did not say so.
    let surprises: Vec<usize> = (0..frozen.len())
        .filter(|&at| judged.verdicts[at].status() == Status::Created && frozen[at].status != Status::Created)
        .collect();
    leave_out(&mut tx, &mut judged, &surprises).await?;
    let done = judged
        .verdicts
        .iter()
        .filter(|verdict| verdict.status() == Status::Created)
        .count();
    if done == 0 {
        return Err(Error::new(
            Code::Conflict,
            "Nothing to change: nobody in this plan would get the role.",
        ));
    }
    let recorded = serde_json::to_value(&request).map_err(|error| Error::Internal(error.to_string()))?;
    let written = write(&mut tx, &judged.verdicts, &items, Some(id), &recorded).await?;
    store::plans::mark_done(&mut tx.tx, env.id(), id, written.id).await?;
    let summary = domain::bulk::Summary::count(Status::Created, judged.verdicts.iter().map(Verdict::status));
    finish(
        tx,
        written.id,
        "assignments.assign",
        summary,
        judged.gains,
        written.children,
    )
    .await?;
    Ok(written.id)
}

async fn select(env: &Env, tx: &mut Tx, selection: &Selection) -> Result<Vec<IdentityId>> {
    let ids = match selection {
        Selection::Ids(ids) => ids.clone(),
        Selection::Matching { filter, exclude } => {
            env.require("users.view")?;
            let now = env.cx.now();
            let looked_up = identities::look_up(&mut tx.tx, env, filter, now).await?;
            let left_out: std::collections::HashSet<_> = exclude.iter().collect();
            let mut ids = store::directory::ids(&mut tx.tx, env.id(), &looked_up.filter, MAX_ITEMS + 1, now).await?;
            ids.retain(|id| !left_out.contains(id));
            ids
        }
    };
    if ids.len() > MAX_ITEMS {
        return Err(Error::new(
            Code::TooManyItems,
            "At most 100,000 people at once; narrow the filter.",
        ));
    }
    if ids.is_empty() {
        return Err(Error::at(
            Code::InvalidValue,
            "/selection",
            "Nobody is selected. Tick at least one person.",
        ));
    }
    Ok(ids)
}

fn items(ids: &[IdentityId], request: &Request) -> Vec<New> {
    ids.iter()
        .map(|id| New {
            subject: Subject::Identity(*id),
            role_id: request.role_id,
            node_id: request.node_id,
            window: request.window,
            reason: request.reason.clone(),
        })
        .collect()
}

/// A refusal that lies in the request itself (role, node, dates, rights) is an error of the whole.
fn refuse_whole(judged: &Judged) -> Result<()> {
    let of_request = |verdict: &&Verdict| {
        matches!(
            verdict,
            Verdict::Refuse {
                pointer: "/role_id" | "/node_id" | "/effective_to" | "/reason",
                ..
            }
        )
    };
    match judged
        .verdicts
        .iter()
        .find(of_request)
        .or(judged.of_request.as_ref())
        .cloned()
        .and_then(Verdict::into_error)
    {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

fn freeze(ids: &[IdentityId], judged: &Judged) -> Vec<Item> {
    ids.iter()
        .zip(&judged.verdicts)
        .map(|(id, verdict)| Item {
            identity_id: *id,
            status: verdict.status(),
            code: verdict.code(),
        })
        .collect()
}

fn digest(items: &[Item]) -> String {
    let mut hasher = Sha256::new();
    for item in items {
        hasher.update(item.identity_id.0.as_bytes());
        hasher.update(item.status.as_str());
        hasher.update(item.code.map_or("", Code::as_str));
        hasher.update([0]);
    }
    hex::encode(hasher.finalize())
}

async fn describe(
    env: &Env,
    conn: &mut store::Conn,
    stored: &store::plans::Plan,
    role: RoleId,
    items: &[Item],
) -> Result<Plan> {
    let mut summary = Summary {
        total: items.len(),
        ..Summary::default()
    };
    let mut outcomes: Vec<(Status, Option<Code>, Vec<IdentityId>, usize)> = Vec::new();
    for item in items {
        match item.status {
            Status::Skipped => summary.skipped += 1,
            Status::Failed => summary.failed += 1,
            _ => summary.will += 1,
        }
        if let Some(code) = item.code {
            *summary.by_code.entry(code.as_str().to_owned()).or_default() += 1;
        }
        let group = outcomes
            .iter_mut()
            .find(|(status, code, ..)| (*status, *code) == (item.status, item.code));
        match group {
            Some((.., ids, count)) => {
                *count += 1;
                if ids.len() < SAMPLES {
                    ids.push(item.identity_id);
                }
            }
            None => outcomes.push((item.status, item.code, vec![item.identity_id], 1)),
        }
    }
    outcomes.sort_by_key(|(status, code, ..)| (*status as u8, *code));
    let mut samples = Vec::with_capacity(outcomes.len());
    for (status, code, ids, count) in outcomes {
        samples.push(Outcome {
            status,
            code,
            count,
            samples: name_samples(env, conn, role, code, &ids).await?,
        });
    }
    Ok(Plan {
        id: stored.id,
        created_at: stored.created_at,
        expires_at: stored.expires_at,
        revision: stored.revision,
        summary,
        samples,
        capability_delta: delta(env, conn, role).await?,
    })
}

async fn name_samples(
    env: &Env,
    conn: &mut store::Conn,
    role: RoleId,
    code: Option<Code>,
    ids: &[IdentityId],
) -> Result<Vec<Sample>> {
    let named = store::identities::by_ids(conn, env.id(), ids).await?;
    let mut samples = Vec::with_capacity(named.len());
    for identity in named {
        let detail = match code {
            Some(Code::Inherited) => path(env, conn, role, identity.id).await?,
            Some(Code::AlreadyAssigned) => end_of_present(env, conn, role, identity.id).await?,
            _ => None,
        };
        samples.push(Sample {
            identity_id: identity.id,
            name: identity.name,
            detail,
        });
    }
    Ok(samples)
}

/// `Has it through Support ▸ EMEA`.
async fn path(env: &Env, conn: &mut store::Conn, role: RoleId, identity: IdentityId) -> Result<Option<String>> {
    let facts = store::facts::of_identity(conn, env.id(), identity).await?;
    let groups = store::groups::list(conn, env.id()).await?;
    let held = policy::roles_held(&facts, env.cx.now())
        .into_iter()
        .find(|held| held.path.role == role && !held.path.groups.is_empty());
    Ok(held.map(|held| {
        let names: Vec<&str> = held
            .path
            .groups
            .iter()
            .rev()
            .filter_map(|id| {
                groups
                    .iter()
                    .find(|group| group.id == *id)
                    .map(|group| group.name.as_str())
            })
            .collect();
        format!("Has it through {}", names.join(" ▸ "))
    }))
}

/// `Has it until 31 Dec 2026`, where the present one ends.
async fn end_of_present(
    env: &Env,
    conn: &mut store::Conn,
    role: RoleId,
    identity: IdentityId,
) -> Result<Option<String>> {
    let now = env.cx.now();
    let live =
        store::assignments::live_windows(conn, env.id(), Subject::Identity(identity), role, env.root(), now).await?;
    let zone = &env.environment.time_zone;
    Ok(live.first().map(
        |(_, window)| match (window.from.filter(|from| now < *from), window.to) {
            (Some(from), _) => format!("Has it from {}", words::day(from, zone)),
            (None, Some(to)) => format!("Has it until {}", words::last_day(to, zone)),
            (None, None) => "Already has it".to_owned(),
        },
    ))
}

async fn delta(env: &Env, conn: &mut store::Conn, role: RoleId) -> Result<CapabilityDelta> {
    let held = store::roles::capabilities(conn, env.id(), role).await?;
    let held = env.catalogue.list.iter().filter(|one| held.contains(&one.id));
    let (available, in_flight): (Vec<_>, Vec<_>) = held.partition(|one| one.status == CapabilityStatus::Available);
    Ok(CapabilityDelta {
        available: available.len(),
        in_flight: in_flight.len(),
        sensitive: available
            .iter()
            .filter(|one| one.sensitive)
            .map(|one| one.name.clone())
            .collect(),
    })
}
