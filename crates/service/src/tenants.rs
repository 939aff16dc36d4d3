//! Tenants and what each begins with: two environments, four system roles, the catalogue.

use crate::Result;
use crate::cx::{Cx, Tx};
use crate::error::Error;
use domain::Time;
use domain::environments::{Environment, Hue};
use domain::id::{AccountId, EnvironmentId, NodeId, RoleId, TenantId};
use domain::name::Name;
use domain::roles::System;
use domain::slug::Slug;
use domain::tenants::{Level, Tenant};
use store::Conn;
use uuid::Uuid;

/// What makes a tenant.
pub(crate) struct New {
    pub name: Name,
    pub slug: Slug,
    /// `setup`, `demo` or `seed`.
    pub origin: &'static str,
    pub time_zone: String,
    pub admin: Option<AccountId>,
}

/// Writes a tenant with Development and Production.
pub(crate) async fn create_in(cx: &Cx, tx: &mut Tx, new: &New) -> Result<Tenant> {
    create_in_since(cx, tx, new, cx.now()).await
}

/// Writes a tenant with Development and Production, all of which began at `now`; made-up tenants
/// have a past.
pub(crate) async fn create_in_since(cx: &Cx, tx: &mut Tx, new: &New, now: Time) -> Result<Tenant> {
    let id: TenantId = cx.next_id();
    store::tenants::create(&mut tx.tx, id, &new.name, &new.slug, new.origin, now).await?;
    if let Some(admin) = new.admin {
        store::memberships::create(&mut tx.tx, cx.next_id(), id, admin, Level::Admin, now).await?;
    }
    for (position, (name, hue)) in [("Development", Hue::Teal), ("Production", Hue::Ember)]
        .into_iter()
        .enumerate()
    {
        let place = Place {
            name,
            hue,
            position,
            time_zone: &new.time_zone,
        };
        create_environment(cx, tx, id, &place, now).await?;
    }
    Ok(Tenant {
        id,
        name: new.name.to_string(),
        slug: new.slug.clone(),
        suspended: false,
    })
}

struct Place<'a> {
    name: &'a str,
    hue: Hue,
    position: usize,
    time_zone: &'a str,
}

async fn create_environment(
    cx: &Cx,
    tx: &mut Tx,
    tenant: TenantId,
    place: &Place<'_>,
    now: Time,
) -> Result<EnvironmentId> {
    let fixed = |what: &str| Error::Internal(format!("a fixed {what} is valid"));
    let name = Name::new(place.name).map_err(|_| fixed("name"))?;
    let slug = Slug::from_name(name.as_str()).ok_or_else(|| fixed("slug"))?;
    let id: EnvironmentId = cx.next_id();
    let root: NodeId = cx.next_id();
    store::environments::create(
        &mut tx.tx,
        store::environments::New {
            id,
            tenant_id: tenant,
            name: &name,
            slug: &slug,
            hue: place.hue,
            time_zone: place.time_zone,
            root_node_id: root,
            position: i64::try_from(place.position).unwrap_or(i64::MAX),
            now,
        },
    )
    .await?;
    let root_name = Name::new("Everything").map_err(|_| fixed("name"))?;
    store::nodes::create(&mut tx.tx, id, root, &root_name, None, now).await?;
    let capabilities: Vec<Uuid> = domain::capabilities::CATALOGUE.iter().map(|_| cx.next_id()).collect();
    store::capabilities::create_catalogue(&mut tx.tx, id, &capabilities, now).await?;
    for system in System::ALL {
        create_system_role(cx, tx, id, system, &capabilities, now).await?;
    }
    Ok(id)
}

async fn create_system_role(
    cx: &Cx,
    tx: &mut Tx,
    environment: EnvironmentId,
    system: System,
    capabilities: &[Uuid],
    now: Time,
) -> Result<()> {
    let fixed = |what: &str| Error::Internal(format!("a fixed {what} is valid"));
    let held: Vec<_> = domain::capabilities::CATALOGUE
        .iter()
        .zip(capabilities)
        .filter(|(entry, _)| domain::capabilities::system_role_holds(system, entry.key))
        .map(|(_, id)| (*id).into())
        .collect();
    store::roles::create(
        &mut tx.tx,
        environment,
        store::roles::New {
            id: cx.next_id::<RoleId>(),
            name: &Name::new(system.name()).map_err(|_| fixed("name"))?,
            slug: &Slug::new(system.as_str()).map_err(|_| fixed("slug"))?,
            description: Some(system.description()),
            system: Some(system),
            capabilities: &held,
            now,
        },
    )
    .await?;
    Ok(())
}

/// The tenants that the signed-in account may enter, with their environments.
///
/// Who may: everyone, for their own.
pub async fn mine(cx: &Cx) -> Result<Vec<(Tenant, Vec<Environment>)>> {
    let account = cx.account()?;
    let mut conn = cx.read().await?;
    let tenants = store::tenants::of_account(&mut conn, (!account.site_admin).then_some(account.id)).await?;
    with_environments(&mut conn, tenants).await
}

/// Where to go in a tenant, named by id or slug: the environment of `last` (`tenant.environment`) where
/// that lies in it, else Production. The slugs of the two.
///
/// Who may: who may enter it. Fails with `not_found`.
pub async fn entrance(cx: &Cx, org: &str, last: Option<&str>) -> Result<(Slug, Slug)> {
    let mine = mine(cx).await?;
    let found = mine
        .into_iter()
        .find(|(tenant, _)| tenant.slug.as_str() == org || org.parse() == Ok(tenant.id));
    let (tenant, environments) = found.ok_or_else(|| Error::not_found("organisation"))?;
    let last = last
        .and_then(|last| last.split_once('.'))
        .filter(|(slug, _)| *slug == tenant.slug.as_str())
        .map(|(_, environment)| environment);
    let named = |slug: &str| environments.iter().find(|one| one.slug.as_str() == slug);
    let environment = last
        .and_then(named)
        .or_else(|| named("production"))
        .or(environments.first());
    let environment = environment.ok_or_else(|| Error::not_found("organisation"))?;
    Ok((tenant.slug, environment.slug.clone()))
}

async fn with_environments(conn: &mut Conn, tenants: Vec<Tenant>) -> Result<Vec<(Tenant, Vec<Environment>)>> {
    let mut all = Vec::with_capacity(tenants.len());
    for tenant in tenants {
        let environments = store::environments::list(conn, tenant.id).await?;
        all.push((tenant, environments));
    }
    Ok(all)
}
