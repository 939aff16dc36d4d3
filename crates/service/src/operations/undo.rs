//! Taking an operation back: what it made goes, what it took comes back, dates are as they were.
//! Only what is still as the operation left it is touched.

use crate::Result;
use crate::cx::Tx;
use crate::dates::{self, Next, Wanted};
use crate::removal::{self, Item as Taken};
use crate::verdict::{Judged, Refusal, detail};
use domain::bulk::Status;
use domain::id::AssignmentId;
use domain::plans::{Request, Target, Undo};
use domain::problem::Code;
use domain::{Time, Window};
use std::collections::HashMap;
use store::assignments::Standing;
use store::operations::Changed;

/// What is to become of one assignment.
enum Back {
    /// The operation made it: it goes.
    Goes,
    /// The operation changed or ended it: it, or one that goes on from it, has the dates of before.
    Dates(Next),
    Stays(Refusal),
}

/// Judges the undoing of some assignments of an operation, under the environment's lock.
pub(crate) async fn judge_undo(tx: &mut Tx, asked: &Undo, targets: &[Target], many: bool) -> Result<Judged> {
    let env = tx.env()?.clone();
    let now = env.cx.now();
    let ids: Vec<AssignmentId> = targets.iter().filter_map(|target| target.assignment()).collect();
    let found = dates::standing(tx, ids.iter().copied()).await?;
    let changes = store::operations::changes(&mut tx.tx, env.id(), asked.operation_id, ids.iter().copied()).await?;
    let changes: HashMap<AssignmentId, Changed> = changes.into_iter().map(|one| (one.assignment_id, one)).collect();
    let done = Request::Undo(asked.clone()).verb();
    let (mut goes, mut wanted): (Vec<Taken>, Vec<Wanted>) = (Vec::new(), Vec::new());
    // Where the judgement of each will be found.
    let mut places = Vec::with_capacity(ids.len());
    for id in &ids {
        let back = match found.get(id) {
            Some(standing) => back(standing, changes.get(id), asked, now),
            None => Back::Stays(Refusal::fail(Code::NotFound, "", detail(Code::NotFound))),
        };
        let renewed = matches!(back, Back::Dates(Next::Renew(_)));
        match back {
            Back::Goes => {
                places.push((true, goes.len(), false));
                goes.push(Taken::One(*id));
            }
            Back::Dates(next) => {
                places.push((false, wanted.len(), renewed));
                wanted.push((*id, Ok(next)));
            }
            Back::Stays(refusal) => {
                places.push((false, wanted.len(), renewed));
                wanted.push((*id, Err(refusal)));
            }
        }
    }
    let taken = removal::judge(tx, &goes, many).await?;
    let given = dates::judge_wanted(tx, &found, wanted, done).await?;
    Ok(merge(taken, given, &places, done))
}

/// The two judgements in the order of the request.
fn merge(taken: Judged, given: Judged, places: &[(bool, usize, bool)], done: Status) -> Judged {
    let ones = places
        .iter()
        .map(|(goes, at, renewed)| {
            let mut one = if *goes { &taken } else { &given }.ones[*at].clone();
            match &mut one.verdict {
                Ok(status) => *status = done,
                // Someone gave it again in the meantime: then it is back already.
                Err(refusal) if *renewed && refusal.error.code == Code::AlreadyAssigned => {
                    refusal.set_skipped();
                }
                Err(_) => {}
            }
            one
        })
        .collect();
    Judged {
        ones,
        gains: given.gains,
        loaded: given.loaded,
        ..Judged::default()
    }
}

fn back(standing: &Standing, changed: Option<&Changed>, asked: &Undo, now: Time) -> Back {
    let touched = || Back::Stays(Refusal::skip(Code::ChangedSince, "", detail(Code::ChangedSince)));
    if let Some(changed) = changed {
        if standing.revoked || standing.version != changed.version {
            return touched();
        }
        return restored(standing, changed.before, now);
    }
    if standing.made_by == Some(asked.operation_id) {
        return if standing.revoked || standing.version > 0 {
            touched()
        } else {
            Back::Goes
        };
    }
    // A row that was taken away never changes again.
    if standing.revoked_by == Some(asked.operation_id) {
        return left(standing.window, now);
    }
    touched()
}

/// The dates of before, as far as they can still be.
fn restored(standing: &Standing, before: Window, now: Time) -> Back {
    if standing.window.to.is_some_and(|to| to <= now) {
        // It ended by the change, or since.
        return left(before, now);
    }
    // An end that has passed in the meantime is an end now.
    let window = Window::new(before.from, before.to.map(|to| to.max(now)));
    let started = standing.window.from.is_none_or(|from| from <= now);
    if started && window.from != standing.window.from {
        let text = "It has started in the meantime, so its start stays.";
        return Back::Stays(Refusal::fail(Code::InvalidWindow, "", text));
    }
    Back::Dates(Next::Change(window))
}

/// What is left of a window, as a new assignment.
fn left(window: Window, now: Time) -> Back {
    if window.to.is_some_and(|to| to <= now) {
        let text = "It would have ended by now, so nothing comes back.";
        return Back::Stays(Refusal::skip(Code::NotAssigned, "", text));
    }
    Back::Dates(Next::Renew(window))
}
