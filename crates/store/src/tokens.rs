//! Single-use tokens, of which only the hash is stored.

use crate::Result;
use crate::db::{Conn, Tx};
use domain::Time;

/// Stores a token; earlier ones of the same purpose without an account stop working.
pub async fn replace(tx: &mut Tx, purpose: &str, token_hash: &str, now: Time, expires_at: Time) -> Result<()> {
    execute!(
        tx,
        "delete from one_time_tokens where purpose = $1 and account_id is null",
        purpose
    )?;
    execute!(
        tx,
        "insert into one_time_tokens (token_hash, purpose, created_at, expires_at) values ($1, $2, $3, $4)",
        token_hash,
        purpose,
        now.0,
        expires_at.0
    )?;
    Ok(())
}

/// Whether a token would be accepted now.
pub async fn valid(conn: &mut Conn, purpose: &str, token_hash: &str, now: Time) -> Result<bool> {
    let row = optional!(
        conn,
        (i64,),
        "select created_at from one_time_tokens
         where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3",
        token_hash,
        purpose,
        now.0
    )?;
    Ok(row.is_some())
}

/// Burns a token. Of many at once exactly one gets `true`.
pub async fn burn(tx: &mut Tx, purpose: &str, token_hash: &str, now: Time) -> Result<bool> {
    let touched = execute!(
        tx,
        "update one_time_tokens set used_at = $3
         where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3",
        token_hash,
        purpose,
        now.0
    )?;
    Ok(touched == 1)
}
