//! The forms of inviting and being invited.

use crate::cx::{Cx, Env};
use crate::error::{Error, found};
use crate::invitations::{self, Accepted, New, Way};
use crate::sessions::Origin;
use crate::{Result, when};
use domain::environments::Mode;
use domain::form::Sent;
use domain::id::IdentityId;
use domain::invitations::Invited;
use domain::problem::{Code, Problem};

/// The form that invites one person. Fields: `name email role group when length until until_time
/// from from_time reason`; `role` and `group` are slugs, perhaps empty.
pub async fn invite(env: &Env, sent: &Sent) -> Result<Invited> {
    let mut conn = env.read().await?;
    let role = match sent.value("role").as_str() {
        "" => None,
        slug => {
            let roles = store::roles::brief(&mut conn, env.id()).await?;
            let role = roles.into_iter().find(|role| role.slug.as_str() == slug);
            Some(role.ok_or_else(|| unknown("role"))?.id)
        }
    };
    let group = match sent.value("group").as_str() {
        "" => None,
        slug => {
            let groups = store::groups::list(&mut conn, env.id()).await?;
            let group = groups.into_iter().find(|group| group.slug.as_str() == slug);
            Some(group.ok_or_else(|| unknown("group"))?.id)
        }
    };
    drop(conn);
    let reason = sent.value("reason");
    let new = New {
        name: sent.value("name"),
        email: sent.value("email"),
        role_id: role,
        // The form knows one place only: everywhere.
        node_id: (env.environment.mode == Mode::Hierarchy).then(|| env.root()),
        group_id: group,
        window: when::read(sent, &env.environment.time_zone, env.cx.now())?,
        reason: (!reason.trim().is_empty()).then_some(reason),
    };
    invitations::invite(env, &new).await.map_err(|error| named(error, sent))
}

fn unknown(what: &str) -> Error {
    Error::at(
        Code::InvalidValue,
        format!("/{what}"),
        format!("There is no such {what}; choose one from the list"),
    )
}

/// Pointers of the service as fields of the form.
fn named(error: Error, sent: &Sent) -> Error {
    let Error::Problem(mut problem) = error else {
        return error;
    };
    for one in &mut problem.errors {
        let field = match one.pointer.as_str() {
            "/role_id" => "/role",
            "/group_id" => "/group",
            "/effective_from" if sent.value("when") == "later" => "/from",
            "/effective_from" | "/effective_to" => "/until",
            other => other,
        };
        one.pointer = field.to_owned();
    }
    if problem.errors.is_empty() && problem.code == Code::WouldEscalate {
        let detail = problem.detail.clone();
        let pointer = if sent.value("role").is_empty() {
            "/group"
        } else {
            "/role"
        };
        let capability = problem.capability.clone();
        *problem = Problem::at(Code::WouldEscalate, pointer, detail);
        problem.capability = capability;
    }
    Error::Problem(problem)
}

/// The page of an invitation. Field `intent`: `renew` makes a new link, `withdraw` none.
pub async fn invitation(env: &Env, id: &str, sent: &Sent) -> Result<Option<Invited>> {
    let id: IdentityId = id.parse().map_err(|_| Error::not_found("person"))?;
    // Somebody else's is no more there than one that never was.
    found(
        store::identities::get(&mut env.read().await?, env.id(), id).await,
        "person",
    )?;
    match sent.value("intent").as_str() {
        "renew" => Ok(Some(invitations::renew(env, id).await?)),
        "withdraw" => invitations::withdraw(env, id).await.map(|()| None),
        _ => Err(Error::new(Code::InvalidValue, "Choose what to do with the invitation.")),
    }
}

/// The form of whoever was invited. Fields: `way`, which is `new` with `name` and `password`, or
/// `mine` for the account that is signed in.
pub async fn accept(cx: &Cx, token: &str, sent: &Sent, origin: &Origin) -> Result<Accepted> {
    let way = match sent.value("way").as_str() {
        "new" => Way::New {
            name: sent.value("name"),
            password: sent.value("password"),
        },
        "mine" => Way::Mine,
        _ => return Err(Error::new(Code::InvalidValue, "Choose how to accept the invitation.")),
    };
    invitations::accept(cx, token, &way, origin).await
}
