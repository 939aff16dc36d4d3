//! Ending the sessions of those from whom a write takes something, in the same transaction.

use super::{one, outranks_account};
use crate::Result;
use crate::cx::{Env, Tx, Who};
use crate::identities::holds;
use crate::sessions::IDLE_SECONDS;
use domain::id::{AccountId, IdentityId};
use domain::problem::Code;
use domain::sessions::SignedOut;
use policy::{Gain, Holding, Rights};
use store::Conn;
use store::sessions::Among;

/// What those who are signed in held before a write; nothing where nobody is to be signed out.
pub(crate) struct SigningOut(Option<Vec<Before>>);

struct Before {
    identity: IdentityId,
    account: AccountId,
    held: Vec<Gain>,
}

impl SigningOut {
    /// Looks at them before the write takes anything; `None`: nobody is to be signed out.
    ///
    /// Who may: `sessions.revoke`.
    pub async fn before(tx: &mut Tx, env: &Env, among: Option<Among<'_>>) -> Result<Self> {
        let Some(among) = among else { return Ok(Self(None)) };
        env.require("sessions.revoke")?;
        let mut people = Vec::new();
        for (identity, account) in signed_in(&mut tx.tx, env, among).await? {
            people.push(Before {
                identity,
                account,
                held: holds(&mut tx.tx, env, identity).await?,
            });
        }
        Ok(Self(Some(people)))
    }

    /// Ends, after the write, the sessions of those who hold less than before, everywhere. Those on whom the
    /// actor may not act, as they are now, stay signed in and are counted. So does the session in which it
    /// is done; of a job that one is not known, so its starter stays signed in.
    pub async fn after(self, tx: &mut Tx, env: &Env) -> Result<Option<SignedOut>> {
        let Some(people) = self.0 else { return Ok(None) };
        let mut done = SignedOut::default();
        let now = env.cx.now();
        for before in people {
            let still = holds(&mut tx.tx, env, before.identity).await?;
            // Whether they have effect is the same before and after.
            let still = Rights::Held(still.into_iter().map(Holding::from).collect());
            let less = |gain: &Gain| still.covers(gain, &env.tree, &env.catalogue.index, now).is_err();
            if !before.held.iter().any(less) {
                continue;
            }
            let person = one(&mut tx.tx, env, before.identity).await?;
            match outranks_account(&mut tx.tx, env, &person).await {
                Ok(()) => {}
                Err(error) if error.code() == Code::WouldEscalate => {
                    done.kept += 1;
                    continue;
                }
                Err(error) => return Err(error),
            }
            let ended = match env.cx.who() {
                Who::Account { account, session } if account.id == before.account => {
                    if session.0.is_nil() {
                        done.kept += 1;
                        continue;
                    }
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

/// How many of them are signed in; nothing for an actor who could not end it, or see it.
pub(crate) async fn count(conn: &mut Conn, env: &Env, among: Among<'_>) -> Result<Option<usize>> {
    let needed = ["sessions.revoke", "sessions.view", "users.view"];
    if !needed.iter().all(|key| env.may(key)) {
        return Ok(None);
    }
    Ok(Some(signed_in(conn, env, among).await?.len()))
}
