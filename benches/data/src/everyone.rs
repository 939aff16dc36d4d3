//! A group that many are in, and a role that many hold.

use crate::bare::{Bare, id};
use crate::listing::production;
use anyhow::{Context, Result, ensure};
use domain::id::{GroupId, RoleId};
use service::{Env, groups, roles};
use uuid::Uuid;

/// A group, and a role that is given to its members directly.
pub struct Made {
    pub group: GroupId,
    pub role: RoleId,
}

/// Makes both, empty.
pub async fn make(env: &Env, name: &str) -> Result<Made> {
    let group = groups::create(
        env,
        &groups::New {
            name: name.to_owned(),
            ..groups::New::default()
        },
    )
    .await?;
    let role = roles::create(
        env,
        &roles::New {
            name: name.to_owned(),
            capabilities: vec!["users.view".to_owned()],
            ..roles::New::default()
        },
    )
    .await?;
    Ok(Made {
        group: group.id,
        role: role.id,
    })
}

/// Puts the first `count` people by id into the group and gives them the role. Who that was.
pub async fn fill(bare: &mut Bare, made: &Made, count: usize) -> Result<Vec<Uuid>> {
    let environment = production(bare).await?;
    let (env, group, role) = (id(environment), id(made.group.0), id(made.role.0));
    let people = bare
        .ids(&format!(
            "select {{hex:id}} from identities where environment_id = {env} and deleted_at is null order by id limit {count}"
        ))
        .await?;
    ensure!(people.len() == count, "{} people, not {count}", people.len());
    let last = id(*people.last().context("people")?);
    bare.run(&format!(
        "insert into group_members (environment_id, group_id, identity_id, since)
         select environment_id, {group}, id, created_at from identities
         where environment_id = {env} and deleted_at is null and id <= {last}"
    ))
    .await?;
    bare.run(&format!(
        "insert into assignments (environment_id, id, identity_id, role_id, node_id, effective_from, granted_by_kind,
           granted_by_label, created_at)
         select i.environment_id, {{new:id}}, i.id, {role}, e.root_node_id, 1, 'cli', 'bench', 1
         from identities i join environments e on e.id = i.environment_id
         where i.environment_id = {env} and i.deleted_at is null and i.id <= {last}"
    ))
    .await?;
    // SQLite keeps the statistics that Rolecall gives it.
    if let Bare::Postgres(_) = bare {
        bare.run("analyze").await?;
    }
    Ok(people)
}
