//! The catalogue of an environment; the status is history.

use crate::db::{Conn, Tx};
use crate::{Error, Result, slugs};
use domain::Time;
use domain::capabilities::{CATALOGUE, Key, Status, area_name};
use domain::id::{CapabilityId, EnvironmentId, RoleId};
use domain::name::Name;
use domain::slug::Lookalike;
use sqlx::FromRow;
use uuid::Uuid;

/// A capability of an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capability {
    pub id: CapabilityId,
    pub key: String,
    /// What its area is called.
    pub area: String,
    pub name: String,
    pub sensitive: bool,
    pub builtin: bool,
    pub status: Status,
}

#[derive(FromRow)]
struct CapabilityRow {
    id: Uuid,
    key: String,
    area: Option<String>,
    name: String,
    sensitive_since: Option<i64>,
    builtin_since: Option<i64>,
    status: Option<String>,
}

impl TryFrom<CapabilityRow> for Capability {
    type Error = Error;

    fn try_from(row: CapabilityRow) -> Result<Self> {
        let status = row.status.as_deref().and_then(Status::parse);
        Ok(Self {
            id: CapabilityId(row.id),
            status: status.ok_or_else(|| Error::corrupt("capability_statuses.status", &row.status))?,
            area: row.area.unwrap_or_else(|| area_name(&row.key)),
            key: row.key,
            name: row.name,
            sensitive: row.sensitive_since.is_some(),
            builtin: row.builtin_since.is_some(),
        })
    }
}

/// Adds the built-in catalogue; `ids` has one id for each entry, in order.
pub async fn create_catalogue(tx: &mut Tx, environment: EnvironmentId, ids: &[Uuid], now: Time) -> Result<()> {
    for (position, (entry, id)) in CATALOGUE.iter().zip(ids).enumerate() {
        let row = Row {
            id: *id,
            key: entry.key,
            area: entry.area(),
            name: entry.name,
            description: entry.description,
            sensitive: entry.sensitive,
            builtin: true,
            status: entry.status,
            position: i64::try_from(position).unwrap_or(i64::MAX),
        };
        create(tx, environment, row, now).await?;
    }
    Ok(())
}

/// What is stored of a capability of the tenant's own.
pub struct New<'a> {
    pub id: CapabilityId,
    pub key: &'a Key,
    pub name: &'a Name,
    pub description: &'a str,
    pub sensitive: bool,
    pub status: Status,
    pub now: Time,
}

/// Own capabilities come after the built-in ones, also those of later releases, area by area.
const OWN: i64 = 1 << 32;

/// Adds a capability of the tenant's own.
///
/// Fails with [`Error::Unique`] when the key was ever used.
pub async fn add(tx: &mut Tx, environment: EnvironmentId, new: New<'_>) -> Result<()> {
    slugs::take(tx, environment, slugs::Kind::Capability, new.key, new.id.0).await?;
    let (position,): (i64,) = one!(
        tx,
        (i64,),
        "select coalesce(
           (select min(position) from capabilities where environment_id = $1 and area = $2),
           (select max(position) + 1 from capabilities where environment_id = $1 and position >= $3), $3)",
        environment.0,
        new.key.area(),
        OWN
    )?;
    let row = Row {
        id: new.id.0,
        key: new.key.as_str(),
        area: new.key.area(),
        name: new.name.as_str(),
        description: new.description,
        sensitive: new.sensitive,
        builtin: false,
        status: new.status,
        position,
    };
    create(tx, environment, row, new.now).await
}

struct Row<'a> {
    id: Uuid,
    key: &'a str,
    area: &'a str,
    name: &'a str,
    description: &'a str,
    sensitive: bool,
    builtin: bool,
    status: Status,
    position: i64,
}

