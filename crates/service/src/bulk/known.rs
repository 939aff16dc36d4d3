//! What a request to give roles names, and the checks that need no further look at the database.

use super::Stage;
use crate::Result;
use crate::cx::Env;
use crate::verdict::Refusal;
use domain::assignments::{New, REASON_MAX};
use domain::environments::Mode;
use domain::id::{NodeId, RoleId};
use domain::problem::{Code, Problem};
use domain::{Time, Window, name};
use policy::{CapSet, Gain};
use std::collections::{HashMap, HashSet};

/// Roles and nodes that the request names, and what the actor may give.
pub(super) struct Known {
    roles: HashMap<RoleId, CapSet>,
    nodes: HashSet<NodeId>,
    /// Whether a role may be given there, then; looked up once for each.
    allowed: HashMap<(RoleId, NodeId, Window), Option<Problem>>,
}

impl Known {
    pub async fn load(conn: &mut store::Conn, env: &Env, items: &[New]) -> Result<Self> {
        let wanted: HashSet<RoleId> = items.iter().map(|new| new.role_id).collect();
        let mut roles = HashMap::new();
        for role in store::roles::brief(conn, env.id()).await? {
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

    pub fn gain(&self, role: RoleId, node: NodeId, window: Window) -> Gain {
        Gain {
            capabilities: self.roles.get(&role).cloned().unwrap_or_default(),
            node,
            window,
        }
    }

    /// The node of an item, if its role and node are there.
    pub fn place(&self, env: &Env, new: &New) -> std::result::Result<NodeId, Refusal> {
        let node = new.node_id.unwrap_or(env.root());
        if !self.roles.contains_key(&new.role_id) {
            return Err(Refusal::fail(
                Code::NotFound,
                "/role_id",
                "There is no such role, or it is not yours to see.",
            ));
        }
        if !self.nodes.contains(&node) {
            return Err(Refusal::fail(
                Code::NotFound,
                "/node_id",
                "There is no such node, or it is not yours to see.",
            ));
        }
        Ok(node)
    }

    /// All checks that need no further look at the database.
    pub fn check(
        &mut self,
        env: &Env,
        new: &New,
        node: NodeId,
        now: Time,
    ) -> std::result::Result<(), (Stage, Refusal)> {
        check_values(env, new, now).map_err(|refusal| (Stage::Value, refusal))?;
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
            Some(Some(problem)) => Err((Stage::Right, Refusal::not_allowed(problem, "/role_id"))),
            _ => Ok(()),
        }
    }
}

/// What a request must say, and how, whoever asks.
fn check_values(env: &Env, new: &New, now: Time) -> std::result::Result<(), Refusal> {
    if new.node_id.is_none() && env.environment.mode == Mode::Hierarchy {
        return Err(Refusal::fail(
            Code::NodeRequired,
            "/node_id",
            "Say at which node; this environment has several.",
        ));
    }
    check_window(new.window, now).map_err(|detail| Refusal::fail(Code::InvalidWindow, "/effective_to", detail))?;
    let Some(reason) = &new.reason else { return Ok(()) };
    if reason.chars().count() > REASON_MAX {
        return Err(Refusal::fail(
            Code::TooLarge,
            "/reason",
            "A reason has at most 500 characters.",
        ));
    }
    if name::free_text(reason, REASON_MAX).is_err() {
        return Err(Refusal::fail(
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
