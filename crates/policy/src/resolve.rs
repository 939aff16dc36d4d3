//! Effective access with every path that gives it, and the nearest misses where none does.

use crate::facts::{Facts, RoleFact};
use crate::routes::{groups_at, nodes_above, paths_at, paths_ever};
use domain::Time;
use domain::assignments::{self, NoEffect, State, Subject};
use domain::id::{CapabilityId, NodeId, RoleId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub use crate::routes::Path;

/// May the identity do this, there, then?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub capability: CapabilityId,
    pub node: NodeId,
    pub at: Time,
}

/// The answer with its reasons: paths when it is yes, near misses when it is no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub allowed: bool,
    /// All that allow it: direct ones first, then by length, then by ids.
    pub paths: Vec<Path>,
    /// Nearest first; empty when allowed, and when nothing comes near.
    pub near_misses: Vec<NearMiss>,
}

/// A path that would have allowed it, but for one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearMiss {
    pub path: Path,
    pub why: Miss,
}

/// The one thing, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Miss {
    /// Held, and the identity has no effect for this reason.
    Blocked(NoEffect),
    /// Held, and the capability allows nothing yet.
    InFlight,
    /// Held here until then.
    Ended { at: Time },
    /// To be held here from then on.
    NotYetStarted { at: Time },
    /// Held now, at a node that is neither the one asked about nor above it.
    OtherNode(NodeId),
    /// A role held here and now that lacks the capability. Told only when there is nothing nearer.
    LacksCapability,
}

/// A role of an identity and one source of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSource {
    pub role: RoleId,
    pub name: String,
    /// Through which groups, where and when.
    pub path: Path,
    /// Ended, no effect, scheduled, ending soon or active. What was revoked shows as ended: the
    /// facts tell only when it stopped.
    pub state: State,
    /// The reason, where the state is no effect.
    pub no_effect: Option<NoEffect>,
}

/// Decides a question and says why. A capability that the facts do not know is not allowed and has
/// no near misses.
pub fn decide(facts: &Facts, question: Question) -> Decision {
    let Question { capability, node, at } = question;
    let no = |near_misses| Decision {
        allowed: false,
        paths: Vec::new(),
        near_misses,
    };
    let Some(known) = facts.capability(capability) else {
        return no(Vec::new());
    };
    let blocked = facts.blocked_at(at);
    let available = known.is_available(at);
    let above = nodes_above(facts, node, at);
    if blocked.is_none() && available {
        let mut paths = paths_at(facts, at);
        paths.retain(|path| above.contains(&path.node) && role_holds(facts, path.role, capability, at));
        if !paths.is_empty() {
            return Decision {
                allowed: true,
                paths,
                near_misses: Vec::new(),
            };
        }
    }
    no(near_misses(facts, question, &above, blocked, available))
}

/// Whether [`decide`] would allow it, without collecting reasons.
pub fn allows(facts: &Facts, capability: CapabilityId, node: NodeId, at: Time) -> bool {
    if facts.blocked_at(at).is_some() || !facts.capability(capability).is_some_and(|one| one.is_available(at)) {
        return false;
    }
    let above = nodes_above(facts, node, at);
    let mut groups = None;
    facts
        .assignments
        .iter()
        .filter(|grant| grant.window.contains(at) && above.contains(&grant.node_id))
        .filter(|grant| role_holds(facts, grant.role_id, capability, at))
        .any(|grant| match grant.subject {
            Subject::Identity(id) => id == facts.identity_id,
            Subject::Group(id) => groups.get_or_insert_with(|| groups_at(facts, at)).contains(&id),
        })
}

/// What the identity may do at `node` at `at`: each capability with all paths that give it, in the
/// order in which the facts list the capabilities. Empty when the identity is blocked.
pub fn effective(facts: &Facts, node: NodeId, at: Time) -> Vec<(CapabilityId, Vec<Path>)> {
    let above = nodes_above(facts, node, at);
    effective_where(facts, at, |path| above.contains(&path.node))
}

/// The same at whatever node: each path names its own.
pub fn effective_anywhere(facts: &Facts, at: Time) -> Vec<(CapabilityId, Vec<Path>)> {
    effective_where(facts, at, |_| true)
}

