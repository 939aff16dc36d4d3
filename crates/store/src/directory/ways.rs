//! The ways to those whom a filter lets through: from the few in a group or with a role, or along the names
//! until a page is full.

use super::{Filter, search};
use crate::Result;
use crate::counters::{self, Kind};
use crate::db::{Conn, Engine};
use crate::sql::{Both, Sql};
use domain::Time;
use domain::id::EnvironmentId;
use domain::identities::Status;

/// How a statement goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// As the database sees fit.
    Sets,
    /// From the few of this set, who are then put in order.
    From(Set),
    /// In the order of the list, looking at each whether they belong: nearly everyone does.
    Names,
}

/// People whom a filter names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    Group,
    Role,
}

impl Set {
    const fn name(self) -> &'static str {
        match self {
            Self::Group => "in_group",
            Self::Role => "with_role",
        }
    }

    /// That the person `i` is in the set, asked of them alone.
    fn probe(self, sql: &mut Sql, filter: &Filter, now: Time) {
        let (groups, role) = match self {
            Self::Group => ("(select group_id from within)", None),
            Self::Role => ("(select group_id from holders)", filter.role),
        };
        sql.push(" and (");
        if let Some(role) = role {
            sql.push(
                "exists (select 1 from assignments a where a.environment_id = i.environment_id
                   and a.identity_id = i.id and a.revoked_at is null and a.role_id = ",
            )
            .bind(role.0)
            .push(" and (a.effective_to is null or a.effective_to > ")
            .bind(now.0)
            .push(")) or ");
        }
        sql.push(
            "exists (select 1 from group_members m where m.environment_id = i.environment_id and m.identity_id = i.id
               and (m.until is null or m.until > ",
        )
        .bind(now.0)
        // A person is in few groups, while a group may have everyone: the plus keeps SQLite on the person's index.
        .push(Both {
            sqlite: ") and +m.group_id",
            postgres: ") and m.group_id",
        })
        .among_few(groups)
        .push("))");
    }
}

fn sets(filter: &Filter) -> impl Iterator<Item = Set> {
    let group = filter.group.map(|_| Set::Group);
    group.into_iter().chain(filter.role.map(|_| Set::Role))
}

/// How many people are few enough to be read and put in order for a page of `limit`.
///
/// Of `n` people all `few` are read, or `limit * n / few` along the names: at the root both cost the same.
pub(crate) async fn few(conn: &mut Conn, environment: EnvironmentId, limit: i64) -> Result<i64> {
    let all = counters::get(conn, environment, Kind::Identities).await?;
    Ok((all.max(0) * limit).isqrt())
}

/// The way to a page of `limit` people.
pub(super) async fn way(
    conn: &mut Conn,
    environment: EnvironmentId,
    filter: &Filter,
    limit: u16,
    now: Time,
) -> Result<Way> {
    if sets(filter).next().is_none() || !filter.q.is_empty() || filter.id.is_some() {
        return Ok(Way::Sets);
    }
    let most = few(conn, environment, i64::from(limit)).await?;
    for set in sets(filter) {
        let count = match (set, filter.members) {
            (Set::Group, Some(known)) => known,
            _ => {
                let mut sql = start(conn, environment, filter, now);
                sql.push("select cast(count(*) as bigint) from (select 1 as one from ")
                    .push(set.name())
                    .push(" limit ")
                    .bind(most + 1)
                    .push(") counted");
                sql.all::<(i64,)>(conn).await?.first().map_or(0, |(n,)| *n)
            }
        };
        if count <= most {
            return Ok(Way::From(set));
        }
    }
    let alone = filter.status.is_empty() && filter.ends_before.is_none() && sets(filter).count() == 1;
    Ok(if alone { Way::Names } else { Way::Sets })
}

