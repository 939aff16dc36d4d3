//! What is done to people: the tabs Groups and Sessions, and the forms.

use super::identity::{forbidden_of, groups_of, head};
use super::planned::{plan_of, subjects, told};
use super::shell;
use crate::cx::{Cx, Env};
use crate::error::found;
use crate::groups::Forest;
use crate::{Result, forms, people, sessions, words};
use domain::form::Sent;
use domain::groups::Group;
use domain::id::{GroupId, IdentityId, RoleId};
use domain::resets::ResetMade;
use domain::screens::{
    DeletedPeople, DeletedPerson, EditIdentity, GroupLink, IdentityGroups, IdentitySessions, PersonGroup,
    PersonSession, PersonStep, ResetLink, ResetPassword, ResetScreen, StandingPage, Step,
};
use std::collections::HashSet;

/// The tab Groups of an identity.
pub async fn identity_groups(env: &Env, id: IdentityId) -> Result<IdentityGroups> {
    let (head, _) = head(env, id).await?;
    Ok(IdentityGroups {
        shell: shell(env).await?,
        head,
        groups: forbidden_of(person_groups(env, id).await)?,
    })
}

/// The groups that someone is in: direct ones by path, then those above them.
async fn person_groups(env: &Env, id: IdentityId) -> Result<Vec<PersonGroup>> {
    let mut conn = env.read().await?;
    let zone = &env.environment.time_zone;
    let own = groups_of(env, &mut conn, id).await?;
    let all = Forest::from(store::groups::list(&mut conn, env.id()).await?);
    drop(conn);
    let link = |group: &Group| GroupLink {
        id: group.id,
        name: group.name.clone(),
    };
    let (mut rows, mut above) = (Vec::new(), Vec::new());
    let mut seen: HashSet<GroupId> = own.iter().map(|(id, _)| *id).collect();
    for (id, until) in own {
        let Some(group) = all.get(id) else { continue };
        let until = until.map(|to| format!("until {}", words::last_day(to, zone)));
        rows.push(PersonGroup {
            group: link(group),
            slug: group.slug.to_string(),
            path: all.path(id),
            through: None,
            until: until.clone(),
        });
        for higher in all.upwards(id).into_iter().skip(1) {
            if let Some(higher) = all.get(higher).filter(|group| seen.insert(group.id)) {
                above.push(PersonGroup {
                    group: link(higher),
                    slug: higher.slug.to_string(),
                    path: all.path(higher.id),
                    through: Some(link(group)),
                    until: until.clone(),
                });
            }
        }
    }
    rows.sort_by(|a, b| a.path.cmp(&b.path));
    rows.extend(above);
    Ok(rows)
}

/// The tab Sessions of an identity.
pub async fn identity_sessions(env: &Env, id: IdentityId) -> Result<IdentitySessions> {
    let (head, _) = head(env, id).await?;
    let (now, zone) = (env.cx.now(), &env.environment.time_zone);
    let found = people::of_person(env, id).await.map(|sessions| {
        sessions
            .into_iter()
            .map(|session| PersonSession {
                id: session.id,
                device: sessions::device(&session.user_agent),
                ip: session.ip,
                since: words::moment(session.created_at, zone),
                last_seen: words::recent(session.last_seen_at, now, zone),
            })
            .collect()
    });
    Ok(IdentitySessions {
        shell: shell(env).await?,
        account: head.identity.account_id.is_some(),
        may_revoke: env.may("sessions.revoke"),
        head,
        sessions: forbidden_of(found)?,
    })
}

const fn needs(step: Step) -> &'static str {
    match step {
        Step::Suspend | Step::Reinstate => "users.suspend",
        Step::RemoveAccess => "members.remove",
        Step::Delete => "users.delete",
    }
}

/// The form that does something to one person.
pub async fn person_step(env: &Env, id: IdentityId, step: Step) -> Result<PersonStep> {
    env.require(needs(step))?;
    env.require("users.view")?;
    let mut conn = env.read().await?;
    let identity = found(store::identities::get(&mut conn, env.id(), id).await, "person")?;
    let facts = store::facts::of_identity(&mut conn, env.id(), id).await?;
    let now = env.cx.now();
    let own = facts
        .assignments
        .iter()
        .filter(|grant| grant.subject.identity() == Some(id));
    let own = own.filter(|grant| grant.window.to.is_none_or(|to| now < to));
    let roles: HashSet<RoleId> = own.map(|grant| grant.role_id).collect();
    let names = store::roles::names(&mut conn, env.id(), roles.into_iter().collect::<Vec<_>>()).await?;
    let mut roles: Vec<String> = names.into_values().collect();
    roles.sort();
    let all = Forest::from(store::groups::list(&mut conn, env.id()).await?);
    let groups = forbidden_of(groups_of(env, &mut conn, id).await)?.ok();
    drop(conn);
    let groups = groups.map(|groups| {
        let mut paths: Vec<String> = groups.into_iter().map(|(id, _)| all.path(id)).collect();
        paths.sort();
        paths
    });
    let step = match (step, identity.status) {
        (Step::Suspend, domain::identities::Status::Suspended) => Step::Reinstate,
        (step, _) => step,
    };
    Ok(PersonStep {
        shell: shell(env).await?,
        identity,
        step,
        roles,
        groups,
    })
}

/// The form for name and address.
pub async fn edit_identity(env: &Env, id: IdentityId) -> Result<EditIdentity> {
    env.require("users.edit")?;
    env.require("users.view")?;
    let identity = found(
        store::identities::get(&mut env.read().await?, env.id(), id).await,
        "person",
    )?;
    Ok(EditIdentity {
        shell: shell(env).await?,
        identity,
    })
}

/// Those who are deleted.
pub async fn deleted_people(env: &Env) -> Result<DeletedPeople> {
    let zone = &env.environment.time_zone;
    let gone = people::gone(env).await?;
    Ok(DeletedPeople {
        shell: shell(env).await?,
        may_restore: env.may("users.delete"),
        people: gone
            .into_iter()
            .map(|one| DeletedPerson {
                name: one.name,
                email: one.email,
                event: one.event,
                words: format!("{} by {}", words::moment(one.at, zone), one.by),
            })
            .collect(),
    })
}

/// The page that suspends or reinstates many, for what was sent, or for what the address says.
pub async fn standing_page(env: &Env, suspend: bool, search: &str, sent: Option<&Sent>) -> Result<StandingPage> {
    env.require("users.suspend")?;
    let sent = &told(search, sent);
    Ok(StandingPage {
        shell: shell(env).await?,
        suspend,
        subjects: subjects(env, forms::selection(sent)).await?,
        plan: plan_of(env, sent).await?,
    })
}

/// The page that makes a link for a new password.
pub async fn reset_screen(env: &Env, id: IdentityId) -> Result<ResetScreen> {
    let identity = people::may_reset(env, id).await?;
    Ok(ResetScreen {
        shell: shell(env).await?,
        account: identity.account_id.is_some(),
        identity,
    })
}

/// What is said of such a link that was just made; `link` makes an address of its secret.
pub fn reset_link(env: &Env, made: &ResetMade, link: impl Fn(&str) -> String) -> ResetLink {
    ResetLink {
        link: made.token.as_deref().map(link),
        until: words::moment(made.expires_at, &env.environment.time_zone),
    }
}

/// What someone sees who opens it.
pub async fn reset_password(cx: &Cx, token: &str) -> Result<ResetPassword> {
    people::reset_look(cx, token).await
}
