//! An environment as one actor may use it: what they may, and the doors to writing in it.

use super::{Cx, Tx};
use crate::{Result, environment};
use domain::actor::Actor;
use domain::capabilities::Status;
use domain::environments::Environment;
use domain::id::{EnvironmentId, NodeId};
use domain::problem::{Code, Problem};
use domain::tenants::Tenant;
use domain::{Time, Window};
use policy::{CapIndex, CapSet, Gain, NodeTree, Rights};
use std::sync::Arc;
use store::Conn;
use store::capabilities::Capability;

/// An environment as one actor may use it. Cheap to copy: each request has several.
#[derive(Clone)]
pub struct Env {
    pub(crate) cx: Cx,
    pub tenant: Arc<Tenant>,
    pub environment: Arc<Environment>,
    pub(crate) identity_id: Option<domain::id::IdentityId>,
    pub(crate) rights: Arc<Rights>,
    /// When the credential that asks ends.
    pub(crate) until: Option<Time>,
    /// Whether `access.grant_applications` stands in for own capabilities: it does for giving and taking, not
    /// for acting on who holds them.
    pub(crate) grants_own: bool,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) tree: Arc<NodeTree>,
}

/// The capabilities of an environment, numbered.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    pub list: Vec<Capability>,
    pub index: CapIndex,
    pub available: CapSet,
}

impl Catalogue {
    pub async fn load(conn: &mut Conn, environment: EnvironmentId) -> Result<Self> {
        let list = store::capabilities::list(conn, environment).await?;
        let index = CapIndex::new(list.iter().map(|one| one.id));
        let available = list.iter().enumerate();
        let available = available.filter(|(_, one)| one.status == Status::Available);
        let available = available.map(|(position, _)| position).collect();
        Ok(Self { list, index, available })
    }
}

impl Env {
    pub fn id(&self) -> EnvironmentId {
        self.environment.id
    }

    pub fn cx(&self) -> &Cx {
        &self.cx
    }

    /// The key of a capability of this environment.
    pub fn capability_key(&self, id: domain::id::CapabilityId) -> Option<&str> {
        let found = self.catalogue.list.iter().find(|one| one.id == id);
        found.map(|one| one.key.as_str())
    }

    pub(crate) fn root(&self) -> NodeId {
        self.environment.root_node_id
    }

    pub(crate) fn actor(&self) -> Actor {
        Actor {
            identity_id: self.identity_id.map(|id| id.0),
            ..self.cx.actor()
        }
    }

    fn has_ended(&self) -> bool {
        self.until.is_some_and(|until| until <= self.cx.now())
    }

    /// Whether the actor may do what asks for `capability` at `node`.
    pub fn may_at(&self, capability: &str, node: NodeId) -> bool {
        if self.has_ended() {
            return false;
        }
        if *self.rights == Rights::Everything {
            return true;
        }
        let position = self.catalogue.list.iter().position(|one| one.key == capability);
        position.is_some_and(|position| {
            self.rights
                .may(position, &self.catalogue.available, node, &self.tree, self.cx.now())
        })
    }

    /// Where to ask for a capability when `node` is named: there, or at the root when it names no
    /// node of this environment, so that nothing is learned about nodes of elsewhere.
    pub(crate) fn place(&self, node: Option<NodeId>) -> NodeId {
        node.filter(|node| self.tree.is_at_or_below(*node, self.root()))
            .unwrap_or(self.root())
    }

    /// Whether the actor may do what asks for `capability` in the whole environment.
    pub fn may(&self, capability: &str) -> bool {
        self.may_at(capability, self.root())
    }

    /// Whether the actor may do what asks for `capability` at some node.
    pub fn may_anywhere(&self, capability: &str) -> bool {
        if self.has_ended() {
            return false;
        }
        let Rights::Held(holdings) = &*self.rights else {
            return true;
        };
        let position = self.catalogue.list.iter().position(|one| one.key == capability);
        position.is_some_and(|position| {
            let now = self.cx.now();
            self.catalogue.available.contains(position)
                && holdings
                    .iter()
                    .any(|one| one.capabilities.contains(position) && one.window.contains(now))
        })
    }

    /// Fails with `forbidden` where `capability` is held at no node.
    pub fn require_anywhere(&self, capability: &str) -> Result<()> {
        if self.may_anywhere(capability) {
            Ok(())
        } else {
            Err(Problem::forbidden(capability).into())
        }
    }

    /// Fails with `forbidden` and the capability's name where it is missing.
    pub fn require(&self, capability: &str) -> Result<()> {
        self.require_at(capability, self.root())
    }

    pub(crate) fn require_at(&self, capability: &str, node: NodeId) -> Result<()> {
        if self.may_at(capability, node) {
            Ok(())
        } else {
            Err(Problem::forbidden(capability).into())
        }
    }

    pub(crate) async fn read(&self) -> Result<Conn> {
        self.cx.read().await
    }

