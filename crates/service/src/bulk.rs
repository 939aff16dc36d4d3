//! Judging what many assignments would become: one code path for one and for a hundred thousand,
//! for the write, its dry run and its plan.

mod verdict;

pub(crate) use verdict::Verdict;

use crate::cx::{Env, Tx};
use crate::{Error, Result};
use domain::assignments::{New, REASON_MAX, Subject};
use domain::environments::Mode;
use domain::id::{NodeId, RoleId};
use domain::problem::{Code, Problem};
use domain::{Time, Window, name};
use policy::{CapSet, Gain};
use std::collections::{HashMap, HashSet};
use store::bulk::Item;

/// The judgement of a whole request, with the items that passed still in the bulk table.
pub(crate) struct Judged {
    pub verdicts: Vec<Verdict>,
    /// What those who pass gain: each role, node and window once.
    pub gains: Vec<Gain>,
}

/// Judges items under the environment's lock.
///
/// `skip_through_group`: people who hold the role through a group for the whole window are left
/// out; all items must then have one role, node and window.
pub(crate) async fn judge(tx: &mut Tx, items: &[New], skip_through_group: bool) -> Result<Judged> {
    let env = tx.env()?.clone();
    let now = env.cx.now();
    let mut known = Known::load(&mut tx.tx, &env, items).await?;
    let mut verdicts: Vec<Option<Verdict>> = Vec::with_capacity(items.len());
    let mut loaded: Vec<Item> = Vec::with_capacity(items.len());
    let mut seen = HashMap::new();
    let mut not_allowed: HashMap<usize, Verdict> = HashMap::new();
    for (position, new) in items.iter().enumerate() {
        match known.check(&env, new, now) {
            Err(refusal) => verdicts.push(Some(refusal)),
            Ok(node_id) => {
                if let Some(refusal) = known.may_give(&env, new.role_id, node_id, new.window) {
                    not_allowed.insert(position, refusal);
                } else if twice(&mut seen, (new.subject, new.role_id, node_id), new.window) {
                    verdicts.push(Some(Verdict::refuse(
                        Code::DuplicateInRequest,
                        "",
                        "The same role for the same person stands in this request before.",
                    )));
                    continue;
                }
                verdicts.push(None);
                loaded.push(Item {
                    position,
                    id: env.cx.next_id(),
                    subject: new.subject,
                    role_id: new.role_id,
                    node_id,
                    window: new.window,
                    reason: new.reason.clone(),
                });
            }
        }
    }
    let positions: Vec<usize> = not_allowed.keys().copied().collect();
    ask(tx, &env, &loaded, &positions, skip_through_group, now).await?;
    let answers = store::bulk::verdicts(&mut tx.tx).await?;
    let mut gains: HashSet<(RoleId, NodeId, Window)> = HashSet::new();
    for (item, (_, code)) in loaded.iter().zip(answers) {
        verdicts[item.position] = Some(match code.as_deref().map(read) {
            None => {
                gains.insert((item.role_id, item.node_id, item.window));
                Verdict::Create(item.id)
            }
            Some(code) => match not_allowed.remove(&item.position) {
                Some(refused) if matches!(code, Code::WouldEscalate) => refused,
                _ => refusal(code, item.subject),
            },
        });
    }
    let gains = gains
        .into_iter()
        .map(|(role, node, window)| known.gain(role, node, window))
        .collect();
    let verdicts = verdicts
        .into_iter()
        .map(|verdict| verdict.ok_or_else(unjudged))
        .collect::<Result<_>>()?;
    Ok(Judged { verdicts, gains })
}

/// Leaves out of a judged request those who were not to get the role when it was planned.
pub(crate) async fn leave_out(tx: &mut Tx, judged: &mut Judged, positions: &[usize]) -> Result<()> {
    store::bulk::leave_out(&mut tx.tx, positions, Code::ChangedSince.as_str()).await?;
    for position in positions {
        judged.verdicts[*position] = Verdict::refuse(
            Code::ChangedSince,
            "",
            "The plan left this person out, and the reason for it is gone.",
        );
    }
    Ok(())
}

type Place = (Subject, RoleId, NodeId);

/// Whether a window overlaps one that was seen for the same subject, role and node.
fn twice(seen: &mut HashMap<Place, Vec<Window>>, place: Place, window: Window) -> bool {
    let earlier = seen.entry(place).or_default();
    if earlier.iter().any(|one| one.overlaps(window)) {
        return true;
    }
    earlier.push(window);
    false
}

fn unjudged() -> Error {
    Error::Internal("an item was not judged".to_owned())
}

async fn ask(
    tx: &mut Tx,
    env: &Env,
    loaded: &[Item],
    not_allowed: &[usize],
    skip_through_group: bool,
    now: Time,
) -> Result<()> {
    store::bulk::load(&mut tx.tx, loaded).await?;
    // In the order in which refusals are answered: not there, not acceptable, not allowed, there already.
    store::bulk::refuse_unknown(&mut tx.tx, env.id()).await?;
    store::bulk::refuse_suspended(&mut tx.tx, env.id()).await?;
    store::bulk::leave_out(&mut tx.tx, not_allowed, Code::WouldEscalate.as_str()).await?;
    store::bulk::skip_assigned(&mut tx.tx, env.id(), now).await?;
    if let (true, Some(first)) = (skip_through_group, loaded.first()) {
        let nodes: Vec<NodeId> = env.tree.upwards(first.node_id).collect();
        store::bulk::skip_through_group(&mut tx.tx, env.id(), first.role_id, &nodes, first.window, now).await?;
    }
    Ok(())
}

