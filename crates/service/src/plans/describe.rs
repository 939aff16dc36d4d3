//! A plan in numbers and names: how many of each outcome, some of them, and what stays.

mod members;

use crate::cx::Env;
use crate::{Result, dates, when, words};
use domain::assignments::{State, Subject};
use domain::bulk::Status;
use domain::capabilities::Status as CapabilityStatus;
use domain::id::{AssignmentId, CapabilityId, GroupId, IdentityId, NodeId, RoleId};
use domain::plans::{CapabilityDelta, DateChange, Outcome, Plan, Remove, Request, SAMPLES, Sample, Summary, Target};
use domain::problem::Code;
use store::plans::Item;

/// One outcome on its way: how many there are, and the first of them.
struct Group {
    status: Status,
    code: Option<Code>,
    count: usize,
    first: Vec<Target>,
}

pub(super) async fn describe(
    env: &Env,
    conn: &mut store::Conn,
    stored: &store::plans::Plan,
    request: &Request,
    items: &[Item],
) -> Result<Plan> {
    let (summary, groups) = count(items);
    let mut samples = Vec::with_capacity(groups.len());
    for group in groups {
        let mut named = name(env, conn, request, &group).await?;
        named.retain(|one| seen(env, one.subject));
        samples.push(Outcome {
            samples: named,
            status: group.status,
            code: group.code,
            count: group.count,
        });
    }
    let keeps = match request {
        Request::Remove(asked) => keeping(env, conn, asked, items).await?.len(),
        _ => 0,
    };
    let held = match request {
        Request::AddMembers(asked) => members::through(env, conn, asked.group_id).await?,
        _ => match request.role_id() {
            Some(role) => store::roles::capabilities(conn, env.id(), role).await?,
            None => Vec::new(),
        },
    };
    let capability_delta = delta(env, &held);
    Ok(Plan {
        id: stored.id,
        action: stored.action,
        created_at: stored.created_at,
        expires_at: stored.expires_at,
        revision: stored.revision,
        summary,
        keeps,
        samples,
        capability_delta,
    })
}

/// Whether the actor may see whom a line names.
pub(crate) fn seen(env: &Env, subject: Subject) -> bool {
    match subject {
        Subject::Identity(_) => env.may("users.view"),
        Subject::Group(_) => env.may("groups.view"),
    }
}

fn count(items: &[Item]) -> (Summary, Vec<Group>) {
    let mut summary = Summary {
        total: items.len(),
        ..Summary::default()
    };
    let mut groups: Vec<Group> = Vec::new();
    for item in items {
        match item.status {
            Status::Skipped => summary.skipped += 1,
            Status::Failed => summary.failed += 1,
            _ => summary.will += 1,
        }
        if let Some(code) = item.code {
            *summary.by_code.entry(code.as_str().to_owned()).or_default() += 1;
        }
        let group = groups
            .iter_mut()
            .find(|group| (group.status, group.code) == (item.status, item.code));
        match group {
            Some(group) => {
                group.count += 1;
                if group.first.len() < SAMPLES {
                    group.first.push(item.target);
                }
            }
            None => groups.push(Group {
                status: item.status,
                code: item.code,
                count: 1,
                first: vec![item.target],
            }),
        }
    }
    groups.sort_by_key(|group| (group.status as u8, group.code));
    (summary, groups)
}

/// Those who keep the role through a group when they lose it directly.
async fn keeping(env: &Env, conn: &mut store::Conn, asked: &Remove, items: &[Item]) -> Result<Vec<IdentityId>> {
    let losing: Vec<IdentityId> = items
        .iter()
        .filter(|item| item.status == Status::Removed)
        .filter_map(|item| item.target.identity())
        .collect();
    let nodes = above(env, asked.node_id);
    let now = env.cx.now();
    Ok(store::directory::through_group(conn, env.id(), &losing, asked.role_id, nodes.as_deref(), now).await?)
}

/// A node and those above it; none for every node.
fn above(env: &Env, node: Option<NodeId>) -> Option<Vec<NodeId>> {
    node.map(|node| env.tree.upwards(node).collect())
}

