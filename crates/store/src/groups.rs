//! Groups; nesting and membership are history.

use crate::db::{Conn, Tx};
use crate::sql::Both;
use crate::{Error, Result, slugs};
use domain::groups::Group;
use domain::id::{EnvironmentId, GroupId, IdentityId, NodeId, RoleId};
use domain::name::Name;
use domain::slug::Slug;
use domain::{Time, Window};
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
    if let Some(parent) = new.parent_id {
        execute!(
            tx,
            "insert into group_parents (environment_id, group_id, parent_id, since) values ($1, $2, $3, $4)",
            environment.0,
            new.id.0,
            parent.0,
            new.now.0
        )?;
    }
    Ok(())
}

/// Adds members that are not in the group yet. Returns how many were added.
pub async fn add_members(
    tx: &mut Tx,
    environment: EnvironmentId,
    group: GroupId,
    members: &[IdentityId],
    now: Time,
    until: Option<Time>,
) -> Result<u64> {
    const ADD: Both = Both {
        sqlite: "insert into group_members (environment_id, group_id, identity_id, since, until)
            select $1, $2, i.id, $4, $5 from json_each($3) item
            join identities i on i.environment_id = $1 and i.id = unhex(item.value) and i.deleted_at is null
            where not exists (select 1 from group_members m where m.environment_id = $1 and m.group_id = $2
              and m.identity_id = i.id and (m.until is null or m.until > $4))",
        postgres: "insert into group_members (environment_id, group_id, identity_id, since, until)
            select $1, $2, i.id, $4, $5 from json_array_elements_text($3::json) item
            join identities i on i.environment_id = $1 and i.id = item.value::uuid and i.deleted_at is null
            where not exists (select 1 from group_members m where m.environment_id = $1 and m.group_id = $2
              and m.identity_id = i.id and (m.until is null or m.until > $4))",
    };
    let ids = crate::sql::id_list(members.iter().map(|id| id.0));
    execute!(tx, ADD, environment.0, group.0, ids, now.0, until.map(|at| at.0))
}

/// What the members of a group have through it and the groups above it, now and later.
pub async fn grants(conn: &mut Conn, environment: EnvironmentId, group: GroupId, now: Time) -> Result<Vec<Granted>> {
    all!(
        conn,
        (Uuid, Uuid, i64, Option<i64>),
        "with recursive up (group_id) as (
           select g.id from groups g where g.environment_id = $1 and g.id = $2 and g.deleted_at is null
           union select p.parent_id from group_parents p join up on up.group_id = p.group_id
           where p.environment_id = $1 and p.until is null)
         select a.role_id, a.node_id, a.effective_from, a.effective_to from up join assignments a on a.group_id = up.group_id
         where a.environment_id = $1 and a.revoked_at is null and (a.effective_to is null or a.effective_to > $3)",
        environment.0,
        group.0,
        now.0
    )?
    .into_iter()
    .map(|(role, node, from, to)| {
        Ok(Granted {
            role_id: RoleId(role),
            node_id: NodeId(node),
            window: Window::new(Some(Time(from)), to.map(Time)),
        })
    })
    .collect()
}

/// All groups with their present parents, by name.
pub async fn list(conn: &mut Conn, environment: EnvironmentId) -> Result<Vec<Group>> {
    all!(
        conn,
        GroupRow,
        "select g.id, g.name, g.slug, g.description, p.parent_id from groups g
         left join group_parents p on p.environment_id = g.environment_id and p.group_id = g.id and p.until is null
         where g.environment_id = $1 and g.deleted_at is null order by g.name_folded, g.id",
        environment.0
    )?
    .into_iter()
    .map(Group::try_from)
    .collect()
}

/// A role that a group has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Granted {
    pub role_id: RoleId,
    pub node_id: NodeId,
    pub window: Window,
}

/// One person's time in one group.
pub struct Membership {
    pub group_id: GroupId,
    pub identity_id: IdentityId,
    pub since: Time,
    pub until: Option<Time>,
}

/// Adds memberships of many groups in one go. The caller knows that none overlaps another.
pub async fn add_memberships(tx: &mut Tx, environment: EnvironmentId, new: &[Membership]) -> Result<u64> {
    const ADD: Both = Both {
        sqlite: "insert into group_members (environment_id, group_id, identity_id, since, until)
            select $1, unhex(value->>0), unhex(value->>1), value->>2, value->>3 from json_each($2) where true",
        postgres: "insert into group_members (environment_id, group_id, identity_id, since, until)
            select $1, (value->>0)::uuid, (value->>1)::uuid, (value->>2)::bigint, (value->>3)::bigint
            from json_array_elements($2::json)",
    };
    let rows: Vec<serde_json::Value> = new
        .iter()
        .map(|one| {
            serde_json::json!([
                one.group_id.0.simple().to_string(),
                one.identity_id.0.simple().to_string(),
                one.since.0,
                one.until.map(|at| at.0),
            ])
        })
        .collect();
    execute!(tx, ADD, environment.0, serde_json::Value::Array(rows).to_string())
}

/// How many identities are in a group or in one below it.
pub async fn reached(conn: &mut Conn, environment: EnvironmentId, group: GroupId, now: Time) -> Result<i64> {
    let row = one!(
        conn,
        (i64,),
        "with recursive below (group_id) as (
           select g.id from groups g where g.environment_id = $1 and g.id = $2
           union select p.group_id from group_parents p join below b on b.group_id = p.parent_id
             where p.environment_id = $1 and p.until is null)
         select cast(count(distinct m.identity_id) as bigint) from group_members m join below b on b.group_id = m.group_id
         where m.environment_id = $1 and m.since <= $3 and (m.until is null or m.until > $3)",
        environment.0,
        group.0,
        now.0
    )?;
    Ok(row.0)
}
