//! `rolecall demo`: a made-up organisation that shows everything at once, the same in every run.

mod directory;
mod grants;
mod grants_list;
pub(crate) mod names;
mod people;
pub(crate) mod random;
pub(crate) mod start;
mod structure;
mod structure_list;

use crate::Result;
use crate::assignments::{BulkOptions, bulk_create};
use crate::cx::Cx;
use crate::event::{Change, Description};
use domain::Window;
use domain::assignments::Subject;
use random::Random;
use start::{Start, Started};
use structure_list::{ROLES, RoleEntry};

const DANA: &str = "Dana Whitfield";
const EMAIL: &str = "dana.whitfield@northwind.test";
/// Any number would do; it must not change.
const SEED: u64 = 20_260_501;

/// How to sign in to the demo, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demo {
    pub email: String,
    /// Random, and stored nowhere.
    pub password: String,
    /// The slug of the tenant.
    pub tenant: String,
    /// How many identities Production has.
    pub identities: i64,
}

/// Makes the tenant `northwind` with a site admin, a full Production and a small Development.
///
/// Who may: the command line. Fails with `conflict` where the database has a tenant of another
/// origin, or the demo already.
pub async fn create(cx: &Cx) -> Result<Demo> {
    let (tx, started) = start::start(
        cx,
        &Start {
            origin: "demo",
            tenant: "Northwind",
            slug: "northwind",
            time_zone: "Europe/Paris",
            name: DANA,
            email: EMAIL,
        },
    )
    .await?;
    let event = Description {
        children: vec![structure::created("account", started.account_id.0, None)],
        ..Description::new("deployment.demo_created")
    }
    .target("tenant", started.tenant.id.0, &started.tenant.name)
    .after(serde_json::json!({ "tenant": started.tenant.slug, "site_admin": started.account_id }));
    tx.commit(event, Change::default()).await?;

    let identities = production(cx, &started).await?;
    development(cx, &started).await?;
    Ok(Demo {
        email: EMAIL.to_owned(),
        password: started.password,
        tenant: started.tenant.slug.as_str().to_owned(),
        identities,
    })
}

async fn production(cx: &Cx, started: &Started) -> Result<i64> {
    let env = cx.environment(started.tenant.slug.as_str(), "production").await?;
    let mut random = Random::new(SEED);
    let who = directory::import(&env, started, &mut random).await?;
    let roles = structure::create_roles(&env, started, ROLES).await?;
    let groups = structure::create_groups(&env, started).await?;
    let members = structure::add_members(&env, &who, &groups, &mut random).await?;
    directory::suspend(&env, &who.suspended).await?;
    let world = grants::World {
        env: &env,
        started,
        who: &who,
        roles: &roles,
        groups: &groups,
        members: &members,
    };
    grants::give(&world, &mut random).await?;
    Ok(store::counters::get(&mut env.read().await?, env.id(), store::counters::Kind::Identities).await?)
}

async fn development(cx: &Cx, started: &Started) -> Result<()> {
    let env = cx.environment(started.tenant.slug.as_str(), "development").await?;
    let mut random = Random::new(SEED);
    let (dana, others) = directory::import_development(&env, started, &mut random).await?;
    let custom: Vec<RoleEntry> = ROLES
        .iter()
        .filter(|(name, ..)| matches!(*name, "Deployer" | "Branding editor"))
        .copied()
        .collect();
    let roles = structure::create_roles(&env, started, &custom).await?;
    let slugs = [
        "administrator",
        "operator",
        "viewer",
        "deployer",
        "branding-editor",
        "viewer",
        "operator",
        "viewer",
    ];
    let mut items = vec![grants::new(
        Subject::Identity(dana),
        grants::role(&roles, "owner")?,
        Window::ALWAYS,
        "",
    )];
    for (id, slug) in others.iter().zip(slugs) {
        let role_id = grants::role(&roles, slug)?;
        items.push(grants::new(Subject::Identity(*id), role_id, Window::ALWAYS, ""));
    }
    // The last two are services; both ship.
    for id in others.iter().rev().take(2) {
        let role_id = grants::role(&roles, "deployer")?;
        items.push(grants::new(Subject::Identity(*id), role_id, Window::ALWAYS, ""));
    }
    bulk_create(&env, &items, BulkOptions::default()).await?;
    Ok(())
}
