//! The one door to a writable transaction, and the one way to keep what it did.
//!
//! [`Env::write`] asks for a capability and opens the transaction; [`Tx::commit`] takes the audit
//! event and judges what the change gives to anyone. Forgetting either does not compile.

mod deployment;
mod tx;

pub use deployment::Service;
pub use tx::Tx;

use crate::error::{Error, found};
use crate::once::Once;
use crate::{Result, environment};
use domain::accounts::Account;
use domain::actor::{Actor, ActorKind};
use domain::environments::Environment;
use domain::id::{EnvironmentId, KeyId, NodeId, SessionId};
use domain::problem::{Code, Problem};
use domain::slug::Slug;
use domain::tenants::Tenant;
use domain::{Time, Window};
use policy::{CapIndex, CapSet, Gain, NodeTree, Rights};
use std::sync::Arc;
use store::Conn;
use store::capabilities::Capability;
use uuid::Uuid;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    Nobody,
    Account {
        account: Account,
        session: SessionId,
    },
    Key {
        id: KeyId,
        name: String,
        environment: EnvironmentId,
    },
    /// The command line: whoever can run it owns the machine.
    Cli,
    System,
}

/// A request: who, when, under which id.
#[derive(Clone)]
pub struct Cx {
    pub(crate) service: Service,
    who: Who,
    request_id: String,
    pub(crate) once: Option<Once>,
}

impl Cx {
    pub fn who(&self) -> &Who {
        &self.who
    }

    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    pub fn now(&self) -> Time {
        self.service.now()
    }

    pub(crate) fn next_id<T: From<Uuid>>(&self) -> T {
        self.service.next_id()
    }

    /// The signed-in account.
    pub fn account(&self) -> Result<&Account> {
        match &self.who {
            Who::Account { account, .. } => Ok(account),
            _ => Err(Error::new(Code::Unauthorized, "Sign in first.")),
        }
    }

    pub(crate) fn actor(&self) -> Actor {
        let (kind, id, label) = match &self.who {
            Who::Account { account, .. } => (ActorKind::Account, Some(account.id.0), account.name.clone()),
            Who::Key { id, name, .. } => (ActorKind::ApiKey, Some(id.0), name.clone()),
            Who::Cli => (ActorKind::Cli, None, "Command line".to_owned()),
            Who::System | Who::Nobody => (ActorKind::System, None, "Rolecall".to_owned()),
        };
        Actor {
            kind,
            id,
            label,
            identity_id: None,
        }
    }

    pub(crate) async fn read(&self) -> Result<Conn> {
        Ok(self.service.db().read().await?)
    }

    /// Opens a transaction on what belongs to no environment.
    pub(crate) async fn write(&self) -> Result<Tx> {
        Ok(Tx {
            tx: self.service.db().begin_write().await?,
            cx: self.clone(),
            env: None,
            revision: 0,
        })
    }

    /// Opens a transaction for bookkeeping; see [`Kept`].
    pub(crate) async fn keep(&self) -> Result<Kept> {
        Ok(Kept(self.service.db().begin_write().await?))
    }

    /// An environment that the actor may enter, by the slugs of its path.
    ///
    /// Fails with `not_found` where it does not exist or is not theirs, alike.
    pub async fn environment(&self, tenant: &str, environment: &str) -> Result<Env> {
        // What is no slug is no tenant's, and need be nothing that a database can hold.
        let slug = Slug::new(tenant).map_err(|_| Error::not_found("environment"))?;
        let mut conn = self.read().await?;
        let tenant = found(store::tenants::by_slug(&mut conn, slug.as_str()).await, "environment")?;
        let environment = store::environments::list(&mut conn, tenant.id)
            .await?
            .into_iter()
            .find(|one| one.slug.as_str() == environment)
            .ok_or_else(|| Error::not_found("environment"))?;
        environment::enter(self, &mut conn, tenant, environment).await
    }

    /// An environment that the actor may enter, by its id.
    pub(crate) async fn environment_by_id(&self, id: EnvironmentId) -> Result<Env> {
        self.environment_in(&mut self.read().await?, id).await
    }

    /// The same through a connection that is there.
    pub(crate) async fn environment_in(&self, conn: &mut Conn, id: EnvironmentId) -> Result<Env> {
        let environment = found(store::environments::get(conn, id).await, "environment")?;
        let tenant = store::tenants::get(conn, environment.tenant_id).await?;
        environment::enter(self, conn, tenant, environment).await
    }

    /// The same, suspended or not: for what is told about it, not for what is done in it.
    pub(crate) async fn environment_open_or_not(&self, id: EnvironmentId) -> Result<Env> {
        let mut conn = self.read().await?;
        let environment = found(store::environments::get(&mut conn, id).await, "environment")?;
        let tenant = store::tenants::get(&mut conn, environment.tenant_id).await?;
        environment::look(self, &mut conn, tenant, environment).await
    }

    /// The environment of an API key.
    pub async fn environment_of_key(&self) -> Result<Env> {
        let Who::Key { environment, .. } = &self.who else {
            return Err(Error::new(
                Code::Unauthorized,
                "Send an API key in X-API-Key or as a Bearer token.",
            ));
        };
        self.environment_by_id(*environment).await
    }
}

/// An environment as one actor may use it.
#[derive(Clone)]
pub struct Env {
    pub(crate) cx: Cx,
    pub tenant: Tenant,
    pub environment: Environment,
    pub(crate) identity_id: Option<domain::id::IdentityId>,
    pub(crate) rights: Rights,
    /// When the credential that asks ends.
    pub(crate) until: Option<Time>,
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

impl Env {
    pub fn id(&self) -> EnvironmentId {
        self.environment.id
    }

    pub fn cx(&self) -> &Cx {
        &self.cx
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
        if self.rights == Rights::Everything {
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
        let Rights::Held(holdings) = &self.rights else {
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
        let mut tx = self.cx.service.db().begin_write().await?;
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
            tx: self.cx.service.db().begin_write().await?,
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
        let mut tx = self.cx.service.db().begin_write().await?;
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

    fn covers_at(&self, gain: &Gain, now: Time) -> std::result::Result<(), Problem> {
        self.rights
            .covers(gain, &self.tree, &self.catalogue.index, now)
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

/// A transaction for bookkeeping, which has no event. Only these tables are written through it:
/// `sessions` (last seen), `one_time_tokens` (the setup token), `plans`, `plan_items`,
/// `idempotency`, and of `operations` who works on them.
pub(crate) struct Kept(pub store::Tx);

impl Kept {
    pub async fn commit(self) -> Result<()> {
        Ok(self.0.commit().await?)
    }
}
