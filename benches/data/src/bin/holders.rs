//! Pages of a group and of a role that everyone is in or holds, against those with a hundred people.

use anyhow::{Context, Result, ensure};
use data::bare::{Bare, id};
use data::listing::production;
use domain::id::{GroupId, RoleId};
use kit::{Args, Databases, Goal, compare, open};
use service::screens::{group_activity, group_groups, group_members, group_roles, role, role_assignments};
use service::sessions::{self, Origin};
use service::{Env, Who, groups, roles};
use std::time::Instant;

const FEW: usize = 100;

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::read()?;
    let databases = Databases::new()?;
    kit::heading("holders", &args, &databases)?;
    let goal = if args.quick { Goal::None } else { Goal::AtMost(1.2) };
    let repeats = if args.quick { 2 } else { 10 };
    for engine in databases.engines(args.engine) {
        for &size in &args.sizes {
            let seeded = databases.seed(engine, size).await?;
            let service = open(&seeded.at).await?;
            let cx = service.cx(Who::Nobody, "bench");
            let signed_in = sessions::sign_in(&cx, &seeded.email, &seeded.password, &Origin::default()).await?;
            let who = sessions::authenticate(&service, &signed_in.token).await?;
            let env = service.cx(who, "bench").environment("seed", "production").await?;
            let all = make(&env, "All").await?;
            let few = make(&env, "Few").await?;
            let mut bare = Bare::open(&seeded.at).await?;
            fill(&mut bare, &all, size).await?;
            fill(&mut bare, &few, FEW).await?;
            bare.close().await?;
            let members = group_members(&env, all.group, "").await?;
            ensure!(
                members.head.members == i64::try_from(size).ok(),
                "{:?} members, not {size}",
                members.head.members
            );
            ensure!(group_members(&env, few.group, "").await?.head.members == i64::try_from(FEW).ok());
            for page in Page::ALL {
                let time = async |made: &Made| {
                    let start = Instant::now();
                    for _ in 0..repeats {
                        page.open(&env, made).await?;
                    }
                    Ok(start.elapsed() / repeats)
                };
                let samples = compare(args.rounds, async |_| time(&all).await, async |_| time(&few).await).await?;
                let what = format!("{} {size} {page:?}", engine.name());
                println!("{}", samples.line(&what, goal));
            }
            service.close().await;
        }
    }
    Ok(())
}

/// A page as the service reads it.
#[derive(Debug, Clone, Copy)]
enum Page {
    GroupMembers,
    GroupRoles,
    GroupGroups,
    GroupActivity,
    Role,
    RoleAssignments,
}

impl Page {
    const ALL: [Self; 6] = [
        Self::GroupMembers,
        Self::GroupRoles,
        Self::GroupGroups,
        Self::GroupActivity,
        Self::Role,
        Self::RoleAssignments,
    ];

    async fn open(self, env: &Env, made: &Made) -> Result<()> {
        match self {
            Self::GroupMembers => drop(group_members(env, made.group, "").await?),
            Self::GroupRoles => drop(group_roles(env, made.group).await?),
            Self::GroupGroups => drop(group_groups(env, made.group).await?),
            Self::GroupActivity => drop(group_activity(env, made.group, "").await?),
            Self::Role => drop(role(env, made.role).await?),
            Self::RoleAssignments => drop(role_assignments(env, made.role, "").await?),
        }
        Ok(())
    }
}

/// A group, and a role that is given to its members directly.
struct Made {
    group: GroupId,
    role: RoleId,
}

async fn make(env: &Env, name: &str) -> Result<Made> {
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

/// Puts the first `count` people by id into the group and gives them the role.
async fn fill(bare: &mut Bare, made: &Made, count: usize) -> Result<()> {
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
    match bare {
        Bare::Postgres(_) => bare.run("analyze").await,
        Bare::Sqlite(_) => Ok(()),
    }
}
