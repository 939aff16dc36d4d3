//! Who can do something, out of rows: the same that `policy` decides, for everybody at once.

use crate::Result;
use crate::db::Conn;
use crate::sql::Sql;
use domain::Time;
use domain::id::{CapabilityId, EnvironmentId, IdentityId, NodeId, RoleId, TenantId};
use uuid::Uuid;

/// What is asked of everybody.
pub struct Asked<'a> {
    pub environment: EnvironmentId,
    pub tenant: TenantId,
    /// Those that hold the capability at that time.
    pub roles: &'a [RoleId],
    /// The node asked about and those above it, at that time.
    pub nodes: &'a [NodeId],
    pub at: Time,
    /// Whether `at` is over: then those count as well who were deleted since.
    pub past: bool,
}

/// The roles that hold a capability at a time; the system's owner holds all.
pub async fn roles_with(
    conn: &mut Conn,
    environment: EnvironmentId,
    capability: CapabilityId,
    at: Time,
) -> Result<Vec<RoleId>> {
    let rows = all!(
        conn,
        (Uuid,),
        "select role_id from role_capabilities where environment_id = $1 and capability_id = $2 and since <= $3
           and (until is null or until > $3)
         union select id from roles where environment_id = $1 and system = 'owner'",
        environment.0,
        capability.0,
        at.0
    )?;
    Ok(rows.into_iter().map(|(id,)| RoleId(id)).collect())
}

/// A page of those who can, by name, after the name and id of the last one of the page before.
pub async fn page(
    conn: &mut Conn,
    asked: &Asked<'_>,
    after: Option<(&str, IdentityId)>,
    limit: u16,
) -> Result<Vec<(IdentityId, String)>> {
    let mut sql = start(conn, asked, "select i.id, i.name_folded from identities i where ");
    conditions(&mut sql, asked);
    if let Some((name, id)) = after {
        sql.push(" and (i.name_folded, i.id) > (")
            .bind(name)
            .push(", ")
            .bind(id.0)
            .push(")");
    }
    sql.push(" order by i.name_folded, i.id limit ").bind(i64::from(limit));
    let rows: Vec<(Uuid, String)> = sql.all(conn).await?;
    Ok(rows.into_iter().map(|(id, name)| (IdentityId(id), name)).collect())
}

/// How many can, counted up to one more than [`domain::page::TOTAL_MAX`].
pub async fn total(conn: &mut Conn, asked: &Asked<'_>) -> Result<i64> {
    let mut sql = start(
        conn,
        asked,
        "select cast(count(*) as bigint) from (select 1 as one from identities i where ",
    );
    conditions(&mut sql, asked);
    sql.push(" limit ").bind(domain::page::TOTAL_MAX + 1).push(") counted");
    let rows: Vec<(i64,)> = sql.all(conn).await?;
    Ok(rows.first().map_or(0, |(n,)| *n))
}

fn start(conn: &Conn, asked: &Asked<'_>, select: &'static str) -> Sql {
    let at = asked.at.0;
    let mut sql = Sql::new(conn.engine(), "with recursive giving (identity_id, group_id) as (");
    sql.push("select a.identity_id, a.group_id from assignments a where a.environment_id = ")
        .bind(asked.environment.0)
        .push(" and a.effective_from <= ")
        .bind(at)
        // Nothing is granted backwards.
        .push(" and a.created_at <= ")
        .bind(at)
        .push(" and (a.effective_to is null or a.effective_to > ")
        .bind(at)
        .push(") and (a.revoked_at is null or a.revoked_at > ")
        .bind(at)
        .push(") and a.role_id in ")
        .ids(asked.roles.iter().map(|id| id.0));
    sql.push(" and a.node_id in ").ids(asked.nodes.iter().map(|id| id.0));
    sql.push(
        "), holders (group_id) as (select group_id from giving where group_id is not null
            union select p.group_id from group_parents p join holders h on h.group_id = p.parent_id
              where p.environment_id = ",
    )
    .bind(asked.environment.0)
    .push(" and p.since <= ")
    .bind(at)
    .push(" and (p.until is null or p.until > ")
    .bind(at)
    .push(
        ")), able (identity_id) as (select identity_id from giving where identity_id is not null
            union select m.identity_id from group_members m where m.group_id",
    )
    .among_few("(select group_id from holders)")
    .push(" and m.environment_id = ")
    .bind(asked.environment.0)
    .push(" and m.since <= ")
    .bind(at)
    .push(" and (m.until is null or m.until > ")
    .bind(at)
    .push(")) ")
    .push(select);
    sql
}

/// Those of them who have effect at that time.
fn conditions(sql: &mut Sql, asked: &Asked<'_>) {
    let at = asked.at.0;
    match asked.past {
        // Who was deleted later could.
        true => sql.push("(i.deleted_at is null or i.deleted_at > ").bind(at).push(")"),
        // So it is said where the indexes end.
        false => sql.push("i.deleted_at is null"),
    };
    sql.push(" and i.environment_id = ")
        .bind(asked.environment.0)
        .push(
            " and i.id in (select identity_id from able) and not exists (select 1 from identity_suspensions s
            where s.environment_id = i.environment_id and s.identity_id = i.id and s.since <= ",
        )
        .bind(at)
        .push(" and (s.until is null or s.until > ")
        .bind(at)
        .push(")) and (i.invited_at is null or i.invited_at > ")
        .bind(at)
        .push(" or i.accepted_at <= ")
        .bind(at)
        .push(
            ") and (i.account_id is null or exists (select 1 from accounts c where c.id = i.account_id
            and (c.suspended_at is null or c.suspended_at > ",
        )
        .bind(at)
        .push(
            ") and (c.site_admin_since is not null or exists (select 1 from memberships m
            where m.account_id = c.id and m.tenant_id = ",
        )
        .bind(asked.tenant.0)
        .push(" and m.since <= ")
        .bind(at)
        .push(" and (m.until is null or m.until > ")
        .bind(at)
        .push(")))))");
}
