//! Judging what many assignments would become: one code path for one and for a hundred thousand,
//! for the write, its dry run and its plan.

use crate::cx::{Env, Tx};
use crate::{Error, Result};
use domain::assignments::{New, REASON_MAX, Subject};
use domain::bulk::{ItemError, Status};
use domain::environments::Mode;
use domain::id::{AssignmentId, NodeId, RoleId};
use domain::problem::{Code, Problem};
use domain::{Time, Window, name};
use policy::{CapSet, Gain};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use store::bulk::Item;

/// What will become of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Create(AssignmentId),
    Refuse {
        status: Status,
        error: ItemError,
        pointer: &'static str,
        /// The capability that the actor lacks.
        capability: Option<String>,
    },
}

impl Verdict {
    pub fn refuse(code: Code, pointer: &'static str, detail: impl Into<String>) -> Self {
        let status = match code {
            Code::AlreadyAssigned | Code::DuplicateInRequest | Code::Inherited | Code::ChangedSince => Status::Skipped,
            _ => Status::Failed,
        };
        Self::Refuse {
            status,
            error: ItemError {
                code,
                detail: detail.into(),
            },
            pointer,
            capability: None,
        }
    }

    /// The actor may not give this role there, then.
    fn not_allowed(problem: &Problem) -> Self {
        let mut verdict = Self::refuse(problem.code, "/role_id", problem.detail.clone());
        if let Self::Refuse { capability, .. } = &mut verdict {
            capability.clone_from(&problem.capability);
        }
        verdict
    }

    pub fn status(&self) -> Status {
        match self {
            Self::Create(_) => Status::Created,
            Self::Refuse { status, .. } => *status,
        }
    }

    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Create(_) => None,
            Self::Refuse { error, .. } => Some(error.code),
        }
    }

    /// The refusal as an error of a single request.
    pub fn into_error(self) -> Option<Error> {
        match self {
            Self::Create(_) => None,
            Self::Refuse {
                error,
                pointer,
                capability,
                ..
            } => {
                let mut problem = Problem::at(error.code, pointer, error.detail);
                problem.capability = capability;
                Some(problem.into())
            }
        }
    }
}

