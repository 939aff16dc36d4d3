//! Everything that bears on access, with its history: of one identity, and piece by piece of a whole
//! environment.

mod groups;
mod people;

pub use groups::groups;
pub use people::{Which, people};

use crate::Result;
use crate::db::Conn;
use crate::sql::Sql;
use domain::assignments::{NoEffect, Subject};
use domain::id::{AssignmentId, CapabilityId, EnvironmentId, GroupId, IdentityId, NodeId, RoleId};
use domain::{Time, Window};
use policy::facts::{CapabilityFact, Facts, Grant, Nesting, NodeParent, RoleFact};
use sqlx::FromRow;
use uuid::Uuid;

fn window(since: i64, until: Option<i64>) -> Window {
    Window::new(Some(Time(since)), until.map(Time))
}

/// Loads the facts of an identity. All instants are covered: "as of" is the same facts with
/// another question.
pub async fn of_identity(conn: &mut Conn, environment: EnvironmentId, identity: IdentityId) -> Result<Facts> {
    let mut facts = Facts::new(identity);
    if let Some(known) = people(conn, environment, Which::These(&[identity.0])).await?.pop() {
        facts.blocked = known.blocked;
        // Whoever is gone has no access either.
        let gone = known.gone.map(|gone| (NoEffect::Suspended, window(gone.0, None)));
        facts.blocked.extend(gone);
        facts.memberships = known.memberships;
        facts.assignments = known.assignments;
    }
    if !facts.memberships.is_empty() {
        facts.nestings = nestings(conn, environment, identity).await?;
        let direct = facts.memberships.iter().map(|one| one.group_id.0);
        let mut groups: Vec<Uuid> = direct.chain(facts.nestings.iter().map(|one| one.parent_id.0)).collect();
        groups.sort_unstable();
        groups.dedup();
        let given = grants(conn, environment, "group_id", Which::These(&groups)).await?;
        facts.assignments.extend(given);
        facts.assignments.sort_unstable_by_key(|grant| grant.id);
    }
    let mut named: Vec<Uuid> = facts.assignments.iter().map(|grant| grant.role_id.0).collect();
    named.sort_unstable();
    named.dedup();
    let known = roles(conn, environment, Some(&named)).await?;
    facts.roles = known;
    facts.node_parents = node_parents(conn, environment).await?;
    facts.capabilities = capability_facts(conn, environment).await?;
    Ok(facts)
}

/// How the groups lie in which an identity is or was, and all above them.
async fn nestings(conn: &mut Conn, environment: EnvironmentId, identity: IdentityId) -> Result<Vec<Nesting>> {
    let rows = all!(
        conn,
        (Uuid, Uuid, i64, Option<i64>),
        "with recursive up (group_id) as (
           select group_id from group_members where environment_id = $1 and identity_id = $2
           union select p.parent_id from group_parents p join up on up.group_id = p.group_id where p.environment_id = $1)
         select p.group_id, p.parent_id, p.since, p.until from group_parents p join up on up.group_id = p.group_id
         where p.environment_id = $1 order by p.group_id, p.since",
        environment.0,
        identity.0
    )?;
    Ok(rows.into_iter().map(nesting).collect())
}

fn nesting((group, parent, since, until): (Uuid, Uuid, i64, Option<i64>)) -> Nesting {
    Nesting {
        group_id: GroupId(group),
        parent_id: GroupId(parent),
        window: window(since, until),
    }
}

#[derive(FromRow)]
struct GrantRow {
    id: Uuid,
    identity_id: Option<Uuid>,
    group_id: Option<Uuid>,
    role_id: Uuid,
    node_id: Uuid,
    effective_from: i64,
    effective_to: Option<i64>,
    created_at: i64,
    revoked_at: Option<i64>,
}

impl GrantRow {
    fn grant(self) -> Option<Grant> {
        let subject = self
            .identity_id
            .map(|id| Subject::Identity(id.into()))
            .or(self.group_id.map(|id| Subject::Group(id.into())))?;
        let to = match (self.effective_to, self.revoked_at) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Some(Grant {
            id: AssignmentId(self.id),
            subject,
            role_id: RoleId(self.role_id),
            node_id: NodeId(self.node_id),
            // A start in the past is kept as it was said, but nothing is granted backwards.
            window: window(self.effective_from.max(self.created_at), to),
        })
    }
}

