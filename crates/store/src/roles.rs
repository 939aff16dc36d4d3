//! Roles; what they hold is history.

mod gone;
mod list;

pub use gone::{Gone, deletion, ended_by, given, gone, lost, remove, revive};
pub use list::{Brief, Plain, brief, get, list};

use crate::db::{Conn, Tx};
use crate::sql::{Both, Sql};
use crate::{Result, slugs};
use domain::Time;
use domain::id::{CapabilityId, EnvironmentId, RoleId};
use domain::name::Name;
use domain::roles::{Holders, System};
use domain::slug::Slug;
use sqlx::FromRow;
use std::collections::HashMap;
use uuid::Uuid;

/// What is stored of a new role.
pub struct New<'a> {
    pub id: RoleId,
    pub name: &'a Name,
    pub slug: &'a Slug,
    pub description: Option<&'a str>,
    pub system: Option<System>,
    pub capabilities: &'a [CapabilityId],
    pub now: Time,
}

/// Adds a role with its capabilities.
///
/// Fails with [`Error::Unique`] when the slug was ever used.
pub async fn create(tx: &mut Tx, environment: EnvironmentId, new: New<'_>) -> Result<()> {
    slugs::take(tx, environment, slugs::Kind::Role, new.slug, new.id.0).await?;
    execute!(
        tx,
        "insert into roles (environment_id, id, name, name_folded, slug, description, system, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        environment.0,
        new.id.0,
        new.name.as_str(),
        new.name.folded(),
        new.slug.as_str(),
        new.description,
        new.system.map(System::as_str),
        new.now.0
    )?;
    let ids = crate::sql::id_list(new.capabilities.iter().map(|id| id.0));
    execute!(tx, CAPABILITIES, environment.0, new.id.0, ids, new.now.0)?;
    Ok(())
}

/// The ids of the capabilities that a role holds now; the Owner holds all, also later ones.
pub async fn capabilities(conn: &mut Conn, environment: EnvironmentId, role: RoleId) -> Result<Vec<CapabilityId>> {
    let rows = all!(
        conn,
        (Uuid,),
        "select c.id from capabilities c
         where c.environment_id = $1 and c.retired_at is null and (
           exists (select 1 from role_capabilities rc where rc.environment_id = $1 and rc.role_id = $2
             and rc.capability_id = c.id and rc.until is null)
           or exists (select 1 from roles r where r.environment_id = $1 and r.id = $2 and r.system = 'owner'))
         order by c.position, c.id",
        environment.0,
        role.0
    )?;
    Ok(rows.into_iter().map(|(id,)| CapabilityId(id)).collect())
}

/// Gives a role another name and description.
pub async fn describe(
    tx: &mut Tx,
    environment: EnvironmentId,
    id: RoleId,
    name: &Name,
    description: Option<&str>,
) -> Result<()> {
    execute!(
        tx,
        "update roles set name = $3, name_folded = $4, description = $5 where environment_id = $1 and id = $2",
        environment.0,
        id.0,
        name.as_str(),
        name.folded(),
        description
    )?;
    Ok(())
}

/// Adds capabilities to a role and takes others out, from `now` on.
pub async fn set_capabilities(
    tx: &mut Tx,
    environment: EnvironmentId,
    role: RoleId,
    add: &[CapabilityId],
    remove: &[CapabilityId],
    now: Time,
) -> Result<()> {
    const REMOVE: Both = Both {
        sqlite: "update role_capabilities set until = $4 where environment_id = $1 and role_id = $2 and until is null
                 and capability_id in (select unhex(value) from json_each($3))",
        postgres: "update role_capabilities set until = $4 where environment_id = $1 and role_id = $2 and until is null
                   and capability_id in (select value::uuid from json_array_elements_text($3::json))",
    };
    // What was taken out at this very instant holds again without a gap.
    const AGAIN: Both = Both {
        sqlite: "delete from role_capabilities where environment_id = $1 and role_id = $2 and since = $4
                 and capability_id in (select unhex(value) from json_each($3))",
        postgres: "delete from role_capabilities where environment_id = $1 and role_id = $2 and since = $4
                   and capability_id in (select value::uuid from json_array_elements_text($3::json))",
    };
    let ids = |of: &[CapabilityId]| crate::sql::id_list(of.iter().map(|id| id.0));
    execute!(tx, REMOVE, environment.0, role.0, ids(remove), now.0)?;
    execute!(tx, AGAIN, environment.0, role.0, ids(add), now.0)?;
    execute!(tx, CAPABILITIES, environment.0, role.0, ids(add), now.0)?;
    Ok(())
}

const CAPABILITIES: Both = Both {
    sqlite: "insert into role_capabilities (environment_id, role_id, capability_id, since)
             select $1, $2, unhex(value), $4 from json_each($3) where true",
    postgres: "insert into role_capabilities (environment_id, role_id, capability_id, since)
               select $1, $2, value::uuid, $4 from json_array_elements_text($3::json)",
};

