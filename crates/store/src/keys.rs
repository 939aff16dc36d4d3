//! Credentials of programs, of which only the hash is stored.

use crate::db::{Conn, Tx};
use crate::{Error, Result};
use domain::Time;
use domain::actor::ActorKind;
use domain::id::{EnvironmentId, KeyId};
use domain::keys::Key;
use sqlx::FromRow;
use uuid::Uuid;

#[derive(FromRow)]
struct KeyRow {
    environment_id: Uuid,
    name: String,
    secret_hash: String,
    capabilities: Option<String>,
    creator_kind: String,
    creator_id: Option<Uuid>,
    created_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
    last_used_at: Option<i64>,
}

/// A key with what proves it and whose rights it has.
pub struct Stored {
    pub key: Key,
    pub environment_id: EnvironmentId,
    pub secret_hash: String,
    pub creator_kind: ActorKind,
    pub creator_id: Option<Uuid>,
}

/// What is stored of a new key.
pub struct New<'a> {
    pub id: KeyId,
    pub name: &'a str,
    pub secret_hash: &'a str,
    /// `None`: every capability.
    pub capabilities: Option<&'a [String]>,
    pub creator_kind: ActorKind,
    pub creator_id: Option<Uuid>,
    pub now: Time,
    pub expires_at: Time,
}

pub async fn create(tx: &mut Tx, environment: EnvironmentId, new: New<'_>) -> Result<()> {
    let capabilities = new.capabilities.map(|list| list.join(" "));
    execute!(
        tx,
        "insert into api_keys (environment_id, id, name, secret_hash, capabilities, creator_kind, creator_id, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        environment.0,
        new.id.0,
        new.name,
        new.secret_hash,
        capabilities,
        new.creator_kind.as_str(),
        new.creator_id,
        new.now.0,
        new.expires_at.0
    )?;
    Ok(())
}

/// The names of all keys of an environment, of those that are over too.
pub async fn names(conn: &mut Conn, environment: EnvironmentId) -> Result<Vec<(KeyId, String)>> {
    let rows = all!(
        conn,
        (Uuid, String),
        "select id, name from api_keys where environment_id = $1 order by id",
        environment.0
    )?;
    Ok(rows.into_iter().map(|(id, name)| (KeyId(id), name)).collect())
}

/// A key by its id, whatever environment it belongs to.
pub async fn get(conn: &mut Conn, id: KeyId) -> Result<Option<Stored>> {
    let row = optional!(
        conn,
        KeyRow,
        "select environment_id, name, secret_hash, capabilities, creator_kind, creator_id, created_at, expires_at, revoked_at, last_used_at
         from api_keys where id = $1",
        id.0
    )?;
    row.map(|row| {
        Ok(Stored {
            environment_id: EnvironmentId(row.environment_id),
            secret_hash: row.secret_hash,
            creator_kind: ActorKind::parse(&row.creator_kind)
                .ok_or_else(|| Error::corrupt("api_keys.creator_kind", &row.creator_kind))?,
            creator_id: row.creator_id,
            key: Key {
                id,
                name: row.name,
                capabilities: row
                    .capabilities
                    .map(|list| list.split_whitespace().map(str::to_owned).collect()),
                created_at: Time(row.created_at),
                expires_at: Time(row.expires_at),
                revoked: row.revoked_at.is_some(),
                last_used_at: row.last_used_at.map(Time),
            },
        })
    })
    .transpose()
}
