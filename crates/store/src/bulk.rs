//! Judging and writing many assignments with a handful of statements.
//!
//! The items stand in a temporary table of the writer's connection; each judgement is one
//! statement that marks the items it refuses, each write one `insert … select` of the rest.

mod write;

pub use write::{insert, insert_children, update};

use crate::Result;
use crate::assignments::no_effect;
use crate::db::{Conn, Engine, Tx};
use crate::rows::{self, Column};
use crate::sql::{Both, Sql, id_list};
use domain::assignments::{NoEffect, Subject};
use domain::id::{AssignmentId, EnvironmentId, IdentityId, NodeId, RoleId};
use domain::{Time, Window};
use uuid::Uuid;

/// An item that passed all checks that need no database.
pub struct Item {
    /// Its place in the request.
    pub position: usize,
    /// The id that it gets if it is created, or that of the assignment that is changed.
    pub id: AssignmentId,
    pub subject: Subject,
    pub role_id: RoleId,
    pub node_id: NodeId,
    pub window: Window,
    pub reason: Option<String>,
    /// The assignment that it goes on from.
    pub renews: Option<AssignmentId>,
    /// An assignment that is there gets these dates; otherwise one is made.
    pub changes: bool,
}

/// What kinds of items there are: statements about others need not be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds {
    pub people: bool,
    pub groups: bool,
    /// Some change an assignment that is there.
    pub changes: bool,
}

impl Kinds {
    fn of(items: &[Item]) -> Self {
        let person = |item: &Item| item.subject.identity().is_some();
        Self {
            people: items.iter().any(person),
            groups: items.iter().any(|item| !person(item)),
            changes: items.iter().any(|item| item.changes),
        }
    }
}

/// Up to so many items are looked up one by one.
const FEW: usize = 5_000;

/// Rows that are sent at once.
const CHUNK: usize = 10_000;

/// Makes the table, or empties it.
async fn begin(tx: &mut Tx) -> Result<()> {
    execute!(
        tx,
        "create temporary table if not exists bulk_items (
           position bigint not null, id uuid not null, identity_id uuid, group_id uuid, role_id uuid not null,
           node_id uuid not null, effective_from bigint not null, effective_to bigint, reason text, renews uuid, changes bigint not null,
           code text)"
    )?;
    execute!(tx, "delete from bulk_items")?;
    Ok(())
}

/// Loads the items of a bulk write.
pub async fn load(tx: &mut Tx, items: &[Item]) -> Result<Kinds> {
    const INTO: &str =
        "bulk_items (position, id, identity_id, group_id, role_id, node_id, effective_from, effective_to,
        reason, renews, changes)";
    begin(tx).await?;
    let kinds = Kinds::of(items);
    // In the order of the subjects, not of the request: what is looked up and written then lies side by side.
    let mut items: Vec<&Item> = items.iter().collect();
    items.sort_unstable_by_key(|item| item.subject.uuid());
    for chunk in items.chunks(CHUNK) {
        let ids = |id: fn(&Item) -> Option<Uuid>| Column::Ids(chunk.iter().map(|item| id(item)).collect());
        let numbers =
            |number: fn(&Item) -> Option<i64>| Column::Numbers(chunk.iter().map(|item| number(item)).collect());
        let columns = vec![
            numbers(|item| Some(number(item.position))),
            ids(|item| Some(item.id.0)),
            ids(|item| item.subject.identity().map(|id| id.0)),
            ids(|item| item.subject.group().map(|id| id.0)),
            ids(|item| Some(item.role_id.0)),
            ids(|item| Some(item.node_id.0)),
            numbers(|item| Some(item.window.from.map_or(0, |at| at.0))),
            numbers(|item| item.window.to.map(|at| at.0)),
            Column::Words(chunk.iter().map(|item| item.reason.as_deref()).collect()),
            ids(|item| item.renews.map(|id| id.0)),
            numbers(|item| Some(i64::from(item.changes))),
        ];
        rows::insert(tx, INTO, columns).await?;
    }
    // Postgres knows nothing of a table that was just filled, and takes it for small.
    if tx.engine() == Engine::Postgres && items.len() > CHUNK / 10 {
        execute!(tx, "analyze bulk_items")?;
    }
    // For a slice of a job Postgres would still rather read everyone than look a few up; SQLite never would.
    if tx.engine() == Engine::Postgres && items.len() <= FEW {
        execute!(tx, "set local enable_hashjoin = off")?;
        execute!(tx, "set local enable_mergejoin = off")?;
    }
    Ok(kinds)
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Marks items that would be made for a person or group that is not there.
pub async fn refuse_unknown(tx: &mut Tx, environment: EnvironmentId, kinds: Kinds) -> Result<()> {
    // Two statements: Postgres takes neither index for a condition of both.
    if kinds.people {
        execute!(
            tx,
            "update bulk_items set code = 'not_found' where code is null and changes = 0 and identity_id is not null
               and not exists (select 1 from identities i where i.environment_id = $1 and i.id = bulk_items.identity_id
                 and i.deleted_at is null)",
            environment.0
        )?;
    }
    if kinds.groups {
        execute!(
            tx,
            "update bulk_items set code = 'not_found' where code is null and changes = 0 and group_id is not null
               and not exists (select 1 from groups g where g.environment_id = $1 and g.id = bulk_items.group_id
                 and g.deleted_at is null)",
            environment.0
        )?;
    }
    Ok(())
}

