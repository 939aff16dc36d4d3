//! Which account belongs to which tenant, kept as history.

use crate::db::{Conn, Tx};
use crate::{Error, Result};
use domain::Time;
use domain::id::{AccountId, TenantId};
use domain::tenants::Level;
use uuid::Uuid;

/// Begins a membership.
///
/// Fails with [`Error::Unique`] when there is one.
pub async fn create(
    tx: &mut Tx,
    id: Uuid,
    tenant: TenantId,
    account: AccountId,
    level: Level,
    now: Time,
) -> Result<()> {
    execute!(
        tx,
        "insert into memberships (id, tenant_id, account_id, level, since) values ($1, $2, $3, $4, $5)",
        id,
        tenant.0,
        account.0,
        level.as_str(),
        now.0
    )?;
    Ok(())
}

/// The present level of an account in a tenant.
pub async fn level(conn: &mut Conn, tenant: TenantId, account: AccountId) -> Result<Option<Level>> {
    let row = optional!(
        conn,
        (String,),
        "select level from memberships where tenant_id = $1 and account_id = $2 and until is null",
        tenant.0,
        account.0
    )?;
    row.map(|(text,)| Level::parse(&text).ok_or_else(|| Error::corrupt("memberships.level", &text)))
        .transpose()
}

/// Whether an account belongs to any tenant.
pub async fn any(conn: &mut Conn, account: AccountId) -> Result<bool> {
    let row = optional!(
        conn,
        (i64,),
        "select since from memberships where account_id = $1 and until is null limit 1",
        account.0
    )?;
    Ok(row.is_some())
}

/// Names of active admins of a tenant; of site admins where it has none.
pub async fn admins(conn: &mut Conn, tenant: TenantId, most: u16) -> Result<Vec<String>> {
    let admins = all!(
        conn,
        (String,),
        "select a.name from memberships m join accounts a on a.id = m.account_id
         where m.tenant_id = $1 and m.until is null and m.level = 'admin' and a.suspended_at is null
         order by a.name_folded, a.id limit $2",
        tenant.0,
        i64::from(most)
    )?;
    let found = if admins.is_empty() {
        all!(
            conn,
            (String,),
            "select name from accounts where site_admin_since is not null and suspended_at is null
             order by name_folded, id limit $1",
            i64::from(most)
        )?
    } else {
        admins
    };
    Ok(found.into_iter().map(|(name,)| name).collect())
}
