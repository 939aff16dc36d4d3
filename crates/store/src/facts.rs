//! Everything that bears on the access of one identity, with its history.

use crate::Result;
use crate::db::Conn;
use crate::sql::Sql;
use domain::assignments::{NoEffect, Subject};
use domain::id::{AssignmentId, CapabilityId, EnvironmentId, GroupId, IdentityId, NodeId, RoleId};
use domain::{Time, Window};
use policy::facts::{CapabilityFact, Facts, Grant, Membership, Nesting, NodeParent, RoleFact};
use sqlx::FromRow;
use uuid::Uuid;

fn window(since: i64, until: Option<i64>) -> Window {
    Window::new(Some(Time(since)), until.map(Time))
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

/// Loads the facts of an identity. All instants are covered: "as of" is the same facts with
/// another question.
pub async fn of_identity(conn: &mut Conn, environment: EnvironmentId, identity: IdentityId) -> Result<Facts> {
    let memberships = all!(
        conn,
        (Uuid, i64, Option<i64>),
        "select group_id, since, until from group_members where environment_id = $1 and identity_id = $2 order by group_id, since",
        environment.0,
        identity.0
    )?;
    let nestings = all!(
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
    let mut groups: Vec<Uuid> = memberships
        .iter()
        .map(|row| row.0)
        .chain(nestings.iter().map(|row| row.1))
        .collect();
    groups.sort_unstable();
    groups.dedup();
    let grants = grants(conn, environment, identity, &groups).await?;
    let mut roles: Vec<Uuid> = grants.iter().map(|grant| grant.role_id.0).collect();
    roles.sort_unstable();
    roles.dedup();
    Ok(Facts {
        identity_id: identity,
        blocked: blocked(conn, environment, identity).await?,
        memberships: memberships
            .into_iter()
            .map(|(group, since, until)| Membership {
                group_id: GroupId(group),
                window: window(since, until),
            })
            .collect(),
        nestings: nestings
            .into_iter()
            .map(|(group, parent, since, until)| Nesting {
                group_id: GroupId(group),
                parent_id: GroupId(parent),
                window: window(since, until),
            })
            .collect(),
        assignments: grants,
        node_parents: node_parents(conn, environment).await?,
        roles: role_facts(conn, environment, &roles).await?,
        capabilities: capability_facts(conn, environment).await?,
    })
}

async fn grants(
    conn: &mut Conn,
    environment: EnvironmentId,
    identity: IdentityId,
    groups: &[Uuid],
) -> Result<Vec<Grant>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select id, identity_id, group_id, role_id, node_id, effective_from, effective_to, created_at, revoked_at
         from assignments where environment_id = ",
    );
    sql.bind(environment.0)
        .push(" and (identity_id = ")
        .bind(identity.0)
        .push(" or group_id in ")
        .ids(groups.iter().copied());
    sql.push(") order by id");
    let rows: Vec<GrantRow> = sql.all(conn).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let subject = row
                .identity_id
                .map(|id| Subject::Identity(id.into()))
                .or(row.group_id.map(|id| Subject::Group(id.into())))?;
            let to = match (row.effective_to, row.revoked_at) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            Some(Grant {
                id: AssignmentId(row.id),
                subject,
                role_id: RoleId(row.role_id),
                node_id: NodeId(row.node_id),
                // A start in the past is kept as it was said, but nothing is granted backwards.
                window: window(row.effective_from.max(row.created_at), to),
            })
        })
        .collect())
}

#[derive(FromRow)]
struct LinkRow {
    account_id: Option<Uuid>,
    invited_at: Option<i64>,
    accepted_at: Option<i64>,
    deleted_at: Option<i64>,
    suspended_at: Option<i64>,
    site_admin_since: Option<i64>,
    tenant_id: Uuid,
}

async fn blocked(conn: &mut Conn, environment: EnvironmentId, identity: IdentityId) -> Result<Vec<(NoEffect, Window)>> {
    let suspensions = all!(
        conn,
        (i64, Option<i64>),
        "select since, until from identity_suspensions where environment_id = $1 and identity_id = $2 order by since",
        environment.0,
        identity.0
    )?;
    let mut blocked: Vec<(NoEffect, Window)> = suspensions
        .into_iter()
        .map(|(since, until)| (NoEffect::Suspended, window(since, until)))
        .collect();
    let link = optional!(
        conn,
        LinkRow,
        "select i.account_id, i.invited_at, i.accepted_at, i.deleted_at, a.suspended_at, a.site_admin_since, e.tenant_id
         from identities i join environments e on e.id = i.environment_id left join accounts a on a.id = i.account_id
         where i.environment_id = $1 and i.id = $2",
        environment.0,
        identity.0
    )?;
    let Some(link) = link else { return Ok(blocked) };
    if let Some(invited) = link.invited_at {
        blocked.push((NoEffect::Invited, window(invited, link.accepted_at)));
    }
    if let Some(deleted) = link.deleted_at {
        blocked.push((NoEffect::Suspended, window(deleted, None)));
    }
    if let Some(account) = link.account_id {
        if let Some(suspended) = link.suspended_at {
            blocked.push((NoEffect::AccountSuspended, window(suspended, None)));
        }
        if link.site_admin_since.is_none() {
            blocked.extend(outside_membership(conn, link.tenant_id, account).await?);
        }
    }
    Ok(blocked)
}

/// The times in which an account was no member of a tenant.
async fn outside_membership(conn: &mut Conn, tenant: Uuid, account: Uuid) -> Result<Vec<(NoEffect, Window)>> {
    let memberships = all!(
        conn,
        (i64, Option<i64>),
        "select since, until from memberships where tenant_id = $1 and account_id = $2 order by since",
        tenant,
        account
    )?;
    let mut gaps = Vec::new();
    let mut from = None;
    for (since, until) in memberships {
        gaps.push(Window::new(from, Some(Time(since))));
        match until {
            Some(until) => from = Some(Time(until)),
            None => return Ok(named(gaps)),
        }
    }
    gaps.push(Window::new(from, None));
    Ok(named(gaps))
}

fn named(gaps: Vec<Window>) -> Vec<(NoEffect, Window)> {
    gaps.into_iter()
        .filter(|gap| !gap.is_empty())
        .map(|gap| (NoEffect::NoMembership, gap))
        .collect()
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

async fn role_facts(conn: &mut Conn, environment: EnvironmentId, roles: &[Uuid]) -> Result<Vec<RoleFact>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select r.id, r.name, r.system, c.capability_id, c.since, c.until from roles r
         left join role_capabilities c on c.environment_id = r.environment_id and c.role_id = r.id
         where r.environment_id = ",
    );
    sql.bind(environment.0)
        .push(" and r.id in ")
        .ids(roles.iter().copied())
        .push(" order by r.id, c.capability_id, c.since");
    type Row = (Uuid, String, Option<String>, Option<Uuid>, Option<i64>, Option<i64>);
    let rows: Vec<Row> = sql.all(conn).await?;
    let mut facts: Vec<RoleFact> = Vec::new();
    for (id, name, system, capability, since, until) in rows {
        if facts.last().is_none_or(|last| last.id.0 != id) {
            facts.push(RoleFact {
                id: RoleId(id),
                name,
                holds_all: system.as_deref() == Some("owner"),
                capabilities: Vec::new(),
            });
        }
        if let (Some(capability), Some(since), Some(fact)) = (capability, since, facts.last_mut()) {
            fact.capabilities.push((CapabilityId(capability), window(since, until)));
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
