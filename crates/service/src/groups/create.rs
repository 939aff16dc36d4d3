//! A new group, on its own or in another one.

use super::moved::{self, Move};
use super::{description, names, one};
use crate::cx::Env;
use crate::error::Fields;
use crate::event::{Change, Description};
use crate::names::Named;
use crate::{Result, slugs};
use domain::groups::Group;
use domain::id::GroupId;
use domain::name::Name;
use store::slugs::Kind;

/// What makes a group.
#[derive(Debug, Clone, Default)]
pub struct New {
    pub name: String,
    /// Absent: made from the name.
    pub slug: Option<String>,
    pub description: Option<String>,
    pub parent_id: Option<GroupId>,
}

/// Makes a group without members.
///
/// Who may: `groups.manage`. Fails with `invalid_value` (also where the name poses as that of another
/// group, and where the parent lies 16 deep), with `slug_taken`, `slug_retired`, and with `not_found`
/// for a parent that is not there.
pub async fn create(env: &Env, new: &New) -> Result<Group> {
    env.require("groups.manage")?;
    if let Some(made) = env.replayed().await? {
        return one(&mut env.read().await?, env, GroupId(made)).await;
    }
    let mut fields = Fields::default();
    let name = fields.take("/name", Name::new(&new.name));
    let text = fields.take("/description", description(new.description.as_deref()));
    let slug = slugs::wanted(&mut fields, name.as_ref(), new.slug.as_deref());
    fields.check()?;
    let (Some(name), Some(text), Some(slug)) = (name, text, slug) else {
        return Err(Fields::missing());
    };
    let mut tx = env.write("groups.manage", env.root()).await?;
    if let Some(made) = tx.replayed().await? {
        return one(&mut env.read().await?, env, GroupId(made)).await;
    }
    let fresh = tx.env()?.clone();
    let all = store::groups::list(&mut tx.tx, fresh.id()).await?;
    if let Some(parent) = new.parent_id {
        // A group that is not there yet has nobody in it and lies nowhere.
        let wanted = Move {
            group: None,
            to: Some(parent),
        };
        moved::place(&mut tx.tx, &fresh, wanted).await?;
    }
    Named(Kind::Group, name.as_str()).free(&fresh, names(&all, None))?;
    slugs::free(&mut tx.tx, &fresh, Kind::Group, &slug).await?;
    let row = store::groups::New {
        id: env.cx.next_id(),
        name: &name,
        slug: &slug,
        description: text.as_deref(),
        parent_id: new.parent_id,
        now: env.cx.now(),
    };
    let id = row.id;
    match store::groups::create(&mut tx.tx, env.id(), row).await {
        Err(store::Error::Unique(_)) => return Err(slugs::taken(Kind::Group, &slug)),
        other => other?,
    }
    let made = one(&mut tx.tx, &fresh, id).await?;
    let event = Description::new("group.created")
        .target("group", id.0, name.as_str())
        .after(facts(&made));
    // Nobody is in it, so nobody gains; who comes in is judged then.
    let change = Change {
        touched: vec![("group", id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    Ok(made)
}

/// What an event notes of a group.
pub(super) fn facts(group: &Group) -> serde_json::Value {
    serde_json::json!({
        "name": group.name,
        "slug": group.slug,
        "description": group.description,
        "parent_id": group.parent_id,
    })
}
