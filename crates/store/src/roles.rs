//! Roles; what they hold is history.

use crate::db::{Conn, Tx};
use crate::sql::{Both, Sql};
use crate::{Error, Result, slugs};
use domain::Time;
use domain::id::{CapabilityId, EnvironmentId, RoleId};
use domain::name::Name;
use domain::roles::{Role, System};
use domain::slug::Slug;
use sqlx::FromRow;
use std::collections::HashMap;
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
        let system = row
            .system
            .as_deref()
            .map(|text| System::parse(text).ok_or_else(|| Error::corrupt("roles.system", text)));
        Ok(Self {
            id: RoleId(row.id),
            name: row.name,
            slug: Slug::new(&row.slug).map_err(|_| Error::corrupt("roles.slug", &row.slug))?,
            description: row.description,
            system: system.transpose()?,
            capabilities: row.capabilities,
            sensitive: row.sensitive,
        })
    }
}

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
    const CAPABILITIES: Both = Both {
        sqlite: "insert into role_capabilities (environment_id, role_id, capability_id, since)
                 select $1, $2, unhex(value), $4 from json_each($3) where true",
        postgres: "insert into role_capabilities (environment_id, role_id, capability_id, since)
                   select $1, $2, value::uuid, $4 from json_array_elements_text($3::json)",
    };
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

const LIST: &str = "select r.id, r.name, r.slug, r.description, r.system,
    cast(count(c.id) as bigint) as capabilities, cast(count(c.sensitive_since) as bigint) as sensitive
    from roles r
    left join capabilities c on c.environment_id = r.environment_id and c.retired_at is null
      and (r.system = 'owner' or exists (
        select 1 from role_capabilities rc where rc.environment_id = r.environment_id and rc.role_id = r.id
          and rc.capability_id = c.id and rc.until is null))
    where r.environment_id = $1 and r.deleted_at is null
    group by r.id, r.name, r.slug, r.description, r.system, r.name_folded
    order by case when r.system is null then 1 else 0 end, r.name_folded, r.id";

/// All roles: the system's first, then by name.
pub async fn list(conn: &mut Conn, environment: EnvironmentId) -> Result<Vec<Role>> {
    all!(conn, RoleRow, LIST, environment.0)?
        .into_iter()
        .map(Role::try_from)
        .collect()
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
