//! The pages of one identity.

use super::shell;
use crate::activity::{self, About};
use crate::cx::Env;
use crate::error::{Error, found};
use crate::held::{self, Held};
use crate::{Result, people, words};
use domain::Time;
use domain::assignments::NoEffect;
use domain::id::{GroupId, IdentityId};
use domain::page::At;
use domain::problem::{Code, Problem};
use domain::query;
use domain::screens::{IdentityActivity, IdentityHead, IdentityRoles, Log, MayDo, Peek};
use store::Conn;

pub(super) async fn head(env: &Env, id: IdentityId) -> Result<(IdentityHead, Held)> {
    env.require("users.view")?;
    let mut conn = env.read().await?;
    let identity = found(store::identities::get(&mut conn, env.id(), id).await, "person")?;
    let held = held::of_identity(env, &mut conn, id).await?;
    let last_seen = identity
        .last_seen_at
        .map(|at| words::recent(at, env.cx.now(), &env.environment.time_zone));
    let head = IdentityHead {
        identity,
        last_seen,
        roles: held.roles.len(),
        groups: forbidden_of(groups_of(env, &mut conn, id).await)?
            .ok()
            .map(|groups| groups.len()),
        may: MayDo {
            edit: env.may("users.edit"),
            suspend: env.may("users.suspend"),
            remove: env.may("members.remove"),
            delete: env.may("users.delete"),
            reset_password: env.may("users.reset_password"),
            sessions: env.may("sessions.view"),
            explain: env.may("access.explain"),
        },
    };
    Ok((head, held))
}

/// The groups that someone is in, with the end of it; fails with `forbidden` for who may not see groups.
pub(super) async fn groups_of(env: &Env, conn: &mut Conn, id: IdentityId) -> Result<Vec<(GroupId, Option<Time>)>> {
    env.require("groups.view")?;
    Ok(store::groups::of_identity(conn, env.id(), id, env.cx.now()).await?)
}

/// Why nothing has effect, after a name.
pub(super) const fn blocked(reason: NoEffect) -> &'static str {
    match reason {
        NoEffect::Suspended => "is suspended",
        NoEffect::Invited => "has not accepted the invitation yet",
        NoEffect::NoMembership => "is no member of this tenant any more",
        NoEffect::AccountSuspended => "has a suspended account",
    }
}

/// The tab Roles of an identity.
pub async fn identity_roles(env: &Env, id: IdentityId) -> Result<IdentityRoles> {
    let (head, held) = head(env, id).await?;
    Ok(IdentityRoles {
        shell: shell(env).await?,
        no_effect: no_effect(&head, &held),
        head,
        roles: held.roles,
        ended: held.ended,
    })
}

/// Why nothing that someone holds has effect, in a sentence.
fn no_effect(head: &IdentityHead, held: &Held) -> Option<String> {
    let reason = held.no_effect?;
    let name = &head.identity.name;
    Some(format!(
        "{name} {}, so no role has effect at the moment.",
        blocked(reason)
    ))
}

/// Someone beside the list of the directory; nothing where there is no such person.
pub(super) async fn peek(env: &Env, id: IdentityId) -> Result<Option<Peek>> {
    let (head, held) = match head(env, id).await {
        Err(error) if error.code() == Code::NotFound => return Ok(None),
        other => other?,
    };
    let sessions = match people::of_person(env, id).await {
        Ok(sessions) => Some(sessions.len()),
        // Whoever may not see the sessions is told nothing of them.
        Err(error) if matches!(error.code(), Code::Forbidden | Code::WouldEscalate) => None,
        Err(error) => return Err(error),
    };
    Ok(Some(Peek {
        no_effect: no_effect(&head, &held),
        sessions: sessions.filter(|_| head.identity.account_id.is_some()),
        head,
        roles: held.roles,
    }))
}

/// The tab Activity of an identity, for the query of an address.
pub async fn identity_activity(env: &Env, id: IdentityId, search: &str) -> Result<IdentityActivity> {
    let (head, _) = head(env, id).await?;
    let log = log(env, About::Identity(id), search).await;
    Ok(IdentityActivity {
        shell: shell(env).await?,
        head,
        log: forbidden(log)?,
    })
}

/// The activity of something for the query of an address.
pub(super) async fn log(env: &Env, about: About, search: &str) -> Result<Log> {
    let mut at = At::First;
    for (name, value) in query::pairs(search) {
        match name.as_str() {
            "after" => at = At::After(value),
            "before" => at = At::Before(value),
            _ => {}
        }
    }
    match activity::of(env, about, &at).await {
        // A cursor from another list: the page begins at the beginning, and says so.
        Err(error) if error.code() == Code::InvalidCursor => {
            let mut log = activity::of(env, about, &At::First).await?;
            log.notices.push(query::OTHER_LIST.to_owned());
            Ok(log)
        }
        other => other,
    }
}

/// What may not be read, or not of someone who holds more, is shown in the place of it.
pub(super) fn forbidden_of<T>(read: Result<T>) -> Result<std::result::Result<T, Problem>> {
    match read {
        Ok(read) => Ok(Ok(read)),
        Err(Error::Problem(problem)) if matches!(problem.code, Code::Forbidden | Code::WouldEscalate) => {
            Ok(Err(*problem))
        }
        Err(other) => Err(other),
    }
}

/// A missing right is shown in the place of the list; anything else is an error of the page.
pub(super) fn forbidden(log: Result<Log>) -> Result<std::result::Result<Log, Problem>> {
    match log {
        Ok(log) => Ok(Ok(log)),
        Err(Error::Problem(problem)) if problem.code == Code::Forbidden => Ok(Err(*problem)),
        Err(other) => Err(other),
    }
}
