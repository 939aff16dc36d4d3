//! Sessions: opaque tokens of which only the hash is stored.

mod affected;

pub use affected::{Among, signed_in};

use crate::Result;
use crate::db::{Conn, Tx};
use domain::Time;
use domain::accounts::Account;
use domain::id::{AccountId, SessionId};
use domain::sessions::Session;
use sqlx::FromRow;
use uuid::Uuid;

#[derive(FromRow)]
struct SessionRow {
    id: Uuid,
    account_id: Uuid,
    name: String,
    email: String,
    site_admin_since: Option<i64>,
    suspended_at: Option<i64>,
    last_seen_at: i64,
    expires_at: i64,
}

/// A live session and whose it is.
pub struct Live {
    pub id: SessionId,
    pub account: Account,
    pub last_seen_at: Time,
    pub expires_at: Time,
}

/// What is stored of a new session.
pub struct New<'a> {
    pub id: SessionId,
    /// Lower-case hex of the SHA-256 of the token.
    pub token_hash: &'a str,
    pub account_id: AccountId,
    pub now: Time,
    pub expires_at: Time,
    pub user_agent: &'a str,
    pub ip: &'a str,
}

pub async fn create(tx: &mut Tx, new: New<'_>) -> Result<()> {
    execute!(
        tx,
        "insert into sessions (id, token_hash, account_id, created_at, last_seen_at, expires_at, user_agent, ip)
         values ($1, $2, $3, $4, $4, $5, $6, $7)",
        new.id.0,
        new.token_hash,
        new.account_id.0,
        new.now.0,
        new.expires_at.0,
        new.user_agent,
        new.ip
    )?;
    Ok(())
}

/// The session of a token, unless it was revoked, has ended or was not seen since `idle_since`.
pub async fn live(conn: &mut Conn, token_hash: &str, now: Time, idle_since: Time) -> Result<Option<Live>> {
    let row = optional!(
        conn,
        SessionRow,
        "select s.id, s.account_id, a.name, a.email, a.site_admin_since, a.suspended_at, s.last_seen_at, s.expires_at
         from sessions s join accounts a on a.id = s.account_id
         where s.token_hash = $1 and s.revoked_at is null and s.expires_at > $2 and s.last_seen_at > $3",
        token_hash,
        now.0,
        idle_since.0
    )?;
    Ok(row.map(|row| Live {
        id: SessionId(row.id),
        account: Account {
            id: AccountId(row.account_id),
            name: row.name,
            email: row.email,
            site_admin: row.site_admin_since.is_some(),
            suspended: row.suspended_at.is_some(),
        },
        last_seen_at: Time(row.last_seen_at),
        expires_at: Time(row.expires_at),
    }))
}

#[derive(FromRow)]
struct OwnRow {
    id: Uuid,
    created_at: i64,
    last_seen_at: i64,
    expires_at: i64,
    user_agent: String,
    ip: String,
}

/// The live sessions of an account, the last used one first.
pub async fn of_account(conn: &mut Conn, account: AccountId, now: Time, idle_since: Time) -> Result<Vec<Session>> {
    let rows = all!(
        conn,
        OwnRow,
        "select id, created_at, last_seen_at, expires_at, user_agent, ip from sessions
         where account_id = $1 and revoked_at is null and expires_at > $2 and last_seen_at > $3
         order by last_seen_at desc, id",
        account.0,
        now.0,
        idle_since.0
    )?;
    let read = |row: OwnRow| Session {
        id: SessionId(row.id),
        created_at: Time(row.created_at),
        last_seen_at: Time(row.last_seen_at),
        expires_at: Time(row.expires_at),
        user_agent: row.user_agent,
        ip: row.ip,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Ends all sessions of an account but one. Returns how many there were.
pub async fn revoke_others(tx: &mut Tx, account: AccountId, but: SessionId, now: Time) -> Result<u64> {
    execute!(
        tx,
        "update sessions set revoked_at = $3
         where account_id = $1 and id <> $2 and revoked_at is null and expires_at > $3",
        account.0,
        but.0,
        now.0
    )
}

/// Ends all sessions of an account. Returns how many there were.
pub async fn revoke_all(tx: &mut Tx, account: AccountId, now: Time) -> Result<u64> {
    execute!(
        tx,
        "update sessions set revoked_at = $2 where account_id = $1 and revoked_at is null and expires_at > $2",
        account.0,
        now.0
    )
}

/// Ends one session of an account. Returns whether it was live.
pub async fn revoke_of(tx: &mut Tx, account: AccountId, id: SessionId, now: Time) -> Result<bool> {
    let touched = execute!(
        tx,
        "update sessions set revoked_at = $3
         where id = $2 and account_id = $1 and revoked_at is null and expires_at > $3",
        account.0,
        id.0,
        now.0
    )?;
    Ok(touched > 0)
}

/// Ends a session. Returns whether it was live.
pub async fn revoke(tx: &mut Tx, id: SessionId, now: Time) -> Result<bool> {
    let touched = execute!(
        tx,
        "update sessions set revoked_at = $2 where id = $1 and revoked_at is null",
        id.0,
        now.0
    )?;
    Ok(touched > 0)
}

/// Notes that a session was used.
pub async fn touch(tx: &mut Tx, id: SessionId, now: Time) -> Result<()> {
    execute!(
        tx,
        "update sessions set last_seen_at = $2 where id = $1 and last_seen_at < $2",
        id.0,
        now.0
    )?;
    Ok(())
}
