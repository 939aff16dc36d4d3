//! What an actor holds, and whether what a change gives to anyone lies inside it.

use crate::capset::{CapIndex, CapSet};
use crate::facts::Facts;
use crate::routes::paths_ever;
use crate::tree::NodeTree;
use domain::id::{CapabilityId, NodeId};
use domain::{Time, Window};
use std::collections::BTreeMap;
use std::fmt;
use uuid::Uuid;

/// What an actor holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rights {
    /// Site admins, tenant admins in their tenant, the command line.
    Everything,
    /// Everyone else. Several holdings add up.
    Held(Vec<Holding>),
}

/// Capabilities, in flight or not, that are held at a node and below in a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    pub capabilities: CapSet,
    pub node: NodeId,
    pub window: Window,
}

/// What someone gets by a change: capabilities, in flight or not, at a node and below in a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gain {
    pub capabilities: CapSet,
    pub node: NodeId,
    pub window: Window,
}

/// A capability that the actor does not hold there for the whole time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// The first one in the order of the index; nil when the index does not know it.
    pub capability: CapabilityId,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "capability {} is not held at that node for the whole time",
            self.capability
        )
    }
}

impl std::error::Error for Missing {}

impl From<Gain> for Holding {
    fn from(gain: Gain) -> Self {
        Self {
            capabilities: gain.capabilities,
            node: gain.node,
            window: gain.window,
        }
    }
}

impl Rights {
    /// Who holds nothing.
    pub const NONE: Self = Self::Held(Vec::new());

    /// What the identity holds from `now` on, directly and through groups, in-flight capabilities
    /// included. Nothing when it is blocked now; times in which it will be blocked are left out.
    /// Good for questions about `now` and later.
    pub fn from_facts(facts: &Facts, index: &CapIndex, now: Time) -> Self {
        if facts.blocked_at(now).is_some() {
            return Self::NONE;
        }
        let mut holdings = Vec::new();
        for holding in holdings_of(facts, index, now) {
            let mut windows = vec![holding.window];
            for (_, blocked) in &facts.blocked {
                windows = windows
                    .into_iter()
                    .flat_map(|window| without(window, *blocked))
                    .collect();
            }
            holdings.extend(windows.into_iter().map(|window| Holding {
                window,
                ..holding.clone()
            }));
        }
        Self::Held(holdings)
    }

    /// The rights of an API key: its list, as far as its creator has it, until the key's end.
    /// `root` is where the list holds when the creator holds everything.
    pub fn restricted_to(self, list: &CapSet, root: NodeId, until: Option<Time>) -> Self {
        let lifetime = Window::new(None, until);
        let holdings = match self {
            Self::Everything => vec![Holding {
                capabilities: list.clone(),
                node: root,
                window: lifetime,
            }],
            Self::Held(holdings) => holdings,
        };
        Self::Held(
            holdings
                .into_iter()
                .map(|holding| Holding {
                    capabilities: holding.capabilities.intersection(list),
                    window: holding.window.and(lifetime),
                    node: holding.node,
                })
                .filter(|holding| !holding.capabilities.is_empty() && !holding.window.is_empty())
                .collect(),
        )
    }

    /// Whether the actor may give `gain`: each of its capabilities must be held at the gain's node
    /// or above it, in all of its window from `now` on. What lies before `now` gives nothing.
    /// Holdings that follow each other without a gap cover together.
    ///
    /// # Errors
    /// The first capability that is not covered.
    pub fn covers(&self, gain: &Gain, tree: &NodeTree, index: &CapIndex, now: Time) -> Result<(), Missing> {
        let Self::Held(holdings) = self else {
            return Ok(());
        };
        let window = gain.window.and(Window::new(Some(now), None));
        if window.is_empty() {
            return Ok(());
        }
        let above: Vec<NodeId> = tree.upwards(gain.node).collect();
        let near: Vec<&Holding> = holdings
            .iter()
            .filter(|one| above.contains(&one.node) && one.window.overlaps(window))
            .collect();
        let mut covered = CapSet::EMPTY;
        for holding in near.iter().filter(|one| one.window.covers(window)) {
            covered.union_with(&holding.capabilities);
        }
        // What no single holding covers may still be covered by several.
        let missing = gain.capabilities.difference(&covered).iter().find(|&position| {
            let parts = near
                .iter()
                .filter(|one| one.capabilities.contains(position))
                .map(|one| one.window);
            !cover_together(parts.collect(), window)
        });
        match missing {
            None => Ok(()),
            // A position beyond the index comes from another environment's: refused, without a name.
            Some(position) => Err(Missing {
                capability: index.id(position).unwrap_or(CapabilityId(Uuid::nil())),
            }),
        }
    }

