//! All roles of an environment, whole or by name.

use crate::db::Conn;
use crate::{Error, Result};
use domain::id::{EnvironmentId, RoleId};
use domain::roles::{Role, System};
use domain::slug::Slug;
use sqlx::FromRow;
use uuid::Uuid;

#[derive(FromRow)]
struct RoleRow {
    id: Uuid,
    name: String,
    slug: String,
    description: Option<String>,
    system: Option<String>,
    capabilities: i64,
    sensitive: i64,
}

impl TryFrom<RoleRow> for Role {
    type Error = Error;

    fn try_from(row: RoleRow) -> Result<Self> {
        Ok(Self {
            id: RoleId(row.id),
            name: row.name,
            slug: Slug::new(&row.slug).map_err(|_| Error::corrupt("roles.slug", &row.slug))?,
            description: row.description,
            system: row.system.as_deref().map(system_of).transpose()?,
            capabilities: row.capabilities,
            sensitive: row.sensitive,
        })
    }
}

/// Counted once for all roles: joining each role with each capability takes longer than the rest of a page.
const LIST: &str = "with held (role_id, capabilities, sensitive) as (
      select rc.role_id, count(c.id), count(c.sensitive_since) from role_capabilities rc
      join capabilities c on c.environment_id = rc.environment_id and c.id = rc.capability_id and c.retired_at is null
      where rc.environment_id = $1 and rc.until is null group by rc.role_id),
    catalogue (capabilities, sensitive) as (
      select count(c.id), count(c.sensitive_since) from capabilities c
      where c.environment_id = $1 and c.retired_at is null)
    select r.id, r.name, r.slug, r.description, r.system,
      cast(case when r.system = 'owner' then catalogue.capabilities else coalesce(held.capabilities, 0) end as bigint)
        as capabilities,
      cast(case when r.system = 'owner' then catalogue.sensitive else coalesce(held.sensitive, 0) end as bigint)
        as sensitive
    from roles r cross join catalogue left join held on held.role_id = r.id
    where r.environment_id = $1 and r.deleted_at is null
    order by case when r.system is null then 1 else 0 end, r.name_folded, r.id";

/// All roles: the system's first, then by name.
pub async fn list(conn: &mut Conn, environment: EnvironmentId) -> Result<Vec<Role>> {
    all!(conn, RoleRow, LIST, environment.0)?
        .into_iter()
        .map(Role::try_from)
        .collect()
}

/// A role without what it holds.
#[derive(Debug, Clone)]
pub struct Plain {
    pub name: String,
    pub slug: Slug,
    pub description: Option<String>,
    pub system: Option<System>,
}

type PlainRow = (String, String, Option<String>, Option<String>);

/// One role. Fails with [`Error::NoRow`] where it is not there.
pub async fn get(conn: &mut Conn, environment: EnvironmentId, id: RoleId) -> Result<Plain> {
    let (name, slug, description, system) = one!(
        conn,
        PlainRow,
        "select name, slug, description, system from roles
         where environment_id = $1 and id = $2 and deleted_at is null",
        environment.0,
        id.0
    )?;
    Ok(Plain {
        name,
        slug: Slug::new(&slug).map_err(|_| Error::corrupt("roles.slug", &slug))?,
        description,
        system: system.as_deref().map(system_of).transpose()?,
    })
}

fn system_of(text: &str) -> Result<System> {
    System::parse(text).ok_or_else(|| Error::corrupt("roles.system", text))
}

/// What a role goes by.
#[derive(Debug, Clone)]
pub struct Brief {
    pub id: RoleId,
    pub name: String,
    pub slug: Slug,
}

/// All roles without what they hold, in the order of [`list`]: for filters and look-ups.
pub async fn brief(conn: &mut Conn, environment: EnvironmentId) -> Result<Vec<Brief>> {
    let rows = all!(
        conn,
        (Uuid, String, String),
        "select id, name, slug from roles where environment_id = $1 and deleted_at is null
         order by case when system is null then 1 else 0 end, name_folded, id",
        environment.0
    )?;
    rows.into_iter()
        .map(|(id, name, slug)| {
            Ok(Brief {
                id: RoleId(id),
                name,
                slug: Slug::new(&slug).map_err(|_| Error::corrupt("roles.slug", &slug))?,
            })
        })
        .collect()
}
