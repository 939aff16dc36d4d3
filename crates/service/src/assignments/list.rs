//! Lists of assignments.

use crate::Result;
use crate::cursor::List;
use crate::cx::Env;
use domain::assignments::{self, Assignment, Source, State, Subject};
use domain::id::{AssignmentId, IdentityId, NodeId, RoleId};
use domain::page::{LIMIT_MAX, Page, TOTAL_MAX};
use domain::{Time, fold};

/// Which assignments to list.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Filter {
    pub subject: Option<Subject>,
    pub role_id: Option<RoleId>,
    pub node_id: Option<NodeId>,
    pub states: Vec<State>,
    pub ends_within: Option<u16>,
}

fn ends_before(days: Option<u16>, now: Time) -> Option<Time> {
    days.map(|days| now.plus_days(i64::from(days)))
}

/// Those to whom groups are not shown see no assignment of one.
///
/// Fails with `forbidden` where only those of groups are asked for: leaving that out would find more than was
/// meant.
pub(crate) fn seen(env: &Env, asked: Option<Source>) -> Result<Option<Source>> {
    if env.may("groups.view") {
        return Ok(asked);
    }
    if asked == Some(Source::Group) {
        env.require("groups.view")?;
    }
    Ok(Some(Source::Identity))
}

/// How many assignments that were not revoked there are for the actor to see.
pub(crate) async fn count(env: &Env, conn: &mut store::Conn) -> Result<i64> {
    if env.may("groups.view") {
        return Ok(store::counters::get(conn, env.id(), store::counters::Kind::Assignments).await?);
    }
    let standing = State::ALL.into_iter().filter(|state| *state != State::Revoked);
    let of_people = store::assignments::Filter {
        states: standing.collect(),
        source: seen(env, None)?,
        ..store::assignments::Filter::default()
    };
    Ok(store::assignments::total(conn, env.id(), &of_people, env.cx.now()).await?)
}

/// A filter with its role looked up.
pub(crate) struct LookedUp {
    pub filter: store::assignments::Filter,
    pub notices: Vec<String>,
    pub role_name: Option<String>,
}

/// Turns the slug into an id and days into an instant. A role that is not there is said and left
/// out.
pub(crate) async fn look_up(
    conn: &mut store::Conn,
    env: &Env,
    filter: &assignments::Filter,
    now: Time,
) -> Result<LookedUp> {
    let mut found = LookedUp {
        filter: store::assignments::Filter {
            subject: None,
            role: None,
            node: filter.node,
            states: filter.states.clone(),
            ends_before: ends_before(filter.ends_within, now),
            source: seen(env, filter.source)?,
            q: fold::search(&filter.q),
            id: filter.q.trim().parse::<IdentityId>().ok().map(|id| id.0),
        },
        notices: Vec::new(),
        role_name: None,
    };
    if let Some(slug) = filter.role.as_deref().filter(|slug| !slug.is_empty()) {
        let roles = store::roles::brief(conn, env.id()).await?;
        match roles.into_iter().find(|role| role.slug.as_str() == slug) {
            Some(role) => {
                found.filter.role = Some(role.id);
                found.role_name = Some(role.name);
            }
            None => found.notices.push(format!(
                "There is no role “{slug}” here, so the list is not filtered by it."
            )),
        }
    }
    Ok(found)
}

/// Assignments, oldest first.
///
/// Who may: `users.view`.
pub async fn list(env: &Env, filter: &Filter, after: Option<&str>, limit: u16) -> Result<Page<Assignment>> {
    env.require("users.view")?;
    let now = env.cx.now();
    let limit = limit.clamp(1, LIMIT_MAX);
    let list = List::of(&(env.id(), "assignments", filter));
    let after = after
        .map(|cursor| list.place(cursor))
        .transpose()?
        .map(|place| AssignmentId(place.id));
    let stored = store::assignments::Filter {
        subject: filter.subject,
        role: filter.role_id,
        node: filter.node_id,
        states: filter.states.clone(),
        ends_before: ends_before(filter.ends_within, now),
        source: seen(env, None)?,
        ..store::assignments::Filter::default()
    };
    let mut conn = env.read().await?;
    let mut items = store::assignments::list(&mut conn, env.id(), &stored, after, limit + 1, now).await?;
    let more = items.len() > usize::from(limit);
    items.truncate(usize::from(limit));
    let next = items.last().filter(|_| more).map(|last| list.cursor("", last.id.0));
    let total = store::assignments::total(&mut conn, env.id(), &stored, now).await?;
    Ok(Page {
        items,
        next,
        previous: None,
        total: total.min(TOTAL_MAX),
        total_exact: total <= TOTAL_MAX,
    })
}