fn effective_where(facts: &Facts, at: Time, keep: impl Fn(&Path) -> bool) -> Vec<(CapabilityId, Vec<Path>)> {
    if facts.blocked_at(at).is_some() {
        return Vec::new();
    }
    let held: Vec<(Path, Holds)> = paths_at(facts, at)
        .into_iter()
        .filter(|path| keep(path))
        .filter_map(|path| facts.role(path.role).map(|role| (path, Holds::of(role, at))))
        .collect();
    let paths_of = |capability: CapabilityId| -> Vec<Path> {
        held.iter()
            .filter(|(_, holds)| holds.contains(capability))
            .map(|(path, _)| path.clone())
            .collect()
    };
    facts
        .capabilities
        .iter()
        .filter(|capability| capability.is_available(at))
        .map(|capability| (capability.id, paths_of(capability.id)))
        .filter(|(_, paths)| !paths.is_empty())
        .collect()
}

/// Every role that the identity ever holds, one entry for each source: direct ones and those
/// through groups, at all nodes, ended and scheduled ones too, with their state at `at`. By name of
/// the role, then direct ones first.
pub fn roles_held(facts: &Facts, at: Time) -> Vec<RoleSource> {
    let blocked = facts.blocked_at(at);
    let mut sources: Vec<RoleSource> = paths_ever(facts)
        .into_iter()
        .filter_map(|path| {
            let role = facts.role(path.role)?;
            let state = assignments::state(path.window, false, blocked, at);
            let no_effect = blocked.filter(|_| state == State::NoEffect);
            Some(RoleSource {
                role: role.id,
                name: role.name.clone(),
                path,
                state,
                no_effect,
            })
        })
        .collect();
    // Stable: the sources of a role stay in the order of the paths.
    sources.sort_by(|a, b| (&a.name, a.role).cmp(&(&b.name, b.role)));
    sources
}

fn near_misses(
    facts: &Facts,
    question: Question,
    above: &[NodeId],
    blocked: Option<NoEffect>,
    available: bool,
) -> Vec<NearMiss> {
    let at = question.at;
    let mut misses = Vec::new();
    let mut lacking = Vec::new();
    for path in paths_ever(facts) {
        let held = path.window.contains(at);
        let here = above.contains(&path.node);
        let mut miss = |why| {
            misses.push(NearMiss {
                path: path.clone(),
                why,
            })
        };
        match (role_holds(facts, path.role, question.capability, at), here, held) {
            (true, true, true) => {
                if let Some(reason) = blocked {
                    miss(Miss::Blocked(reason));
                }
                if !available {
                    miss(Miss::InFlight);
                }
            }
            (true, true, false) => match (path.window.from, path.window.to) {
                (_, Some(to)) if to <= at => miss(Miss::Ended { at: to }),
                (Some(from), _) => miss(Miss::NotYetStarted { at: from }),
                (None, _) => {}
            },
            (true, false, true) => miss(Miss::OtherNode(path.node)),
            (false, true, true) => lacking.push(NearMiss {
                path,
                why: Miss::LacksCapability,
            }),
            (_, false, false) | (false, ..) => {}
        }
    }
    if misses.is_empty() {
        return lacking;
    }
    misses.sort_by_key(|miss| distance(miss.why, at));
    misses
}

/// Which kind is nearer, and among instants which of them.
fn distance(why: Miss, at: Time) -> (u8, u64) {
    match why {
        Miss::Blocked(_) => (0, 0),
        Miss::InFlight => (1, 0),
        Miss::Ended { at: edge } | Miss::NotYetStarted { at: edge } => (2, at.0.abs_diff(edge.0)),
        Miss::OtherNode(_) => (3, 0),
        Miss::LacksCapability => (4, 0),
    }
}

fn role_holds(facts: &Facts, role: RoleId, capability: CapabilityId, at: Time) -> bool {
    facts.role(role).is_some_and(|role| role.holds(capability, at))
}

/// What a role holds at one instant, for many questions.
enum Holds {
    All,
    These(BTreeSet<CapabilityId>),
}

impl Holds {
    fn of(role: &RoleFact, at: Time) -> Self {
        if role.holds_all {
            return Self::All;
        }
        Self::These(
            role.capabilities
                .iter()
                .filter(|(_, window)| window.contains(at))
                .map(|(id, _)| *id)
                .collect(),
        )
    }

    fn contains(&self, capability: CapabilityId) -> bool {
        match self {
            Self::All => true,
            Self::These(ids) => ids.contains(&capability),
        }
    }
}
