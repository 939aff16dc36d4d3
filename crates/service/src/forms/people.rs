//! The forms that do something to people.

use super::planned::Planned;
use super::selection;
use crate::Result;
use crate::cx::Env;
use crate::error::Error;
use crate::people::{self, Edit, Restored};
use crate::plans::Request;
use domain::form::Sent;
use domain::id::{EventId, IdentityId, SessionId};
use domain::identities::Identity;
use domain::plans::People;
use domain::problem::Code;
use domain::screens::Step;

fn person(id: &str) -> Result<IdentityId> {
    id.parse().map_err(|_| Error::not_found("person"))
}

/// The form for name and address. Fields: `name email`.
pub async fn edit_identity(env: &Env, id: &str, sent: &Sent) -> Result<Identity> {
    env.require("users.edit")?;
    let edit = Edit {
        name: Some(sent.value("name")),
        email: Some(Some(sent.value("email"))),
    };
    people::change(env, person(id)?, &edit).await
}

/// The form that does something to one person; with `sessions` their sessions end, too. What happened,
/// in a sentence.
pub async fn person_step(env: &Env, id: &str, step: Step, sent: &Sent) -> Result<String> {
    env.require(match step {
        Step::Suspend | Step::Reinstate => "users.suspend",
        Step::RemoveAccess => "members.remove",
        Step::Delete => "users.delete",
    })?;
    let id = person(id)?;
    if env.replayed().await?.is_some() {
        return Ok("Done.".to_owned());
    }
    let identity = people::one(&mut env.read().await?, env, id).await?;
    let name = &identity.name;
    // Ended first: where that is refused, nothing is done.
    let ended = match sent.value("sessions") == "yes" {
        true => {
            // The form's key belongs to what it is for, or that would be taken for done already.
            let mut apart = env.clone();
            apart.cx.once = None;
            match people::revoke_all(&apart, id).await {
                Ok(n) => n > 0,
                Err(error) if error.code() == Code::Unchanged => false,
                Err(error) => return Err(error),
            }
        }
        false => false,
    };
    let mut words = match step {
        Step::Suspend => {
            people::suspend(env, id).await?;
            format!("{name} is suspended.")
        }
        Step::Reinstate => {
            people::reinstate(env, id).await?;
            format!("{name} is reinstated.")
        }
        Step::RemoveAccess => {
            people::remove_access(env, id).await?;
            format!("{name} has no access any more.")
        }
        Step::Delete => {
            people::delete(env, id).await?;
            format!("{name} is deleted. They can be restored here.")
        }
    };
    if ended {
        words.push_str(" All their sessions have ended.");
    }
    Ok(words)
}

/// The form of the sessions of a person. Fields: `session`, or none for all. What happened, in a
/// sentence.
pub async fn revoke_sessions(env: &Env, id: &str, sent: &Sent) -> Result<String> {
    env.require("sessions.revoke")?;
    let id = person(id)?;
    let session = sent.value("session");
    if session.is_empty() {
        let ended = people::revoke_all(env, id).await?;
        return Ok(match ended {
            1 => "1 session has ended.".to_owned(),
            n => format!("{n} sessions have ended."),
        });
    }
    let session: SessionId = session.parse().map_err(|_| Error::not_found("session"))?;
    people::revoke_one(env, id, session).await?;
    Ok("The session has ended.".to_owned())
}

/// The form that restores a person. Field: `event`.
pub async fn restore_person(env: &Env, sent: &Sent) -> Result<Restored> {
    env.require("users.delete")?;
    let event = sent.value("event").parse::<EventId>();
    people::restore(env, event.map_err(|_| Error::not_found("deletion of a person"))?).await
}

/// Suspending many.
pub const SUSPEND: Planned = Planned {
    fields: &[],
    first: "intent",
    needs: "users.suspend",
    request: |_, sent| Ok(Request::Suspend(who(sent))),
};

/// Reinstating many.
pub const REINSTATE: Planned = Planned {
    fields: &[],
    first: "intent",
    needs: "users.suspend",
    request: |_, sent| Ok(Request::Reinstate(who(sent))),
};

fn who(sent: &Sent) -> People {
    People {
        selection: selection(sent),
    }
}
