//! The list of assignments, and the pages of one.

use super::identity::forbidden;
use super::roles::head as role_head;
use super::{role_choices, shell};
use crate::assignments::look_up;
use crate::cx::Env;
use crate::{Result, activity, assignments, forms, words};
use domain::assignments::{Filter, Listing, Source};
use domain::environments::Mode;
use domain::form::Sent;
use domain::id::{AssignmentId, RoleId};
use domain::page::At;
use domain::problem::Code;
use domain::query::{self, Scope};
use domain::screens::{AssignmentDates, AssignmentScreen, Assignments, RemoveAssignment, RoleAssignments};
use store::counters::Kind;

/// The list of assignments for the query of an address.
pub async fn assignments(env: &Env, search: &str) -> Result<Assignments> {
    env.require("users.view")?;
    let (query, notices) = query::Assignments::parse(search);
    let (query, listing) = listed(env, query, notices).await?;
    let mut conn = env.read().await?;
    let roles = role_choices(env, &mut conn).await?;
    let identities = store::counters::get(&mut conn, env.id(), Kind::Identities).await?;
    let all = assignments::count(env, &mut conn).await?;
    drop(conn);
    Ok(Assignments {
        shell: shell(env).await?,
        query,
        listing,
        roles,
        identities,
        all,
        hierarchy: env.environment.mode == Mode::Hierarchy,
    })
}

/// The assignments of one role, which [`Scope::Role`] lists: people and services, or groups.
pub async fn role_assignments(env: &Env, id: RoleId, search: &str) -> Result<RoleAssignments> {
    env.require("users.view")?;
    let head = role_head(env, id).await?;
    let (mut query, notices) = query::Assignments::parse_in(Scope::Role, search);
    query.filter.role = Some(head.role.slug.to_string());
    let (query, listing) = listed(env, query, notices).await?;
    let people = standing(env, &query, Source::Identity).await?;
    let groups = match env.may("groups.view") {
        true => Some(standing(env, &query, Source::Group).await?),
        false => None,
    };
    Ok(RoleAssignments {
        shell: shell(env).await?,
        head,
        query,
        listing,
        people,
        groups,
        hierarchy: env.environment.mode == Mode::Hierarchy,
    })
}

/// How many assignments of the query's role to those of `source` are not over.
async fn standing(env: &Env, query: &query::Assignments, source: Source) -> Result<i64> {
    let filter = Filter {
        role: query.filter.role.clone(),
        source: Some(source),
        ..Scope::Role.start().filter
    };
    let looked_up = look_up(&mut env.read().await?, env, &filter, env.cx.now()).await?;
    Ok(assignments::total(env, &looked_up.filter).await?.0)
}

/// The page of a list that a query asks for, and the query as it could be answered.
async fn listed(
    env: &Env,
    mut query: query::Assignments,
    mut notices: Vec<String>,
) -> Result<(query::Assignments, Listing)> {
    let list = |query: query::Assignments| async move {
        assignments::browse(env, &query.filter, query.sort, &query.at, query.limit).await
    };
    let mut listing = match list(query.clone()).await {
        // A cursor from another list: the page begins at the beginning, and says so.
        Err(error) if error.code() == Code::InvalidCursor => {
            query.at = At::First;
            notices.push(query::OTHER_LIST.to_owned());
            list(query.clone()).await?
        }
        other => other?,
    };
    notices.append(&mut listing.notices);
    listing.notices = notices;
    Ok((query, listing))
}

/// The page of one assignment.
pub async fn assignment(env: &Env, id: AssignmentId) -> Result<AssignmentScreen> {
    let facts = assignments::facts_of(env, id).await?;
    let log = activity::of_assignment(env, facts.assignment.subject, id).await;
    Ok(AssignmentScreen {
        shell: shell(env).await?,
        log: forbidden(log)?,
        facts,
    })
}

/// The form that takes one assignment away: what stays and what goes, and where one came from.
pub async fn remove_assignment(
    env: &Env,
    id: AssignmentId,
    search: &str,
    sent: Option<&Sent>,
) -> Result<RemoveAssignment> {
    env.require_anywhere("members.change_roles")?;
    let facts = assignments::facts_of(env, id).await?;
    let after = assignments::after_removal(env, &facts).await?;
    Ok(RemoveAssignment {
        shell: shell(env).await?,
        back: forms::back(env, &back(search, sent), &facts),
        after,
        facts,
    })
}

/// The form for the dates of one assignment.
pub async fn assignment_dates(
    env: &Env,
    id: AssignmentId,
    search: &str,
    sent: Option<&Sent>,
) -> Result<AssignmentDates> {
    env.require_anywhere("members.change_roles")?;
    let facts = assignments::facts_of(env, id).await?;
    let zone = &env.environment.time_zone;
    let of = &facts.assignment;
    Ok(AssignmentDates {
        shell: shell(env).await?,
        back: forms::back(env, &back(search, sent), &facts),
        today: words::date(env.cx.now(), zone),
        from: of
            .effective_from
            .map(|from| words::first_fields(from, zone))
            .unwrap_or_default(),
        until: of
            .effective_to
            .map(|to| words::last_fields(to, zone))
            .unwrap_or_default(),
        facts,
    })
}

/// The field `back` as it was sent, or as it stands in the address.
fn back(search: &str, sent: Option<&Sent>) -> String {
    match sent {
        Some(sent) => sent.value("back"),
        None => query::pairs(search)
            .into_iter()
            .find(|(name, _)| name == "back")
            .map(|(_, value)| value)
            .unwrap_or_default(),
    }
}
