//! Pages of a group and of a role that everyone is in or holds, against those with a hundred people.

use anyhow::{Result, ensure};
use data::bare::Bare;
use data::everyone::{Made, fill, make};
use kit::{Args, Databases, Goal, compare, open};
use service::screens::{group_activity, group_groups, group_members, group_roles, role, role_assignments};
use service::sessions::{self, Origin};
use service::{Env, Who};
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
            service::warm(&env).await?;
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
