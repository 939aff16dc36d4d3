//! The form that changes many assignments: which ones, and what it will do.

use super::planned::{plan_of, told};
use super::shell;
use crate::assignments::look_up;
use crate::cx::Env;
use crate::{Result, forms, plans, words};
use domain::form::Sent;
use domain::id::{AssignmentId, RoleId};
use domain::plans::AssignmentSelection;
use domain::screens::{ChangeAssignments, RoleLink, SelectedAssignment, SelectedAssignments};

/// How many assignments of a selection a page names.
const NAMED: usize = 20;

/// The form for what was sent, or for the `id`s of the address.
pub async fn change_assignments(env: &Env, search: &str, sent: Option<&Sent>) -> Result<ChangeAssignments> {
    env.require("members.change_roles")?;
    let sent = &told(search, sent);
    let plan = plan_of(env, sent).await?;
    Ok(ChangeAssignments {
        shell: shell(env).await?,
        via: via(env, sent).await?,
        selected: selected(env, forms::chosen_assignments(sent)).await?,
        today: words::date(env.cx.now(), &env.environment.time_zone),
        plan,
    })
}

/// The role of whose page the form is a part, by the field `via`.
async fn via(env: &Env, sent: &Sent) -> Result<Option<RoleLink>> {
    let id = sent
        .value("via")
        .parse::<RoleId>()
        .ok()
        .filter(|_| env.may("roles.view"));
    let Some(id) = id else { return Ok(None) };
    let names = store::roles::names(&mut env.read().await?, env.id(), vec![id]).await?;
    Ok(names.into_iter().next().map(|(id, name)| RoleLink { id, name }))
}

async fn selected(env: &Env, selection: AssignmentSelection) -> Result<Option<SelectedAssignments>> {
    env.require("users.view")?;
    let mut conn = env.read().await?;
    let now = env.cx.now();
    let (count, first): (usize, Vec<AssignmentId>) = match &selection {
        AssignmentSelection::Ids(ids) => (ids.len(), ids.iter().copied().take(NAMED).collect()),
        AssignmentSelection::Matching { filter, exclude } => {
            let looked_up = look_up(&mut conn, env, filter, now).await?;
            plans::as_it_says(&looked_up.notices)?;
            let filter = looked_up.filter;
            let total = store::assignments::total(&mut conn, env.id(), &filter, now).await?;
            let wanted = NAMED + exclude.len().min(1000);
            let mut first = store::assignments::ids(&mut conn, env.id(), &filter, wanted, now).await?;
            first.retain(|id| !exclude.contains(id));
            first.truncate(NAMED);
            let total = usize::try_from(total).unwrap_or(0);
            (total.saturating_sub(exclude.len()), first)
        }
    };
    if count == 0 {
        return Ok(None);
    }
    let named = store::assignments::named(&mut conn, env.id(), first).await?;
    let seen = named.into_iter().filter(|one| plans::seen(env, one.subject));
    let first = seen.map(|one| SelectedAssignment {
        role: one.role_name,
        name: one.subject_name,
    });
    Ok(Some(SelectedAssignments {
        first: first.collect(),
        selection,
        count,
    }))
}
