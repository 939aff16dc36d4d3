//! Roles that are deleted, and may come back.

use crate::counters::{self, Kind as Counter};
use crate::db::{Conn, Tx};
use crate::gone::{self, Kept};
use crate::{Result, slugs};
use domain::Time;
use domain::assignments::Subject;
use domain::id::{AssignmentId, EnvironmentId, EventId, GroupId, IdentityId, RoleId};
use uuid::Uuid;

/// The live and scheduled assignments of a role, whose each is.
pub async fn given(
    conn: &mut Conn,
    environment: EnvironmentId,
    role: RoleId,
    now: Time,
) -> Result<Vec<(AssignmentId, Subject)>> {
    let rows = all!(
        conn,
        (Uuid, Option<Uuid>, Option<Uuid>),
        "select id, identity_id, group_id from assignments
         where environment_id = $1 and role_id = $2 and revoked_at is null and (effective_to is null or effective_to > $3)
         order by created_at, id",
        environment.0,
        role.0,
        now.0
    )?;
    let read = |(id, identity, group): (Uuid, Option<Uuid>, Option<Uuid>)| {
        let subject = identity.map(|id| Subject::Identity(IdentityId(id)));
        let subject = subject.or(group.map(|id| Subject::Group(GroupId(id))));
        subject.map(|subject| (AssignmentId(id), subject))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Takes a role away, and from everyone who has it or will. Returns how many assignments ended.
pub async fn remove(tx: &mut Tx, environment: EnvironmentId, role: RoleId, now: Time) -> Result<u64> {
    let ended = execute!(
        tx,
        "update assignments set revoked_at = $3 where environment_id = $1 and role_id = $2 and revoked_at is null
           and (effective_to is null or effective_to > $3)",
        environment.0,
        role.0,
        now.0
    )?;
    let less = -i64::try_from(ended).unwrap_or(i64::MAX);
    counters::add(tx, environment, Counter::Assignments, less).await?;
    execute!(
        tx,
        "update roles set deleted_at = $3 where environment_id = $1 and id = $2",
        environment.0,
        role.0,
        now.0
    )?;
    slugs::retire(tx, environment, slugs::Kind::Role, role.0, Some(now)).await?;
    Ok(ended)
}

/// Brings a role back as it was; what it holds was never taken out of it.
pub async fn revive(tx: &mut Tx, environment: EnvironmentId, role: RoleId) -> Result<()> {
    execute!(
        tx,
        "update roles set deleted_at = null where environment_id = $1 and id = $2",
        environment.0,
        role.0
    )?;
    slugs::retire(tx, environment, slugs::Kind::Role, role.0, None).await
}

/// A role that was deleted.
#[derive(Debug, Clone)]
pub struct Gone {
    pub id: RoleId,
    pub name: String,
    pub slug: String,
    pub at: Time,
    /// The event of its deletion, and how many assignments ended by it.
    pub event: EventId,
    pub assignments: i64,
    /// Who did it.
    pub by: String,
}

/// The roles that are deleted, the last one first; at most `most`. Of the deletions of one role only
/// the last is at or after the instant that the role keeps.
pub async fn gone(conn: &mut Conn, environment: EnvironmentId, most: u16) -> Result<Vec<Gone>> {
    let kept = Kept {
        table: "roles",
        word: "slug",
        action: "role.deleted",
    };
    let rows = gone::list(conn, environment, kept, most).await?;
    Ok(rows
        .into_iter()
        .map(|row| Gone {
            id: RoleId(row.id),
            name: row.name,
            slug: row.word.unwrap_or_default(),
            at: row.at,
            event: row.event,
            assignments: row.ended,
            by: row.by,
        })
        .collect())
}

/// A deletion, by its event: which role, when, and whether the role is still gone since then.
pub async fn deletion(conn: &mut Conn, environment: EnvironmentId, event: EventId) -> Result<Option<(RoleId, bool)>> {
    let row = optional!(
        conn,
        (Uuid, i64, Option<i64>),
        "select r.id, e.at, r.deleted_at from events e
         join roles r on r.environment_id = e.stream_id and r.id = e.target_id
         where e.id = $1 and e.stream_id = $2 and e.action = 'role.deleted'",
        event.0,
        environment.0
    )?;
    Ok(row.map(|(id, at, deleted)| (RoleId(id), deleted.is_some_and(|deleted| deleted <= at))))
}

/// The keys that a deleted role held and that were deleted themselves since then.
pub async fn lost(conn: &mut Conn, environment: EnvironmentId, role: RoleId) -> Result<Vec<String>> {
    let rows = all!(
        conn,
        (String,),
        "select c.key from role_capabilities rc
         join roles r on r.environment_id = rc.environment_id and r.id = rc.role_id
         join capabilities c on c.environment_id = rc.environment_id and c.id = rc.capability_id
         where rc.environment_id = $1 and rc.role_id = $2 and rc.until = c.retired_at and c.retired_at >= r.deleted_at
         order by c.position, c.id",
        environment.0,
        role.0
    )?;
    Ok(rows.into_iter().map(|(key,)| key).collect())
}

/// The assignments that an event ended, in their order.
pub async fn ended_by(conn: &mut Conn, event: EventId) -> Result<Vec<AssignmentId>> {
    let rows = all!(
        conn,
        (Uuid,),
        "select object_id from event_children where event_id = $1 and object_id is not null order by position",
        event.0
    )?;
    Ok(rows.into_iter().map(|(id,)| AssignmentId(id)).collect())
}
