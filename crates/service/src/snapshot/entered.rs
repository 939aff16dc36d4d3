//! What is known of an environment at a revision, and what a key may do in it then.

use super::pulse;
use crate::Result;
use crate::cx::{Catalogue, Cx, Env, Service};
use domain::Time;
use domain::environments::Environment;
use domain::id::{EnvironmentId, IdentityId, KeyId};
use domain::tenants::Tenant;
use policy::{NodeTree, Rights};
use std::sync::Arc;
use store::Conn;

/// The capabilities and the nodes of an environment at a revision.
pub(crate) struct Known {
    pub revision: i64,
    pub catalogue: Arc<Catalogue>,
    pub tree: Arc<NodeTree>,
}

/// What is read of an environment by a connection, and so what of it may be remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Committed {
    /// What others committed and nothing else: it may be kept, and what was kept may be used.
    Only,
    /// The same, but the revision was just raised by a transaction that has written nothing else yet.
    Raised,
    /// Perhaps also what this transaction wrote.
    Perhaps,
}

impl Known {
    /// What is known of an environment whose row was read just now.
    pub async fn of(
        service: &Service,
        conn: &mut Conn,
        environment: &Environment,
        committed: Committed,
    ) -> Result<Arc<Self>> {
        let snapshots = service.snapshots();
        let kept = match committed {
            Committed::Only => snapshots.known(environment.id, environment.revision),
            Committed::Raised => snapshots.known(environment.id, environment.revision - 1),
            Committed::Perhaps => None,
        };
        if let Some(known) = kept {
            return Ok(known);
        }
        let parents = store::facts::node_parents(conn, environment.id).await?;
        let open = parents.iter().filter(|row| row.window.to.is_none());
        let known = Arc::new(Self {
            revision: environment.revision,
            catalogue: Arc::new(Catalogue::load(conn, environment.id).await?),
            tree: Arc::new(NodeTree::new(
                open.filter_map(|row| row.parent_id.map(|parent| (row.node_id, parent))),
            )),
        });
        if committed == Committed::Only {
            snapshots.keep_known(environment.id, known.clone());
        }
        Ok(known)
    }
}

/// A key, and what it may do in its environment, as of a revision of that.
pub(crate) struct Key {
    pub stored: store::keys::Stored,
    pub entered: Entered,
}

/// An environment as one actor may use it, without the request.
pub(crate) struct Entered {
    tenant: Arc<Tenant>,
    environment: Arc<Environment>,
    identity_id: Option<IdentityId>,
    rights: Arc<Rights>,
    until: Option<Time>,
    grants_own: bool,
    catalogue: Arc<Catalogue>,
    tree: Arc<NodeTree>,
}

impl Entered {
    pub fn of(env: &Env) -> Self {
        Self {
            tenant: env.tenant.clone(),
            environment: env.environment.clone(),
            identity_id: env.identity_id,
            rights: env.rights.clone(),
            until: env.until,
            grants_own: env.grants_own,
            catalogue: env.catalogue.clone(),
            tree: env.tree.clone(),
        }
    }

    pub fn env(&self, cx: Cx) -> Env {
        Env {
            cx,
            tenant: self.tenant.clone(),
            environment: self.environment.clone(),
            identity_id: self.identity_id,
            rights: self.rights.clone(),
            until: self.until,
            grants_own: self.grants_own,
            catalogue: self.catalogue.clone(),
            tree: self.tree.clone(),
        }
    }
}

impl Key {
    /// What is known of a key, where its environment is still as it was then.
    pub async fn current(service: &Service, id: KeyId) -> Result<Option<Arc<Self>>> {
        let Some(key) = service.snapshots().key(id) else {
            return Ok(None);
        };
        let environment: EnvironmentId = key.stored.environment_id;
        let standing = pulse::standing(service, environment).await?;
        let same = standing.is_some_and(|now| now.revision == key.entered.environment.revision && !now.suspended);
        Ok(same.then_some(key))
    }
}
