//! The catalogue of an environment; the status is history.

use crate::db::{Conn, Tx};
use crate::{Error, Result};
use domain::Time;
use domain::capabilities::{CATALOGUE, Entry, Status};
use domain::id::{CapabilityId, EnvironmentId};
use sqlx::FromRow;
use uuid::Uuid;

/// A capability of an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capability {
    pub id: CapabilityId,
    pub key: String,
    pub name: String,
    pub sensitive: bool,
    pub builtin: bool,
    pub status: Status,
}

#[derive(FromRow)]
struct CapabilityRow {
    id: Uuid,
    key: String,
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
        create(tx, environment, CapabilityId(*id), entry, position, now).await?;
    }
    Ok(())
}

async fn create(
    tx: &mut Tx,
    environment: EnvironmentId,
    id: CapabilityId,
    entry: &Entry,
    position: usize,
    now: Time,
) -> Result<()> {
    execute!(
        tx,
        "insert into capabilities
         (environment_id, id, key, area, name, description, sensitive_since, builtin_since, position, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8)",
        environment.0,
        id.0,
        entry.key,
        entry.area(),
        entry.name,
        entry.description,
        entry.sensitive.then_some(now.0),
        now.0,
        i64::try_from(position).unwrap_or(i64::MAX)
    )?;
    execute!(
        tx,
        "insert into capability_statuses (environment_id, capability_id, status, since) values ($1, $2, $3, $4)",
        environment.0,
        id.0,
        entry.status.as_str(),
        now.0
    )?;
    Ok(())
}

/// The whole catalogue, in its order.
pub async fn list(conn: &mut Conn, environment: EnvironmentId) -> Result<Vec<Capability>> {
    all!(
        conn,
        CapabilityRow,
        "select c.id, c.key, c.name, c.sensitive_since, c.builtin_since, s.status
         from capabilities c
         left join capability_statuses s
           on s.environment_id = c.environment_id and s.capability_id = c.id and s.until is null
         where c.environment_id = $1 and c.retired_at is null order by c.position, c.id",
        environment.0
    )?
    .into_iter()
    .map(Capability::try_from)
    .collect()
}
