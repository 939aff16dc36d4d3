//! The list of assignments as people read it, and one of them in words.

use crate::assignments::{look_up, visible};
use crate::cursor::{List, Place};
use crate::cx::Env;
use crate::error::Error;
use crate::{Result, counts, words};
use domain::actor::{Actor, ActorKind};
use domain::assignments::{Filter, Listing, Moment, NoEffect, Row, Sort, Source, State};
use domain::environments::Mode;
use domain::id::{AssignmentId, NodeId};
use domain::page::{At, LIMIT_MAX, Page, TOTAL_MAX};
use domain::screens::AssignmentFacts;
use domain::{Time, Window, query};
use std::collections::HashMap;
use store::Conn;
use store::assignments::listing::{self, From, Listed};
use uuid::Uuid;

/// A page of the list of assignments.
///
/// Who may: `users.view`. Fails with `invalid_cursor` for a cursor of another list. A role of the
/// filter that is none is left out and said in `notices`.
pub async fn browse(env: &Env, filter: &Filter, sort: Sort, at: &At, limit: u16) -> Result<Listing> {
    env.require("users.view")?;
    let now = env.cx.now();
    let limit = limit.clamp(1, LIMIT_MAX);
    let list = List::of(&(env.id(), "assignments by name", filter, sort));
    let mut conn = env.read().await?;
    let looked_up = look_up(&mut conn, env, filter, now).await?;
    let from = match at {
        At::First => From::First,
        At::After(cursor) => From::After(place(list.place(cursor)?)?),
        At::Before(cursor) => From::Before(place(list.place(cursor)?)?),
    };
    let mut rows = listing::list(&mut conn, env.id(), &looked_up.filter, sort, &from, limit + 1, now).await?;
    let more = rows.len() > usize::from(limit);
    if more {
        // The row too many shows that the list goes on; it lies on the far side.
        if matches!(from, From::Before(_)) {
            rows.remove(0)
        } else {
            rows.remove(usize::from(limit))
        };
    }
    let cursor = |row: Option<&Listed>| {
        row.map(|row| {
            let key = format!("{}{}", row.place.holder.simple(), row.place.key);
            list.cursor(&key, row.place.id.0)
        })
    };
    let (has_previous, has_next) = match from {
        From::First => (false, more),
        From::After(_) => (true, more),
        From::Before(_) => (more, true),
    };
    let previous = cursor(rows.first()).filter(|_| has_previous);
    let next = cursor(rows.last()).filter(|_| has_next);
    let nodes = node_paths(env, &mut conn).await?;
    drop(conn);
    let (total, exact) = total(env, &looked_up.filter).await?;
    Ok(Listing {
        page: Page {
            items: rows.into_iter().map(|row| line(env, row, &nodes, now)).collect(),
            next,
            previous,
            total,
            total_exact: exact,
        },
        notices: looked_up.notices,
        role_name: looked_up.role_name,
    })
}

/// How many assignments match, and whether there are no more than that.
pub(crate) async fn total(env: &Env, filter: &store::assignments::Filter) -> Result<(i64, bool)> {
    // All of a role that are not over: the list of its own page.
    let standing = store::assignments::Filter {
        role: filter.role,
        source: filter.source,
        states: query::Assignments::LIVE.to_vec(),
        ..store::assignments::Filter::default()
    };
    if let Some(role) = filter.role.filter(|_| *filter == standing)
        && let Some(given) = counts::known_given(env, role).await?
    {
        return Ok(match filter.source {
            Some(Source::Identity) => (given.to_people, true),
            Some(Source::Group) => (given.to_groups, true),
            None => (given.to_people + given.to_groups, true),
        });
    }
    let total = listing::total(&mut env.read().await?, env.id(), filter, env.cx.now()).await?;
    Ok((total.min(TOTAL_MAX), total <= TOTAL_MAX))
}

/// Reads the place of a cursor: 32 digits of the holder, then the key.
fn place(place: Place) -> Result<listing::Place> {
    let (holder, key) = place
        .key
        .split_at_checked(32)
        .and_then(|(holder, key)| Some((Uuid::try_parse(holder).ok()?, key)))
        .ok_or_else(|| Error::Internal("a cursor of this list has a holder".to_owned()))?;
    Ok(listing::Place {
        key: key.to_owned(),
        holder,
        id: AssignmentId(place.id),
    })
}

