//! What becomes of people: other words for them, suspension, deletion and the way back.

use super::New;
use crate::Result;
use crate::counters::{self, Kind as Counter};
use crate::db::{Conn, Tx};
use crate::gone::{self, Kept};
use crate::sql::{Both, Sql, id_list};
use domain::Time;
use domain::email::Email;
use domain::id::{AccountId, AssignmentId, EnvironmentId, EventId, GroupId, IdentityId, TenantId};
use domain::identities::Identity;
use domain::name::Name;
use uuid::Uuid;

/// Another name or address.
///
/// Fails with [`crate::Error::Unique`] when the address is in use in the environment.
pub async fn describe(
    tx: &mut Tx,
    environment: EnvironmentId,
    identity: &Identity,
    name: &Name,
    email: Option<&Email>,
) -> Result<()> {
    const BEGINNINGS: Both = Both {
        sqlite: "insert into identity_beginnings (environment_id, beginning, identity_id)
            select $1, part.value, $2 from json_each($3) part where true",
        postgres: "insert into identity_beginnings (environment_id, beginning, identity_id)
            select $1, part.value, $2 from json_array_elements_text($3::json) part",
    };
    let new = New {
        id: identity.id,
        kind: identity.kind,
        name: name.clone(),
        email: email.cloned(),
        account_id: None,
        invited: false,
        created_at: identity.created_at,
    };
    let search = new.search_text();
    execute!(
        tx,
        "update identities set name = $3, name_folded = $4, email = $5, email_folded = $6, search_text = $7
         where environment_id = $1 and id = $2",
        environment.0,
        identity.id.0,
        name.as_str(),
        name.folded(),
        email.map(Email::as_str),
        email.map(Email::folded),
        search.as_str()
    )?;
    execute!(
        tx,
        "delete from identity_beginnings where environment_id = $1 and identity_id = $2",
        environment.0,
        identity.id.0
    )?;
    let beginnings = serde_json::json!(domain::fold::beginnings(&search)).to_string();
    execute!(tx, BEGINNINGS, environment.0, identity.id.0, beginnings)?;
    Ok(())
}

/// Those of `ids` that are suspended.
pub async fn suspended(conn: &mut Conn, environment: EnvironmentId, ids: &[IdentityId]) -> Result<Vec<IdentityId>> {
    let mut sql = Sql::new(
        conn.engine(),
        "select identity_id from identity_suspensions where until is null and environment_id = ",
    );
    sql.bind(environment.0)
        .push(" and identity_id in ")
        .ids(ids.iter().map(|id| id.0));
    let rows: Vec<(Uuid,)> = sql.all(conn).await?;
    Ok(rows.into_iter().map(|(id,)| IdentityId(id)).collect())
}

/// Ends suspensions. Returns how many there were.
pub async fn reinstate(tx: &mut Tx, environment: EnvironmentId, ids: &[IdentityId], now: Time) -> Result<u64> {
    const REINSTATE: Both = Both {
        sqlite: "update identity_suspensions set until = $3 where environment_id = $1 and until is null
              and identity_id in (select unhex(value) from json_each($2))",
        postgres: "update identity_suspensions set until = $3 where environment_id = $1 and until is null
              and identity_id in (select value::uuid from json_array_elements_text($2::json))",
    };
    execute!(tx, REINSTATE, environment.0, id_list(ids.iter().map(|id| id.0)), now.0)
}

/// What ended with an identity.
#[derive(Debug, Clone, Default)]
pub struct Had {
    pub assignments: Vec<AssignmentId>,
    pub groups: Vec<GroupId>,
}

/// Takes everything from an identity that it has itself: roles, scheduled ones too, and groups. With
/// `delete` the identity itself goes, too.
pub async fn remove(tx: &mut Tx, environment: EnvironmentId, id: IdentityId, delete: bool, now: Time) -> Result<Had> {
    let assignments = all!(
        tx,
        (Uuid,),
        "select id from assignments where environment_id = $1 and identity_id = $2 and revoked_at is null
           and (effective_to is null or effective_to > $3) order by id",
        environment.0,
        id.0,
        now.0
    )?;
    let groups = all!(
        tx,
        (Uuid,),
        "select group_id from group_members where environment_id = $1 and identity_id = $2
           and (until is null or until > $3) order by group_id",
        environment.0,
        id.0,
        now.0
    )?;
    let ended = execute!(
        tx,
        "update assignments set revoked_at = $3 where environment_id = $1 and identity_id = $2 and revoked_at is null
           and (effective_to is null or effective_to > $3)",
        environment.0,
        id.0,
        now.0
    )?;
    let less = -i64::try_from(ended).unwrap_or(i64::MAX);
    counters::add(tx, environment, Counter::Assignments, less).await?;
    execute!(
        tx,
        "update group_members set planned_until = until, until = $3 where environment_id = $1 and identity_id = $2
           and (until is null or until > $3)",
        environment.0,
        id.0,
        now.0
    )?;
    if delete {
        execute!(
            tx,
            "update identities set deleted_at = $3 where environment_id = $1 and id = $2",
            environment.0,
            id.0,
            now.0
        )?;
        counters::add(tx, environment, Counter::Identities, -1).await?;
    }
    Ok(Had {
        assignments: assignments.into_iter().map(|(id,)| AssignmentId(id)).collect(),
        groups: groups.into_iter().map(|(id,)| GroupId(id)).collect(),
    })
}