async fn create(tx: &mut Tx, environment: EnvironmentId, row: Row<'_>, now: Time) -> Result<()> {
    execute!(
        tx,
        "insert into capabilities
         (environment_id, id, key, area, name, description, sensitive_since, builtin_since, position, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        environment.0,
        row.id,
        row.key,
        row.area,
        row.name,
        row.description,
        row.sensitive.then_some(now.0),
        row.builtin.then_some(now.0),
        row.position,
        now.0
    )?;
    execute!(
        tx,
        "insert into capability_statuses (environment_id, capability_id, status, since) values ($1, $2, $3, $4)",
        environment.0,
        row.id,
        row.status.as_str(),
        now.0
    )?;
    Ok(())
}

/// Gives an own capability another name, description and mark.
pub async fn describe(
    tx: &mut Tx,
    environment: EnvironmentId,
    id: CapabilityId,
    name: &Name,
    description: &str,
    sensitive_since: Option<Time>,
) -> Result<()> {
    execute!(
        tx,
        "update capabilities set name = $3, description = $4,
           sensitive_since = case when $5 then coalesce(sensitive_since, $6) end
         where environment_id = $1 and id = $2",
        environment.0,
        id.0,
        name.as_str(),
        description,
        sensitive_since.is_some(),
        sensitive_since.map(|at| at.0)
    )?;
    Ok(())
}

/// Turns a capability on from now.
pub async fn turn_on(tx: &mut Tx, environment: EnvironmentId, id: CapabilityId, now: Time) -> Result<()> {
    // A status that began at this very instant never held.
    execute!(
        tx,
        "delete from capability_statuses where environment_id = $1 and capability_id = $2 and since = $3",
        environment.0,
        id.0,
        now.0
    )?;
    execute!(
        tx,
        "update capability_statuses set until = $3 where environment_id = $1 and capability_id = $2 and until is null",
        environment.0,
        id.0,
        now.0
    )?;
    execute!(
        tx,
        "insert into capability_statuses (environment_id, capability_id, status, since) values ($1, $2, $3, $4)",
        environment.0,
        id.0,
        Status::Available.as_str(),
        now.0
    )?;
    Ok(())
}

/// Takes an own capability out of all roles and out of the catalogue; its key is retired.
pub async fn retire(tx: &mut Tx, environment: EnvironmentId, id: CapabilityId, now: Time) -> Result<()> {
    execute!(
        tx,
        "update role_capabilities set until = $3 where environment_id = $1 and capability_id = $2 and until is null",
        environment.0,
        id.0,
        now.0
    )?;
    execute!(
        tx,
        "update capabilities set retired_at = $3 where environment_id = $1 and id = $2",
        environment.0,
        id.0,
        now.0
    )?;
    slugs::retire(tx, environment, slugs::Kind::Capability, id.0, Some(now)).await
}

/// What is said of each capability, in the order of [`list`].
pub async fn descriptions(conn: &mut Conn, environment: EnvironmentId) -> Result<Vec<(CapabilityId, String)>> {
    let rows = all!(
        conn,
        (Uuid, String),
        "select id, description from capabilities where environment_id = $1 and retired_at is null
         order by position, id",
        environment.0
    )?;
    Ok(rows.into_iter().map(|(id, text)| (CapabilityId(id), text)).collect())
}

/// In how many roles each capability is; the owner's, which hold everything, are left out.
pub async fn in_roles(conn: &mut Conn, environment: EnvironmentId) -> Result<Vec<(CapabilityId, i64)>> {
    let rows = all!(
        conn,
        (Uuid, i64),
        "select rc.capability_id, cast(count(*) as bigint) from role_capabilities rc
         join roles r on r.environment_id = rc.environment_id and r.id = rc.role_id and r.deleted_at is null
         where rc.environment_id = $1 and rc.until is null group by rc.capability_id",
        environment.0
    )?;
    Ok(rows.into_iter().map(|(id, n)| (CapabilityId(id), n)).collect())
}

/// The roles that hold a capability, by name; the owner's, which holds everything, is left out.
pub async fn holding(conn: &mut Conn, environment: EnvironmentId, id: CapabilityId) -> Result<Vec<(RoleId, String)>> {
    let rows = all!(
        conn,
        (Uuid, String),
        "select r.id, r.name from role_capabilities rc
         join roles r on r.environment_id = rc.environment_id and r.id = rc.role_id and r.deleted_at is null
         where rc.environment_id = $1 and rc.capability_id = $2 and rc.until is null order by r.name_folded, r.id",
        environment.0,
        id.0
    )?;
    Ok(rows.into_iter().map(|(id, name)| (RoleId(id), name)).collect())
}

/// The whole catalogue, in its order.
pub async fn list(conn: &mut Conn, environment: EnvironmentId) -> Result<Vec<Capability>> {
    all!(
        conn,
        CapabilityRow,
        "select c.id, c.key, a.name as area, c.name, c.sensitive_since, c.builtin_since, s.status
         from capabilities c
         left join capability_areas a on a.environment_id = c.environment_id and a.key = c.area
         left join capability_statuses s
           on s.environment_id = c.environment_id and s.capability_id = c.id and s.until is null
         where c.environment_id = $1 and c.retired_at is null order by c.position, c.id",
        environment.0
    )?
    .into_iter()
    .map(Capability::try_from)
    .collect()
}
