//! The rows of a bulk write, and the bare transactions that write them.

mod postgres;
mod sqlite;

use crate::bare::{Bare, id};
use crate::oracle::Before;
use anyhow::Result;
use service::Ids;
use uuid::Uuid;

pub type Item = (Uuid, std::result::Result<Uuid, &'static str>);

fn made(items: &[Item]) -> i64 {
    let made = items.iter().filter(|(_, outcome)| outcome.is_ok()).count();
    i64::try_from(made).unwrap_or(i64::MAX)
}

fn count(items: &[Item]) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}

/// All that a bulk write of one role leaves behind.
pub struct Rows {
    pub environment: Uuid,
    pub root: Uuid,
    pub role: Uuid,
    pub operation: Uuid,
    pub event: Uuid,
    pub plan: Option<Uuid>,
    pub now: i64,
    /// Each person with the new assignment, or the code of the refusal.
    pub items: Vec<Item>,
}

pub const LABEL: &str = "Command line";
pub const LABELS: &str = r#"{"actor":"Command line","target":"assignments.assign"}"#;
/// As long as the digests that stand in an event.
pub const DIGEST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Rows {
    pub fn new(ids: &impl Ids, before: &Before, people: &[Uuid], expected: &[Option<&'static str>], now: i64) -> Self {
        let items: Vec<_> = people
            .iter()
            .zip(expected)
            .map(|(person, code)| (*person, code.map_or_else(|| Ok(ids.next()), Err)))
            .collect();
        Self {
            environment: before.environment,
            root: before.root,
            role: before.role,
            operation: ids.next(),
            event: ids.next(),
            plan: None,
            now,
            items,
        }
    }

    /// With the plan that comes first.
    pub fn planned(mut self, ids: &impl Ids) -> Self {
        self.plan = Some(ids.next());
        self
    }

    /// The plan and its items, in a transaction of their own; nothing where there is no plan.
    pub async fn write_plan(&self, bare: &mut Bare) -> Result<()> {
        match (self.plan, bare) {
            (None, _) => Ok(()),
            (Some(plan), Bare::Sqlite(conn)) => sqlite::plan(self, plan, conn),
            (Some(plan), Bare::Postgres(conn)) => postgres::plan(self, plan, conn).await,
        }
    }

    /// Assignments, operation, event and its children, in one transaction.
    pub async fn write(&self, bare: &mut Bare) -> Result<()> {
        self.part(bare, &self.items, true, self.event).await
    }

    /// The same as a job writes it: so many items a transaction, each with an event of its own.
    pub async fn write_in_parts(&self, bare: &mut Bare, ids: &impl Ids, size: usize) -> Result<()> {
        for (place, items) in self.items.chunks(size).enumerate() {
            self.part(bare, items, place == 0, ids.next()).await?;
        }
        Ok(())
    }

    async fn part(&self, bare: &mut Bare, items: &[Item], first: bool, event: Uuid) -> Result<()> {
        match bare {
            Bare::Sqlite(conn) => sqlite::write(self, items, first, event, conn),
            Bare::Postgres(conn) => postgres::write(self, items, first, event, conn).await,
        }
    }
}

/// The status of an item as it is stored.
fn status(outcome: &std::result::Result<Uuid, &'static str>) -> &'static str {
    if outcome.is_ok() { "created" } else { "skipped" }
}

/// What the newest operation of an environment left, without what differs from run to run.
pub async fn left(bare: &mut Bare, environment: Uuid) -> Result<Vec<String>> {
    let env = id(environment);
    let newest =
        format!("(select id from operations where environment_id = {env} order by created_at desc, id desc limit 1)");
    let mut lines = bare
        .lines(&format!(
            "select {{hex:identity_id}} || ' ' || {{hex:role_id}} || ' ' || {{hex:node_id}} || ' '
               || cast(effective_from as text) || coalesce(cast(effective_to as text), '') || granted_by_label
             from assignments where environment_id = {env} and operation_id = {newest} order by identity_id"
        ))
        .await?;
    lines.extend(
        bare.lines(&format!(
            "select cast(c.position as text) || ' ' || c.target_kind || ' ' || {{hex:c.target_id}} || ' ' || c.outcome
               || coalesce(c.code, '') || case when c.object_id is null then '' else ' made' end
             from event_children c join events e on e.id = c.event_id
             where e.operation_id = {newest} order by e.seq, c.position"
        ))
        .await?,
    );
    lines.extend(
        bare.lines(&format!(
            "select cast(n as text) from counters where environment_id = {env} and kind = 'assignments'"
        ))
        .await?,
    );
    Ok(lines)
}
