//! The roles that identities hold, directly and through groups.

use crate::Result;
use crate::db::{Conn, Engine};
use crate::packed::Packed;
use crate::sql::Sql;
use domain::Time;
use domain::id::{EnvironmentId, IdentityId, NodeId, RoleId};
use sqlx::FromRow;
use uuid::Uuid;

/// A role that someone on the page holds, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub identity_id: Uuid,
    pub role_id: Uuid,
    pub role_name: String,
    pub through_group: bool,
    pub effective_from: i64,
    pub effective_to: Option<i64>,
}

/// The live roles of identities, direct ones and through groups; direct first, then by name.
///
/// A page of people holds hundreds of roles. Each row costs the driver more than it costs the database, so
/// they come as one; and they are sorted here, which is the cheaper place on both engines.
pub async fn roles_of(conn: &mut Conn, environment: EnvironmentId, ids: &[IdentityId], now: Time) -> Result<Vec<Held>> {
    let mut sql = Sql::new(conn.engine(), "with recursive chosen (id) as ");
    sql.ids(ids.iter().map(|id| id.0));
    held(&mut sql, environment, Many::Few, now);
    sql.push(match conn.engine() {
        Engine::Sqlite => {
            " select json_group_array(json_array(hex(h.identity_id), hex(h.role_id), r.name, h.through_group,
                h.effective_from, h.effective_to, r.name_folded))"
        }
        Engine::Postgres => {
            " select array_agg(h.identity_id), array_agg(h.role_id), array_agg(r.name), array_agg(h.through_group),
                array_agg(h.effective_from), array_agg(h.effective_to), array_agg(r.name_folded)"
        }
    })
    .push(" from held h join roles r on r.id = h.role_id where r.environment_id = ")
    .bind(environment.0);
    let mut rows = sql
        .all::<Packed>(conn)
        .await?
        .pop()
        .map_or(Vec::new(), |packed| packed.0);
    rows.sort_unstable_by(|a, b| (a.3, &a.6, a.1, a.4, a.0).cmp(&(b.3, &b.6, b.1, b.4, b.0)));
    Ok(rows
        .into_iter()
        .map(|(identity_id, role_id, role_name, through, from, to, _)| Held {
            identity_id,
            role_id,
            role_name,
            through_group: through != 0,
            effective_from: from,
            effective_to: to,
        })
        .collect())
}

/// How many identities are asked about.
#[derive(Clone, Copy)]
enum Many {
    /// A page of them: each group of theirs is looked up.
    Few,
    /// Perhaps all there are.
    Any,
}

/// What the identities of the set `chosen` hold and will hold, as the set `held`.
fn held(sql: &mut Sql, environment: EnvironmentId, many: Many, now: Time) {
    sql.push(
        ", up (identity_id, group_id, until) as (select m.identity_id, m.group_id, m.until from group_members m
              where m.identity_id in (select id from chosen) and m.environment_id = ",
    )
    .bind(environment.0)
    .push(" and m.since <= ")
    .bind(now.0)
    .push(" and (m.until is null or m.until > ")
    .bind(now.0)
    .push(
        ") union select up.identity_id, p.parent_id, up.until from group_parents p join up on up.group_id = p.group_id
             where p.until is null and p.environment_id = ",
    )
    .bind(environment.0)
    .push(
        "), held as (
             select a.identity_id, a.role_id, cast(0 as bigint) as through_group, a.effective_from, a.effective_to
             from assignments a where a.identity_id in (select id from chosen) and a.environment_id = ",
    )
    .bind(environment.0)
    .push(" and a.revoked_at is null and (a.effective_to is null or a.effective_to > ")
    .bind(now.0)
    .push(
        ") union all
             select up.identity_id, a.role_id, cast(1 as bigint), a.effective_from,
               case when a.effective_to is null then up.until
                    when up.until is null or a.effective_to < up.until then a.effective_to else up.until end
             from up ",
    )
    .push(match many {
        // To SQLite the cross says to begin with the groups that were found.
        Many::Few => "cross join assignments a where a.group_id = up.group_id",
        Many::Any => "join assignments a on a.group_id = up.group_id where true",
    })
    .push(" and a.revoked_at is null and a.environment_id = ")
    .bind(environment.0)
    .push(" and (a.effective_to is null or a.effective_to > ")
    .bind(now.0)
    .push("))");
}

/// How many of some identities hold a role.
#[derive(Debug, Clone, FromRow)]
pub struct HeldBy {
    pub role_id: Uuid,
    /// Directly.
    pub direct: i64,
    /// Directly or through a group.
    pub all_in_all: i64,
}

/// The roles that any of `ids` holds or will hold, each with how many of them do.
pub async fn held_by(
    conn: &mut Conn,
    environment: EnvironmentId,
    ids: &[IdentityId],
    now: Time,
) -> Result<Vec<HeldBy>> {
    let mut sql = Sql::new(conn.engine(), "with recursive chosen (id) as ");
    sql.ids(ids.iter().map(|id| id.0));
    held(&mut sql, environment, Many::Any, now);
    sql.push(
        " select role_id, cast(count(distinct case when through_group = 0 then identity_id end) as bigint) as direct,
           cast(count(distinct identity_id) as bigint) as all_in_all from held group by role_id",
    );
    sql.all(conn).await
}

/// Those of `ids` that hold or will hold a role through a group; at one of `nodes`, or at any.
pub async fn through_group(
    conn: &mut Conn,
    environment: EnvironmentId,
    ids: &[IdentityId],
    role: RoleId,
    nodes: Option<&[NodeId]>,
    now: Time,
) -> Result<Vec<IdentityId>> {
    let mut sql = Sql::new(
        conn.engine(),
        "with recursive holders (group_id) as (select a.group_id from assignments a where a.group_id is not null and a.environment_id = ",
    );
    sql.bind(environment.0).push(" and a.role_id = ").bind(role.0);
    if let Some(nodes) = nodes {
        sql.push(" and a.node_id in ").ids(nodes.iter().map(|node| node.0));
    }
    sql.push(" and a.revoked_at is null and (a.effective_to is null or a.effective_to > ")
        .bind(now.0)
        .push(
            ") union select p.group_id from group_parents p join holders h on h.group_id = p.parent_id
             where p.until is null and p.environment_id = ",
        )
        .bind(environment.0)
        .push(") select distinct m.identity_id from group_members m where m.group_id")
        .among_few("(select group_id from holders)")
        .push(" and m.environment_id = ")
        .bind(environment.0)
        .push(" and m.since <= ")
        .bind(now.0)
        .push(" and (m.until is null or m.until > ")
        .bind(now.0)
        .push(") and m.identity_id in ")
        .ids(ids.iter().map(|id| id.0));
    let rows: Vec<(Uuid,)> = sql.all(conn).await?;
    Ok(rows.into_iter().map(|(id,)| IdentityId(id)).collect())
}
