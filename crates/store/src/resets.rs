//! Links to set a new password, the last one of each account. Of their secrets only hashes are kept.

use crate::db::{Conn, Tx};
use crate::{Error, Result};
use domain::Time;
use domain::actor::{Actor, ActorKind};
use domain::id::{AccountId, EnvironmentId, IdentityId};
use sqlx::FromRow;
use uuid::Uuid;

/// A link that was made for someone.
#[derive(Debug, Clone)]
pub struct Reset {
    pub account_id: AccountId,
    /// As whom they were met when it was made.
    pub environment_id: EnvironmentId,
    pub identity_id: IdentityId,
    pub maker: Actor,
    pub created_at: Time,
    pub expires_at: Time,
    pub used_at: Option<Time>,
}

#[derive(FromRow)]
struct Row {
    account_id: Uuid,
    environment_id: Uuid,
    identity_id: Uuid,
    maker_kind: String,
    maker_id: Option<Uuid>,
    maker_label: String,
    created_at: i64,
    expires_at: i64,
    used_at: Option<i64>,
}

impl TryFrom<Row> for Reset {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let kind = ActorKind::parse(&row.maker_kind);
        Ok(Self {
            account_id: AccountId(row.account_id),
            environment_id: EnvironmentId(row.environment_id),
            identity_id: IdentityId(row.identity_id),
            maker: Actor {
                kind: kind.ok_or_else(|| Error::corrupt("password_resets.maker_kind", &row.maker_kind))?,
                id: row.maker_id,
                label: row.maker_label,
                identity_id: None,
            },
            created_at: Time(row.created_at),
            expires_at: Time(row.expires_at),
            used_at: row.used_at.map(Time),
        })
    }
}

/// Keeps a new link; earlier ones of the same account stop working.
pub async fn open(tx: &mut Tx, new: &Reset, token_hash: &str) -> Result<()> {
    execute!(
        tx,
        "update password_resets set expires_at = $2 where account_id = $1 and used_at is null and expires_at > $2",
        new.account_id.0,
        new.created_at.0
    )?;
    execute!(
        tx,
        "delete from password_resets where account_id = $1 and told_at is not null",
        new.account_id.0
    )?;
    execute!(
        tx,
        "insert into password_resets (account_id, token_hash, environment_id, identity_id, maker_kind, maker_id,
           maker_label, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.account_id.0,
        token_hash,
        new.environment_id.0,
        new.identity_id.0,
        new.maker.kind.as_str(),
        new.maker.id,
        new.maker.label.as_str(),
        new.created_at.0,
        new.expires_at.0
    )?;
    Ok(())
}

/// The link of a secret, if it can be used now.
pub async fn by_token(conn: &mut Conn, token_hash: &str, now: Time) -> Result<Option<Reset>> {
    optional!(
        conn,
        Row,
        "select account_id, environment_id, identity_id, maker_kind, maker_id, maker_label, created_at, expires_at, used_at
         from password_resets where token_hash = $1 and used_at is null and expires_at > $2",
        token_hash,
        now.0
    )?
    .map(Reset::try_from)
    .transpose()
}

/// Uses a link up; of that the person is told even if they were told of the link. Of many at once exactly one
/// gets `true`.
pub async fn burn(tx: &mut Tx, token_hash: &str, now: Time) -> Result<bool> {
    let touched = execute!(
        tx,
        "update password_resets set used_at = $2, told_at = null where token_hash = $1 and used_at is null and expires_at > $2",
        token_hash,
        now.0
    )?;
    Ok(touched == 1)
}

/// The last link that was made for an account.
pub async fn last(conn: &mut Conn, account: AccountId) -> Result<Option<Reset>> {
    optional!(
        conn,
        Row,
        "select account_id, environment_id, identity_id, maker_kind, maker_id, maker_label, created_at, expires_at, used_at
         from password_resets where account_id = $1 order by created_at desc, token_hash limit 1",
        account.0
    )?
    .map(Reset::try_from)
    .transpose()
}

/// The links of which an account was not told yet, oldest first; it is told by this.
pub async fn tell(tx: &mut Tx, account: AccountId, now: Time) -> Result<Vec<Reset>> {
    let rows = all!(
        tx,
        Row,
        "select account_id, environment_id, identity_id, maker_kind, maker_id, maker_label, created_at, expires_at, used_at
         from password_resets where account_id = $1 and told_at is null order by created_at, token_hash",
        account.0
    )?;
    if !rows.is_empty() {
        execute!(
            tx,
            "update password_resets set told_at = $2 where account_id = $1 and told_at is null",
            account.0,
            now.0
        )?;
    }
    rows.into_iter().map(Reset::try_from).collect()
}