fn read(text: &str) -> Code {
    Code::ALL
        .iter()
        .copied()
        .find(|code| code.as_str() == text)
        .unwrap_or(Code::Conflict)
}

fn refusal(code: Code, subject: Subject) -> Verdict {
    let pointer = match subject {
        Subject::Identity(_) => "/identity_id",
        Subject::Group(_) => "/group_id",
    };
    Verdict::refuse(code, pointer, detail(code))
}

/// The sentence of a refusal that lies in the data.
pub(crate) fn detail(code: Code) -> &'static str {
    match code {
        Code::NotFound => "There is no such person or group, or it is not yours to see.",
        Code::Suspended => "Suspended: reinstate the person first.",
        Code::AlreadyAssigned => "Already has this role in that time, so nothing changes.",
        Code::Inherited => "Has it through a group.",
        Code::DuplicateInRequest => "Stands in this request before.",
        Code::NotAssigned => "Does not have this role (any more), so nothing changes.",
        Code::OwnAccess => "That is you: take your own role away by itself.",
        Code::WouldEscalate => "This would give more than you hold.",
        _ => "In conflict with the present state.",
    }
}

/// Roles and nodes that the request names, and what the actor may give.
struct Known {
    roles: HashMap<RoleId, CapSet>,
    nodes: HashSet<NodeId>,
    /// Whether a role may be given there, then; looked up once for each.
    allowed: HashMap<(RoleId, NodeId, Window), Option<Problem>>,
}

impl Known {
    async fn load(conn: &mut store::Conn, env: &Env, items: &[New]) -> Result<Self> {
        let wanted: HashSet<RoleId> = items.iter().map(|new| new.role_id).collect();
        let mut roles = HashMap::new();
        for role in store::roles::list(conn, env.id()).await? {
            if wanted.contains(&role.id) {
                let capabilities = store::roles::capabilities(conn, env.id(), role.id).await?;
                roles.insert(role.id, env.catalogue.index.set(capabilities));
            }
        }
        let nodes = store::nodes::list(conn, env.id())
            .await?
            .into_iter()
            .map(|node| node.id)
            .collect();
        Ok(Self {
            roles,
            nodes,
            allowed: HashMap::new(),
        })
    }

    fn gain(&self, role: RoleId, node: NodeId, window: Window) -> Gain {
        Gain {
            capabilities: self.roles.get(&role).cloned().unwrap_or_default(),
            node,
            window,
        }
    }

    /// All checks that need no further look at the database. Returns the node.
    fn check(&mut self, env: &Env, new: &New, now: Time) -> std::result::Result<NodeId, Verdict> {
        let node = match (new.node_id, env.environment.mode) {
            (Some(node), _) => node,
            (None, Mode::Flat) => env.root(),
            (None, Mode::Hierarchy) => {
                return Err(Verdict::refuse(
                    Code::NodeRequired,
                    "/node_id",
                    "Say at which node; this environment has several.",
                ));
            }
        };
        if !self.roles.contains_key(&new.role_id) {
            return Err(Verdict::refuse(
                Code::NotFound,
                "/role_id",
                "There is no such role, or it is not yours to see.",
            ));
        }
        if !self.nodes.contains(&node) {
            return Err(Verdict::refuse(
                Code::NotFound,
                "/node_id",
                "There is no such node, or it is not yours to see.",
            ));
        }
        check_window(new.window, now)
            .map_err(|detail| Verdict::refuse(Code::InvalidWindow, "/effective_to", detail))?;
        if let Some(reason) = &new.reason {
            if reason.chars().count() > REASON_MAX {
                return Err(Verdict::refuse(
                    Code::TooLarge,
                    "/reason",
                    "A reason has at most 500 characters.",
                ));
            }
            if name::free_text(reason, REASON_MAX).is_err() {
                return Err(Verdict::refuse(
                    Code::InvalidValue,
                    "/reason",
                    "A reason has no control characters.",
                ));
            }
        }
        Ok(node)
    }

    /// Whether the actor may give a role there, then; `None` when they may.
    fn may_give(&mut self, env: &Env, role: RoleId, node: NodeId, window: Window) -> Option<Verdict> {
        let key = (role, node, window);
        if !self.allowed.contains_key(&key) {
            let problem = if env.may_at("members.change_roles", node) {
                env.covers(&self.gain(role, node, window)).err()
            } else {
                Some(Problem::forbidden("members.change_roles"))
            };
            self.allowed.insert(key, problem);
        }
        self.allowed.get(&key)?.as_ref().map(Verdict::not_allowed)
    }
}

/// Whether a window can still begin to hold.
pub(crate) fn check_window(window: Window, now: Time) -> std::result::Result<(), &'static str> {
    if window.is_empty() {
        Err("The end must be after the start.")
    } else if window.to.is_some_and(|to| to <= now) {
        Err("The end must be in the future.")
    } else {
        Ok(())
    }
}