/// What is given to people (`identity_id`) or groups (`group_id`), by subject and id.
async fn grants(
    conn: &mut Conn,
    environment: EnvironmentId,
    subject: &'static str,
    which: Which<'_>,
) -> Result<Vec<Grant>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select id, identity_id, group_id, role_id, node_id, effective_from, effective_to, created_at, revoked_at
         from assignments where environment_id = ",
    );
    sql.bind(environment.0).push(" and ").push(subject).push(" is not null");
    which.of(&mut sql, subject);
    sql.push(" order by ").push(subject).push(", id");
    let rows: Vec<GrantRow> = sql.all(conn).await?;
    Ok(rows.into_iter().filter_map(GrantRow::grant).collect())
}

/// The tree of nodes, with its history.
pub async fn node_parents(conn: &mut Conn, environment: EnvironmentId) -> Result<Vec<NodeParent>> {
    let rows = all!(
        conn,
        (Uuid, Option<Uuid>, Option<i64>, Option<i64>),
        "select n.id, p.parent_id, p.since, p.until from nodes n
         left join node_parents p on p.environment_id = n.environment_id and p.node_id = n.id
         where n.environment_id = $1 order by n.id, p.since",
        environment.0
    )?;
    Ok(rows
        .into_iter()
        .map(|(node, parent, since, until)| NodeParent {
            node_id: NodeId(node),
            parent_id: parent.map(NodeId),
            window: Window::new(since.map(Time), until.map(Time)),
        })
        .collect())
}

#[derive(FromRow)]
struct RoleRow {
    id: Uuid,
    name: String,
    system: Option<String>,
    capability_id: Option<Uuid>,
    since: Option<i64>,
    until: Option<i64>,
}

/// Roles and what they hold, those that are deleted too; all of them where none are named.
pub async fn roles(conn: &mut Conn, environment: EnvironmentId, only: Option<&[Uuid]>) -> Result<Vec<RoleFact>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select r.id, r.name, r.system, c.capability_id, c.since, c.until from roles r
         left join role_capabilities c on c.environment_id = r.environment_id and c.role_id = r.id
         where r.environment_id = ",
    );
    sql.bind(environment.0);
    if let Some(only) = only {
        sql.push(" and r.id in ").ids(only.iter().copied());
    }
    sql.push(" order by r.id, c.capability_id, c.since");
    let rows: Vec<RoleRow> = sql.all(conn).await?;
    let mut facts: Vec<RoleFact> = Vec::new();
    for row in rows {
        if facts.last().is_none_or(|last| last.id.0 != row.id) {
            let fact = RoleFact {
                id: RoleId(row.id),
                name: row.name,
                holds_all: row.system.as_deref() == Some("owner"),
                capabilities: Vec::new(),
            };
            facts.push(fact);
        }
        if let (Some(capability), Some(since), Some(fact)) = (row.capability_id, row.since, facts.last_mut()) {
            fact.capabilities
                .push((CapabilityId(capability), window(since, row.until)));
        }
    }
    Ok(facts)
}

/// All capabilities of an environment with the times in which they were available.
pub async fn capability_facts(conn: &mut Conn, environment: EnvironmentId) -> Result<Vec<CapabilityFact>> {
    let rows = all!(
        conn,
        (Uuid, String, Option<String>, Option<i64>, Option<i64>),
        "select c.id, c.key, s.status, s.since, s.until from capabilities c
         left join capability_statuses s on s.environment_id = c.environment_id and s.capability_id = c.id
         where c.environment_id = $1 and c.retired_at is null order by c.position, c.id, s.since",
        environment.0
    )?;
    let mut facts: Vec<CapabilityFact> = Vec::new();
    for (id, key, status, since, until) in rows {
        if facts.last().is_none_or(|last| last.id.0 != id) {
            facts.push(CapabilityFact {
                id: CapabilityId(id),
                key,
                available: Vec::new(),
            });
        }
        if let (Some("available"), Some(since), Some(fact)) = (status.as_deref(), since, facts.last_mut()) {
            fact.available.push(window(since, until));
        }
    }
    Ok(facts)
}