#[derive(FromRow)]
struct HoldersRow {
    role_id: Uuid,
    people: i64,
    direct: i64,
    through_groups: i64,
    groups: i64,
    scheduled: i64,
}

/// Who holds which role; one role, or all that someone holds.
pub async fn holders(
    conn: &mut Conn,
    environment: EnvironmentId,
    role: Option<RoleId>,
    now: Time,
) -> Result<HashMap<RoleId, Holders>> {
    let mut sql = Sql::new(
        conn.engine(),
        "with recursive live (role_id, identity_id, group_id, started) as (
           select a.role_id, a.identity_id, a.group_id, case when a.effective_from <= ",
    );
    sql.bind(now.0)
        .push(
            " then 1 else 0 end from assignments a where a.revoked_at is null and (a.effective_to is null or a.effective_to > ",
        )
        .bind(now.0)
        .push(") and a.environment_id = ")
        .bind(environment.0);
    if let Some(role) = role {
        sql.push(" and a.role_id = ").bind(role.0);
    }
    sql.push(
        "), down (role_id, group_id) as (
           select role_id, group_id from live where group_id is not null and started = 1
           union select d.role_id, p.group_id from group_parents p join down d on d.group_id = p.parent_id
           where p.until is null and p.environment_id = ",
    )
    .bind(environment.0)
    .push(
        "), held (role_id, identity_id, direct) as (
           select role_id, identity_id, 1 from live where identity_id is not null and started = 1
           union select d.role_id, m.identity_id, 0 from down d join group_members m on m.group_id = d.group_id
           where m.environment_id = ",
    )
    .bind(environment.0)
    .push(" and m.since <= ")
    .bind(now.0)
    .push(" and (m.until is null or m.until > ")
    .bind(now.0)
    .push(
        ")), people as (
           select role_id, count(distinct identity_id) as people, sum(direct) as direct, sum(1 - direct) as through_groups
           from held group by role_id),
         given as (
           select role_id, count(distinct case when started = 1 then group_id end) as groups, sum(1 - started) as scheduled
           from live group by role_id)
         select g.role_id, cast(coalesce(p.people, 0) as bigint) as people, cast(coalesce(p.direct, 0) as bigint) as direct,
           cast(coalesce(p.through_groups, 0) as bigint) as through_groups, cast(g.groups as bigint) as groups,
           cast(g.scheduled as bigint) as scheduled
         from given g left join people p on p.role_id = g.role_id",
    );
    let rows = sql.all::<HoldersRow>(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let holders = Holders {
                people: row.people,
                direct: row.direct,
                through_groups: row.through_groups,
                groups: row.groups,
                scheduled: row.scheduled,
            };
            (RoleId(row.role_id), holders)
        })
        .collect())
}

/// The other role that differs from these capabilities in the fewest, of those that have some in common, with
/// in how many. The Owner, who holds all, is not among them.
pub async fn closest(
    conn: &mut Conn,
    environment: EnvironmentId,
    role: Option<RoleId>,
    held: &[CapabilityId],
) -> Result<Option<(String, i64)>> {
    let mut sql = Sql::new(
        conn.engine(),
        "with theirs (role_id, n, common) as (
           select rc.role_id, count(*), sum(case when rc.capability_id in ",
    );
    sql.ids(held.iter().map(|id| id.0))
        .push(" then 1 else 0 end) from role_capabilities rc where rc.until is null and rc.environment_id = ")
        .bind(environment.0)
        .push(" and rc.role_id <> ")
        .bind(role.map_or(Uuid::nil(), |role| role.0))
        .push(" group by rc.role_id) select r.name, cast(n + ")
        .bind(i64::try_from(held.len()).unwrap_or(i64::MAX))
        .push(
            " - 2 * common as bigint) as differ from theirs join roles r on r.id = theirs.role_id
              where common > 0 and r.deleted_at is null and r.environment_id = ",
        )
        .bind(environment.0)
        .push(" order by differ, case when r.system is null then 1 else 0 end, r.name_folded, r.id limit 1");
    Ok(sql.all::<(String, i64)>(conn).await?.pop())
}

/// The names of roles, of deleted ones too.
pub async fn names(
    conn: &mut Conn,
    environment: EnvironmentId,
    ids: impl IntoIterator<Item = RoleId>,
) -> Result<HashMap<RoleId, String>> {
    let mut sql = Sql::new(conn.engine(), "select id, name from roles where environment_id = ");
    sql.bind(environment.0)
        .push(" and id in ")
        .ids(ids.into_iter().map(|id| id.0));
    let rows: Vec<(Uuid, String)> = sql.all(conn).await?;
    Ok(rows.into_iter().map(|(id, name)| (RoleId(id), name)).collect())
}
