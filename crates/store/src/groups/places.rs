//! Groups and where they lie.
//!
//! `cross join` tells SQLite to begin with the few that were found.

use crate::db::Conn;
use crate::{Error, Result};
use domain::groups::Group;
use domain::id::{EnvironmentId, GroupId};
use domain::slug::Slug;
use sqlx::FromRow;
use uuid::Uuid;

#[derive(FromRow)]
struct GroupRow {
    id: Uuid,
    name: String,
    slug: String,
    description: Option<String>,
    parent_id: Option<Uuid>,
}

impl TryFrom<GroupRow> for Group {
    type Error = Error;

    fn try_from(row: GroupRow) -> Result<Self> {
        Ok(Self {
            id: GroupId(row.id),
            name: row.name,
            slug: Slug::new(&row.slug).map_err(|_| Error::corrupt("groups.slug", &row.slug))?,
            description: row.description,
            parent_id: row.parent_id.map(GroupId),
        })
    }
}

fn read(rows: Vec<GroupRow>) -> Result<Vec<Group>> {
    rows.into_iter().map(Group::try_from).collect()
}

/// All groups with their present parents, by name.
pub async fn list(conn: &mut Conn, environment: EnvironmentId) -> Result<Vec<Group>> {
    read(all!(
        conn,
        GroupRow,
        "select g.id, g.name, g.slug, g.description, p.parent_id from groups g
         left join group_parents p on p.environment_id = g.environment_id and p.group_id = g.id and p.until is null
         where g.environment_id = $1 and g.deleted_at is null order by g.name_folded, g.id",
        environment.0
    )?)
}

/// One group with its present parent. Fails with [`Error::NoRow`] where it is not there.
pub async fn get(conn: &mut Conn, environment: EnvironmentId, id: GroupId) -> Result<Group> {
    one!(
        conn,
        GroupRow,
        "select g.id, g.name, g.slug, g.description, p.parent_id from groups g
         left join group_parents p on p.environment_id = g.environment_id and p.group_id = g.id and p.until is null
         where g.environment_id = $1 and g.id = $2 and g.deleted_at is null",
        environment.0,
        id.0
    )?
    .try_into()
}

/// The group that has a slug, where there is one.
pub async fn by_slug(conn: &mut Conn, environment: EnvironmentId, slug: &str) -> Result<Option<Group>> {
    let rows = all!(
        conn,
        GroupRow,
        "select g.id, g.name, g.slug, g.description, p.parent_id from groups g
         left join group_parents p on p.environment_id = g.environment_id and p.group_id = g.id and p.until is null
         where g.environment_id = $1 and g.slug = $2 and g.deleted_at is null",
        environment.0,
        slug
    )?;
    Ok(read(rows)?.pop())
}

/// A group and all in which it lies, from the group to the top; nothing where it is not there.
pub async fn line(conn: &mut Conn, environment: EnvironmentId, id: GroupId) -> Result<Vec<Group>> {
    // Rings cannot be made; a step too many would show one instead of going round for ever.
    read(all!(
        conn,
        GroupRow,
        "with recursive up (group_id, step) as (
           select g.id, cast(1 as bigint) from groups g
             where g.environment_id = $1 and g.id = $2 and g.deleted_at is null
           union all select p.parent_id, up.step + 1 from group_parents p join up on up.group_id = p.group_id
             where p.environment_id = $1 and p.until is null and up.step < 100)
         select g.id, g.name, g.slug, g.description, p.parent_id from up cross join groups g
         left join group_parents p on p.environment_id = g.environment_id and p.group_id = g.id and p.until is null
         where g.environment_id = $1 and g.id = up.group_id and g.deleted_at is null order by up.step",
        environment.0,
        id.0
    )?)
}

/// A group and all that lie in it, at any depth, by name; nothing where it is not there.
pub async fn within(conn: &mut Conn, environment: EnvironmentId, id: GroupId) -> Result<Vec<Group>> {
    read(all!(
        conn,
        GroupRow,
        "with recursive below (group_id) as (
           select g.id from groups g where g.environment_id = $1 and g.id = $2 and g.deleted_at is null
           union select p.group_id from group_parents p join below on below.group_id = p.parent_id
             where p.environment_id = $1 and p.until is null)
         select g.id, g.name, g.slug, g.description, p.parent_id from below cross join groups g
         left join group_parents p on p.environment_id = g.environment_id and p.group_id = g.id and p.until is null
         where g.environment_id = $1 and g.id = below.group_id and g.deleted_at is null order by g.name_folded, g.id",
        environment.0,
        id.0
    )?)
}
