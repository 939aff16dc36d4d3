//! A new role, perhaps with those who are to have it at once.

use super::{description, detail, gain, known, names};
use crate::Result;
use crate::assignments::give_one;
use crate::cx::{Env, Tx};
use crate::error::{Error, Fields};
use crate::event::{Change, Description};
use crate::names::Named;
use crate::slugs;
use domain::assignments::{self, Subject};
use domain::environments::Mode;
use domain::id::{GroupId, IdentityId, RoleId};
use domain::name::Name;
use domain::problem::Code;
use domain::roles::Detail;
use domain::{Problem, Window};
use std::collections::HashSet;
use store::audit::Child;
use store::slugs::Kind;

/// The most that a starter list has: each is judged by itself, behind the lock.
pub const STARTERS_MAX: usize = 200;

/// What makes a role.
#[derive(Debug, Clone, Default)]
pub struct New {
    pub name: String,
    /// Absent: made from the name.
    pub slug: Option<String>,
    pub description: Option<String>,
    /// Keys.
    pub capabilities: Vec<String>,
    pub assign: Assign,
}

/// Who gets a new role at once.
#[derive(Debug, Clone, Default)]
pub struct Assign {
    pub identity_ids: Vec<IdentityId>,
    pub group_ids: Vec<GroupId>,
}

impl Assign {
    /// Each with where it stands in the request.
    fn subjects(&self) -> impl Iterator<Item = (Subject, String)> {
        let people = self.identity_ids.iter().enumerate();
        let people = people.map(|(at, id)| (Subject::Identity(*id), format!("/assign/identity_ids/{at}")));
        let groups = self.group_ids.iter().enumerate();
        people.chain(groups.map(|(at, id)| (Subject::Group(*id), format!("/assign/group_ids/{at}"))))
    }
}

/// Makes a role, and gives it to the starter list; all of it, or nothing.
///
/// Who may: `roles.create`, holding all that the role holds, everywhere and without an end; with a
/// starter list also `members.change_roles`, above one `users.bulk_operations`. Fails with
/// `invalid_value`, `unknown_capability`, `duplicate_in_request`, `slug_taken`, `slug_retired`,
/// `would_escalate`, with `invalid_value` also where the name poses as that of another role, and with
/// what assignments fail with, at its place in the starter list.
pub async fn create(env: &Env, new: &New) -> Result<Detail> {
    env.require("roles.create")?;
    if let Some(made) = env.replayed().await? {
        return detail(&mut env.read().await?, env, RoleId(made)).await;
    }
    let mut fields = Fields::default();
    let name = fields.take("/name", Name::new(&new.name));
    let text = fields.take("/description", description(new.description.as_deref()));
    let slug = slugs::wanted(&mut fields, name.as_ref(), new.slug.as_deref());
    fields.check()?;
    let (Some(name), Some(text), Some(slug)) = (name, text, slug) else {
        return Err(Fields::missing());
    };
    let subjects = new.assign.subjects().count();
    if subjects > STARTERS_MAX {
        return Err(Error::at(
            Code::TooManyItems,
            "/assign",
            format!("At most {STARTERS_MAX} get a role when it is made; give it to the others afterwards."),
        ));
    }
    let mut seen = HashSet::new();
    for (subject, pointer) in new.assign.subjects() {
        if !seen.insert(subject) {
            return Err(Error::at(
                Code::DuplicateInRequest,
                pointer,
                "This one stands in the list before.",
            ));
        }
    }
    if subjects > 0 {
        env.require("members.change_roles")?;
    }
    if subjects > 1 {
        env.require("users.bulk_operations")?;
    }
    let mut tx = env.write("roles.create", env.root()).await?;
    if let Some(made) = tx.replayed().await? {
        return detail(&mut env.read().await?, env, RoleId(made)).await;
    }
    let fresh = tx.env()?.clone();
    if subjects > 1 {
        fresh.require("users.bulk_operations")?;
    }
    let ids = known(&fresh, &new.capabilities)?;
    let others = names(&mut tx.tx, &fresh, None).await?;
    Named(Kind::Role, name.as_str()).free(&fresh, others.iter().map(String::as_str))?;
    slugs::free(&mut tx.tx, &fresh, Kind::Role, &slug).await?;
    let row = store::roles::New {
        id: env.cx.next_id(),
        name: &name,
        slug: &slug,
        description: text.as_deref(),
        system: None,
        capabilities: &ids,
        now: env.cx.now(),
    };
    let id = row.id;
    match store::roles::create(&mut tx.tx, env.id(), row).await {
        Err(store::Error::Unique(_)) => return Err(slugs::taken(Kind::Role, &slug)),
        other => other?,
    }
    let mut change = Change {
        gains: vec![gain(&fresh, &ids, Window::ALWAYS)],
        touched: vec![("role", id.0)],
    };
    let children = starters(&mut tx, &fresh, new, id, &mut change).await?;
    let made = detail(&mut tx.tx, &fresh, id).await?;
    let event = Description {
        children,
        ..Description::new("role.created")
    }
    .target("role", id.0, name.as_str())
    .after(serde_json::json!({
        "name": made.name,
        "slug": made.slug,
        "description": made.description,
        "capabilities": made.capabilities,
    }));
    tx.commit(event, change).await?;
    Ok(made)
}

/// Gives the new role to the starter list.
async fn starters(tx: &mut Tx, env: &Env, new: &New, role_id: RoleId, change: &mut Change) -> Result<Vec<Child>> {
    let mut children = Vec::new();
    for (subject, pointer) in new.assign.subjects() {
        let asked = assignments::New {
            subject,
            role_id,
            // A starter list knows one place only: everywhere.
            node_id: (env.environment.mode == Mode::Hierarchy).then(|| env.root()),
            window: Window::ALWAYS,
            reason: None,
        };
        let (made, gains) = give_one(tx, &asked).await.map_err(|error| at(error, &pointer))?;
        change.gains.extend(gains);
        change.touched.push(("assignment", made.id.0));
        children.push(Child {
            target_kind: subject.kind(),
            target_id: subject.uuid(),
            object_id: Some(made.id.0),
            outcome: "created".into(),
            code: None,
        });
    }
    Ok(children)
}

/// The refusal of one of the starter list, at its place.
fn at(error: Error, pointer: &str) -> Error {
    match error {
        Error::Problem(problem) => {
            let capability = problem.capability.clone();
            let mut moved = Problem::at(problem.code, pointer, problem.detail);
            moved.capability = capability;
            moved.into()
        }
        failure => failure,
    }
}
