//! The directory: list, add and read people and services.

mod meant;

pub(crate) use meant::{CANDIDATES, Meant, called, meant};

use crate::cursor::{List, Place};
use crate::cx::Env;
use crate::error::{Error, Fields, found};
use crate::event::{Change, Description};
use crate::{Result, counts, words};
use domain::Time;
use domain::assignments::{ENDING_SOON_DAYS, NoEffect, State, state};
use domain::email::Email;
use domain::id::IdentityId;
use domain::identities::{Filter, HeldRole, Identity, Kind, Listing, Row, Sort};
use domain::name::Name;
use domain::page::{At, LIMIT_MAX, Page, TOTAL_MAX};
use domain::problem::Code;
use domain::{Window, fold};
use std::collections::{HashMap, HashSet};
use store::directory::{self, From};

/// What makes an identity.
#[derive(Debug, Clone)]
pub struct New {
    pub name: String,
    pub email: Option<String>,
    pub kind: Kind,
}

/// Adds a person or service.
///
/// Who may: `users.create`. Fails with `invalid_value` and pointers; with `email_taken` where the
/// address is in use in this environment.
pub async fn create(env: &Env, new: &New) -> Result<Identity> {
    env.require("users.create")?;
    let read = async |id| {
        found(
            store::identities::get(&mut env.read().await?, env.id(), id).await,
            "person",
        )
    };
    if let Some(made) = env.replayed().await? {
        return read(IdentityId(made)).await;
    }
    let mut fields = Fields::default();
    let name = fields.take("/name", Name::new(&new.name));
    let email = new.email.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let email = email.and_then(|text| fields.take("/email", Email::new(text)));
    fields.check()?;
    let name = name.ok_or_else(Fields::missing)?;
    let mut tx = env.write("users.create", env.root()).await?;
    if let Some(made) = tx.replayed().await? {
        return read(IdentityId(made)).await;
    }
    let row = store::identities::New {
        id: env.cx.next_id(),
        kind: new.kind,
        name,
        email,
        account_id: None,
        invited: false,
        created_at: env.cx.now(),
    };
    match store::identities::create(&mut tx.tx, env.id(), std::slice::from_ref(&row)).await {
        Err(store::Error::Unique(_)) => return Err(email_taken()),
        other => other?,
    }
    let event = Description::new("identity.created")
        .target("identity", row.id.0, row.name.as_str())
        .after(serde_json::json!({ "kind": row.kind, "has_email": row.email.is_some() }));
    let change = Change {
        touched: vec![("identity", row.id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    read(row.id).await
}

pub(crate) fn email_taken() -> Error {
    Error::at(
        Code::EmailTaken,
        "/email",
        "Someone in this environment has this address already.",
    )
}

/// All that an identity holds from now on, scheduled and in flight included, whether or not it has
/// effect: what someone must hold to act on the person.
pub(crate) async fn holds(conn: &mut store::Conn, env: &Env, id: IdentityId) -> Result<Vec<policy::Gain>> {
    let facts = store::facts::of_identity(conn, env.id(), id).await?;
    Ok(policy::rights::gains_of(&facts, &env.catalogue.index, env.cx.now()))
}

/// One identity.
///
/// Who may: `users.view`.
pub async fn get(env: &Env, id: IdentityId) -> Result<Identity> {
    env.require("users.view")?;
    found(
        store::identities::get(&mut env.read().await?, env.id(), id).await,
        "person",
    )
}

/// A page of the directory.
///
/// Who may: `users.view`. Fails with `invalid_cursor` for a cursor of another list. Parts of the
/// filter that name nothing are left out and said in `notices`.
pub async fn list(env: &Env, filter: &Filter, sort: Sort, at: &At, limit: u16) -> Result<Listing> {
    env.require("users.view")?;
    let now = env.cx.now();
    let limit = limit.clamp(1, LIMIT_MAX);
    let list = List::of(&(env.id(), filter, sort));
    let mut conn = env.read().await?;
    let mut looked_up = look_up(&mut conn, env, filter, now).await?;
    if let Some(group) = looked_up.filter.group {
        drop(conn);
        let known = counts::known_members(env, group).await?;
        let direct = looked_up.filter.direct;
        looked_up.filter.members = known.map(|known| if direct { known.direct } else { known.nested });
        conn = env.read().await?;
    }
    let place = |Place { key, id }| (key, IdentityId(id));
    let from = match at {
        At::First => From::First,
        At::After(cursor) => {
            let (key, id) = place(list.place(cursor)?);
            From::After(key, id)
        }
        At::Before(cursor) => {
            let (key, id) = place(list.place(cursor)?);
            From::Before(key, id)
        }
    };
    let mut rows = directory::list(&mut conn, env.id(), &looked_up.filter, sort, &from, limit + 1, now).await?;
    let more = rows.len() > usize::from(limit);
    if more {
        // The row too many shows that the list goes on; it lies on the far side.
        if matches!(from, From::Before(..)) {
            rows.remove(0)
        } else {
            rows.remove(usize::from(limit))
        };
    }
    let cursor = |row: Option<&directory::Row>| row.map(|row| list.cursor(&row.key, row.identity.id.0));
    let (has_previous, has_next) = match from {
        From::First => (false, more),
        From::After(..) => (true, more),
        From::Before(..) => (more, true),
    };
    let previous = cursor(rows.first()).filter(|_| has_previous);
    let next = cursor(rows.last()).filter(|_| has_next);
    let all = store::counters::get(&mut conn, env.id(), store::counters::Kind::Identities).await?;
    let identities: Vec<Identity> = rows.into_iter().map(|row| row.identity).collect();
    let items = with_roles(&mut conn, env, identities, now).await?;
    let members = looked_up.filter.members.filter(|_| looked_up.filter.only_group());
    let (total, known) = match (filter.is_empty(), members) {
        // Without a filter the two are one number, which is read once.
        (true, _) => (all, true),
        (false, Some(members)) => (members, true),
        (false, None) => {
            let total = directory::total(&mut conn, env.id(), &looked_up.filter, now).await?;
            (total, total <= TOTAL_MAX)
        }
    };
    let total = if known { total } else { TOTAL_MAX };
    Ok(Listing {
        page: Page {
            items,
            next,
            previous,
            total,
            total_exact: known,
        },
        all,
        notices: looked_up.notices,
        role_name: looked_up.role_name,
        group_name: looked_up.group_name,
    })
}

pub(crate) struct LookedUp {
    pub filter: directory::Filter,
    pub notices: Vec<String>,
    pub role_name: Option<String>,
    pub group_name: Option<String>,
}

/// Turns slugs into ids and days into an instant.
pub(crate) async fn look_up(conn: &mut store::Conn, env: &Env, filter: &Filter, now: Time) -> Result<LookedUp> {
    let mut found = LookedUp {
        filter: directory::Filter {
            q: fold::search(&filter.q),
            id: filter.q.trim().parse().ok(),
            status: filter.status.clone(),
            ends_before: filter.ends_within.map(|days| now.plus_days(i64::from(days))),
            ..directory::Filter::default()
        },
        notices: Vec::new(),
        role_name: None,
        group_name: None,
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
    if let Some(slug) = filter.group.as_deref().filter(|slug| !slug.is_empty()) {
        // Who is in a group is for those who may see it; left out, the filter would find more than was meant.
        env.require("groups.view")?;
        match store::groups::by_slug(conn, env.id(), slug).await? {
            Some(group) => {
                found.filter.group = Some(group.id);
                found.filter.direct = filter.direct;
                found.group_name = Some(group.name);
            }
            None => found.notices.push(format!(
                "There is no group “{slug}” here, so the list is not filtered by it."
            )),
        }
    }
    Ok(found)
}

async fn with_roles(conn: &mut store::Conn, env: &Env, identities: Vec<Identity>, now: Time) -> Result<Vec<Row>> {
    let ids: Vec<IdentityId> = identities.iter().map(|identity| identity.id).collect();
    let held = directory::roles_of(conn, env.id(), &ids, now).await?;
    let mut by_person: HashMap<_, Vec<&directory::Held>> = HashMap::new();
    for one in &held {
        by_person.entry(one.identity_id).or_default().push(one);
    }
    let zone = &env.environment.time_zone;
    Ok(identities
        .into_iter()
        .map(|identity| {
            let mut seen = HashSet::new();
            let theirs = by_person.get(&identity.id.0).map_or(&[][..], Vec::as_slice);
            let roles = theirs
                .iter()
                .filter(|held| seen.insert(held.role_id))
                .map(|held| held_role(held, NoEffect::of_status(identity.status), now, zone))
                .collect();
            let last_seen = identity.last_seen_at.map(|at| words::recent(at, now, zone));
            Row {
                identity,
                roles,
                last_seen,
            }
        })
        .collect())
}

fn held_role(held: &directory::Held, no_effect: Option<NoEffect>, now: Time, zone: &str) -> HeldRole {
    let from = Some(Time(held.effective_from)).filter(|at| at.0 != 0);
    let window = Window::new(from, held.effective_to.map(Time));
    let state = state(window, false, no_effect, now);
    let words = match (state, window.from, window.to) {
        (State::Scheduled, Some(from), _) => Some(format!("Starts {}", words::day(from, zone))),
        (_, _, Some(to)) if to <= now.plus_days(ENDING_SOON_DAYS) => Some(words::left(to, now)),
        _ => None,
    };
    HeldRole {
        name: held.role_name.clone(),
        through_group: held.through_group,
        state,
        words,
    }
}