    /// Opens a transaction that may write to this environment, raises its revision and so waits
    /// for other writes of the same environment.
    ///
    /// Must run in a task that is not cancelled.
    pub(crate) async fn write(&self, capability: &str, node: NodeId) -> Result<Tx> {
        self.require_at(capability, node)?;
        let tx = self.write_anywhere(capability).await?;
        // Rights are judged again behind the lock: what was true when the request began may not be now.
        tx.env()?.require_at(capability, node)?;
        Ok(tx)
    }

    /// The same where each item names its own node; the items are judged one by one.
    pub(crate) async fn write_anywhere(&self, capability: &str) -> Result<Tx> {
        self.require_anywhere(capability)?;
        let mut tx = self.cx.begin().await?;
        let revision = store::environments::raise_revision(&mut tx, self.id()).await?;
        let fresh = environment::again(self, &mut tx).await?;
        fresh.require_anywhere(capability)?;
        Ok(Tx {
            tx,
            cx: self.cx.clone(),
            env: Some(fresh),
            revision,
        })
    }

    /// Opens a transaction for an event about something that changed nothing, such as a refusal: no
    /// revision is raised.
    ///
    /// Must run in a task that is not cancelled.
    pub(crate) async fn note(&self) -> Result<Tx> {
        Ok(Tx {
            tx: self.cx.begin().await?,
            cx: self.cx.clone(),
            env: Some(self.clone()),
            revision: self.environment.revision,
        })
    }

    /// Opens a transaction that may change who belongs to the tenant: it raises the revision of all
    /// its environments. For what the system does; who may is judged by the caller.
    ///
    /// Must run in a task that is not cancelled.
    pub(crate) async fn write_tenant(&self) -> Result<(Tx, Self)> {
        let mut tx = self.cx.begin().await?;
        let mut revision = 0;
        // In one order, so that two of them cannot wait for each other.
        for id in store::environments::ids(&mut tx, self.tenant.id).await? {
            let raised = store::environments::raise_revision(&mut tx, id).await?;
            if id == self.id() {
                revision = raised;
            } else {
                store::environments::note_change(&mut tx, id, raised, "tenant", self.tenant.id.0).await?;
            }
        }
        let fresh = environment::again(self, &mut tx).await?;
        let tx = Tx {
            tx,
            cx: self.cx.clone(),
            env: Some(fresh.clone()),
            revision,
        };
        Ok((tx, fresh))
    }

    /// Names the first capability that a gain would hand out without being held.
    pub(crate) fn covers(&self, gain: &Gain) -> std::result::Result<(), Problem> {
        self.covers_at(gain, self.cx.now())
    }

    /// Whether the actor holds capabilities at a node at this moment, which taking them away needs.
    ///
    /// One reading of the clock: seen a millisecond later a window of now is over, and gives nothing
    /// that anyone would have to hold.
    pub(crate) fn holds_now(&self, capabilities: CapSet, node: NodeId) -> std::result::Result<(), Problem> {
        let now = self.cx.now();
        let gain = Gain {
            capabilities,
            node,
            window: Window::new(Some(now), Some(Time(now.0 + 1))),
        };
        self.covers_at(&gain, now).map_err(|mut problem| {
            if let Some(key) = &problem.capability {
                problem.detail =
                    format!("This takes away {key}, which you do not hold there now. Ask someone who does.");
            }
            problem
        })
    }

    /// The gain without what `access.grant_applications` lets the actor give and take unheld: the tenant's own
    /// capabilities, where and as long as that right itself is held.
    fn guarded(&self, gain: &Gain, now: Time) -> Gain {
        let mut gain = gain.clone();
        let list = &self.catalogue.list;
        let Some(granting) = list.iter().position(|one| one.key == "access.grant_applications") else {
            return gain;
        };
        let right = Gain {
            capabilities: [granting].into_iter().collect(),
            ..gain.clone()
        };
        let held = || {
            self.rights
                .covers(&right, &self.tree, &self.catalogue.index, now)
                .is_ok()
        };
        if self.grants_own && self.catalogue.available.contains(granting) && held() {
            let own = list.iter().enumerate().filter(|(_, one)| !one.builtin);
            let own: CapSet = own.map(|(position, _)| position).collect();
            gain.capabilities = gain.capabilities.difference(&own);
        }
        gain
    }

    fn covers_at(&self, gain: &Gain, now: Time) -> std::result::Result<(), Problem> {
        let gain = self.guarded(gain, now);
        self.rights
            .covers(&gain, &self.tree, &self.catalogue.index, now)
            .map_err(|missing| {
                let key = self
                    .catalogue
                    .index
                    .position(missing.capability)
                    .and_then(|position| self.catalogue.list.get(position))
                    .map_or_else(|| "a capability".to_owned(), |one| one.key.clone());
                let mut problem = Problem::new(
                    Code::WouldEscalate,
                    format!(
                        "This would give {key}, which you do not hold there for the whole time. Ask someone who does."
                    ),
                );
                problem.capability = Some(key);
                problem
            })
    }
}
