//! Groups; nesting and membership are history.

mod gone;
mod members;
mod places;

pub use gone::{Gone, Had, deletion, gone, remove, revive};
pub use members::{
    Leaving, Membership, Standing, add_memberships, back, counts, direct, end_memberships, live, of_identity, standing,
    ways,
};
pub use places::{by_slug, get, line, list, within};

use crate::db::{Conn, Tx};
use crate::sql::Sql;
use crate::{Result, slugs};
use domain::id::{EnvironmentId, GroupId, NodeId, RoleId};
use domain::name::Name;
use domain::slug::Slug;
use domain::{Time, Window};
use uuid::Uuid;

/// What is stored of a new group.
pub struct New<'a> {
    pub id: GroupId,
    pub name: &'a Name,
    pub slug: &'a Slug,
    pub description: Option<&'a str>,
    pub parent_id: Option<GroupId>,
    pub now: Time,
}

/// Adds a group.
///
/// Fails with [`Error::Unique`] when the slug was ever used.
pub async fn create(tx: &mut Tx, environment: EnvironmentId, new: New<'_>) -> Result<()> {
    slugs::take(tx, environment, slugs::Kind::Group, new.slug, new.id.0).await?;
    execute!(
        tx,
        "insert into groups (environment_id, id, name, name_folded, slug, description, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        environment.0,
        new.id.0,
        new.name.as_str(),
        new.name.folded(),
        new.slug.as_str(),
        new.description,
        new.now.0
    )?;
    nest(tx, environment, new.id, new.parent_id, new.now).await
}

/// Begins to lie in a group, if in any.
pub(crate) async fn nest(
    tx: &mut Tx,
    environment: EnvironmentId,
    group: GroupId,
    parent: Option<GroupId>,
    now: Time,
) -> Result<()> {
    let Some(parent) = parent else { return Ok(()) };
    // Within the same millisecond it may have left that place: then it never did.
    execute!(
        tx,
        "insert into group_parents (environment_id, group_id, parent_id, since) values ($1, $2, $3, $4)
         on conflict (environment_id, group_id, since) do update set parent_id = excluded.parent_id, until = null",
        environment.0,
        group.0,
        parent.0,
        now.0
    )?;
    Ok(())
}

/// Lies in another group from now on, or in none.
pub async fn lay(
    tx: &mut Tx,
    environment: EnvironmentId,
    group: GroupId,
    parent: Option<GroupId>,
    now: Time,
) -> Result<()> {
    execute!(
        tx,
        "update group_parents set until = $3 where environment_id = $1 and group_id = $2 and until is null",
        environment.0,
        group.0,
        now.0
    )?;
    nest(tx, environment, group, parent, now).await
}

/// Another name or description.
pub async fn describe(
    tx: &mut Tx,
    environment: EnvironmentId,
    group: GroupId,
    name: &Name,
    description: Option<&str>,
) -> Result<()> {
    execute!(
        tx,
        "update groups set name = $3, name_folded = $4, description = $5 where environment_id = $1 and id = $2",
        environment.0,
        group.0,
        name.as_str(),
        name.folded(),
        description
    )?;
    Ok(())
}

/// What the members of a group have through it and the groups above it, now and later.
pub async fn grants(conn: &mut Conn, environment: EnvironmentId, group: GroupId, now: Time) -> Result<Vec<Granted>> {
    Ok(all!(
        conn,
        GrantedRow,
        "with recursive up (group_id) as (
           select g.id from groups g where g.environment_id = $1 and g.id = $2 and g.deleted_at is null
           union select p.parent_id from group_parents p join up on up.group_id = p.group_id
           where p.environment_id = $1 and p.until is null)
         select a.role_id, a.node_id, a.effective_from, a.effective_to from up cross join assignments a
         where a.group_id = up.group_id and a.environment_id = $1 and a.revoked_at is null and (a.effective_to is null or a.effective_to > $3)",
        environment.0,
        group.0,
        now.0
    )?
    .into_iter()
    .map(granted)
    .collect())
}

type GrantedRow = (Uuid, Uuid, i64, Option<i64>);

fn granted((role, node, from, to): GrantedRow) -> Granted {
    Granted {
        role_id: RoleId(role),
        node_id: NodeId(node),
        window: Window::new(Some(Time(from)), to.map(Time)),
    }
}

/// What these groups have themselves, now and later.
pub async fn own_grants(
    conn: &mut Conn,
    environment: EnvironmentId,
    groups: &[GroupId],
    now: Time,
) -> Result<Vec<Granted>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select role_id, node_id, effective_from, effective_to from assignments where environment_id = ",
    );
    sql.bind(environment.0)
        .push(" and revoked_at is null and (effective_to is null or effective_to > ")
        .bind(now.0)
        .push(") and group_id in ")
        .ids(groups.iter().map(|id| id.0));
    let rows: Vec<GrantedRow> = sql.all(conn).await?;
    Ok(rows.into_iter().map(granted).collect())
}

/// A role that a group has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Granted {
    pub role_id: RoleId,
    pub node_id: NodeId,
    pub window: Window,
}

/// How many identities are in a group or in one below it, now or later.
pub async fn reached(conn: &mut Conn, environment: EnvironmentId, group: GroupId, now: Time) -> Result<i64> {
    let row = one!(
        conn,
        (i64,),
        "with recursive below (group_id) as (
           select g.id from groups g where g.environment_id = $1 and g.id = $2
           union select p.group_id from group_parents p join below b on b.group_id = p.parent_id
             where p.environment_id = $1 and p.until is null)
         select cast(count(distinct m.identity_id) as bigint) from below b cross join group_members m
         where m.group_id = b.group_id and m.environment_id = $1 and (m.until is null or m.until > $3)",
        environment.0,
        group.0,
        now.0
    )?;
    Ok(row.0)
}
