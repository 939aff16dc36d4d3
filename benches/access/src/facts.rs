//! All facts of an environment, as the store has them.

use anyhow::Result;
use domain::id::{IdentityId, NodeId};
use kit::At;
use policy::Index;
use policy::facts::{CapabilityFact, NodeParent, RoleFact};
use policy::index::GroupFacts;
use service::Env;
use store::Db;
use store::facts::{self, Known, Which};
use uuid::Uuid;

/// What bears on access in one environment, at any instant.
pub struct Everything {
    pub people: Vec<Known>,
    pub groups: Vec<GroupFacts>,
    /// With whether they are deleted.
    pub roles: Vec<RoleFact>,
    pub capabilities: Vec<CapabilityFact>,
    /// Where nodes lay and lie.
    pub node_parents: Vec<NodeParent>,
    /// The nodes that there are.
    pub nodes: Vec<NodeId>,
}

impl Everything {
    pub async fn load(at: &At, env: &Env) -> Result<Self> {
        let db = match at {
            At::File(file) => Db::sqlite(file).await?,
            At::Url(url) => Db::postgres(url).await?,
        };
        let mut conn = db.read().await?;
        let all = Which::Between(Uuid::nil(), Uuid::max());
        let nodes = store::nodes::list(&mut conn, env.id()).await?;
        Ok(Self {
            people: facts::people(&mut conn, env.id(), all).await?,
            groups: facts::groups(&mut conn, env.id(), all).await?,
            roles: facts::roles(&mut conn, env.id(), None).await?,
            capabilities: facts::capability_facts(&mut conn, env.id()).await?,
            node_parents: facts::node_parents(&mut conn, env.id()).await?,
            nodes: nodes.into_iter().map(|node| node.id).collect(),
        })
    }

    /// Those who are there.
    pub fn ids(&self) -> Vec<IdentityId> {
        let there = self.people.iter().filter(|known| !known.deleted);
        there.map(|known| known.facts.identity_id).collect()
    }

    /// The index alone, filled as the service fills its own.
    pub fn index(&self) -> Index {
        let mut index = Index::default();
        index.set_capabilities(&self.capabilities);
        index.set_roles(&self.roles);
        index.set_nodes(&self.node_parents, self.nodes.iter().copied());
        index.set_groups(&self.groups);
        for known in self.people.iter().filter(|known| !known.deleted) {
            index.set_person(&known.facts);
        }
        index
    }
}
