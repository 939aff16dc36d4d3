//! Inviting someone, and being invited.

use super::{as_tree, role_choices, shell};
use crate::cx::{Cx, Env};
use crate::error::{Error, found};
use crate::{Result, invitations, when, words};
use domain::id::IdentityId;
use domain::identities::Status;
use domain::invitations::Invited;
use domain::screens::{InvitationMade, InvitationScreen, Invite, Welcome};

/// The form that invites one person.
pub async fn invite_page(env: &Env) -> Result<Invite> {
    env.require("members.invite")?;
    let mut conn = env.read().await?;
    let roles = if env.may("members.change_roles") {
        role_choices(env, &mut conn).await?
    } else {
        Vec::new()
    };
    let groups = if env.may("groups.manage") {
        as_tree(&store::groups::list(&mut conn, env.id()).await?)
    } else {
        Vec::new()
    };
    drop(conn);
    Ok(Invite {
        shell: shell(env).await?,
        roles,
        groups,
        today: words::date(env.cx.now(), &env.environment.time_zone),
    })
}

/// What is said of an invitation that was just made; `link` makes an address of its secret.
pub async fn invitation_made(env: &Env, invited: &Invited, link: impl Fn(&str) -> String) -> Result<InvitationMade> {
    let zone = &env.environment.time_zone;
    let mut conn = env.read().await?;
    let mut gets = Vec::new();
    if let Some(assignment) = &invited.assignment {
        let roles = store::roles::brief(&mut conn, env.id()).await?;
        let role = roles.into_iter().find(|role| role.id == assignment.role_id);
        let window = domain::Window::new(assignment.effective_from, assignment.effective_to);
        let dates = when::short(window, zone).map_or_else(String::new, |dates| format!(", {dates}"));
        gets.extend(role.map(|role| format!("The role {}{dates}.", role.name)));
    }
    if let Some(id) = invited.group_id {
        let groups = store::groups::list(&mut conn, env.id()).await?;
        let group = groups.into_iter().find(|group| group.id == id);
        gets.extend(group.map(|group| format!("A place in the group {}.", group.name)));
    }
    Ok(InvitationMade {
        id: invited.identity.id,
        name: invited.identity.name.clone(),
        email: invited.identity.email.clone().unwrap_or_default(),
        link: invited.token.as_deref().map(link),
        until: words::moment(invited.expires_at, zone),
        gets,
    })
}

/// The invitation of one person.
pub async fn invitation(env: &Env, id: IdentityId) -> Result<InvitationScreen> {
    env.require("members.invite")?;
    let identity = found(
        store::identities::get(&mut env.read().await?, env.id(), id).await,
        "person",
    )?;
    // Whoever may only invite sees those who wait, and nobody else.
    if identity.status != Status::Invited && !env.may("users.view") {
        return Err(Error::not_found("person"));
    }
    let zone = &env.environment.time_zone;
    let open = store::invitations::of_identity(&mut env.read().await?, env.id(), id).await?;
    let open = open.map(|open| {
        let until = words::moment(open.expires_at, zone);
        let ended = open.expires_at <= env.cx.now();
        match (env.may("users.view"), ended) {
            (true, true) => format!("The link that {} made could be used until {until}.", open.inviter.label),
            (true, false) => format!("{} made a link that can be used until {until}.", open.inviter.label),
            (false, true) => format!("The link could be used until {until}."),
            (false, false) => format!("There is a link that can be used until {until}."),
        }
    });
    Ok(InvitationScreen {
        shell: shell(env).await?,
        id,
        name: identity.name,
        email: identity.email.unwrap_or_default(),
        waiting: identity.status == Status::Invited,
        open,
    })
}

/// What someone sees who opens the link of an invitation.
pub async fn welcome(cx: &Cx, token: &str) -> Result<Welcome> {
    invitations::look(cx, token).await
}
