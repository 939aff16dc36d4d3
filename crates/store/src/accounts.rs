//! Accounts and the addresses under which they sign in.

use crate::db::{Conn, Tx};
use crate::{Error, Result};
use domain::Time;
use domain::accounts::Account;
use domain::email::Email;
use domain::id::AccountId;
use domain::name::Name;
use sqlx::FromRow;
use uuid::Uuid;

#[derive(FromRow)]
struct AccountRow {
    id: Uuid,
    name: String,
    email: String,
    site_admin_since: Option<i64>,
    suspended_at: Option<i64>,
    password_hash: Option<String>,
}

impl From<AccountRow> for Credentials {
    fn from(row: AccountRow) -> Self {
        Self {
            account: Account {
                id: AccountId(row.id),
                name: row.name,
                email: row.email,
                site_admin: row.site_admin_since.is_some(),
                suspended: row.suspended_at.is_some(),
            },
            password_hash: row.password_hash,
        }
    }
}

/// An account with what proves a password.
pub struct Credentials {
    pub account: Account,
    /// PHC string (argon2id).
    pub password_hash: Option<String>,
}

/// What is stored of a new account.
pub struct New<'a> {
    pub id: AccountId,
    pub name: &'a Name,
    pub email: &'a Email,
    pub password_hash: Option<&'a str>,
    pub site_admin: bool,
    pub now: Time,
}

/// Whether anyone can sign in at all.
pub async fn any(conn: &mut Conn) -> Result<bool> {
    Ok(optional!(conn, (i64,), "select cast(1 as bigint) from accounts limit 1")?.is_some())
}

/// Adds an account.
///
/// Fails with [`Error::Unique`] when the address is in use.
pub async fn create(tx: &mut Tx, new: New<'_>) -> Result<()> {
    execute!(
        tx,
        "insert into accounts (id, name, name_folded, email, password_hash, password_changed_at, site_admin_since, source, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'local', $6)",
        new.id.0,
        new.name.as_str(),
        new.name.folded(),
        new.email.as_str(),
        new.password_hash,
        new.now.0,
        new.site_admin.then_some(new.now.0)
    )?;
    execute!(
        tx,
        "insert into account_logins (login, account_id, kind) values ($1, $2, 'email')",
        new.email.folded(),
        new.id.0
    )?;
    Ok(())
}

/// The account that signs in with a folded address or user name.
pub async fn by_login(conn: &mut Conn, login: &str) -> Result<Option<Credentials>> {
    let row = optional!(
        conn,
        AccountRow,
        "select a.id, a.name, a.email, a.site_admin_since, a.suspended_at, a.password_hash
         from account_logins l join accounts a on a.id = l.account_id where l.login = $1",
        login
    )?;
    Ok(row.map(Credentials::from))
}

/// Gives an account another password.
pub async fn set_password(tx: &mut Tx, id: AccountId, hash: &str, now: Time) -> Result<()> {
    execute!(
        tx,
        "update accounts set password_hash = $2, password_changed_at = $3 where id = $1",
        id.0,
        hash,
        now.0
    )?;
    Ok(())
}

/// An account by its id.
pub async fn get(conn: &mut Conn, id: AccountId) -> Result<Account> {
    let row = optional!(
        conn,
        AccountRow,
        "select id, name, email, site_admin_since, suspended_at, password_hash from accounts where id = $1",
        id.0
    )?;
    row.map(|row| Credentials::from(row).account).ok_or(Error::NoRow)
}