/// The judgement of a whole request, with the items that passed still in the bulk table.
pub(crate) struct Judged {
    pub verdicts: Vec<Verdict>,
    /// What those who pass gain: each role, node and window once.
    pub gains: Vec<Gain>,
    /// The first refusal that lies in what is asked rather than in whom it concerns.
    pub of_request: Option<Verdict>,
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
    let mut late: Vec<Late> = Vec::new();
    // Nearly always one window each, for which no list is made.
    let mut seen: HashMap<(Subject, RoleId, NodeId), (Window, Vec<Window>)> = HashMap::new();
    for (position, new) in items.iter().enumerate() {
        let node_id = match known.place(&env, new) {
            Ok(node_id) => node_id,
            Err(refusal) => {
                verdicts.push(Some(refusal));
                continue;
            }
        };
        let checked = known.check(&env, new, node_id, now);
        // A reason that is refused may be one that no database can hold.
        let reason = checked.as_ref().ok().and_then(|()| new.reason.clone());
        match checked {
            Err((stage, verdict)) => late.push(Late {
                position,
                stage,
                verdict,
            }),
            Ok(()) => match seen.entry((new.subject, new.role_id, node_id)) {
                Entry::Vacant(first) => {
                    first.insert((new.window, Vec::new()));
                }
                Entry::Occupied(mut earlier) => {
                    let (first, more) = earlier.get_mut();
                    if first.overlaps(new.window) || more.iter().any(|window| window.overlaps(new.window)) {
                        verdicts.push(Some(Verdict::refuse(
                            Code::DuplicateInRequest,
                            "",
                            "The same role for the same person stands in this request before.",
                        )));
                        continue;
                    }
                    more.push(new.window);
                }
            },
        }
        verdicts.push(None);
        loaded.push(Item {
            position,
            id: env.cx.next_id(),
            subject: new.subject,
            role_id: new.role_id,
            node_id,
            window: new.window,
            reason,
        });
    }
    drop(seen);
    ask(tx, &env, &loaded, &late, skip_through_group, now).await?;
    let refused = store::bulk::refused(&mut tx.tx).await?;
    let mut refused = refused.into_iter().peekable();
    let of_request = late.first().map(|one| one.verdict.clone());
    let mut late: HashMap<usize, Late> = late.into_iter().map(|one| (one.position, one)).collect();
    let mut gains: HashSet<(RoleId, NodeId, Window)> = HashSet::new();
    for item in loaded {
        let code = refused.next_if(|(position, _)| usize::try_from(*position) == Ok(item.position));
        verdicts[item.position] = Some(match code.map(|(_, code)| read(&code)) {
            None => {
                gains.insert((item.role_id, item.node_id, item.window));
                Verdict::Create(item.id)
            }
            // What lies in the request itself is said in its own words.
            Some(code) => match late.remove(&item.position) {
                Some(late) if late.verdict.code() == Some(code) => late.verdict,
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
    Ok(Judged {
        verdicts,
        gains,
        of_request,
    })
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

fn unjudged() -> Error {
    Error::Internal("an item was not judged".to_owned())
}

/// A refusal that must wait for what the database says of the subject: one that is not there comes
/// first, whatever else is wrong.
struct Late {
    position: usize,
    stage: Stage,
    verdict: Verdict,
}

/// The order of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// A value breaks a rule; comes before a suspended subject.
    Value,
    /// The actor may not; comes after it.
    Right,
}

async fn ask(
    tx: &mut Tx,
    env: &Env,
    loaded: &[Item],
    late: &[Late],
    skip_through_group: bool,
    now: Time,
) -> Result<()> {
    store::bulk::load(&mut tx.tx, loaded).await?;
    store::bulk::refuse_unknown(&mut tx.tx, env.id()).await?;
    refuse(tx, late, Stage::Value).await?;
    store::bulk::refuse_suspended(&mut tx.tx, env.id()).await?;
    refuse(tx, late, Stage::Right).await?;
    store::bulk::skip_assigned(&mut tx.tx, env.id(), now).await?;
    if let (true, Some(first)) = (skip_through_group, loaded.first()) {
        let nodes: Vec<NodeId> = env.tree.upwards(first.node_id).collect();
        store::bulk::skip_through_group(&mut tx.tx, env.id(), first.role_id, &nodes, first.window, now).await?;
    }
    Ok(())
}

async fn refuse(tx: &mut Tx, late: &[Late], stage: Stage) -> Result<()> {
    let mut by_code: HashMap<Code, Vec<usize>> = HashMap::new();
    for one in late.iter().filter(|one| one.stage == stage) {
        if let Some(code) = one.verdict.code() {
            by_code.entry(code).or_default().push(one.position);
        }
    }
    for (code, positions) in by_code {
        store::bulk::refuse(&mut tx.tx, &positions, code.as_str()).await?;
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
        Code::Forbidden => "You need members.change_roles there to do this.",
        Code::InvalidWindow => "The end must be in the future and after the start.",
        Code::NodeRequired => "Say at which node; this environment has several.",
        Code::TooLarge => "A reason has at most 500 characters.",
        Code::InvalidValue => "A reason has no control characters.",
        Code::ChangedSince => "The plan left this person out, and the reason for it is gone.",
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

    /// The node of an item, if its role and node are there.
    fn place(&self, env: &Env, new: &New) -> std::result::Result<NodeId, Verdict> {
        let node = new.node_id.unwrap_or(env.root());
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
        Ok(node)
    }

    /// All checks that need no further look at the database.
    fn check(&mut self, env: &Env, new: &New, node: NodeId, now: Time) -> std::result::Result<(), (Stage, Verdict)> {
        check_values(env, new, now).map_err(|verdict| (Stage::Value, verdict))?;
        let key = (new.role_id, node, new.window);
        if !self.allowed.contains_key(&key) {
            let problem = if env.may_at("members.change_roles", node) {
                env.covers(&self.gain(new.role_id, node, new.window)).err()
            } else {
                Some(Problem::forbidden("members.change_roles"))
            };
            self.allowed.insert(key, problem);
        }
        match self.allowed.get(&key) {
            Some(Some(problem)) => Err((Stage::Right, Verdict::not_allowed(problem))),
            _ => Ok(()),
        }
    }
}

/// What a request must say, and how, whoever asks.
fn check_values(env: &Env, new: &New, now: Time) -> std::result::Result<(), Verdict> {
    if new.node_id.is_none() && env.environment.mode == Mode::Hierarchy {
        return Err(Verdict::refuse(
            Code::NodeRequired,
            "/node_id",
            "Say at which node; this environment has several.",
        ));
    }
    check_window(new.window, now).map_err(|detail| Verdict::refuse(Code::InvalidWindow, "/effective_to", detail))?;
    let Some(reason) = &new.reason else { return Ok(()) };
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
    Ok(())
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