/// Brings an identity back into the directory, and into the groups that it left with its deletion, as
/// far as they are there and its time in them is not over.
///
/// Fails with [`crate::Error::Unique`] when its address is in use by now.
pub async fn revive(tx: &mut Tx, environment: EnvironmentId, id: IdentityId, now: Time) -> Result<()> {
    let (deleted,) = one!(
        tx,
        (Option<i64>,),
        "select deleted_at from identities where environment_id = $1 and id = $2",
        environment.0,
        id.0
    )?;
    let Some(deleted) = deleted else { return Ok(()) };
    let left = all!(
        tx,
        (Uuid, Option<i64>),
        "select m.group_id, m.planned_until from group_members m
         join groups g on g.environment_id = m.environment_id and g.id = m.group_id and g.deleted_at is null
         where m.environment_id = $1 and m.identity_id = $2 and m.until = $3 and m.ended_operation_id is null",
        environment.0,
        id.0,
        deleted
    )?;
    execute!(
        tx,
        "update identities set deleted_at = null where environment_id = $1 and id = $2",
        environment.0,
        id.0
    )?;
    counters::add(tx, environment, Counter::Identities, 1).await?;
    let again: Vec<crate::groups::Membership> = left
        .into_iter()
        .filter(|(_, until)| until.is_none_or(|until| now.0 < until))
        .map(|(group, until)| crate::groups::Membership {
            group_id: GroupId(group),
            identity_id: id,
            since: now,
            until: until.map(Time),
        })
        .collect();
    crate::groups::add_memberships(tx, environment, &again, None).await?;
    Ok(())
}

/// A deletion, by its event: whose, and whether they are still gone since then.
pub async fn deletion(
    conn: &mut Conn,
    environment: EnvironmentId,
    event: EventId,
) -> Result<Option<(IdentityId, bool)>> {
    let row = optional!(
        conn,
        (Uuid, i64, Option<i64>),
        "select i.id, e.at, i.deleted_at from events e
         join identities i on i.environment_id = e.stream_id and i.id = e.target_id
         where e.id = $1 and e.stream_id = $2 and e.action = 'identity.deleted'",
        event.0,
        environment.0
    )?;
    Ok(row.map(|(id, at, deleted)| (IdentityId(id), deleted.is_some_and(|deleted| deleted <= at))))
}

/// Someone who was deleted.
#[derive(Debug, Clone)]
pub struct Gone {
    pub id: IdentityId,
    pub name: String,
    pub email: Option<String>,
    pub at: Time,
    pub event: EventId,
    pub by: String,
}

/// Those who are deleted, the last one first; at most so many.
pub async fn gone(conn: &mut Conn, environment: EnvironmentId, most: u16) -> Result<Vec<Gone>> {
    let kept = Kept {
        table: "identities",
        word: "email",
        action: "identity.deleted",
    };
    let rows = gone::list(conn, environment, kept, most).await?;
    Ok(rows
        .into_iter()
        .map(|row| Gone {
            id: IdentityId(row.id),
            name: row.name,
            email: row.word,
            at: row.at,
            event: row.event,
            by: row.by,
        })
        .collect())
}

/// Where an account is someone, and to which tenants it belongs.
#[derive(Debug, Clone, Default)]
pub struct Places {
    pub identities: Vec<(EnvironmentId, IdentityId)>,
    pub tenants: Vec<TenantId>,
}

/// Everything that bears on who may act on an account.
pub async fn places(conn: &mut Conn, account: AccountId) -> Result<Places> {
    let identities = all!(
        conn,
        (Uuid, Uuid),
        "select environment_id, id from identities where account_id = $1 and deleted_at is null order by environment_id",
        account.0
    )?;
    let tenants = all!(
        conn,
        (Uuid,),
        "select tenant_id from memberships where account_id = $1 and until is null order by tenant_id",
        account.0
    )?;
    Ok(Places {
        identities: identities
            .into_iter()
            .map(|(environment, id)| (EnvironmentId(environment), IdentityId(id)))
            .collect(),
        tenants: tenants.into_iter().map(|(id,)| TenantId(id)).collect(),
    })
}
