//! Environments, their revision and what each revision touched.

use crate::db::{Conn, Tx};
use crate::{Error, Result};
use domain::Time;
use domain::environments::{Environment, Hue, Mode};
use domain::id::{EnvironmentId, NodeId, TenantId};
use domain::name::Name;
use domain::slug::{Lookalike, Slug};
use sqlx::FromRow;
use uuid::Uuid;

#[derive(FromRow)]
struct EnvironmentRow {
    id: Uuid,
    tenant_id: Uuid,
    name: String,
    slug: String,
    hue: String,
    mode: String,
    time_zone: String,
    root_node_id: Uuid,
    revision: i64,
    suspended_at: Option<i64>,
}

impl TryFrom<EnvironmentRow> for Environment {
    type Error = Error;

    fn try_from(row: EnvironmentRow) -> Result<Self> {
        Ok(Self {
            id: EnvironmentId(row.id),
            tenant_id: TenantId(row.tenant_id),
            slug: Slug::new(&row.slug).map_err(|_| Error::corrupt("environments.slug", &row.slug))?,
            hue: Hue::parse(&row.hue).ok_or_else(|| Error::corrupt("environments.hue", &row.hue))?,
            mode: Mode::parse(&row.mode).ok_or_else(|| Error::corrupt("environments.mode", &row.mode))?,
            name: row.name,
            time_zone: row.time_zone,
            root_node_id: NodeId(row.root_node_id),
            suspended: row.suspended_at.is_some(),
            revision: row.revision,
        })
    }
}

/// What is stored of a new environment.
pub struct New<'a> {
    pub id: EnvironmentId,
    pub tenant_id: TenantId,
    pub name: &'a Name,
    pub slug: &'a Slug,
    pub hue: Hue,
    pub time_zone: &'a str,
    pub root_node_id: NodeId,
    /// Place in the list of the tenant's environments.
    pub position: i64,
    pub now: Time,
}

/// Adds an environment, empty and flat.
pub async fn create(tx: &mut Tx, new: New<'_>) -> Result<()> {
    execute!(
        tx,
        "insert into environments
         (id, tenant_id, name, slug, slug_skeleton, hue, mode, time_zone, root_node_id, position, revision, created_at)
         values ($1, $2, $3, $4, $5, $6, 'flat', $7, $8, $9, 0, $10)",
        new.id.0,
        new.tenant_id.0,
        new.name.as_str(),
        new.slug.as_str(),
        new.slug.skeleton(),
        new.hue.as_str(),
        new.time_zone,
        new.root_node_id.0,
        new.position,
        new.now.0
    )?;
    Ok(())
}

/// The environments of a tenant, in their order.
pub async fn list(conn: &mut Conn, tenant: TenantId) -> Result<Vec<Environment>> {
    all!(
        conn,
        EnvironmentRow,
        "select id, tenant_id, name, slug, hue, mode, time_zone, root_node_id, revision, suspended_at
         from environments where tenant_id = $1 order by position, id",
        tenant.0
    )?
    .into_iter()
    .map(Environment::try_from)
    .collect()
}

pub async fn get(conn: &mut Conn, id: EnvironmentId) -> Result<Environment> {
    optional!(
        conn,
        EnvironmentRow,
        "select id, tenant_id, name, slug, hue, mode, time_zone, root_node_id, revision, suspended_at
         from environments where id = $1",
        id.0
    )?
    .ok_or(Error::NoRow)?
    .try_into()
}

/// The environments of a tenant in the order in which they are locked.
pub async fn ids(conn: &mut Conn, tenant: TenantId) -> Result<Vec<EnvironmentId>> {
    let rows = all!(
        conn,
        (Uuid,),
        "select id from environments where tenant_id = $1 order by id",
        tenant.0
    )?;
    Ok(rows.into_iter().map(|(id,)| EnvironmentId(id)).collect())
}

/// Raises the revision and returns the new one. Holds the environment's row until the end of the
/// transaction, so that writes of one environment happen one after the other.
pub async fn raise_revision(tx: &mut Tx, id: EnvironmentId) -> Result<i64> {
    let row = optional!(
        tx,
        (i64,),
        "update environments set revision = revision + 1 where id = $1 returning revision",
        id.0
    )?;
    Ok(row.ok_or(Error::NoRow)?.0)
}

/// Says what a revision touched.
pub async fn note_change(tx: &mut Tx, environment: EnvironmentId, revision: i64, kind: &str, id: Uuid) -> Result<()> {
    execute!(
        tx,
        "insert into changes (environment_id, revision, kind, id) values ($1, $2, $3, $4) on conflict do nothing",
        environment.0,
        revision,
        kind,
        id
    )?;
    Ok(())
}

/// Sets how the environment's places are used. For the command line until a page does it.
pub async fn set_time_zone(tx: &mut Tx, id: EnvironmentId, time_zone: &str) -> Result<()> {
    execute!(
        tx,
        "update environments set time_zone = $2 where id = $1",
        id.0,
        time_zone
    )?;
    Ok(())
}
