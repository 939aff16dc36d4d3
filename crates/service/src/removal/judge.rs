//! Judging what is taken away: removal by person and role, ending by id, undoing what was given.

use super::Item;
use crate::Result;
use crate::cx::{Env, Tx};
use crate::present::Present;
use crate::verdict::{Judged, One, Refusal, Rights, detail, target};
use domain::assignments::Subject;
use domain::bulk::Status;
use domain::id::{AssignmentId, IdentityId, NodeId, RoleId};
use domain::plans::Target;
use domain::problem::Code;
use std::collections::{HashMap, HashSet};
use store::removal::Meant;

/// Judges items under the environment's lock. `many`: they are part of several, where one's own
/// stay.
pub(crate) async fn judge(tx: &mut Tx, items: &[Item], many: bool) -> Result<Judged> {
    let env = tx.env()?.clone();
    let now = env.cx.now();
    let meant = store::removal::meant(&mut tx.tx, env.id(), items, now).await?;
    let mut by_position: HashMap<i64, Vec<Meant>> = HashMap::new();
    for one in meant {
        by_position.entry(one.position).or_default().push(one);
    }
    let present = Present::load(tx, &env, items).await?;
    let mut rights = Rights::default();
    let mut seen: HashSet<AssignmentId> = HashSet::new();
    let mut ones = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let found = by_position
            .remove(&i64::try_from(index).unwrap_or(-1))
            .unwrap_or_default();
        let subject = found.first().and_then(subject_of).or(match item {
            Item::Of { subject, .. } => Some(*subject),
            Item::One(id) => present.subject(*id),
        });
        let (target, object) = match (subject, item) {
            (Some(subject), Item::Of { .. }) => (target(subject), None),
            (Some(subject), Item::One(id)) => (target(subject), Some(*id)),
            (None, Item::One(id)) => (Target::Assignment(*id), None),
            (None, Item::Of { subject, .. }) => (target(*subject), None),
        };
        let own = subject
            .and_then(Subject::identity)
            .is_some_and(|id| env.identity_id == Some(id));
        let refusal = match absent(&present, item, &found) {
            Some(refusal) => Some(refusal),
            None if many && own => Some(Refusal::skip(Code::OwnAccess, "", detail(Code::OwnAccess))),
            None => not_allowed(tx, &mut rights, &found).await?,
        };
        // Only what is taken away counts as named before.
        let refusal = refusal.or_else(|| {
            let twice = found.iter().any(|one| !seen.insert(AssignmentId(one.id)));
            twice.then(|| {
                Refusal::skip(
                    Code::DuplicateInRequest,
                    "",
                    "The same assignment stands in this request before.",
                )
            })
        });
        let mut one = One::new(target, object, refusal.map_or(Ok(Status::Removed), Err));
        if one.verdict.is_ok() {
            one.gone = found.iter().map(|one| AssignmentId(one.id)).collect();
            one.object = one.gone.first().copied();
        }
        ones.push(one);
    }
    tell_inherited(tx, &env, items, &mut ones).await?;
    Ok(Judged {
        ones,
        ..Judged::default()
    })
}

fn subject_of(meant: &Meant) -> Option<Subject> {
    meant
        .identity_id
        .map(|id| Subject::Identity(id.into()))
        .or(meant.group_id.map(|id| Subject::Group(id.into())))
}

/// An item that means nothing live.
fn absent(present: &Present, item: &Item, found: &[Meant]) -> Option<Refusal> {
    if !found.is_empty() {
        None
    } else if present.has(item) {
        Some(Refusal::skip(Code::NotAssigned, "", detail(Code::NotAssigned)))
    } else {
        Some(Refusal::fail(Code::NotFound, "", detail(Code::NotFound)))
    }
}

async fn not_allowed(tx: &mut Tx, rights: &mut Rights, found: &[Meant]) -> Result<Option<Refusal>> {
    for one in found {
        let problem = rights
            .against_loss(tx, RoleId(one.role_id), NodeId(one.node_id))
            .await?;
        if let Some(problem) = problem {
            return Ok(Some(Refusal::not_allowed(&problem, "")));
        }
    }
    Ok(None)
}

/// Says of those who have the role only through a group that this is where it comes from.
async fn tell_inherited(tx: &mut Tx, env: &Env, items: &[Item], ones: &mut [One]) -> Result<()> {
    // By role and node: who is asked about, and where in the request.
    type People = Vec<(usize, IdentityId)>;
    let mut open: HashMap<(RoleId, Option<NodeId>), People> = HashMap::new();
    for (position, (item, one)) in items.iter().zip(ones.iter()).enumerate() {
        if let Item::Of {
            subject: Subject::Identity(id),
            role,
            node,
        } = item
            && one.code() == Some(Code::NotAssigned)
        {
            open.entry((*role, *node)).or_default().push((position, *id));
        }
    }
    for ((role, node), people) in open {
        let ids: Vec<IdentityId> = people.iter().map(|(_, id)| *id).collect();
        let nodes: Option<Vec<NodeId>> = node.map(|node| env.tree.upwards(node).collect());
        let now = env.cx.now();
        let through = store::directory::through_group(&mut tx.tx, env.id(), &ids, role, nodes.as_deref(), now).await?;
        let through: HashSet<IdentityId> = through.into_iter().collect();
        for (position, id) in people {
            if through.contains(&id) {
                let text = "Has it through a group: take it away there.";
                ones[position].verdict = Err(Refusal::skip(Code::Inherited, "", text));
            }
        }
    }
    Ok(())
}
