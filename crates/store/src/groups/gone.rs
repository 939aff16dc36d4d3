//! Groups that are deleted, and may come back.

use super::lay;
use crate::counters::{self, Kind as Counter};
use crate::db::{Conn, Tx};
use crate::gone::{self, Kept};
use crate::{Result, slugs};
use domain::Time;
use domain::id::{AssignmentId, EnvironmentId, EventId, GroupId, IdentityId};
use uuid::Uuid;

/// What ended with a group: who was in it, and what it had.
#[derive(Debug, Clone, Default)]
pub struct Had {
    pub members: Vec<IdentityId>,
    pub assignments: Vec<AssignmentId>,
}

/// Takes a group away: its roles, who is in it, and where it lies. Its sub-groups are not touched.
pub async fn remove(tx: &mut Tx, environment: EnvironmentId, group: GroupId, now: Time) -> Result<Had> {
    let members = all!(
        tx,
        (Uuid,),
        "select identity_id from group_members where environment_id = $1 and group_id = $2
           and (until is null or until > $3) order by identity_id",
        environment.0,
        group.0,
        now.0
    )?;
    let assignments = all!(
        tx,
        (Uuid,),
        "select id from assignments where environment_id = $1 and group_id = $2 and revoked_at is null
           and (effective_to is null or effective_to > $3) order by id",
        environment.0,
        group.0,
        now.0
    )?;
    execute!(
        tx,
        "update group_members set planned_until = until, until = $3 where environment_id = $1 and group_id = $2
           and (until is null or until > $3)",
        environment.0,
        group.0,
        now.0
    )?;
    let ended = execute!(
        tx,
        "update assignments set revoked_at = $3 where environment_id = $1 and group_id = $2 and revoked_at is null
           and (effective_to is null or effective_to > $3)",
        environment.0,
        group.0,
        now.0
    )?;
    let less = -i64::try_from(ended).unwrap_or(i64::MAX);
    counters::add(tx, environment, Counter::Assignments, less).await?;
    lay(tx, environment, group, None, now).await?;
    set_deleted(tx, environment, group, Some(now)).await?;
    Ok(Had {
        members: members.into_iter().map(|(id,)| IdentityId(id)).collect(),
        assignments: assignments.into_iter().map(|(id,)| AssignmentId(id)).collect(),
    })
}

async fn set_deleted(tx: &mut Tx, environment: EnvironmentId, group: GroupId, at: Option<Time>) -> Result<()> {
    execute!(
        tx,
        "update groups set deleted_at = $3 where environment_id = $1 and id = $2",
        environment.0,
        group.0,
        at.map(|at| at.0)
    )?;
    slugs::retire(tx, environment, slugs::Kind::Group, group.0, at).await
}

/// Who left a group with its deletion at `deleted`, and the end that was planned for each.
async fn left(
    tx: &mut Tx,
    environment: EnvironmentId,
    group: GroupId,
    deleted: Time,
) -> Result<Vec<(IdentityId, Option<Time>)>> {
    let rows = all!(
        tx,
        (Uuid, Option<i64>),
        "select m.identity_id, m.planned_until from group_members m
         join identities i on i.environment_id = m.environment_id and i.id = m.identity_id and i.deleted_at is null
         where m.environment_id = $1 and m.group_id = $2 and m.until = $3 and m.ended_operation_id is null",
        environment.0,
        group.0,
        deleted.0
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, until)| (IdentityId(id), until.map(Time)))
        .collect())
}

/// What comes back with a group: its members, but for those whose time is over or who are gone.
pub async fn revive(tx: &mut Tx, environment: EnvironmentId, group: GroupId, now: Time) -> Result<u64> {
    let row = one!(
        tx,
        (Option<i64>,),
        "select deleted_at from groups where environment_id = $1 and id = $2",
        environment.0,
        group.0
    )?;
    let Some(deleted) = row.0 else { return Ok(0) };
    let left = left(tx, environment, group, Time(deleted)).await?;
    set_deleted(tx, environment, group, None).await?;
    let again: Vec<super::Membership> = left
        .into_iter()
        .filter(|(_, until)| until.is_none_or(|until| now < until))
        .map(|(identity_id, until)| super::Membership {
            group_id: group,
            identity_id,
            since: now,
            until,
        })
        .collect();
    super::add_memberships(tx, environment, &again, None).await
}

/// A group that was deleted.
#[derive(Debug, Clone)]
pub struct Gone {
    pub id: GroupId,
    pub name: String,
    pub slug: String,
    pub at: Time,
    /// The event of its deletion, and how many members and roles ended by it.
    pub event: EventId,
    pub ended: i64,
    pub by: String,
}

/// The deleted groups, the last one first; at most so many.
pub async fn gone(conn: &mut Conn, environment: EnvironmentId, most: u16) -> Result<Vec<Gone>> {
    let kept = Kept {
        table: "groups",
        word: "slug",
        action: "group.deleted",
    };
    let rows = gone::list(conn, environment, kept, most).await?;
    Ok(rows
        .into_iter()
        .map(|row| Gone {
            id: GroupId(row.id),
            name: row.name,
            slug: row.word.unwrap_or_default(),
            at: row.at,
            event: row.event,
            ended: row.ended,
            by: row.by,
        })
        .collect())
}

/// A deletion, by its event: which group, where it lay, and whether the group is still gone since then.
pub async fn deletion(
    conn: &mut Conn,
    environment: EnvironmentId,
    event: EventId,
) -> Result<Option<(GroupId, Option<GroupId>, bool)>> {
    let row = optional!(
        conn,
        (Uuid, i64, Option<i64>, Option<Uuid>),
        "select g.id, e.at, g.deleted_at, (select p.parent_id from group_parents p
           join groups up on up.environment_id = p.environment_id and up.id = p.parent_id and up.deleted_at is null
           where p.environment_id = g.environment_id and p.group_id = g.id and p.until = g.deleted_at
           order by p.since desc limit 1)
         from events e join groups g on g.environment_id = e.stream_id and g.id = e.target_id
         where e.id = $1 and e.stream_id = $2 and e.action = 'group.deleted'",
        event.0,
        environment.0
    )?;
    Ok(row.map(|(id, at, deleted, parent)| {
        let still = deleted.is_some_and(|deleted| deleted <= at);
        (GroupId(id), parent.map(GroupId), still)
    }))
}
