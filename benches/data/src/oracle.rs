//! What a bulk write must answer, worked out plainly from the rows and not by the statements of the store.

use crate::bare::{Bare, id};
use anyhow::{Context, Result};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What is there before a role is given to everyone.
pub struct Before {
    pub environment: Uuid,
    pub root: Uuid,
    pub role: Uuid,
    /// Everyone, by name.
    pub people: Vec<Uuid>,
    /// Who holds the role, with no end that has passed.
    direct: HashSet<Uuid>,
    /// Who holds it through a group, now and without an end.
    inherited: HashSet<Uuid>,
}

impl Before {
    pub async fn read(bare: &mut Bare, role: &str, now: i64) -> Result<Self> {
        let one = |ids: Vec<Uuid>, what: &'static str| ids.first().copied().context(what);
        let environment = one(
            bare.ids(
                "select {hex:e.id} from environments e join tenants t on t.id = e.tenant_id
                 where t.slug = 'seed' and e.slug = 'production'",
            )
            .await?,
            "the seed has Production",
        )?;
        let env = id(environment);
        let root = one(
            bare.ids(&format!(
                "select {{hex:root_node_id}} from environments where id = {env}"
            ))
            .await?,
            "an environment has a root",
        )?;
        let role = one(
            bare.ids(&format!(
                "select {{hex:id}} from roles where environment_id = {env} and slug = '{role}'"
            ))
            .await?,
            "the seed has this role",
        )?;
        let people = bare
            .ids(&format!(
                "select {{hex:id}} from identities where environment_id = {env} and deleted_at is null
                 order by name_folded, id"
            ))
            .await?;
        let live = format!(
            "environment_id = {env} and role_id = {} and revoked_at is null",
            id(role)
        );
        let direct = bare
            .ids(&format!(
                "select {{hex:identity_id}} from assignments where {live} and identity_id is not null
                 and (effective_to is null or effective_to > {now})"
            ))
            .await?;
        let granted = bare
            .ids(&format!(
                "select {{hex:group_id}} from assignments where {live} and group_id is not null
                 and effective_to is null and effective_from <= {now}"
            ))
            .await?;
        let inherited = through_groups(bare, &env, granted).await?;
        Ok(Self {
            environment,
            root,
            role,
            people,
            direct: direct.into_iter().collect(),
            inherited,
        })
    }

    /// The code that giving the role to each of `people` for good must answer; none where it is given.
    pub fn expected(&self, people: &[Uuid], skip_inherited: bool) -> Vec<Option<&'static str>> {
        people
            .iter()
            .map(|person| {
                if self.direct.contains(person) {
                    Some("already_assigned")
                } else if skip_inherited && self.inherited.contains(person) {
                    Some("inherited")
                } else {
                    None
                }
            })
            .collect()
    }
}

/// The members of the groups and of all groups below them. The seed's memberships have no end.
async fn through_groups(bare: &mut Bare, env: &str, granted: Vec<Uuid>) -> Result<HashSet<Uuid>> {
    let pair = |line: &String| -> Result<(Uuid, Uuid)> {
        let (first, second) = line.split_once(' ').context("two ids")?;
        Ok((Uuid::parse_str(first)?, Uuid::parse_str(second)?))
    };
    let mut below: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for line in bare
        .lines(&format!(
            "select {{hex:parent_id}} || ' ' || {{hex:group_id}} from group_parents
             where environment_id = {env} and until is null"
        ))
        .await?
    {
        let (parent, child) = pair(&line)?;
        below.entry(parent).or_default().push(child);
    }
    let mut reached = HashSet::new();
    let mut waiting = granted;
    while let Some(group) = waiting.pop() {
        if reached.insert(group) {
            waiting.extend(below.get(&group).into_iter().flatten());
        }
    }
    let mut people = HashSet::new();
    for line in bare
        .lines(&format!(
            "select {{hex:group_id}} || ' ' || {{hex:identity_id}} from group_members
             where environment_id = {env} and until is null"
        ))
        .await?
    {
        let (group, person) = pair(&line)?;
        if reached.contains(&group) {
            people.insert(person);
        }
    }
    Ok(people)
}