/// Marks items that would be made for people who are suspended.
pub async fn refuse_suspended(tx: &mut Tx, environment: EnvironmentId) -> Result<()> {
    execute!(
        tx,
        "update bulk_items set code = 'suspended' where code is null and changes = 0 and exists (
           select 1 from identity_suspensions s where s.environment_id = $1 and s.identity_id = bulk_items.identity_id
             and s.until is null)",
        environment.0
    )?;
    Ok(())
}

/// Marks items whose window overlaps that of another live assignment of the same subject, role, node.
pub async fn skip_assigned(tx: &mut Tx, environment: EnvironmentId, kinds: Kinds, now: Time) -> Result<()> {
    if kinds.people {
        execute!(
            tx,
            "update bulk_items set code = 'already_assigned' where code is null and identity_id is not null and exists (
               select 1 from assignments a where a.environment_id = $1 and a.identity_id = bulk_items.identity_id
                 and a.role_id = bulk_items.role_id and a.node_id = bulk_items.node_id and a.revoked_at is null
                 and a.id <> bulk_items.id
                 and (a.effective_to is null or (a.effective_to > $2 and a.effective_to > bulk_items.effective_from))
                 and (bulk_items.effective_to is null or a.effective_from < bulk_items.effective_to))",
            environment.0,
            now.0
        )?;
    }
    if kinds.groups {
        execute!(
            tx,
            "update bulk_items set code = 'already_assigned' where code is null and group_id is not null and exists (
               select 1 from assignments a where a.environment_id = $1 and a.group_id = bulk_items.group_id
                 and a.role_id = bulk_items.role_id and a.node_id = bulk_items.node_id and a.revoked_at is null
                 and a.id <> bulk_items.id
                 and (a.effective_to is null or (a.effective_to > $2 and a.effective_to > bulk_items.effective_from))
                 and (bulk_items.effective_to is null or a.effective_from < bulk_items.effective_to))",
            environment.0,
            now.0
        )?;
    }
    Ok(())
}

