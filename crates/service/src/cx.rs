//! The one door to a writable transaction, and the one way to keep what it did.
//!
//! [`Env::write`] asks for a capability and opens the transaction; [`Tx::commit`] takes the audit
//! event and judges what the change gives to anyone. Forgetting either does not compile.

mod deployment;
mod env;
mod tx;

pub use deployment::Service;
pub(crate) use env::Catalogue;
pub use env::Env;
pub use tx::Tx;

use crate::error::{Error, found};
use crate::once::Once;
use crate::snapshot::Committed;
use crate::{Result, environment};
use domain::Time;
use domain::accounts::Account;
use domain::actor::{Actor, ActorKind};
use domain::id::{EnvironmentId, KeyId, SessionId};
use domain::problem::Code;
use domain::slug::Slug;
use store::Conn;
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

    /// The only place that opens one; each door around it says what it is for.
    async fn begin(&self) -> Result<store::Tx> {
        Ok(self.service.db().begin_write().await?)
    }

    /// Opens a transaction on what belongs to no environment.
    pub(crate) async fn write(&self) -> Result<Tx> {
        Ok(Tx {
            tx: self.begin().await?,
            cx: self.clone(),
            env: None,
            revision: 0,
        })
    }

    /// Opens a transaction for bookkeeping; see [`Kept`].
    pub(crate) async fn keep(&self) -> Result<Kept> {
        Ok(Kept(self.begin().await?))
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
        environment::enter(self, &mut conn, tenant, environment, Committed::Only).await
    }

    /// An environment that the actor may enter, by its id.
    pub(crate) async fn environment_by_id(&self, id: EnvironmentId) -> Result<Env> {
        self.environment_through(&mut self.read().await?, id, Committed::Only)
            .await
    }

    /// The same through a connection that is there, which may be that of a transaction.
    pub(crate) async fn environment_in(&self, conn: &mut Conn, id: EnvironmentId) -> Result<Env> {
        self.environment_through(conn, id, Committed::Perhaps).await
    }

    async fn environment_through(&self, conn: &mut Conn, id: EnvironmentId, committed: Committed) -> Result<Env> {
        let environment = found(store::environments::get(conn, id).await, "environment")?;
        let tenant = store::tenants::get(conn, environment.tenant_id).await?;
        environment::enter(self, conn, tenant, environment, committed).await
    }

    /// The same, suspended or not: for what is told about it, not for what is done in it.
    pub(crate) async fn environment_open_or_not(&self, id: EnvironmentId) -> Result<Env> {
        let mut conn = self.read().await?;
        let environment = found(store::environments::get(&mut conn, id).await, "environment")?;
        let tenant = store::tenants::get(&mut conn, environment.tenant_id).await?;
        environment::look(self, &mut conn, tenant, environment, Committed::Only).await
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

/// A transaction for bookkeeping, which has no event. Only these tables are written through it:
/// `sessions` (last seen), `one_time_tokens` (the setup token), `plans`, `plan_items`,
/// `idempotency`, and of `operations` who works on them.
pub(crate) struct Kept(pub store::Tx);

impl Kept {
    pub async fn commit(self) -> Result<()> {
        Ok(self.0.commit().await?)
    }
}
