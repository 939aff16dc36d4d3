//! The roles that can be taken away from a selection: those that someone in it has.

use crate::Result;
use crate::cx::Env;
use crate::plans::chosen;
use domain::id::IdentityId;
use domain::plans::Selection;
use domain::roles::Held;
use std::collections::HashMap;

/// The roles of a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// How many people are selected.
    pub total: usize,
    /// Those that someone has: most direct holders first, then by name.
    pub roles: Vec<Held>,
}

/// What can be taken away from a selection.
///
/// Who may: `members.change_roles` at some node, and `roles.view`; for a filter `users.view`. Fails
/// with `invalid_value` where nobody is selected, with `too_many_items`.
pub async fn choices(env: &Env, selection: &Selection) -> Result<Choices> {
    env.require_anywhere("members.change_roles")?;
    env.require("roles.view")?;
    let mut conn = env.read().await?;
    let mut ids: Vec<IdentityId> = chosen(env, &mut conn, selection).await?;
    ids.sort_unstable();
    ids.dedup();
    let held = store::directory::held_by(&mut conn, env.id(), &ids, env.cx.now()).await?;
    let mut held: HashMap<_, _> = held.into_iter().map(|one| (one.role_id, one)).collect();
    let count = |n: i64| usize::try_from(n).unwrap_or(0);
    let mut roles: Vec<Held> = store::roles::list(&mut conn, env.id())
        .await?
        .into_iter()
        .filter_map(|role| {
            let held = held.remove(&role.id.0)?;
            Some(Held {
                id: role.id,
                name: role.name,
                description: role.description,
                direct: count(held.direct),
                through_group_only: count(held.all_in_all - held.direct),
            })
        })
        .collect();
    // Stable: those with as many holders stay in the order of the list.
    roles.sort_by_key(|role| std::cmp::Reverse(role.direct));
    Ok(Choices {
        total: ids.len(),
        roles,
    })
}
