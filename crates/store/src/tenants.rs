//! Organisations.

use crate::db::{Conn, Tx};
use crate::{Error, Result};
use domain::Time;
use domain::id::{AccountId, TenantId};
use domain::name::Name;
use domain::slug::{Lookalike, Slug};
use domain::tenants::Tenant;
use sqlx::FromRow;
use uuid::Uuid;

#[derive(FromRow)]
struct TenantRow {
    id: Uuid,
    name: String,
    slug: String,
    suspended_at: Option<i64>,
}

impl TryFrom<TenantRow> for Tenant {
    type Error = Error;

    fn try_from(row: TenantRow) -> Result<Self> {
        Ok(Self {
            id: TenantId(row.id),
            name: row.name,
            slug: Slug::new(&row.slug).map_err(|_| Error::corrupt("tenants.slug", &row.slug))?,
            suspended: row.suspended_at.is_some(),
        })
    }
}

/// Adds a tenant. `origin` says how it came to be: `setup`, `demo` or `seed`.
///
/// Fails with [`Error::Unique`] when the slug, or one that looks like it, is in use.
pub async fn create(tx: &mut Tx, id: TenantId, name: &Name, slug: &Slug, origin: &str, now: Time) -> Result<()> {
    execute!(
        tx,
        "insert into tenants (id, name, slug, slug_skeleton, people_directory, origin, created_at)
         values ($1, $2, $3, $4, 'shared', $5, $6)",
        id.0,
        name.as_str(),
        slug.as_str(),
        slug.skeleton(),
        origin,
        now.0
    )?;
    Ok(())
}

pub async fn by_slug(conn: &mut Conn, slug: &str) -> Result<Tenant> {
    optional!(
        conn,
        TenantRow,
        "select id, name, slug, suspended_at from tenants where slug = $1",
        slug
    )?
    .ok_or(Error::NoRow)?
    .try_into()
}

pub async fn get(conn: &mut Conn, id: TenantId) -> Result<Tenant> {
    optional!(
        conn,
        TenantRow,
        "select id, name, slug, suspended_at from tenants where id = $1",
        id.0
    )?
    .ok_or(Error::NoRow)?
    .try_into()
}

/// The tenants that an account belongs to, or all of them.
pub async fn of_account(conn: &mut Conn, account: Option<AccountId>) -> Result<Vec<Tenant>> {
    let rows = match account {
        Some(account) => all!(
            conn,
            TenantRow,
            "select t.id, t.name, t.slug, t.suspended_at from tenants t
             join memberships m on m.tenant_id = t.id and m.until is null
             where m.account_id = $1 order by t.name, t.id",
            account.0
        )?,
        None => all!(
            conn,
            TenantRow,
            "select id, name, slug, suspended_at from tenants order by name, id"
        )?,
    };
    rows.into_iter().map(Tenant::try_from).collect()
}

/// The origins of the tenants that exist.
pub async fn origins(conn: &mut Conn) -> Result<Vec<String>> {
    Ok(all!(conn, (String,), "select distinct origin from tenants")?
        .into_iter()
        .map(|(origin,)| origin)
        .collect())
}