async fn name(env: &Env, conn: &mut store::Conn, request: &Request, group: &Group) -> Result<Vec<Sample>> {
    let assignments: Vec<AssignmentId> = group.first.iter().filter_map(|target| target.assignment()).collect();
    if !assignments.is_empty() {
        return name_assignments(env, conn, request, assignments).await;
    }
    let groups: Vec<GroupId> = group.first.iter().filter_map(|target| target.group()).collect();
    if !groups.is_empty() {
        return name_groups(env, conn, &groups).await;
    }
    let people: Vec<IdentityId> = group.first.iter().filter_map(|target| target.identity()).collect();
    let named = store::identities::by_ids(conn, env.id(), &people).await?;
    let nodes = above(env, request.node_id());
    let mut samples = Vec::with_capacity(named.len());
    for identity in named {
        let role = request.role_id();
        let detail = match (role, group.code, group.status) {
            (Some(role), Some(Code::Inherited), _) => path(env, conn, role, nodes.as_deref(), identity.id)
                .await?
                .map(|path| format!("Has it through {path}")),
            (None, None, Status::Removed) => match request.group_id() {
                Some(group) => Some(members::leaves(env, conn, group, identity.id).await?),
                None => None,
            },
            (None, Some(Code::Inherited), _) => match request.group_id() {
                Some(group) => members::nested(env, conn, group, identity.id).await?,
                None => None,
            },
            (Some(role), None, Status::Removed) => path(env, conn, role, nodes.as_deref(), identity.id)
                .await?
                .map(|path| format!("Keeps it through {path}")),
            (Some(role), Some(Code::AlreadyAssigned), _) => {
                let node = request.node_id().unwrap_or(env.root());
                present(env, conn, role, node, identity.id).await?
            }
            _ => None,
        };
        samples.push(Sample {
            subject: Subject::Identity(identity.id),
            assignment_id: None,
            name: identity.name,
            detail,
        });
    }
    Ok(samples)
}

/// Groups with how many people each reaches.
async fn name_groups(env: &Env, conn: &mut store::Conn, ids: &[GroupId]) -> Result<Vec<Sample>> {
    let all = store::groups::list(conn, env.id()).await?;
    let mut samples = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(group) = all.iter().find(|group| group.id == *id) else {
            continue;
        };
        let reached = store::groups::reached(conn, env.id(), *id, env.cx.now()).await?;
        samples.push(Sample {
            subject: Subject::Group(*id),
            assignment_id: None,
            name: group.name.clone(),
            detail: Some(words::members(reached)),
        });
    }
    Ok(samples)
}

/// `Operator, until 31 Dec 2026 → until 7 Jan 2027`.
async fn name_assignments(
    env: &Env,
    conn: &mut store::Conn,
    request: &Request,
    ids: Vec<AssignmentId>,
) -> Result<Vec<Sample>> {
    let standing = store::assignments::standing(conn, env.id(), ids.iter().copied()).await?;
    let next = |id: AssignmentId, change: &DateChange| {
        let standing = standing.iter().find(|one| one.id == id)?;
        dates::next(standing, change, env.cx.now()).ok()
    };
    let zone = &env.environment.time_zone;
    let in_words = |window| when::short(window, zone).unwrap_or_else(|| "until removed".to_owned());
    let named = store::assignments::named(conn, env.id(), ids).await?;
    Ok(named
        .into_iter()
        .map(|one| {
            let mut detail = format!("{}, {}", one.role_name, in_words(one.window));
            if let Request::SetDates(asked) = request
                && let Some(next) = next(one.id, &asked.change)
            {
                detail.push_str(&format!(" → {}", in_words(next.window())));
            }
            Sample {
                subject: one.subject,
                assignment_id: Some(one.id),
                name: one.subject_name,
                detail: Some(detail),
            }
        })
        .collect())
}

/// `Support ▸ EMEA`: the groups through which someone has a role.
async fn path(
    env: &Env,
    conn: &mut store::Conn,
    role: RoleId,
    nodes: Option<&[NodeId]>,
    identity: IdentityId,
) -> Result<Option<String>> {
    let facts = store::facts::of_identity(conn, env.id(), identity).await?;
    let groups = store::groups::list(conn, env.id()).await?;
    let held = policy::roles_held(&facts, env.cx.now())
        .into_iter()
        .filter(|held| held.path.role == role && !held.path.groups.is_empty())
        .filter(|held| !matches!(held.state, State::Ended | State::Revoked))
        .find(|held| nodes.is_none_or(|nodes| nodes.contains(&held.path.node)));
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
        names.join(" ▸ ")
    }))
}

/// `Has it until 31 Dec 2026`, where the present one ends.
async fn present(
    env: &Env,
    conn: &mut store::Conn,
    role: RoleId,
    node: NodeId,
    identity: IdentityId,
) -> Result<Option<String>> {
    let now = env.cx.now();
    let live = store::assignments::live_windows(conn, env.id(), Subject::Identity(identity), role, node, now).await?;
    let zone = &env.environment.time_zone;
    Ok(live.first().map(
        |(_, window)| match (window.from.filter(|from| now < *from), window.to) {
            (Some(from), _) => format!("Has it from {}", words::day(from, zone)),
            (None, Some(to)) => format!("Has it until {}", words::last_day(to, zone)),
            (None, None) => "Already has it".to_owned(),
        },
    ))
}

fn delta(env: &Env, held: &[CapabilityId]) -> CapabilityDelta {
    let held = env.catalogue.list.iter().filter(|one| held.contains(&one.id));
    let (available, in_flight): (Vec<_>, Vec<_>) = held.partition(|one| one.status == CapabilityStatus::Available);
    CapabilityDelta {
        available: available.len(),
        in_flight: in_flight.len(),
        sensitive: available
            .iter()
            .filter(|one| one.sensitive)
            .map(|one| one.name.clone())
            .collect(),
    }
}
