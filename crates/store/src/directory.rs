//! The directory: search, filters, keyset pages and totals over identities.

mod held;
mod search;
mod ways;

pub use held::{Held, HeldBy, held_by, roles_of, through_group};
pub(crate) use search::search;
pub(crate) use ways::few;

use crate::Result;
use crate::counters::{self, Kind as Counter};
use crate::db::Conn;
use crate::identities::{COLUMNS, IdentityRow};
use domain::Time;
use domain::id::{EnvironmentId, GroupId, IdentityId, RoleId};
use domain::identities::{Identity, Sort, Status};
use domain::page::TOTAL_MAX;
use uuid::Uuid;
use ways::{Way, matching, start, way};

/// A filter whose slugs have been looked up.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Folded text; empty does not filter.
    pub q: String,
    /// The same as an id, when it is one.
    pub id: Option<IdentityId>,
    pub status: Vec<Status>,
    pub role: Option<RoleId>,
    pub group: Option<GroupId>,
    /// Only those who are in the group itself.
    pub direct: bool,
    /// How many are in the group, where that is known: it spares counting them for the way to them.
    pub members: Option<i64>,
    pub ends_before: Option<Time>,
}

impl Filter {
    fn is_empty(&self) -> bool {
        self.q.is_empty()
            && self.status.is_empty()
            && self.role.is_none()
            && self.group.is_none()
            && self.ends_before.is_none()
    }

    /// Whether nothing but a group is filtered by.
    pub fn only_group(&self) -> bool {
        let other = Self {
            group: None,
            direct: false,
            members: None,
            ..self.clone()
        };
        self.group.is_some() && other.is_empty() && other.id.is_none()
    }
}

/// Where a page begins: the sort key and id of a neighbouring row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    First,
    After(String, IdentityId),
    Before(String, IdentityId),
}

/// A row with its sort key.
pub struct Row {
    pub identity: Identity,
    pub key: String,
}

/// Up to `limit` rows, in the order of the list, whichever way they were found.
pub async fn list(
    conn: &mut Conn,
    environment: EnvironmentId,
    filter: &Filter,
    sort: Sort,
    from: &From,
    limit: u16,
    now: Time,
) -> Result<Vec<Row>> {
    let way = way(conn, environment, filter, limit, now).await?;
    let mut sql = start(conn, environment, filter, now);
    sql.push("select ").push(COLUMNS);
    matching(&mut sql, environment, filter, way, now);
    let backwards = matches!(from, From::Before(..));
    let ascending = (sort == Sort::Name) != backwards;
    if let From::After(key, id) | From::Before(key, id) = from {
        sql.push(if ascending {
            " and (i.name_folded, i.id) > ("
        } else {
            " and (i.name_folded, i.id) < ("
        })
        .bind(key.as_str())
        .push(", ")
        .bind(id.0)
        .push(")");
    }
    sql.push(if ascending {
        " order by i.name_folded, i.id limit "
    } else {
        " order by i.name_folded desc, i.id desc limit "
    })
    .bind(i64::from(limit));
    let mut rows = sql.all::<IdentityRow>(conn).await?;
    if backwards {
        rows.reverse();
    }
    rows.into_iter()
        .map(|row| {
            let key = row.name_folded.clone();
            Ok(Row {
                identity: row.try_into()?,
                key,
            })
        })
        .collect()
}

/// How many identities match, counted up to one more than [`TOTAL_MAX`].
pub async fn total(conn: &mut Conn, environment: EnvironmentId, filter: &Filter, now: Time) -> Result<i64> {
    if filter.is_empty() {
        return counters::get(conn, environment, Counter::Identities).await;
    }
    let way = way(
        conn,
        environment,
        filter,
        u16::try_from(TOTAL_MAX).unwrap_or(u16::MAX),
        now,
    )
    .await?;
    let mut sql = start(conn, environment, filter, now);
    sql.push("select cast(count(*) as bigint) from (select 1 as one");
    matching(&mut sql, environment, filter, way, now);
    sql.push(" limit ").bind(TOTAL_MAX + 1).push(") counted");
    Ok(sql.all::<(i64,)>(conn).await?.first().map_or(0, |(n,)| *n))
}

/// The ids of all that match, at most `limit`, by name.
pub async fn ids(
    conn: &mut Conn,
    environment: EnvironmentId,
    filter: &Filter,
    limit: usize,
    now: Time,
) -> Result<Vec<IdentityId>> {
    let mut sql = start(conn, environment, filter, now);
    sql.push("select i.id");
    matching(&mut sql, environment, filter, Way::Sets, now);
    sql.push(" order by i.name_folded, i.id limit ")
        .bind(i64::try_from(limit).unwrap_or(i64::MAX));
    Ok(sql
        .all::<(Uuid,)>(conn)
        .await?
        .into_iter()
        .map(|(id,)| IdentityId(id))
        .collect())
}
