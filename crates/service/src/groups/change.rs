//! Another name, description or place for a group.

use super::create::facts;
use super::moved::{Move, judge_move};
use super::{description, names, one};
use crate::Result;
use crate::cx::Env;
use crate::error::{Error, Fields};
use crate::event::{Change, Description};
use crate::names::Named;
use domain::groups::Group;
use domain::id::GroupId;
use domain::name::Name;
use domain::problem::Code;
use store::slugs::Kind;

/// What is to be other than it is; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub name: Option<String>,
    pub description: Option<Option<String>>,
    /// The group in which it is to lie; `Some(None)`: at the top.
    pub parent_id: Option<Option<GroupId>>,
}

/// Changes a group. Moved, it takes along all that lie in it: their members gain what the new place
/// gives and lose what the old one gave.
///
/// Who may: `groups.manage`; moving, holding all that they gain for its whole time, and now what they
/// lose. Fails with `not_found`, `invalid_value`, `group_cycle`, `would_escalate`, and with
/// `unchanged` where nothing would be other than it is.
pub async fn change(env: &Env, id: GroupId, edit: &Edit) -> Result<Group> {
    env.require("groups.manage")?;
    if let Some(made) = env.replayed().await? {
        return one(&mut env.read().await?, env, GroupId(made)).await;
    }
    let mut tx = env.write("groups.manage", env.root()).await?;
    if let Some(made) = tx.replayed().await? {
        return one(&mut env.read().await?, env, GroupId(made)).await;
    }
    let fresh = tx.env()?.clone();
    let before = one(&mut tx.tx, &fresh, id).await?;
    let mut fields = Fields::default();
    let name = fields.take("/name", Name::new(edit.name.as_deref().unwrap_or(&before.name)));
    let text = match &edit.description {
        Some(text) => fields.take("/description", description(text.as_deref())),
        None => Some(before.description.clone()),
    };
    fields.check()?;
    let (Some(name), Some(text)) = (name, text) else {
        return Err(Fields::missing());
    };
    let to = edit.parent_id.unwrap_or(before.parent_id);
    let wanted = Move { group: Some(id), to };
    let gains = judge_move(&mut tx.tx, &fresh, wanted).await?;
    let described = (name.as_str(), &text) != (&before.name, &before.description);
    let moved = to != before.parent_id;
    if !described && !moved {
        return Err(Error::new(Code::Unchanged, "The group is like that already."));
    }
    if name.as_str() != before.name {
        let all = store::groups::list(&mut tx.tx, fresh.id()).await?;
        Named(Kind::Group, name.as_str()).free(&fresh, names(&all, Some(id)))?;
    }
    if described {
        store::groups::describe(&mut tx.tx, env.id(), id, &name, text.as_deref()).await?;
    }
    if moved {
        store::groups::lay(&mut tx.tx, env.id(), id, to, env.cx.now()).await?;
    }
    let after = one(&mut tx.tx, &fresh, id).await?;
    let action = if moved { "group.moved" } else { "group.changed" };
    let event = Description {
        before: Some(facts(&before)),
        ..Description::new(action)
    }
    .target("group", id.0, after.name.as_str())
    .after(facts(&after));
    let change = Change {
        gains,
        touched: vec![("group", id.0)],
    };
    tx.commit(event, change).await?;
    Ok(after)
}
