//! Judging a request of any kind, whole or in parts: what its own write would do.

use crate::Result;
use crate::bulk::{self, Giving};
use crate::cx::{Env, Tx};
use crate::error::Error;
use crate::groups::members;
use crate::people::standing;
use crate::verdict::{Judged, Refusal, detail};
use crate::{dates, operations, removal};
use domain::assignments::{New, Subject, ThroughGroup};
use domain::plans::{Action, Assign, Request, Target};
use domain::problem::Code;
use removal::Item as Taken;
use store::plans::Item;

/// Judges a request about some targets, under the environment's lock. `many`: the request is about
/// several, even if this part is not.
pub(crate) async fn judge(tx: &mut Tx, request: &Request, targets: &[Target], many: bool) -> Result<Judged> {
    if request.revokes_sessions() {
        tx.env()?.require("sessions.revoke")?;
    }
    let judged = judged(tx, request, targets, many).await?;
    Ok(Judged {
        signs_out: request.revokes_sessions(),
        ..judged
    })
}

async fn judged(tx: &mut Tx, request: &Request, targets: &[Target], many: bool) -> Result<Judged> {
    match request {
        Request::Assign(asked) => {
            let items = given(asked, targets);
            let giving = Giving {
                skip_through_group: asked.through_group == ThroughGroup::Skip,
                ..Giving::all(&items)
            };
            bulk::judge(tx, giving).await
        }
        Request::Remove(asked) => {
            let items: Vec<Taken> = targets
                .iter()
                .filter_map(|target| {
                    Some(Taken::Of {
                        subject: subject(*target)?,
                        role: asked.role_id,
                        node: asked.node_id,
                    })
                })
                .collect();
            removal::judge(tx, &items, many).await
        }
        Request::SetDates(asked) => {
            let items: Vec<dates::Item> = targets
                .iter()
                .filter_map(|target| target.assignment())
                .map(|id| dates::Item {
                    id,
                    change: asked.change,
                })
                .collect();
            dates::judge(tx, &items).await
        }
        Request::End(_) => {
            let items: Vec<Taken> = targets
                .iter()
                .filter_map(|target| target.assignment().map(Taken::One))
                .collect();
            removal::judge(tx, &items, many).await
        }
        Request::AddMembers(asked) => members::judge_in(tx, asked.group_id, targets).await,
        Request::RemoveMembers(asked) => members::judge_out(tx, asked.group_id, targets, many).await,
        Request::Suspend(_) => standing::judge(tx, true, targets, many).await,
        Request::Reinstate(_) => standing::judge(tx, false, targets, many).await,
        Request::Undo(asked) if asked.of.of_members() => members::judge_undo(tx, asked, targets, many).await,
        Request::Undo(asked) => operations::judge_undo(tx, asked, targets, many).await,
    }
}

fn subject(target: Target) -> Option<Subject> {
    match target {
        Target::Identity(id) => Some(Subject::Identity(id)),
        Target::Group(id) => Some(Subject::Group(id)),
        Target::Assignment(_) => None,
    }
}

fn given(asked: &Assign, targets: &[Target]) -> Vec<New> {
    targets
        .iter()
        .filter_map(|target| {
            Some(New {
                subject: subject(*target)?,
                role_id: asked.role_id,
                node_id: asked.node_id,
                window: asked.window,
                reason: asked.reason.clone(),
            })
        })
        .collect()
}

/// What is wrong with a request whoever it is about.
pub(super) fn check(request: &Request) -> Result<()> {
    let (field, text) = match request {
        Request::SetDates(asked) => match dates::check(&asked.change) {
            Ok(()) => return Ok(()),
            Err(wrong) => wrong,
        },
        Request::Undo(_) => ("action", "Undo is asked of the operation itself."),
        _ => return Ok(()),
    };
    Err(Error::at(Code::InvalidValue, format!("/{field}"), text))
}

/// Fails with `not_found` where a removal names a role or node that is not there.
pub(super) async fn check_named(env: &Env, conn: &mut store::Conn, request: &Request) -> Result<()> {
    let Request::Remove(asked) = request else {
        return Ok(());
    };
    let roles = store::roles::brief(conn, env.id()).await?;
    if !roles.iter().any(|role| role.id == asked.role_id) {
        let text = "There is no such role, or it is not yours to see.";
        return Err(Error::at(Code::NotFound, "/role_id", text));
    }
    let Some(node) = asked.node_id else { return Ok(()) };
    let nodes = store::nodes::list(conn, env.id()).await?;
    if nodes.iter().any(|one| one.id == node) {
        return Ok(());
    }
    let text = "There is no such node, or it is not yours to see.";
    Err(Error::at(Code::NotFound, "/node_id", text))
}

/// A refusal that lies in the request itself (role, node, dates, rights) is an error of the whole.
pub(super) fn refuse_whole(request: &Request, judged: &Judged) -> Result<()> {
    if !matches!(request.action(), Action::Assign | Action::AddMembers) {
        return Ok(());
    }
    let of_request = |refusal: &&Refusal| {
        matches!(
            refusal.pointer,
            "/role_id" | "/node_id" | "/group_id" | "/effective_to" | "/reason"
        )
    };
    let refusals = judged.ones.iter().filter_map(|one| one.verdict.as_ref().err());
    match refusals.into_iter().find(of_request).or(judged.of_request.as_ref()) {
        Some(refusal) => Err(refusal.clone().into_error()),
        None => Ok(()),
    }
}

/// Holds a judgement to the plan: nothing is done to those of whom it did not say so. Those who
/// cannot be done any more keep the reason of today.
pub(crate) async fn reconcile(tx: &mut Tx, judged: &mut Judged, frozen: &[Item]) -> Result<()> {
    let surprises: Vec<usize> = (0..frozen.len())
        .filter(|&at| judged.ones[at].verdict.is_ok() && !frozen[at].status.done())
        .collect();
    judged.leave_out(tx, &surprises).await?;
    // Named twice, and now perhaps in another part of the request.
    for (one, item) in judged.ones.iter_mut().zip(frozen) {
        if item.code == Some(Code::DuplicateInRequest) {
            one.verdict = Err(Refusal::skip(
                Code::DuplicateInRequest,
                "",
                detail(Code::DuplicateInRequest),
            ));
        }
    }
    Ok(())
}