    /// Whether the actor may do now what asks for the capability at `position`, at `node`. What is
    /// not in `available` ([`Facts::available`]) allows nothing, however it is held; who holds
    /// everything may do everything.
    pub fn may(&self, position: usize, available: &CapSet, node: NodeId, tree: &NodeTree, now: Time) -> bool {
        match self {
            Self::Everything => true,
            Self::Held(holdings) => {
                available.contains(position)
                    && holdings
                        .iter()
                        .filter(|one| one.capabilities.contains(position) && one.window.contains(now))
                        .any(|one| tree.is_at_or_below(node, one.node))
            }
        }
    }
}

/// All that the identity holds from `now` on, scheduled and in-flight included, *whether or not it
/// is blocked*: what it gains when it is reinstated or linked, and what an actor must cover to act
/// on the person.
pub fn gains_of(facts: &Facts, index: &CapIndex, now: Time) -> Vec<Gain> {
    holdings_of(facts, index, now)
        .into_iter()
        .map(
            |Holding {
                 capabilities,
                 node,
                 window,
             }| Gain {
                capabilities,
                node,
                window,
            },
        )
        .collect()
}

// One holding for each node and window; none begins before `now`.
fn holdings_of(facts: &Facts, index: &CapIndex, now: Time) -> Vec<Holding> {
    let mut sets: BTreeMap<(NodeId, Option<Time>, Option<Time>), CapSet> = BTreeMap::new();
    for path in paths_ever(facts) {
        let Some(role) = facts.role(path.role) else {
            continue;
        };
        let window = path.window.and(Window::new(Some(now), None));
        let mut add = |window: Window, capabilities: &CapSet| {
            if !window.is_empty() {
                sets.entry((path.node, window.from, window.to))
                    .or_default()
                    .union_with(capabilities);
            }
        };
        if role.holds_all {
            add(window, &CapSet::full(index.len()));
            continue;
        }
        for (capability, listed) in &role.capabilities {
            add(window.and(*listed), &index.set([*capability]));
        }
    }
    sets.into_iter()
        .filter(|(_, capabilities)| !capabilities.is_empty())
        .map(|((node, from, to), capabilities)| Holding {
            capabilities,
            node,
            window: Window { from, to },
        })
        .collect()
}

/// What is left of `window` before and after `cut`.
fn without(window: Window, cut: Window) -> impl Iterator<Item = Window> {
    let before = cut.from.map(|from| window.and(Window::new(None, Some(from))));
    let after = cut.to.map(|to| window.and(Window::new(Some(to), None)));
    // An empty cut would give its surroundings twice.
    let whole = cut.is_empty().then_some(window);
    let parts = if whole.is_some() {
        [whole, None]
    } else {
        [before, after]
    };
    parts.into_iter().flatten().filter(|part| !part.is_empty())
}

/// Whether the parts leave no gap in `window`, which has a start.
fn cover_together(mut parts: Vec<Window>, window: Window) -> bool {
    parts.sort_by_key(|part| part.from);
    let mut reached = window.from;
    for part in parts {
        if part.from > reached {
            return false;
        }
        match part.to {
            None => return true,
            Some(to) => reached = reached.max(Some(to)),
        }
        if window.to.is_some_and(|end| reached >= Some(end)) {
            return true;
        }
    }
    false
}