/// Marks people who hold `role` through a group for the whole of `window`, at one of `nodes` (the
/// node asked for and those above it).
pub async fn skip_through_group(
    tx: &mut Tx,
    environment: EnvironmentId,
    role: RoleId,
    nodes: &[NodeId],
    window: Window,
    now: Time,
) -> Result<()> {
    let begin = window.from.map_or(now.0, |from| from.0.max(now.0));
    let mut sql = Sql::new(
        tx.engine(),
        "with recursive holders (group_id) as (select a.group_id from assignments a where a.group_id is not null and a.environment_id = ",
    );
    sql.bind(environment.0)
        .push(" and a.role_id = ")
        .bind(role.0)
        .push(" and a.node_id in ")
        .ids(nodes.iter().map(|node| node.0))
        .push(" and a.revoked_at is null and a.effective_from <= ")
        .bind(begin);
    ends_not_before(&mut sql, "a.effective_to", window);
    sql.push(
        " union select p.group_id from group_parents p join holders h on h.group_id = p.parent_id
         where p.until is null and p.environment_id = ",
    )
    .bind(environment.0)
    // Person by person: by itself SQLite would walk all members of the environment for each slice of a job.
    .push(Both {
        sqlite: ") update bulk_items set code = 'inherited' where code is null and exists (
                select 1 from group_members m indexed by group_members_by_identity where m.environment_id = ",
        postgres: ") update bulk_items set code = 'inherited' where code is null and exists (
                select 1 from group_members m where m.environment_id = ",
    })
    .bind(environment.0)
    .push(
        " and m.identity_id = bulk_items.identity_id and m.group_id in (select group_id from holders) and m.since <= ",
    )
    .bind(begin);
    ends_not_before(&mut sql, "m.until", window);
    sql.push(") returning position");
    sql.all::<(i64,)>(tx).await?;
    Ok(())
}

fn ends_not_before(sql: &mut Sql, column: &'static str, window: Window) {
    sql.push(" and (").push(column).push(" is null");
    if let Some(to) = window.to {
        sql.push(" or ").push(column).push(" >= ").bind(to.0);
    }
    sql.push(")");
}

/// Marks items by their places, save those that were refused before.
pub async fn refuse(tx: &mut Tx, positions: &[usize], code: &str) -> Result<()> {
    const REFUSE: Both = Both {
        sqlite: "update bulk_items set code = $2 where code is null and position in (select value from json_each($1))",
        postgres: "update bulk_items set code = $2 where code is null
            and position in (select value::bigint from json_array_elements_text($1::json))",
    };
    execute!(tx, REFUSE, serde_json::json!(positions).to_string(), code)?;
    Ok(())
}

/// The items that were refused so far: their places, in order, and why.
pub async fn refused(tx: &mut Tx) -> Result<Vec<(i64, String)>> {
    all!(
        tx,
        (i64, String),
        "select position, code from bulk_items where code is not null order by position"
    )
}

/// Which of the items that were not refused have no effect now: their places, and why.
pub async fn without_effect(tx: &mut Tx, environment: EnvironmentId) -> Result<Vec<(i64, NoEffect)>> {
    let rows = all!(
        tx,
        (i64, String),
        concat!(
            "select position, no_effect from (select b.position, ",
            no_effect!(),
            " as no_effect from bulk_items b
             join identities i on i.environment_id = $1 and i.id = b.identity_id
             left join identity_suspensions s on s.environment_id = $1 and s.identity_id = b.identity_id and s.until is null
             left join accounts c on c.id = i.account_id
             where b.code is null) blocked where no_effect is not null"
        ),
        environment.0
    )?;
    Ok(rows
        .into_iter()
        .filter_map(|(position, text)| Some((position, NoEffect::parse(&text)?)))
        .collect())
}

/// Which of `ids` are live identities of the environment.
pub async fn existing(conn: &mut Conn, environment: EnvironmentId, ids: &[IdentityId]) -> Result<Vec<IdentityId>> {
    const EXISTING: Both = Both {
        sqlite: "select i.id from json_each($2) item join identities i on i.environment_id = $1
            and i.id = unhex(item.value) and i.deleted_at is null",
        postgres: "select i.id from json_array_elements_text($2::json) item join identities i on i.environment_id = $1
            and i.id = item.value::uuid and i.deleted_at is null",
    };
    let rows = all!(
        conn,
        (Uuid,),
        EXISTING,
        environment.0,
        id_list(ids.iter().map(|id| id.0))
    )?;
    Ok(rows.into_iter().map(|(id,)| IdentityId(id)).collect())
}
