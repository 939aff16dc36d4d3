//! Judging other dates: in order, each by itself, with a handful of statements.

use super::{Item, Next, next};
use crate::Result;
use crate::bulk::read;
use crate::cx::Tx;
use crate::verdict::{Judged, One, Refusal, Rights, detail, target};
use domain::Window;
use domain::assignments::Subject;
use domain::bulk::Status;
use domain::id::{AssignmentId, NodeId, RoleId};
use domain::plans::Target;
use domain::problem::Code;
use std::collections::{HashMap, HashSet};
use store::assignments::Standing;
use store::bulk::Item as Row;

/// An assignment and the dates that it is to have, or why it keeps its own.
pub(crate) type Wanted = (AssignmentId, std::result::Result<Next, Refusal>);

/// Judges items under the environment's lock.
pub(crate) async fn judge(tx: &mut Tx, items: &[Item]) -> Result<Judged> {
    let now = tx.env()?.cx.now();
    let found = standing(tx, items.iter().map(|item| item.id)).await?;
    let wanted = items
        .iter()
        .map(|item| {
            let dates = match found.get(&item.id) {
                Some(standing) => next(standing, &item.change, now),
                None => Err(Refusal::fail(Code::NotFound, "/id", detail(Code::NotFound))),
            };
            (item.id, dates)
        })
        .collect();
    judge_wanted(tx, &found, wanted, Status::Updated).await
}

/// Assignments as they are now, by id.
pub(crate) async fn standing(
    tx: &mut Tx,
    ids: impl IntoIterator<Item = AssignmentId>,
) -> Result<HashMap<AssignmentId, Standing>> {
    let environment = tx.env()?.id();
    let found = store::assignments::standing(&mut tx.tx, environment, ids).await?;
    Ok(found.into_iter().map(|one| (one.id, one)).collect())
}

/// Judges the dates that assignments are to have; those that pass get the status `done`.
pub(crate) async fn judge_wanted(
    tx: &mut Tx,
    found: &HashMap<AssignmentId, Standing>,
    wanted: Vec<Wanted>,
    done: Status,
) -> Result<Judged> {
    let env = tx.env()?.clone();
    let now = env.cx.now();
    let roles = store::roles::brief(&mut tx.tx, env.id()).await?;
    let roles: HashSet<RoleId> = roles.into_iter().map(|role| role.id).collect();
    let mut rights = Rights::default();
    let mut seen = HashSet::new();
    let mut ones = Vec::with_capacity(wanted.len());
    let mut rows: Vec<Row> = Vec::new();
    let mut longer: HashMap<usize, Window> = HashMap::new();
    for (position, (id, dates)) in wanted.into_iter().enumerate() {
        let Some(standing) = found.get(&id) else {
            let refusal = dates
                .err()
                .unwrap_or_else(|| Refusal::fail(Code::NotFound, "/id", detail(Code::NotFound)));
            ones.push(One::new(Target::Assignment(id), None, Err(refusal)));
            continue;
        };
        let mut one = One::new(target(standing.subject), Some(id), Ok(done));
        match judge_alone(tx, &mut rights, &roles, standing, dates, !seen.insert(id)).await? {
            Err(refusal) => one.verdict = Err(refusal),
            Ok(dates) => {
                let row = row(position, standing, dates, &env.cx);
                one.row = Some(position);
                one.object = Some(row.id);
                longer.extend(gained(standing, dates).map(|window| (position, window)));
                rows.push(row);
            }
        }
        ones.push(one);
    }
    let kinds = store::bulk::load(&mut tx.tx, &rows).await?;
    store::bulk::refuse_unknown(&mut tx.tx, env.id(), kinds).await?;
    store::bulk::refuse_suspended(&mut tx.tx, env.id()).await?;
    store::bulk::skip_assigned(&mut tx.tx, env.id(), kinds, now).await?;
    refuse_marked(tx, &rows, &mut ones).await?;
    let kept: HashSet<(RoleId, NodeId, Window)> = rows
        .iter()
        .filter(|row| ones[row.position].verdict.is_ok())
        .filter_map(|row| Some((row.role_id, row.node_id, *longer.get(&row.position)?)))
        .collect();
    let mut gains = Vec::with_capacity(kept.len());
    for (role, node, window) in kept {
        gains.push(rights.gain(tx, role, node, window).await?);
    }
    Ok(Judged {
        ones,
        gains,
        of_request: None,
        loaded: Some(kinds),
        ..Judged::default()
    })
}

