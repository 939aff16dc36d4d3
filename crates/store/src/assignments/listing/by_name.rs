//! The list in the order of the names of whom something was given to.

use super::{Ask, GROUP, NAMES, ROLE, SUSPENSION_AND_ACCOUNT};
use crate::Result;
use crate::assignments::list::matching;
use crate::assignments::{COLUMNS, JOINS};
use crate::db::Conn;
use crate::directory::few;
use crate::sql::Sql;
use domain::assignments::{Source, State};

/// Where the part of the people begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// Along the names, until the page is full.
    Names,
    /// With the few assignments of the role.
    Role,
    /// Wherever the database sees fit: something narrows it.
    Any,
}

pub(super) async fn start(conn: &mut Conn, ask: &Ask<'_>) -> Result<Start> {
    let filter = ask.filter;
    if !filter.q.is_empty() || filter.ends_before.is_some() {
        return Ok(Start::Any);
    }
    let Some(role) = filter.role else {
        return Ok(Start::Names);
    };
    if filter.states.is_empty() || filter.states.contains(&State::Revoked) {
        return Ok(Start::Any);
    }
    let few = few(conn, ask.environment, ask.limit).await?;
    let (count,) = one!(
        conn,
        (i64,),
        "select cast(count(*) as bigint) from (select 1 as one from assignments a
           where a.environment_id = $1 and a.role_id = $2 and a.revoked_at is null limit $3) counted",
        ask.environment.0,
        role.0,
        few + 1
    )?;
    Ok(if count <= few { Start::Role } else { Start::Names })
}

/// Two parts, each in the order of an index, so that neither is sorted as a whole.
pub(super) fn by_name(sql: &mut Sql, ask: &Ask<'_>, start: Start) {
    let people = ask.filter.source != Some(Source::Group);
    let groups = ask.filter.source != Some(Source::Identity);
    if people {
        sql.push("select * from (select ").push(COLUMNS).push(NAMES);
        // `cross` keeps the engine from turning it round.
        sql.push(match start {
            Start::Names => " from identities i cross join assignments a ",
            Start::Role => " from assignments a cross join identities i ",
            Start::Any => {
                " from identities i join assignments a on a.environment_id = i.environment_id and a.identity_id = i.id "
            }
        });
        sql.push(GROUP).push(SUSPENSION_AND_ACCOUNT).push(ROLE).push(
            "where i.deleted_at is null and a.environment_id = i.environment_id and a.identity_id = i.id
             and a.environment_id = ",
        );
        sql.bind(ask.environment.0).push(" and i.environment_id = ");
        part(sql, ask, Source::Identity);
        sql.push(") people");
    }
    if people && groups {
        sql.push(" union all ");
    }
    if groups {
        sql.push("select * from (select ")
            .push(COLUMNS)
            .push(NAMES)
            .push(" from groups g join assignments a on a.environment_id = g.environment_id and a.group_id = g.id ")
            .push(JOINS)
            .push(ROLE)
            .push("where g.deleted_at is null and g.environment_id = ");
        part(sql, ask, Source::Group);
        sql.push(") teams");
    }
    sql.push(if ask.ascending() {
        " order by name_key, holder_id, id limit "
    } else {
        " order by name_key desc, holder_id desc, id desc limit "
    })
    .bind(ask.limit);
}

/// The end of a part's statement, from the value of its environment on.
fn part(sql: &mut Sql, ask: &Ask<'_>, source: Source) {
    let (name, holder) = match source {
        Source::Identity => ("i.name_folded", "i.id"),
        Source::Group => ("g.name_folded", "g.id"),
    };
    sql.bind(ask.environment.0);
    matching(sql, ask.environment, ask.filter, Some(source), ask.now);
    if let Some(place) = ask.place() {
        // The first comparison alone lets the index begin at the place.
        sql.push(" and ")
            .push(name)
            .push(if ask.ascending() { " >= " } else { " <= " })
            .bind(place.key.as_str())
            .push(" and (")
            .push(name)
            .push(", ")
            .push(holder)
            .push(", a.id)")
            .push(ask.beyond())
            .push("(")
            .bind(place.key.as_str())
            .push(", ")
            .bind(place.holder)
            .push(", ")
            .bind(place.id.0)
            .push(")");
    }
    let way = if ask.ascending() { "" } else { " desc" };
    sql.push(" order by ").push(name).push(way).push(", ").push(holder);
    sql.push(way).push(", a.id").push(way).push(" limit ").bind(ask.limit);
}
