//! Judging the giving of many roles: one code path for one and for a hundred thousand.

mod known;
mod seen;

pub(crate) use known::check_window;

use crate::Result;
use crate::cx::{Env, Tx};
use crate::error::Error;
use crate::verdict::{Judged, One, Refusal, detail, target};
use domain::assignments::{New, Subject};
use domain::bulk::Status;
use domain::id::{AssignmentId, NodeId, RoleId};
use domain::problem::Code;
use domain::{Time, Window};
use known::Known;
use seen::Seen;
use std::collections::{HashMap, HashSet};
use store::bulk::{Item, Kinds};

/// What is given, and after what: `renews` has an entry for each item, or none.
#[derive(Clone, Copy, Default)]
pub(crate) struct Giving<'a> {
    pub items: &'a [New],
    pub renews: &'a [AssignmentId],
    /// People who hold the role through a group for the whole window are left out; all items must
    /// then have one role, node and window.
    pub skip_through_group: bool,
    /// Gives back what was taken by a deletion: suspended people are given it, too, as it gives them
    /// nothing until they are back; those who are gone are left out.
    pub restores: bool,
}

impl<'a> Giving<'a> {
    pub fn all(items: &'a [New]) -> Self {
        Self {
            items,
            ..Self::default()
        }
    }
}

/// Judges items under the environment's lock.
pub(crate) async fn judge(tx: &mut Tx, giving: Giving<'_>) -> Result<Judged> {
    let env = tx.env()?.clone();
    let now = env.cx.now();
    let mut known = Known::load(&mut tx.tx, &env, giving.items).await?;
    let mut ones: Vec<Option<One>> = Vec::with_capacity(giving.items.len());
    let mut loaded: Vec<Item> = Vec::with_capacity(giving.items.len());
    let mut late: Vec<Late> = Vec::new();
    let mut seen = Seen::of(giving.items);
    for (position, new) in giving.items.iter().enumerate() {
        let refused = |refusal| Some(One::new(target(new.subject), None, Err(refusal)));
        let node_id = match known.place(&env, new) {
            Ok(node_id) => node_id,
            Err(refusal) => {
                ones.push(refused(refusal));
                continue;
            }
        };
        let checked = known.check(&env, new, node_id, now);
        // A reason that is refused may be one that no database can hold.
        let reason = checked.as_ref().ok().and_then(|()| new.reason.clone());
        match checked {
            Err((stage, refusal)) => late.push(Late {
                position,
                stage,
                refusal,
            }),
            Ok(()) => {
                if seen.overlaps(position, node_id) {
                    ones.push(refused(Refusal::skip(
                        Code::DuplicateInRequest,
                        "",
                        "The same role for the same person stands in this request before.",
                    )));
                    continue;
                }
            }
        }
        ones.push(None);
        loaded.push(Item {
            position,
            id: env.cx.next_id(),
            subject: new.subject,
            role_id: new.role_id,
            node_id,
            window: new.window,
            reason,
            renews: giving.renews.get(position).copied(),
            changes: false,
        });
    }
    drop(seen);
    let kinds = ask(tx, &env, &loaded, &late, giving, now).await?;
    let refused = store::bulk::refused(&mut tx.tx).await?;
    let mut refused = refused.into_iter().peekable();
    let of_request = late.first().map(|one| one.refusal.clone());
    let mut late: HashMap<usize, Late> = late.into_iter().map(|one| (one.position, one)).collect();
    let mut gains: HashSet<(RoleId, NodeId, Window)> = HashSet::new();
    for item in loaded {
        let code = refused.next_if(|(position, _)| usize::try_from(*position) == Ok(item.position));
        let (object, verdict) = match code.map(|(_, code)| read(&code)) {
            None => {
                gains.insert((item.role_id, item.node_id, item.window));
                (Some(item.id), Ok(Status::Created))
            }
            // What lies in the request itself is said in its own words.
            Some(code) => match late.remove(&item.position) {
                Some(late) if late.refusal.error.code == code => (None, Err(late.refusal)),
                _ if giving.restores && code == Code::NotFound => (None, Err(Refusal::skip(code, "", detail(code)))),
                _ => (None, Err(refusal(code, item.subject))),
            },
        };
        ones[item.position] = Some(One {
            row: Some(item.position),
            ..One::new(target(item.subject), object, verdict)
        });
    }
    let gains = gains
        .into_iter()
        .map(|(role, node, window)| known.gain(role, node, window))
        .collect();
    let ones = ones
        .into_iter()
        .map(|one| one.ok_or_else(|| Error::Internal("an item was not judged".to_owned())))
        .collect::<Result<_>>()?;
    Ok(Judged {
        ones,
        gains,
        of_request,
        loaded: Some(kinds),
        ..Judged::default()
    })
}

/// A refusal that must wait for what the database says of the subject: one that is not there comes
/// first, whatever else is wrong.
struct Late {
    position: usize,
    stage: Stage,
    refusal: Refusal,
}

/// The order of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// A value breaks a rule; comes before a suspended subject.
    Value,
    /// The actor may not; comes after it.
    Right,
}

async fn ask(tx: &mut Tx, env: &Env, loaded: &[Item], late: &[Late], giving: Giving<'_>, now: Time) -> Result<Kinds> {
    let kinds = store::bulk::load(&mut tx.tx, loaded).await?;
    store::bulk::refuse_unknown(&mut tx.tx, env.id(), kinds).await?;
    refuse(tx, late, Stage::Value).await?;
    if !giving.restores {
        store::bulk::refuse_suspended(&mut tx.tx, env.id()).await?;
    }
    refuse(tx, late, Stage::Right).await?;
    store::bulk::skip_assigned(&mut tx.tx, env.id(), kinds, now).await?;
    if let (true, Some(first)) = (giving.skip_through_group, loaded.first()) {
        let nodes: Vec<NodeId> = env.tree.upwards(first.node_id).collect();
        store::bulk::skip_through_group(&mut tx.tx, env.id(), first.role_id, &nodes, first.window, now).await?;
    }
    Ok(kinds)
}

async fn refuse(tx: &mut Tx, late: &[Late], stage: Stage) -> Result<()> {
    let mut by_code: HashMap<Code, Vec<usize>> = HashMap::new();
    for one in late.iter().filter(|one| one.stage == stage) {
        by_code.entry(one.refusal.error.code).or_default().push(one.position);
    }
    for (code, positions) in by_code {
        store::bulk::refuse(&mut tx.tx, &positions, code.as_str()).await?;
    }
    Ok(())
}

pub(crate) fn read(text: &str) -> Code {
    Code::ALL
        .iter()
        .copied()
        .find(|code| code.as_str() == text)
        .unwrap_or(Code::Conflict)
}

fn refusal(code: Code, subject: Subject) -> Refusal {
    let pointer = match subject {
        Subject::Identity(_) => "/identity_id",
        Subject::Group(_) => "/group_id",
    };
    match code {
        Code::AlreadyAssigned | Code::Inherited => Refusal::skip(code, pointer, detail(code)),
        Code::NotFound => Refusal::fail(
            code,
            pointer,
            "There is no such person or group, or it is not yours to see.",
        ),
        _ => Refusal::fail(code, pointer, detail(code)),
    }
}