/// The paths of all nodes, such as `/EMEA/France`; nothing where the environment is flat.
pub(crate) async fn node_paths(env: &Env, conn: &mut Conn) -> Result<HashMap<NodeId, String>> {
    if env.environment.mode == Mode::Flat {
        return Ok(HashMap::new());
    }
    let nodes = store::nodes::list(conn, env.id()).await?;
    let by_id: HashMap<_, _> = nodes.iter().map(|node| (node.id, node)).collect();
    Ok(nodes
        .iter()
        .map(|node| {
            let mut names = Vec::new();
            let mut here = Some(node);
            while let Some(parent) = here.and_then(|node| node.parent_id)
                && names.len() < nodes.len()
            {
                names.extend(here.map(|node| node.name.as_str()));
                here = by_id.get(&parent).copied();
            }
            names.reverse();
            (node.id, format!("/{}", names.join("/")))
        })
        .collect())
}

fn line(env: &Env, row: Listed, nodes: &HashMap<NodeId, String>, now: Time) -> Row {
    let zone = &env.environment.time_zone;
    let of = &row.assignment;
    let from = of.effective_from.unwrap_or(of.created_at);
    Row {
        id: of.id,
        node: nodes.get(&of.node_id).cloned(),
        state: of.state,
        no_effect: of.no_effect,
        state_words: state_words(of.state, window(of), row.revoked_at, of.no_effect, now, zone),
        from: Moment {
            at: from,
            words: words::day(from, zone),
        },
        to: of.effective_to.map(|to| Moment {
            at: to,
            words: words::last_day(to, zone),
        }),
        by: by_words(&of.granted_by),
        holder: row.holder,
        role: row.role,
    }
}

fn window(of: &domain::assignments::Assignment) -> Window {
    Window::new(of.effective_from, of.effective_to)
}

/// A state with its day: `Ends in 5 days`, `Starts 1 Dec`, `Ended 3 Nov`, `No effect: suspended`.
pub(crate) fn state_words(
    state: State,
    window: Window,
    revoked_at: Option<Time>,
    no_effect: Option<NoEffect>,
    now: Time,
    zone: &str,
) -> String {
    match (state, window.from, window.to) {
        (State::Revoked, ..) => match revoked_at {
            Some(at) => format!("Revoked {}", words::short_day(at, now, zone)),
            None => "Revoked".to_owned(),
        },
        (State::Ended, _, Some(to)) => format!("Ended {}", words::short_last_day(to, now, zone)),
        (State::Scheduled, Some(from), _) => format!("Starts {}", words::short_day(from, now, zone)),
        (State::EndingSoon, _, Some(to)) => words::ends_in(to, now),
        (State::NoEffect, ..) => match no_effect {
            Some(reason) => format!("No effect: {}", no_effect_words(reason)),
            None => "No effect".to_owned(),
        },
        (State::Ended, ..) => "Ended".to_owned(),
        (State::Scheduled, ..) => "Scheduled".to_owned(),
        (State::EndingSoon, ..) => "Ending soon".to_owned(),
        (State::Active, ..) => "Active".to_owned(),
    }
}

fn no_effect_words(reason: NoEffect) -> &'static str {
    match reason {
        NoEffect::Suspended => "suspended",
        NoEffect::Invited => "invited",
        NoEffect::NoMembership => "not a member",
        NoEffect::AccountSuspended => "account suspended",
    }
}

/// Who did it: `Dana Whitfield`, `API key ci`, `Command line`.
pub(crate) fn by_words(actor: &Actor) -> String {
    match actor.kind {
        ActorKind::ApiKey => format!("API key {}", actor.label),
        ActorKind::Account | ActorKind::Cli | ActorKind::System | ActorKind::Directory => actor.label.clone(),
    }
}

/// One assignment with the words around it.
///
/// Who may: `users.view` at its node. Fails with `not_found`.
pub async fn facts_of(env: &Env, id: AssignmentId) -> Result<AssignmentFacts> {
    env.require_anywhere("users.view")?;
    let now = env.cx.now();
    let mut conn = env.read().await?;
    let row = listing::by_ids(&mut conn, env.id(), [id], now)
        .await?
        .pop()
        .filter(|row| visible(env, &row.assignment))
        .ok_or_else(|| Error::not_found("assignment"))?;
    let nodes = node_paths(env, &mut conn).await?;
    let zone = &env.environment.time_zone;
    let of = row.assignment;
    let live = !matches!(of.state, State::Ended | State::Revoked);
    Ok(AssignmentFacts {
        holder: row.holder,
        role: row.role,
        node: nodes.get(&of.node_id).cloned(),
        state_words: state_words(of.state, window(&of), row.revoked_at, of.no_effect, now, zone),
        given: Moment {
            at: of.created_at,
            words: words::moment(of.created_at, zone),
        },
        from: of.effective_from.map(|from| words::start(from, zone)),
        to: of.effective_to.map(|to| words::end(to, zone)),
        by: by_words(&of.granted_by),
        may_change: env.may_at("members.change_roles", of.node_id),
        live,
        started: of.effective_from.is_none_or(|from| from <= now),
        assignment: of,
    })
}