/// All that can be said of an assignment without the others of its subject.
async fn judge_alone(
    tx: &mut Tx,
    rights: &mut Rights,
    roles: &HashSet<RoleId>,
    standing: &Standing,
    dates: std::result::Result<Next, Refusal>,
    twice: bool,
) -> Result<std::result::Result<Next, Refusal>> {
    if twice {
        let text = "The same assignment stands in this request before.";
        return Ok(Err(Refusal::skip(Code::DuplicateInRequest, "/id", text)));
    }
    let dates = match dates {
        Err(refusal) => return Ok(Err(refusal)),
        Ok(dates) => dates,
    };
    if matches!(dates, Next::Renew(_)) && !roles.contains(&standing.role_id) {
        return Ok(Err(Refusal::fail(
            Code::NotFound,
            "",
            "The role is not there any more.",
        )));
    }
    Ok(match not_allowed(tx, rights, standing, dates).await? {
        Some(refusal) => Err(refusal),
        None => Ok(dates),
    })
}

fn row(position: usize, standing: &Standing, dates: Next, cx: &crate::Cx) -> Row {
    let renewed = matches!(dates, Next::Renew(_));
    Row {
        position,
        id: if renewed { cx.next_id() } else { standing.id },
        subject: standing.subject,
        role_id: standing.role_id,
        node_id: standing.node_id,
        window: dates.window(),
        reason: standing.reason.clone(),
        renews: renewed.then_some(standing.id),
        changes: !renewed,
    }
}

/// The window in which something is held that was not before.
fn gained(standing: &Standing, dates: Next) -> Option<Window> {
    match dates {
        Next::Change(window) if standing.window.covers(window) => None,
        dates => Some(dates.window()),
    }
}

async fn not_allowed(tx: &mut Tx, rights: &mut Rights, standing: &Standing, dates: Next) -> Result<Option<Refusal>> {
    let (role, node) = (standing.role_id, standing.node_id);
    let mut problem = None;
    if let Some(window) = gained(standing, dates) {
        problem = rights.against_gain(tx, role, node, window).await?;
    }
    let lost = matches!(dates, Next::Change(window) if !window.covers(standing.window));
    if problem.is_none() && lost {
        problem = rights.against_loss(tx, role, node).await?;
    }
    Ok(problem.map(|problem| Refusal::not_allowed(&problem, "/effective_to")))
}

/// Refuses what the database marked: a new one for someone who is suspended or gone, and two live
/// assignments of one subject, role and node in the same time, as the others are now or as those
/// that stand before in the request will be.
async fn refuse_marked(tx: &mut Tx, rows: &[Row], ones: &mut [One]) -> Result<()> {
    let refused = store::bulk::refused(&mut tx.tx).await?;
    let mut refused = refused.into_iter().peekable();
    let mut taken: HashMap<(Subject, RoleId, NodeId), Vec<Window>> = HashMap::new();
    let mut late = Vec::new();
    for row in rows {
        let code = refused.next_if(|(position, _)| usize::try_from(*position) == Ok(row.position));
        let windows = taken.entry((row.subject, row.role_id, row.node_id)).or_default();
        let overlaps = windows.iter().any(|window| window.overlaps(row.window));
        let refusal = match code.map(|(_, code)| read(&code)) {
            None if overlaps => {
                late.push(row.position);
                overlap()
            }
            None => {
                windows.push(row.window);
                continue;
            }
            Some(Code::AlreadyAssigned) => overlap(),
            Some(code) => Refusal::fail(code, "", detail(code)),
        };
        let one = &mut ones[row.position];
        one.verdict = Err(refusal);
        one.object = row.renews.or(Some(row.id));
    }
    store::bulk::refuse(&mut tx.tx, &late, Code::AlreadyAssigned.as_str()).await?;
    Ok(())
}

fn overlap() -> Refusal {
    let text = "Another assignment of this role covers a part of that time.";
    Refusal::fail(Code::AlreadyAssigned, "/effective_to", text)
}
