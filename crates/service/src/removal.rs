//! Taking roles away from many at once.

use crate::Result;
use crate::assignments::{BulkAnswer, BulkOptions, finish, replay};
use crate::cx::{Env, Tx};
use crate::error::Error;
use crate::present::Present;
use domain::Time;
use domain::Window;
use domain::assignments::Subject;
use domain::bulk::{ItemError, ItemResult, MAX_ITEMS, Status, Summary};
use domain::id::{AssignmentId, IdentityId, NodeId, OperationId, RoleId};
use domain::problem::{Code, Problem};
use policy::Gain;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use store::audit::Child;
pub use store::removal::Item;
use store::removal::Meant;

/// Takes away direct live assignments, each item judged by itself, in one transaction.
///
/// Who may: `members.change_roles` at each node, holding what is taken there now; and
/// `users.bulk_operations` above one item. Fails with `too_many_items`. Items that mean nothing
/// live are skipped: `inherited` where only a group gives the role, else `not_assigned`; one's own
/// are skipped with `self` where there are several items.
pub async fn bulk_remove(env: &Env, items: &[Item], options: BulkOptions) -> Result<BulkAnswer> {
    if items.len() > MAX_ITEMS {
        return Err(Error::new(
            Code::TooManyItems,
            "At most 100,000 items in one request; send several.",
        ));
    }
    if let Some(made) = env.replayed().await? {
        return replay(env, OperationId(made)).await;
    }
    if items.len() > 1 {
        env.require("users.bulk_operations")?;
    }
    let mut tx = env.write_anywhere("members.change_roles").await?;
    if let Some(made) = tx.replayed().await? {
        return replay(env, OperationId(made)).await;
    }
    let fresh = tx.env()?.clone();
    let judged = judge(&mut tx, &fresh, items).await?;
    let summary = Summary::count(Status::Removed, judged.iter().map(|one| one.result.status));
    let results = || judged.iter().map(|one| one.result.clone()).collect();
    let stopped = options.atomic && summary.done() < items.len();
    if options.dry_run || stopped || summary.total == 0 {
        return Ok(BulkAnswer {
            dry_run: options.dry_run,
            operation_id: None,
            summary,
            results: results(),
        });
    }
    let id: OperationId = env.cx.next_id();
    let now = env.cx.now();
    let gone = judged.iter().flat_map(|one| one.gone.iter().copied());
    store::removal::revoke(&mut tx.tx, env.id(), gone, id, now).await?;
    let new = store::operations::New {
        id,
        action: "assignments.remove",
        request: "null",
        summary: &summary,
        owner: &fresh.actor(),
        plan: None,
        now,
    };
    store::operations::keep(&mut tx.tx, env.id(), new).await?;
    let children = items.iter().zip(&judged).map(|(item, one)| one.child(item)).collect();
    finish(tx, id, "assignments.remove", summary, Vec::new(), children).await?;
    Ok(BulkAnswer {
        dry_run: false,
        operation_id: Some(id),
        summary,
        results: results(),
    })
}

struct Judged {
    result: ItemResult,
    subject: Option<Subject>,
    gone: Vec<AssignmentId>,
}

impl Judged {
    /// One for each item, whatever became of it: an answer is rebuilt from them.
    fn child(&self, item: &Item) -> Child {
        let (kind, id) = match (self.subject, item) {
            (Some(subject), _) => (subject.kind(), subject.uuid()),
            (None, Item::Of { subject, .. }) => (subject.kind(), subject.uuid()),
            (None, Item::One(id)) => ("assignment", id.0),
        };
        Child {
            target_kind: kind,
            target_id: id,
            object_id: self.gone.first().map(|id| id.0),
            outcome: self.result.status.as_str().to_owned(),
            code: self.result.error.as_ref().map(|error| error.code.as_str().to_owned()),
        }
    }
}