/// A statement with the groups that a filter reaches, and those in them, as sets in front.
pub(super) fn start(conn: &Conn, environment: EnvironmentId, filter: &Filter, now: Time) -> Sql {
    let mut sql = Sql::new(conn.engine(), "");
    let mut word = "with recursive ";
    if let Some(role) = filter.role {
        sql.push(word)
            .push("holders (group_id) as (select a.group_id from assignments a where a.group_id is not null and a.environment_id = ")
            .bind(environment.0)
            .push(" and a.role_id = ")
            .bind(role.0)
            .push(" and a.revoked_at is null and (a.effective_to is null or a.effective_to > ")
            .bind(now.0)
            .push(
                ") union select p.group_id from group_parents p join holders h on h.group_id = p.parent_id
                 where p.until is null and p.environment_id = ",
            )
            .bind(environment.0)
            .push("), with_role (identity_id) as (select a.identity_id from assignments a where a.identity_id is not null and a.environment_id = ")
            .bind(environment.0)
            .push(" and a.role_id = ")
            .bind(role.0)
            .push(" and a.revoked_at is null and (a.effective_to is null or a.effective_to > ")
            .bind(now.0)
            .push(") union all select m.identity_id from group_members m where m.group_id")
.among_few("(select group_id from holders)").push(" and m.environment_id = ")
            .bind(environment.0)
            .push(" and (m.until is null or m.until > ")
            .bind(now.0)
            .push(")) ");
        word = ", ";
    }
    if let Some(group) = filter.group {
        sql.push(word)
            .push("within (group_id) as (select g.id from groups g where g.environment_id = ")
            .bind(environment.0)
            .push(" and g.id = ")
            .bind(group.0);
        if !filter.direct {
            sql.push(
                " union select p.group_id from group_parents p join within w on w.group_id = p.parent_id
                 where p.until is null and p.environment_id = ",
            )
            .bind(environment.0);
        }
        sql.push("), in_group (identity_id) as (select m.identity_id from group_members m where m.group_id")
            .among_few("(select group_id from within)")
            .push(" and m.environment_id = ")
            .bind(environment.0)
            .push(" and (m.until is null or m.until > ")
            .bind(now.0)
            .push(")) ");
        word = ", ";
    }
    if let Some(before) = filter.ends_before {
        sql.push(word)
            .push("ending (identity_id) as (select a.identity_id from assignments a where a.identity_id is not null and a.environment_id = ")
            .bind(environment.0)
            .push(" and a.revoked_at is null and a.effective_to > ")
            .bind(now.0)
            .push(" and a.effective_to <= ")
            .bind(before.0)
            .push(" union select m.identity_id from group_members m where m.environment_id = ")
            .bind(environment.0)
            .push(" and m.until > ")
            .bind(now.0)
            .push(" and m.until <= ")
            .bind(before.0)
            .push(") ");
    }
    sql
}

/// All of a statement behind what it selects, up to its order: `i` is the person, `s` a present suspension.
pub(super) fn matching(sql: &mut Sql, environment: EnvironmentId, filter: &Filter, way: Way, now: Time) {
    let few = match way {
        Way::From(set) => Some((set.name(), sql.engine())),
        Way::Names | Way::Sets => None,
    };
    match few {
        // The words say to each engine that it is to begin there: to SQLite the cross, to Postgres the array.
        Some((set, Engine::Sqlite)) => sql
            .push(" from (select distinct identity_id from ")
            .push(set)
            .push(") few cross join identities i"),
        Some((_, Engine::Postgres)) | None => sql.push(" from identities i"),
    };
    sql.push(
        " left join identity_suspensions s
          on s.environment_id = i.environment_id and s.identity_id = i.id and s.until is null where ",
    );
    match few {
        Some((_, Engine::Sqlite)) => sql.push("i.id = few.identity_id and "),
        Some((set, Engine::Postgres)) => sql
            .push("i.id = any(array(select identity_id from ")
            .push(set)
            .push(")) and "),
        None => sql,
    };
    sql.push("i.deleted_at is null and i.environment_id = ")
        .bind(environment.0);
    if let Some(id) = filter.id {
        sql.push(" and i.id = ").bind(id.0);
    } else if !filter.q.is_empty() {
        search(sql, environment, &filter.q);
    }
    if !filter.status.is_empty() {
        sql.push(" and (1 = 0");
        for status in &filter.status {
            sql.push(match status {
                Status::Active => " or (s.since is null and (i.invited_at is null or i.accepted_at is not null))",
                Status::Invited => " or (s.since is null and i.invited_at is not null and i.accepted_at is null)",
                Status::Suspended => " or s.since is not null",
            });
        }
        sql.push(")");
    }
    for set in sets(filter) {
        match way {
            Way::From(first) if first == set => {}
            Way::Names => set.probe(sql, filter, now),
            Way::From(_) | Way::Sets => {
                sql.push(" and i.id in (select identity_id from ")
                    .push(set.name())
                    .push(")");
            }
        }
    }
    if filter.ends_before.is_some() {
        sql.push(" and i.id in (select identity_id from ending)");
    }
}
