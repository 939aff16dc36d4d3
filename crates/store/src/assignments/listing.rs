//! The list of assignments as people read it: names joined, searched, sorted, in keyset pages.

mod by_name;

use super::list::matching;
use super::{AssignmentRow, COLUMNS, Filter, JOINS};
use crate::db::Conn;
use crate::sql::Sql;
use crate::{Error, Result};
use domain::Time;
use domain::assignments::{Assignment, Holder, Sort};
use domain::id::{AssignmentId, EnvironmentId};
use domain::identities::{Kind, Status};
use domain::page::TOTAL_MAX;
use sqlx::FromRow;
use uuid::Uuid;

/// Where a row stands in the order of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Folded name of the subject, or the end in milliseconds.
    pub key: String,
    pub holder: Uuid,
    pub id: AssignmentId,
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    First,
    After(Place),
    Before(Place),
}

/// An assignment with the names around it.
pub struct Listed {
    pub assignment: Assignment,
    pub holder: Holder,
    pub role: String,
    pub revoked_at: Option<Time>,
    pub place: Place,
}

#[derive(FromRow)]
struct Row {
    #[sqlx(flatten)]
    assignment: AssignmentRow,
    holder_id: Uuid,
    holder_name: String,
    name_key: String,
    kind: Option<String>,
    status: String,
    role_name: String,
}

/// What a row needs besides [`COLUMNS`]; `i` and `g` are whom it was given to, `r` the role.
const NAMES: &str = ", coalesce(a.identity_id, a.group_id) as holder_id, coalesce(i.name, g.name) as holder_name,
    coalesce(i.name_folded, g.name_folded) as name_key, i.kind as kind,
    case when s.since is not null then 'suspended'
         when i.invited_at is not null and i.accepted_at is null then 'invited' else 'active' end as status,
    r.name as role_name";
const SUSPENSION_AND_ACCOUNT: &str = " left join identity_suspensions s on s.environment_id = a.environment_id
    and s.identity_id = a.identity_id and s.until is null left join accounts c on c.id = i.account_id ";
const GROUP: &str = " left join groups g on g.environment_id = a.environment_id and g.id = a.group_id ";
const ROLE: &str = " join roles r on r.environment_id = a.environment_id and r.id = a.role_id ";
/// Those without an end count as ending last.
const END: &str = "coalesce(a.effective_to, 9223372036854775807)";

impl Row {
    fn read(self, sort: Sort, now: Time) -> Result<Listed> {
        let status = Status::parse(&self.status).ok_or_else(|| Error::corrupt("identities.status", &self.status))?;
        let identity = match self.kind.as_deref() {
            None => None,
            Some(kind) => {
                let kind = Kind::parse(kind).ok_or_else(|| Error::corrupt("identities.kind", kind))?;
                Some((kind, status))
            }
        };
        let revoked_at = self.assignment.revoked_at.map(Time);
        let end = self.assignment.effective_to.unwrap_or(i64::MAX);
        let assignment = self.assignment.read(now)?;
        let key = match sort {
            Sort::Name | Sort::NameDescending => self.name_key,
            Sort::End | Sort::EndDescending => end.to_string(),
        };
        Ok(Listed {
            holder: Holder {
                subject: assignment.subject,
                name: self.holder_name,
                identity,
            },
            role: self.role_name,
            revoked_at,
            place: Place {
                key,
                holder: self.holder_id,
                id: assignment.id,
            },
            assignment,
        })
    }
}

/// What of a list is asked for.
struct Ask<'a> {
    environment: EnvironmentId,
    filter: &'a Filter,
    sort: Sort,
    from: &'a From,
    limit: i64,
    now: Time,
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
) -> Result<Vec<Listed>> {
    let ask = Ask {
        environment,
        filter,
        sort,
        from,
        limit: i64::from(limit),
        now,
    };
    let mut sql = Sql::new(conn.engine(), "");
    if matches!(sort, Sort::Name | Sort::NameDescending) {
        let start = by_name::start(conn, &ask).await?;
        by_name::by_name(&mut sql, &ask, start);
    } else {
        by_end(&mut sql, &ask);
    }
    let mut rows: Vec<Row> = sql.all(conn).await?;
    if matches!(from, From::Before(_)) {
        rows.reverse();
    }
    rows.into_iter().map(|row| row.read(sort, now)).collect()
}

impl Ask<'_> {
    fn ascending(&self) -> bool {
        self.sort.ascending() != matches!(self.from, From::Before(_))
    }

    fn place(&self) -> Option<&Place> {
        match self.from {
            From::First => None,
            From::After(place) | From::Before(place) => Some(place),
        }
    }

    /// `a < b` in the direction of the page.
    fn beyond(&self) -> &'static str {
        if self.ascending() { " > " } else { " < " }
    }
}

fn by_end(sql: &mut Sql, ask: &Ask<'_>) {
    sql.push("select ").push(COLUMNS).push(NAMES);
    from_all(sql, ask.environment, ask.filter, ask.now);
    if let Some(place) = ask.place() {
        sql.push(" and (")
            .push(END)
            .push(", a.id)")
            .push(ask.beyond())
            .push("(")
            .bind(place.key.parse::<i64>().unwrap_or(i64::MAX))
            .push(", ")
            .bind(place.id.0)
            .push(")");
    }
    let way = if ask.ascending() { "" } else { " desc" };
    sql.push(" order by ").push(END).push(way).push(", a.id").push(way);
    sql.push(" limit ").bind(ask.limit);
}

/// `from … where …` over all assignments that match.
fn from_all(sql: &mut Sql, environment: EnvironmentId, filter: &Filter, now: Time) {
    sql.push(" from assignments a")
        .push(JOINS)
        .push(GROUP)
        .push(ROLE)
        .push("where coalesce(i.deleted_at, g.deleted_at) is null and a.environment_id = ")
        .bind(environment.0);
    matching(sql, environment, filter, filter.source, now);
}

/// How many match, counted up to one more than [`TOTAL_MAX`].
pub async fn total(conn: &mut Conn, environment: EnvironmentId, filter: &Filter, now: Time) -> Result<i64> {
    let mut sql = Sql::new(conn.engine(), "select cast(count(*) as bigint) from (select 1 as one");
    from_all(&mut sql, environment, filter, now);
    sql.push(" limit ").bind(TOTAL_MAX + 1).push(") counted");
    Ok(sql.all::<(i64,)>(conn).await?.first().map_or(0, |(n,)| *n))
}

/// Those of `ids` that exist, with the names around them.
pub async fn by_ids(
    conn: &mut Conn,
    environment: EnvironmentId,
    ids: impl IntoIterator<Item = AssignmentId>,
    now: Time,
) -> Result<Vec<Listed>> {
    let mut sql = Sql::new(conn.engine(), "select ");
    sql.push(COLUMNS).push(NAMES).push(" from assignments a").push(JOINS);
    sql.push(GROUP).push(ROLE).push("where a.environment_id = ");
    sql.bind(environment.0)
        .push(" and a.id in ")
        .ids(ids.into_iter().map(|id| id.0));
    sql.push(" order by a.id");
    let rows: Vec<Row> = sql.all(conn).await?;
    rows.into_iter().map(|row| row.read(Sort::Name, now)).collect()
}