async fn judge(tx: &mut Tx, env: &Env, items: &[Item]) -> Result<Vec<Judged>> {
    let now = env.cx.now();
    let meant = store::removal::meant(&mut tx.tx, env.id(), items, now).await?;
    let mut by_position: HashMap<i64, Vec<Meant>> = HashMap::new();
    for one in meant {
        by_position.entry(one.position).or_default().push(one);
    }
    let present = Present::load(tx, env, items).await?;
    let mut allowed: HashMap<(RoleId, NodeId), Option<Problem>> = HashMap::new();
    let mut seen: HashSet<AssignmentId> = HashSet::new();
    let mut judged = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let found = by_position
            .remove(&i64::try_from(index).unwrap_or(-1))
            .unwrap_or_default();
        let subject = found.first().and_then(subject_of).or(match item {
            Item::Of { subject, .. } => Some(*subject),
            Item::One(_) => None,
        });
        let error = refuse(tx, env, &present, &mut allowed, item, items.len(), subject, &found, now).await?;
        let error = error.or_else(|| {
            let twice = found.iter().any(|one| !seen.insert(AssignmentId(one.id)));
            twice.then(|| {
                item_error(
                    Code::DuplicateInRequest,
                    "The same assignment stands in this request before.",
                )
            })
        });
        let status = match &error {
            None => Status::Removed,
            Some(error) if skipped(error.code) => Status::Skipped,
            Some(_) => Status::Failed,
        };
        let gone = if error.is_none() {
            found.iter().map(|one| AssignmentId(one.id)).collect()
        } else {
            Vec::new()
        };
        judged.push(Judged {
            result: ItemResult {
                index,
                status,
                assignment: None,
                error,
            },
            subject,
            gone,
        });
    }
    tell_inherited(tx, env, items, &mut judged, now).await?;
    Ok(judged)
}

fn skipped(code: Code) -> bool {
    matches!(
        code,
        Code::NotAssigned | Code::Inherited | Code::OwnAccess | Code::DuplicateInRequest
    )
}

fn item_error(code: Code, detail: impl Into<String>) -> ItemError {
    ItemError {
        code,
        detail: detail.into(),
    }
}

fn subject_of(meant: &Meant) -> Option<Subject> {
    meant
        .identity_id
        .map(|id| Subject::Identity(id.into()))
        .or(meant.group_id.map(|id| Subject::Group(id.into())))
}

#[expect(
    clippy::too_many_arguments,
    reason = "one judgement over everything that is known of an item"
)]
async fn refuse(
    tx: &mut Tx,
    env: &Env,
    present: &Present,
    allowed: &mut HashMap<(RoleId, NodeId), Option<Problem>>,
    item: &Item,
    items: usize,
    subject: Option<Subject>,
    found: &[Meant],
    now: Time,
) -> Result<Option<ItemError>> {
    if found.is_empty() {
        return Ok(Some(if present.has(item) {
            item_error(
                Code::NotAssigned,
                "Does not have this role (any more), so nothing changes.",
            )
        } else {
            item_error(
                Code::NotFound,
                "There is no such assignment, person, group, role or node, or it is not yours to see.",
            )
        }));
    }
    if items > 1
        && subject
            .and_then(Subject::identity)
            .is_some_and(|id| env.identity_id == Some(id))
    {
        return Ok(Some(item_error(
            Code::OwnAccess,
            "That is you: take your own role away by itself.",
        )));
    }
    for one in found {
        let key = (RoleId(one.role_id), NodeId(one.node_id));
        let problem = match allowed.entry(key) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(loss(tx, env, key.0, key.1, now).await?),
        };
        if let Some(problem) = problem {
            return Ok(Some(item_error(problem.code, problem.detail.clone())));
        }
    }
    Ok(None)
}

/// Taking away needs what giving needs, now.
async fn loss(tx: &mut Tx, env: &Env, role: RoleId, node: NodeId, now: Time) -> Result<Option<Problem>> {
    if !env.may_at("members.change_roles", node) {
        return Ok(Some(Problem::forbidden("members.change_roles")));
    }
    let held = store::roles::capabilities(&mut tx.tx, env.id(), role).await?;
    let window = Window::new(Some(now), Some(Time(now.0 + 1)));
    Ok(env
        .covers(&Gain {
            capabilities: env.catalogue.index.set(held),
            node,
            window,
        })
        .err())
}

/// Says of those who have the role only through a group where it comes from.
async fn tell_inherited(tx: &mut Tx, env: &Env, items: &[Item], judged: &mut [Judged], now: Time) -> Result<()> {
    let open = |judged: &Judged| {
        judged
            .result
            .error
            .as_ref()
            .is_some_and(|error| error.code == Code::NotAssigned)
    };
    let ids: Vec<IdentityId> = judged
        .iter()
        .filter(|one| open(one))
        .filter_map(|one| one.subject?.identity())
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let held = store::directory::roles_of(&mut tx.tx, env.id(), &ids, now).await?;
    let through: HashSet<_> = held
        .iter()
        .filter(|held| held.through_group != 0)
        .map(|held| (held.identity_id, held.role_id))
        .collect();
    for (item, one) in items.iter().zip(judged) {
        let Item::Of { subject, role, .. } = item else { continue };
        if open(one) && through.contains(&(subject.uuid(), role.0)) {
            one.result.error = Some(item_error(
                Code::Inherited,
                "Has it through a group: take it away there.",
            ));
        }
    }
    Ok(())
}
