//! Open invitations, at most one for each identity. Of their secrets only hashes are kept.

use crate::db::{Conn, Tx};
use crate::{Error, Result};
use domain::Time;
use domain::actor::{Actor, ActorKind};
use domain::id::{AccountId, EnvironmentId, IdentityId};
use sqlx::FromRow;
use uuid::Uuid;

/// An open invitation.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub environment_id: EnvironmentId,
    pub identity_id: IdentityId,
    pub inviter: Actor,
    pub created_at: Time,
    pub expires_at: Time,
}

#[derive(FromRow)]
struct Row {
    environment_id: Uuid,
    identity_id: Uuid,
    inviter_kind: String,
    inviter_id: Option<Uuid>,
    inviter_label: String,
    created_at: i64,
    expires_at: i64,
}

impl TryFrom<Row> for Invitation {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let kind = ActorKind::parse(&row.inviter_kind);
        Ok(Self {
            environment_id: EnvironmentId(row.environment_id),
            identity_id: IdentityId(row.identity_id),
            inviter: Actor {
                kind: kind.ok_or_else(|| Error::corrupt("invitations.inviter_kind", &row.inviter_kind))?,
                id: row.inviter_id,
                label: row.inviter_label,
                identity_id: None,
            },
            created_at: Time(row.created_at),
            expires_at: Time(row.expires_at),
        })
    }
}

/// Opens an invitation; an earlier one of the same identity is closed by it.
pub async fn open(tx: &mut Tx, new: &Invitation, token_hash: &str) -> Result<()> {
    close(tx, new.environment_id, new.identity_id).await?;
    execute!(
        tx,
        "insert into invitations (environment_id, identity_id, token_hash, inviter_kind, inviter_id, inviter_label,
           created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        new.environment_id.0,
        new.identity_id.0,
        token_hash,
        new.inviter.kind.as_str(),
        new.inviter.id,
        new.inviter.label.as_str(),
        new.created_at.0,
        new.expires_at.0
    )?;
    Ok(())
}

/// Closes the invitation of an identity. Whether there was one.
pub async fn close(tx: &mut Tx, environment: EnvironmentId, identity: IdentityId) -> Result<bool> {
    let closed = execute!(
        tx,
        "delete from invitations where environment_id = $1 and identity_id = $2",
        environment.0,
        identity.0
    )?;
    Ok(closed > 0)
}

/// The invitation of an identity, whether or not its time is over.
pub async fn of_identity(
    conn: &mut Conn,
    environment: EnvironmentId,
    identity: IdentityId,
) -> Result<Option<Invitation>> {
    optional!(
        conn,
        Row,
        "select environment_id, identity_id, inviter_kind, inviter_id, inviter_label, created_at, expires_at
         from invitations where environment_id = $1 and identity_id = $2",
        environment.0,
        identity.0
    )?
    .map(Invitation::try_from)
    .transpose()
}

/// The invitation of a secret, if it can be accepted now.
pub async fn by_token(conn: &mut Conn, token_hash: &str, now: Time) -> Result<Option<Invitation>> {
    optional!(
        conn,
        Row,
        "select environment_id, identity_id, inviter_kind, inviter_id, inviter_label, created_at, expires_at
         from invitations where token_hash = $1 and expires_at > $2",
        token_hash,
        now.0
    )?
    .map(Invitation::try_from)
    .transpose()
}

/// Links an invited identity to the account of whoever accepted.
///
/// Fails with [`Error::Unique`] when the account is another identity of the environment.
pub async fn accept(
    tx: &mut Tx,
    environment: EnvironmentId,
    identity: IdentityId,
    account: AccountId,
    now: Time,
) -> Result<()> {
    execute!(
        tx,
        "update identities set account_id = $3, accepted_at = $4 where environment_id = $1 and id = $2",
        environment.0,
        identity.0,
        account.0,
        now.0
    )?;
    close(tx, environment, identity).await?;
    Ok(())
}
