//! Cedar. Groups, and roles held at a node, are parents of people; a capability lies in the roles that hold it; and
//! there is one policy for each pair of role and node. A policy for each assignment would be many times as many, and
//! Cedar looks at each of them for each question.

use crate::moment::{Has, Moment};
use anyhow::Result;
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
};
use domain::id::NodeId;
use service::access::Question;
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

/// Policies and entities of one moment.
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
}

fn uid(kind: &str, id: &str) -> Result<EntityUid> {
    Ok(EntityUid::from_type_name_and_id(
        kind.parse::<EntityTypeName>()?,
        EntityId::new(id),
    ))
}

impl Cedar {
    pub fn of(moment: &Moment) -> Result<Self> {
        let mut text = String::new();
        for (role, node) in moment.given() {
            writeln!(
                text,
                r#"permit(principal in Held::"{role}@{node}", action in Action::"{role}", resource in Node::"{node}");"#
            )?;
        }
        let mut entities = Vec::new();
        let parents = |has: &Has| -> Result<HashSet<EntityUid>> {
            let groups = has.groups.iter().map(|group| uid("Group", &group.to_string()));
            let given = has.given.iter();
            let given = given.map(|(role, node)| uid("Held", &format!("{role}@{node}")));
            groups.chain(given).collect()
        };
        for (id, has) in &moment.people {
            entities.push(Entity::new_no_attrs(uid("Person", &id.to_string())?, parents(has)?));
        }
        for (id, has) in &moment.groups {
            entities.push(Entity::new_no_attrs(uid("Group", &id.to_string())?, parents(has)?));
        }
        for (id, above) in &moment.nodes {
            let above: Result<HashSet<EntityUid>> = above.iter().map(|node| uid("Node", &node.to_string())).collect();
            entities.push(Entity::new_no_attrs(uid("Node", &id.to_string())?, above?));
        }
        let mut roles: HashMap<&str, HashSet<EntityUid>> = HashMap::new();
        for (role, held) in &moment.roles {
            for key in held {
                roles.entry(key).or_default().insert(uid("Action", &role.to_string())?);
            }
        }
        for key in &moment.capabilities {
            let roles = roles.remove(key.as_str()).unwrap_or_default();
            entities.push(Entity::new_no_attrs(uid("Action", key)?, roles));
        }
        Ok(Self {
            authorizer: Authorizer::new(),
            policies: text.parse()?,
            entities: Entities::from_entities(entities, None)?,
        })
    }

    /// How many policies it looks at.
    pub fn len(&self) -> usize {
        self.policies.policies().count()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn allows(&self, request: &Request) -> bool {
        let answer = self.authorizer.is_authorized(request, &self.policies, &self.entities);
        answer.decision() == Decision::Allow
    }
}

/// The question in its words; asked about the root where it names no node.
pub fn request(question: &Question, root: NodeId) -> Result<Request> {
    let node = question.node_id.unwrap_or(root);
    Ok(Request::new(
        uid("Person", &question.identity_id.to_string())?,
        uid("Action", &question.capability)?,
        uid("Node", &node.to_string())?,
        Context::empty(),
        None,
    )?)
}
