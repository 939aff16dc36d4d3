//! Ending the sessions of those from whom a write takes something, in the same transaction.

use super::{one, outranks_account};
use crate::Result;
use crate::cx::{Env, Tx, Who};
use crate::identities::holds;
use crate::sessions::IDLE_SECONDS;
use domain::id::{AccountId, IdentityId};
use domain::problem::Code;
use domain::sessions::SignedOut;
use policy::{Gain, Rights};
use store::Conn;
use store::sessions::Among;

/// What those who are signed in held before a write; nothing where nobody is to be signed out.
pub(crate) struct SigningOut(Option<Vec<Before>>);

struct Before {
    identity: IdentityId,
    account: AccountId,
    held: Vec<Gain>,
    /// Whether the actor may act on them at all.
    outranked: bool,
}

impl SigningOut {
    /// Looks at them before the write takes anything; `None`: nobody is to be signed out.
    ///
    /// Who may: `sessions.revoke`. Those whom the actor may not act on stay signed in, and are counted.
    pub async fn before(tx: &mut Tx, env: &Env, among: Option<Among<'_>>) -> Result<Self> {
        let Some(among) = among else { return Ok(Self(None)) };
        env.require("sessions.revoke")?;
        let mut people = Vec::new();
        for (identity, account) in signed_in(&mut tx.tx, env, among).await? {
            let person = one(&mut tx.tx, env, identity).await?;
            let outranked = match outranks_account(&mut tx.tx, env, &person).await {
                Ok(()) => true,
                Err(error) if error.code() == Code::WouldEscalate => false,
                Err(error) => return Err(error),
            };
            people.push(Before {
                identity,
                account,
                held: holds(&mut tx.tx, env, identity).await?,
                outranked,
            });
        }
        Ok(Self(Some(people)))
    }

    /// Ends, after the write, the sessions of those who hold less than before, everywhere. The session
    /// in which it is done stays.
    pub async fn after(self, tx: &mut Tx, env: &Env) -> Result<Option<SignedOut>> {
        let Some(people) = self.0 else { return Ok(None) };
        let mut done = SignedOut::default();
        let now = env.cx.now();
        for before in people {
            let facts = store::facts::of_identity(&mut tx.tx, env.id(), before.identity).await?;
            let still = Rights::from_facts(&facts, &env.catalogue.index, now);
            let less = |gain: &Gain| still.covers(gain, &env.tree, &env.catalogue.index, now).is_err();
            if !before.held.iter().any(less) {
                continue;
            }
            if !before.outranked {
                done.kept += 1;
                continue;
            }
            let ended = match env.cx.who() {
                Who::Account { account, session } if account.id == before.account => {
                    store::sessions::revoke_others(&mut tx.tx, before.account, *session, now).await?
                }
                _ => store::sessions::revoke_all(&mut tx.tx, before.account, now).await?,
            };
            done.people += u64::from(ended > 0);
        }
        Ok(Some(done))
    }
}

/// Those of them who are signed in, with their accounts.
async fn signed_in(conn: &mut Conn, env: &Env, among: Among<'_>) -> Result<Vec<(IdentityId, AccountId)>> {
    let now = env.cx.now();
    let idle_since = now.plus_seconds(-IDLE_SECONDS);
    Ok(store::sessions::signed_in(conn, env.id(), among, now, idle_since).await?)
}

/// How many of them are signed in; nothing where the actor could not end it.
pub(crate) async fn count(conn: &mut Conn, env: &Env, among: Among<'_>) -> Result<Option<usize>> {
    if !env.may("sessions.revoke") {
        return Ok(None);
    }
    Ok(Some(signed_in(conn, env, among).await?.len()))
}
