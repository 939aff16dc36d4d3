//! Inviting people: an identity that waits, and a link that lets one person be it.
//!
//! While no mail is sent, whoever invites is shown the link. So that nobody gets by it what they
//! could not give, a link is good only while its maker holds all that the invited identity holds.

mod accept;

pub use accept::{Accepted, Way, accept, look};

use crate::assignments::{give_one, settle};
use crate::cx::{Env, Tx};
use crate::error::{Error, Fields, found};
use crate::event::{Change, Description};
use crate::{Result, groups, identities, secret};
use domain::assignments::{self, Assignment, REASON_MAX, Subject};
use domain::email::Email;
use domain::id::{GroupId, IdentityId, NodeId, RoleId};
use domain::identities::{Identity, Kind, Status};
use domain::invitations::{DAYS, Invited};
use domain::name::{Name, free_text};
use domain::problem::Code;
use domain::{Time, Window};
use store::audit::Child;

/// Whom to invite, and what they get.
#[derive(Debug, Clone, Default)]
pub struct New {
    pub name: String,
    pub email: String,
    pub role_id: Option<RoleId>,
    pub node_id: Option<NodeId>,
    pub group_id: Option<GroupId>,
    /// Of the role and of the membership in the group.
    pub window: Window,
    pub reason: Option<String>,
}

/// Invites one person.
///
/// Who may: `members.invite`; with a role also `members.change_roles` at its node, with a group
/// also `groups.manage`, each holding what is given for as long. Fails with `invalid_value` and
/// pointers, `email_taken`, `not_found`, `invalid_window`, `would_escalate`; then nothing is made.
pub async fn invite(env: &Env, new: &New) -> Result<Invited> {
    env.require("members.invite")?;
    if let Some(made) = env.replayed().await? {
        return again(env, IdentityId(made)).await;
    }
    let mut fields = Fields::default();
    let name = fields.take("/name", Name::new(&new.name));
    let email = fields.take("/email", Email::new(new.email.trim()));
    let reason = new.reason.as_deref().unwrap_or_default();
    fields.take("/reason", free_text(reason, REASON_MAX));
    fields.check()?;
    let (Some(name), Some(email)) = (name, email) else {
        return Err(Fields::missing());
    };
    crate::bulk::check_window(new.window, env.cx.now())
        .map_err(|detail| Error::at(Code::InvalidWindow, "/effective_to", detail))?;
    if new.role_id.is_some() {
        env.require_at("members.change_roles", env.place(new.node_id))?;
    }
    if new.group_id.is_some() {
        env.require("groups.manage")?;
    }
    let mut tx = env.write("members.invite", env.root()).await?;
    if let Some(made) = tx.replayed().await? {
        return again(env, IdentityId(made)).await;
    }
    let row = store::identities::New {
        id: env.cx.next_id(),
        kind: Kind::Person,
        name,
        email: Some(email),
        account_id: None,
        invited: true,
        created_at: env.cx.now(),
    };
    match store::identities::create(&mut tx.tx, env.id(), std::slice::from_ref(&row)).await {
        Err(store::Error::Unique(_)) => return Err(identities::email_taken()),
        other => other?,
    }
    let mut change = Change {
        touched: vec![("identity", row.id.0)],
        ..Change::default()
    };
    let assignment = with_role(&mut tx, new, row.id, &mut change).await?;
    with_group(&mut tx, new, row.id, &mut change).await?;
    let (token, expires_at) = open(&mut tx, row.id).await?;
    let identity = store::identities::get(&mut tx.tx, env.id(), row.id).await?;
    let children = assignment.as_ref().map(|made| Child {
        target_kind: "identity",
        target_id: row.id.0,
        object_id: Some(made.id.0),
        outcome: "created".into(),
        code: None,
    });
    let event = Description {
        reason: new.reason.as_deref(),
        children: children.into_iter().collect(),
        ..Description::new("invitation.created")
    }
    .target("identity", row.id.0, row.name.as_str())
    .after(serde_json::json!({
        "assignment_id": assignment.as_ref().map(|made| made.id),
        "role_id": new.role_id,
        "group_id": new.group_id,
        "effective_from": new.window.from,
        "effective_to": new.window.to,
        "expires_at": expires_at,
        "link_shown": true,
    }));
    tx.commit(event, change).await?;
    Ok(Invited {
        identity,
        assignment,
        group_id: new.group_id,
        expires_at,
        token: Some(token),
    })
}

async fn with_role(tx: &mut Tx, new: &New, id: IdentityId, change: &mut Change) -> Result<Option<Assignment>> {
    let Some(role_id) = new.role_id else { return Ok(None) };
    let asked = assignments::New {
        subject: Subject::Identity(id),
        role_id,
        node_id: new.node_id,
        window: new.window,
        reason: new.reason.clone(),
    };
    let (assignment, gains) = give_one(tx, &asked).await?;
    change.touched.push(("assignment", assignment.id.0));
    change.gains.extend(gains);
    Ok(Some(assignment))
}

