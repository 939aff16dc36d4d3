//! The forms of roles.

use super::find;
use super::planned::signs_out;
use crate::Result;
use crate::cx::Env;
use crate::error::Error;
use crate::roles::{self, Assign, Changed, Edit, New};
use crate::{groups, people};
use domain::form::Sent;
use domain::id::{EventId, GroupId, IdentityId, RoleId};
use domain::problem::Code;
use domain::roles::{Detail, needs};

/// What was ticked, and what that is of no use without, which is put beside it.
fn ticked(sent: &Sent) -> (Vec<String>, Vec<String>) {
    let mut keys: Vec<String> = Vec::new();
    for key in sent.all("capability") {
        if !keys.iter().any(|known| known == key) {
            keys.push(key.to_owned());
        }
    }
    let mut added = Vec::new();
    for need in keys.iter().filter_map(|key| needs(key)) {
        if !keys.contains(&need) && !added.contains(&need) {
            added.push(need);
        }
    }
    keys.extend(added.iter().cloned());
    (keys, added)
}

/// What was put beside, as a sentence; `None` where nothing was.
fn beside(env: &Env, added: &[String]) -> Option<String> {
    let names: Vec<&str> = env
        .catalogue
        .list
        .iter()
        .filter(|one| added.contains(&one.key))
        .map(|one| one.name.as_str())
        .collect();
    match names.len() {
        0 => None,
        1 => Some(format!("{} was added, as others need it.", names[0])),
        _ => Some(format!("{} were added, as others need them.", names.join(", "))),
    }
}

/// The form for a new role. Fields: `name slug description`, `capability` for each, `group` for the
/// slug of each group that has it at once, `id` for each person; `find` names more people, one a line.
/// `intent` is `find`, which looks for those alone. The role, and a sentence about what was added; nothing
/// where the form is to be looked at again.
pub async fn new_role(env: &Env, sent: &mut Sent) -> Result<Option<(Detail, Option<String>)>> {
    env.require("roles.create")?;
    let asked = find::asked(sent);
    if sent.has("id") {
        env.require("users.view")?;
    }
    if !asked && sent.has(find::SEVERAL) {
        env.require("users.view")?;
        find::settle(sent);
    }
    if asked || !sent.value("find").trim().is_empty() {
        find::find(env, sent, roles::STARTERS_MAX).await?;
        if asked {
            return Ok(None);
        }
        // Part of a name is enough to be found, so nobody gets anything before they were seen.
        if sent.value("find").is_empty() && !sent.has(find::SEVERAL) {
            let text = "Look at who was found, then create the role";
            return Err(Error::at(Code::InvalidValue, "/find", text));
        }
        return Err(find::open(sent));
    }
    let mut identity_ids: Vec<IdentityId> = Vec::new();
    for id in sent.all("id") {
        let id = id.parse().map_err(|_| Error::not_found("person"))?;
        // Whoever is named twice is meant once.
        if !identity_ids.contains(&id) {
            identity_ids.push(id);
        }
    }
    let sent = &*sent;
    let (capabilities, added) = ticked(sent);
    let wanted: Vec<&str> = sent.all("group").collect();
    let mut group_ids: Vec<GroupId> = Vec::with_capacity(wanted.len());
    if !wanted.is_empty() {
        let known = store::groups::list(&mut env.read().await?, env.id()).await?;
        for slug in wanted {
            let group = known.iter().find(|group| group.slug.as_str() == slug);
            let unknown = || {
                Error::at(
                    Code::InvalidValue,
                    "/group",
                    "There is no such group; choose from the list",
                )
            };
            group_ids.push(group.ok_or_else(unknown)?.id);
        }
    }
    let new = New {
        name: sent.value("name"),
        slug: Some(sent.value("slug")),
        description: Some(sent.value("description")),
        capabilities,
        assign: Assign {
            identity_ids,
            group_ids,
        },
    };
    match roles::create(env, &new).await {
        Ok(made) => Ok(Some((made, beside(env, &added)))),
        Err(error) => Err(named(of_subject(env, error, &new.assign).await?)),
    }
}

