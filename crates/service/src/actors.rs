//! Those who act when nobody is there to ask: the starter of a job, the maker of a link.

use crate::cx::Who;
use crate::{Result, keys};
use domain::actor::{Actor, ActorKind};
use domain::id::{AccountId, KeyId, SessionId};
use store::Conn;
use uuid::Uuid;

/// Whoever an actor is now; nobody, where they are gone. What they may do is looked up by itself.
pub(crate) async fn by_actor(conn: &mut Conn, actor: &Actor) -> Result<Option<Who>> {
    Ok(match (actor.kind, actor.id) {
        (ActorKind::Account, Some(id)) => match store::accounts::get(conn, AccountId(id)).await {
            Err(store::Error::NoRow) => None,
            account => Some(Who::Account {
                account: account?,
                // What they started outlives their session.
                session: SessionId(Uuid::nil()),
            }),
        },
        (ActorKind::ApiKey, Some(id)) => keys::by_id(conn, KeyId(id)).await?,
        (ActorKind::Cli, _) => Some(Who::Cli),
        (ActorKind::Account | ActorKind::ApiKey | ActorKind::System | ActorKind::Directory, _) => None,
    })
}
