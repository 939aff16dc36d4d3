//! casbin, without its cache. Groups, and roles held at a node, are its roles; what a role holds at a node are its
//! policies, with the cheapest comparison first.

use crate::moment::{Has, Moment};
use anyhow::Result;
use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi};
use domain::id::NodeId;
use service::access::Question;

const MODEL: &str = "
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[role_definition]
g = _, _
g2 = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.act == p.act && g2(r.obj, p.obj) && g(r.sub, p.sub)
";

pub struct Casbin {
    enforcer: Enforcer,
    policies: usize,
}

impl Casbin {
    pub async fn of(moment: &Moment) -> Result<Self> {
        let model = DefaultModel::from_str(MODEL).await?;
        let mut enforcer = Enforcer::new(model, MemoryAdapter::default()).await?;
        let mut policies = Vec::new();
        for (role, node) in moment.given() {
            for key in &moment.roles[&role] {
                policies.push(vec![format!("{role}@{node}"), node.to_string(), key.clone()]);
            }
        }
        let mut above = Vec::new();
        let people = moment.people.iter().map(|(id, has)| (id.to_string(), has));
        let groups = moment.groups.iter().map(|(id, has)| (id.to_string(), has));
        for (id, Has { groups, given }) in people.chain(groups) {
            above.extend(groups.iter().map(|group| vec![id.clone(), group.to_string()]));
            above.extend(
                given
                    .iter()
                    .map(|(role, node)| vec![id.clone(), format!("{role}@{node}")]),
            );
        }
        let nodes = moment.nodes.iter();
        let nodes = nodes.filter_map(|(node, above)| Some(vec![node.to_string(), (*above)?.to_string()]));
        let nodes: Vec<_> = nodes.collect();
        let count = policies.len();
        enforcer.add_policies(policies).await?;
        // It takes all of a list or, with one line twice, none.
        above.sort_unstable();
        above.dedup();
        enforcer.add_grouping_policies(above).await?;
        if !nodes.is_empty() {
            enforcer.add_named_grouping_policies("g2", nodes).await?;
        }
        Ok(Self {
            enforcer,
            policies: count,
        })
    }

    /// How many policies it looks at.
    pub fn len(&self) -> usize {
        self.policies
    }

    pub fn is_empty(&self) -> bool {
        self.policies == 0
    }

    pub fn allows(&self, asked: &[String; 3]) -> Result<bool> {
        let [person, node, key] = asked;
        Ok(self.enforcer.enforce((person, node, key))?)
    }
}

/// The question in its words; asked about the root where it names no node.
pub fn request(question: &Question, root: NodeId) -> [String; 3] {
    let node = question.node_id.unwrap_or(root);
    [
        question.identity_id.to_string(),
        node.to_string(),
        question.capability.clone(),
    ]
}
