//! The forms of groups, and those that put people in and take them out.

use super::planned::{Next, Planned, signs_out};
use super::{find, selection};
use crate::cx::Env;
use crate::error::Error;
use crate::groups::{self, Edit, New, Restored};
use crate::plans::Request;
use crate::{Result, counts};
use domain::form::Sent;
use domain::groups::Group;
use domain::id::{EventId, GroupId};
use domain::plans::Members;
use domain::problem::Code;

/// The group of a slug, behind `field`; none where it is empty.
pub(super) async fn by_slug(env: &Env, field: &str, slug: &str) -> Result<Option<GroupId>> {
    if slug.is_empty() {
        return Ok(None);
    }
    let all = store::groups::list(&mut env.read().await?, env.id()).await?;
    let group = all.into_iter().find(|group| group.slug.as_str() == slug);
    let text = "There is no such group; choose from the list";
    let group = group.ok_or_else(|| Error::at(Code::InvalidValue, format!("/{field}"), text))?;
    Ok(Some(group.id))
}

/// Pointers of the service as fields of the form.
fn named(error: Error) -> Error {
    let Error::Problem(mut problem) = error else {
        return error;
    };
    for one in &mut problem.errors {
        if one.pointer == "/parent_id" {
            one.pointer = "/parent".to_owned();
        }
    }
    Error::Problem(problem)
}

/// The form for a new group. Fields: `name slug description`, `parent` by its slug.
pub async fn new_group(env: &Env, sent: &Sent) -> Result<Group> {
    env.require("groups.manage")?;
    let new = New {
        name: sent.value("name"),
        slug: Some(sent.value("slug")),
        description: Some(sent.value("description")),
        parent_id: by_slug(env, "parent", &sent.value("parent")).await?,
    };
    groups::create(env, &new).await.map_err(named)
}

/// The form of a group. Fields: `name description`, `parent` by its slug; `intent` is `save`, or
/// `review`, which changes nothing. With another place it is saved once what that gives and takes was
/// shown, as `reviewed` says; to the top it is there and empty. The group where it was saved.
pub async fn change_group(env: &Env, id: &str, sent: &Sent) -> Result<Option<Group>> {
    env.require("groups.manage")?;
    let id: GroupId = id.parse().map_err(|_| Error::not_found("group"))?;
    if let Some(made) = env.replayed().await? {
        return Ok(Some(groups::one(&mut env.read().await?, env, GroupId(made)).await?));
    }
    let group = groups::one(&mut env.read().await?, env, id).await?;
    let parent = by_slug(env, "parent", &sent.value("parent")).await?;
    let moves = parent != group.parent_id;
    let reviewed = sent.has("reviewed") && sent.value("reviewed") == sent.value("parent");
    if sent.value("intent") != "save" || (moves && !reviewed) {
        if moves {
            let wanted = groups::Move {
                group: Some(id),
                to: parent,
            };
            groups::judge_move(&mut env.read().await?, env, wanted)
                .await
                .map_err(named)?;
        }
        return Ok(None);
    }
    let edit = Edit {
        name: Some(sent.value("name")),
        description: Some(Some(sent.value("description"))),
        parent_id: Some(parent),
    };
    Ok(Some(groups::change(env, id, &edit).await.map_err(named)?))
}

/// The form that deletes a group. Fields: `lift` where what lies in it is to move up, `slug` where it
/// has members or roles. What was done, in a sentence.
pub async fn delete_group(env: &Env, id: &str, sent: &Sent) -> Result<String> {
    env.require("groups.manage")?;
    if env.replayed().await?.is_some() {
        return Ok("The group is deleted.".to_owned());
    }
    let id: GroupId = id.parse().map_err(|_| Error::not_found("group"))?;
    let mut conn = env.read().await?;
    let group = groups::one(&mut conn, env, id).await?;
    let roles = store::groups::own_grants(&mut conn, env.id(), &[id], env.cx.now()).await?;
    drop(conn);
    let used = counts::members(env, id).await?.direct > 0 || !roles.is_empty();
    if used && sent.value("slug").trim() != group.slug.as_str() {
        return Err(Error::at(
            Code::InvalidValue,
            "/slug",
            format!("Type {} to delete a group that is in use", group.slug),
        ));
    }
    let lift = sent.value("lift") == "yes";
    let (_, signed_out) = groups::remove_signing_out(env, id, lift, signs_out(sent)).await?;
    let words = format!("{} is deleted. {}", group.name, signed_out.words());
    Ok(words.trim().to_owned())
}

/// The form that restores a group. Field: `event`.
pub async fn restore_group(env: &Env, sent: &Sent) -> Result<Restored> {
    env.require("groups.manage")?;
    let event = sent.value("event").parse::<EventId>();
    groups::restore(env, event.map_err(|_| Error::not_found("deletion of a group"))?).await
}

const JOIN: Planned = Planned {
    fields: &["group"],
    first: "group",
    needs: "groups.manage",
    request: joining,
};

const LEAVE: Planned = Planned {
    fields: &["group", "sessions"],
    first: "group",
    needs: "groups.manage",
    request: leaving,
};

fn members(sent: &Sent) -> Result<Members> {
    let group_id = sent.value(MEANT).parse();
    Ok(Members {
        selection: selection(sent),
        group_id: group_id.map_err(|_| Error::at(Code::InvalidValue, "/group", "Choose a group"))?,
        revoke_sessions: signs_out(sent),
    })
}

/// Where the id of the group stands that the slug in `group` means.
const MEANT: &str = "group_meant";

async fn look_up(env: &Env, sent: &mut Sent) -> Result<()> {
    sent.values.retain(|(name, _)| name != MEANT);
    if let Ok(Some(id)) = by_slug(env, "group", &sent.value("group")).await {
        sent.values.push((MEANT.to_owned(), id.to_string()));
    }
    Ok(())
}

fn joining(_: &Env, sent: &Sent) -> Result<Request> {
    Ok(Request::AddMembers(members(sent)?))
}

fn leaving(_: &Env, sent: &Sent) -> Result<Request> {
    Ok(Request::RemoveMembers(members(sent)?))
}

/// One step of the form that takes people out of a group: `group`, a slug. `one` is a single person, who
/// is judged at once, whoever else is ticked.
pub async fn leave(env: &Env, mut sent: Sent) -> Result<Next> {
    env.require("groups.manage")?;
    let one = sent.value("one");
    if !one.is_empty() {
        let about = ["one", "id", "scope", "filter", "shown", "exclude", "intent"];
        sent.values.retain(|(name, _)| !about.contains(&name.as_str()));
        sent.values.push(("id".to_owned(), one));
        sent.values.push(("intent".to_owned(), "preview".to_owned()));
    }
    look_up(env, &mut sent).await?;
    LEAVE.step(env, sent).await
}

/// One step of the form that puts people into a group: `group`, a slug. `intent` is `find`, which looks
/// for the people that `find` names, one a line, or what it is in every such form.
pub async fn join(env: &Env, mut sent: Sent) -> Result<Next> {
    env.require("groups.manage")?;
    if !find::asked(&mut sent) {
        if let Some(shown) = find::first(env, &mut sent).await? {
            return Ok(shown);
        }
        look_up(env, &mut sent).await?;
        return JOIN.step(env, sent).await;
    }
    find::show(env, sent).await
}