/// Says which person or group of the starter list was refused: in a form they have no number.
async fn of_subject(env: &Env, error: Error, assign: &Assign) -> Result<Error> {
    let Error::Problem(mut problem) = error else {
        return Ok(error);
    };
    for one in &mut problem.errors {
        let (person, group) = (
            nth(&one.pointer, "/assign/identity_ids/", &assign.identity_ids),
            nth(&one.pointer, "/assign/group_ids/", &assign.group_ids),
        );
        let mut conn = env.read().await?;
        // Whoever is gone keeps what was said of them.
        let (name, place) = match (person, group) {
            (Some(id), _) => (people::one(&mut conn, env, id).await.map(|one| one.name).ok(), "/find"),
            (_, Some(id)) => (groups::one(&mut conn, env, id).await.map(|one| one.name).ok(), "/group"),
            (None, None) => continue,
        };
        if let Some(name) = name {
            one.detail = format!("{name}: {}", one.detail);
        }
        one.pointer = place.to_owned();
    }
    Ok(Error::Problem(problem))
}

/// The one of a list that a pointer names by its number.
fn nth<T: Copy>(pointer: &str, list: &str, of: &[T]) -> Option<T> {
    let place = pointer.strip_prefix(list)?.parse::<usize>().ok()?;
    of.get(place).copied()
}

/// Pointers of the service as fields of the form.
fn named(error: Error) -> Error {
    let Error::Problem(mut problem) = error else {
        return error;
    };
    for one in &mut problem.errors {
        if one.pointer.starts_with("/assign/group_ids") {
            one.pointer = "/group".to_owned();
        } else if one.pointer.starts_with("/capabilities") {
            one.pointer = "/capability".to_owned();
        }
    }
    Error::Problem(problem)
}

/// The form that deletes a role. Fields: `tag`, `slug` where someone has the role, and `sessions`, which
/// signs out. What was done, in a sentence.
pub async fn delete_role(env: &Env, id: &str, sent: &Sent) -> Result<String> {
    env.require("roles.delete")?;
    if env.replayed().await?.is_some() {
        return Ok("The role is deleted.".to_owned());
    }
    let id: RoleId = id.parse().map_err(|_| Error::not_found("role"))?;
    let role = roles::get(env, id).await?;
    let given = store::roles::given(&mut env.read().await?, env.id(), id, env.cx.now()).await?;
    if !given.is_empty() && sent.value("slug").trim() != role.slug.as_str() {
        return Err(Error::at(
            Code::InvalidValue,
            "/slug",
            format!("Type {} to delete a role that someone has", role.slug),
        ));
    }
    let (_, signed_out) = roles::remove_signing_out(env, id, Some(&sent.value("tag")), signs_out(sent)).await?;
    Ok(format!("{} is deleted. {}", role.name, signed_out.words())
        .trim()
        .to_owned())
}

/// The form that restores a role. Field: `event`.
pub async fn restore_role(env: &Env, sent: &Sent) -> Result<roles::Restored> {
    env.require("roles.delete")?;
    let event: EventId = sent
        .value("event")
        .parse()
        .map_err(|_| Error::not_found("deletion of a role"))?;
    roles::restore(env, event).await
}

/// The form of a role. Fields: `tag name description`, `capability` for each, and `was_name`, `was_description`
/// and `was` with what these were as the changes began, for the page alone; `intent` is `review`,
/// which changes nothing, or `save`, which saves what was reviewed; with `sessions` those who lose
/// something are signed out. The role where it was saved.
pub async fn change_role(env: &Env, id: &str, sent: &Sent) -> Result<Option<Changed>> {
    env.require("roles.edit")?;
    let id: RoleId = id.parse().map_err(|_| Error::not_found("role"))?;
    match sent.value("intent").as_str() {
        "" | "review" => {
            roles::get(env, id).await?;
            Ok(None)
        }
        "save" => {
            let edit = Edit {
                name: Some(sent.value("name")),
                description: Some(Some(sent.value("description"))),
                capabilities: Some(sent.all("capability").map(str::to_owned).collect()),
                expected: Some(sent.value("tag")),
            };
            Ok(Some(
                roles::change_signing_out(env, id, &edit, signs_out(sent))
                    .await
                    .map_err(named)?,
            ))
        }
        _ => Err(Error::new(Code::InvalidValue, "Review the changes, or save them.")),
    }
}