async fn with_group(tx: &mut Tx, new: &New, id: IdentityId, change: &mut Change) -> Result<()> {
    let Some(group) = new.group_id else { return Ok(()) };
    let env = tx.env()?.clone();
    let now = env.cx.now();
    if new.window.from.is_some_and(|from| now < from) {
        return Err(Error::at(
            Code::InvalidWindow,
            "/effective_from",
            "Membership of a group begins at once. Leave out the start, or give a role instead of the group.",
        ));
    }
    env.require("groups.manage")?;
    let known = store::groups::list(&mut tx.tx, env.id()).await?;
    if !known.iter().any(|one| one.id == group) {
        return Err(Error::at(
            Code::NotFound,
            "/group_id",
            "There is no such group, or it is not yours to see.",
        ));
    }
    let lasts = Window::new(None, new.window.to);
    change
        .gains
        .extend(groups::gains(&mut tx.tx, &env, group, lasts).await?);
    let membership = store::groups::Membership {
        group_id: group,
        identity_id: id,
        since: now,
        until: new.window.to,
    };
    store::groups::add_memberships(&mut tx.tx, env.id(), &[membership], None).await?;
    change.touched.push(("group", group.0));
    Ok(())
}

/// Opens an invitation: its secret, and until when it is good.
async fn open(tx: &mut Tx, identity: IdentityId) -> Result<(String, Time)> {
    let env = tx.env()?.clone();
    let token = env.cx.service.random_token();
    let now = env.cx.now();
    let expires_at = now.plus_days(DAYS);
    let new = store::invitations::Invitation {
        environment_id: env.id(),
        identity_id: identity,
        inviter: env.actor(),
        created_at: now,
        expires_at,
    };
    store::invitations::open(&mut tx.tx, &new, &secret::digest(&token)).await?;
    Ok((token, expires_at))
}

/// What was made by the same request before, without its secret.
async fn again(env: &Env, id: IdentityId) -> Result<Invited> {
    let mut conn = env.read().await?;
    let identity = found(store::identities::get(&mut conn, env.id(), id).await, "person")?;
    let open = store::invitations::of_identity(&mut conn, env.id(), id).await?;
    Ok(Invited {
        identity,
        assignment: None,
        group_id: None,
        expires_at: open.map_or(Time(0), |open| open.expires_at),
        token: None,
    })
}

/// Makes a new link for someone who was invited; the earlier one stops working.
///
/// Who may: `members.invite`, holding all that the invited identity holds. Fails with `not_found`,
/// with `conflict` where they are here already, with `suspended`, `would_escalate`.
pub async fn renew(env: &Env, id: IdentityId) -> Result<Invited> {
    env.require("members.invite")?;
    if let Some(made) = env.replayed().await? {
        return again(env, IdentityId(made)).await;
    }
    let mut tx = env.write("members.invite", env.root()).await?;
    if let Some(made) = tx.replayed().await? {
        return again(env, IdentityId(made)).await;
    }
    let identity = waiting(&mut tx, env, id).await?;
    let fresh = tx.env()?.clone();
    settle(identities::holds(&mut tx.tx, &fresh, id).await?, &fresh)?;
    let (token, expires_at) = open(&mut tx, id).await?;
    let event = Description::new("invitation.renewed")
        .target("identity", id.0, &identity.name)
        .after(serde_json::json!({ "expires_at": expires_at, "link_shown": true }));
    let change = Change {
        touched: vec![("identity", id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    Ok(Invited {
        identity,
        assignment: None,
        group_id: None,
        expires_at,
        token: Some(token),
    })
}

/// Makes the link of someone who was invited worthless. The identity stays.
///
/// Who may: `members.invite`. Fails with `not_found`, and with `conflict` where there is no link.
pub async fn withdraw(env: &Env, id: IdentityId) -> Result<()> {
    if env.replayed().await?.is_some() {
        return Ok(());
    }
    let mut tx = env.write("members.invite", env.root()).await?;
    if tx.replayed().await?.is_some() {
        return Ok(());
    }
    let identity = waiting(&mut tx, env, id).await?;
    if !store::invitations::close(&mut tx.tx, env.id(), id).await? {
        return Err(Error::new(
            Code::Conflict,
            "There is no link any more that could be withdrawn.",
        ));
    }
    let event = Description::new("invitation.withdrawn").target("identity", id.0, &identity.name);
    let change = Change {
        touched: vec![("identity", id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    Ok(())
}

async fn waiting(tx: &mut Tx, env: &Env, id: IdentityId) -> Result<Identity> {
    let identity = found(store::identities::get(&mut tx.tx, env.id(), id).await, "person")?;
    // Whoever may only invite sees those who wait, and nobody else.
    if identity.status != Status::Invited && !env.may("users.view") {
        return Err(Error::not_found("person"));
    }
    match identity.status {
        Status::Invited => Ok(identity),
        Status::Suspended => Err(Error::new(
            Code::Suspended,
            format!("{} is suspended. Reinstate them first.", identity.name),
        )),
        Status::Active => Err(Error::new(
            Code::Conflict,
            format!("{} does not wait for an invitation.", identity.name),
        )),
    }
}
