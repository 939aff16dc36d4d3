//! Whom a request is about: the ids that were ticked, or all that match a filter now.

use crate::Result;
use crate::cx::Env;
use crate::error::Error;
use crate::{assignments, identities};
use domain::bulk::MAX_ITEMS;
use domain::id::{AssignmentId, GroupId, IdentityId};
use domain::plans::{Assign, AssignmentSelection, Remove, Request, Selection, Target};
use domain::problem::Code;
use std::collections::HashSet;

/// The targets of a request, in their order.
///
/// Fails with `invalid_value` where there are none, with `too_many_items`.
pub(super) async fn targets(env: &Env, conn: &mut store::Conn, request: &Request) -> Result<Vec<Target>> {
    let people = |ids: Vec<IdentityId>| ids.into_iter().map(Target::Identity).collect();
    let of_ids = |ids: Vec<AssignmentId>| ids.into_iter().map(Target::Assignment).collect();
    Ok(match request {
        Request::Assign(Assign { selection, .. }) | Request::Remove(Remove { selection, .. }) => match selection {
            Selection::Groups(groups) => groups_of(groups)?,
            _ => people(chosen(env, conn, selection).await?),
        },
        Request::SetDates(asked) => of_ids(chosen_assignments(env, conn, &asked.selection).await?),
        Request::End(asked) => of_ids(chosen_assignments(env, conn, &asked.selection).await?),
        Request::AddMembers(asked) | Request::RemoveMembers(asked) => {
            people(chosen(env, conn, &asked.selection).await?)
        }
        Request::Suspend(asked) | Request::Reinstate(asked) => people(chosen(env, conn, &asked.selection).await?),
        Request::Undo(_) => Vec::new(),
    })
}

fn groups_of(groups: &[GroupId]) -> Result<Vec<Target>> {
    let groups = check(
        groups.to_vec(),
        "At most 100,000 groups at once.",
        "No group is selected. Tick at least one.",
    )?;
    Ok(groups.into_iter().map(Target::Group).collect())
}

/// The people of a selection.
pub(crate) async fn chosen(env: &Env, conn: &mut store::Conn, selection: &Selection) -> Result<Vec<IdentityId>> {
    let ids = match selection {
        Selection::Ids(ids) => ids.clone(),
        Selection::Groups(_) => {
            let text = "Name people here, not groups.";
            return Err(Error::at(Code::InvalidValue, "/selection", text));
        }
        Selection::Matching { filter, exclude } => {
            env.require("users.view")?;
            let now = env.cx.now();
            let looked_up = identities::look_up(conn, env, filter, now).await?;
            as_it_says(&looked_up.notices)?;
            let most = MAX_ITEMS + 1 + exclude.len().min(MAX_ITEMS);
            let ids = store::directory::ids(conn, env.id(), &looked_up.filter, most, now).await?;
            without(ids, exclude)
        }
    };
    check(
        ids,
        "At most 100,000 people at once; narrow the filter.",
        "Nobody is selected. Tick at least one person.",
    )
}

async fn chosen_assignments(
    env: &Env,
    conn: &mut store::Conn,
    selection: &AssignmentSelection,
) -> Result<Vec<AssignmentId>> {
    let ids = match selection {
        AssignmentSelection::Ids(ids) => ids.clone(),
        AssignmentSelection::Matching { filter, exclude } => {
            env.require("users.view")?;
            let now = env.cx.now();
            let looked_up = assignments::look_up(conn, env, filter, now).await?;
            as_it_says(&looked_up.notices)?;
            let most = MAX_ITEMS + 1 + exclude.len().min(MAX_ITEMS);
            let ids = store::assignments::ids(conn, env.id(), &looked_up.filter, most, now).await?;
            without(ids, exclude)
        }
    };
    check(
        ids,
        "At most 100,000 assignments at once; narrow the filter.",
        "Nothing is selected. Tick at least one assignment.",
    )
}

/// A list leaves out of its filter what is not there and says so in `notices`. Whoever acts on all that match
/// would act on more than was meant: fails with `invalid_value` then.
pub(crate) fn as_it_says(notices: &[String]) -> Result<()> {
    let Some(notice) = notices.first() else { return Ok(()) };
    let text = format!("{notice} Nobody is chosen by it: go to the list and choose again.");
    Err(Error::at(Code::InvalidValue, "/selection", text))
}

fn without<T: std::hash::Hash + Eq>(mut ids: Vec<T>, exclude: &[T]) -> Vec<T> {
    let left_out: HashSet<_> = exclude.iter().collect();
    ids.retain(|id| !left_out.contains(id));
    ids
}

fn check<T>(ids: Vec<T>, too_many: &str, none: &str) -> Result<Vec<T>> {
    if ids.len() > MAX_ITEMS {
        return Err(Error::new(Code::TooManyItems, too_many));
    }
    if ids.is_empty() {
        return Err(Error::at(Code::InvalidValue, "/selection", none));
    }
    Ok(ids)
}
