//! The catalogue as pages.

use super::shell;
use crate::Result;
use crate::capabilities::{self, Gainers};
use crate::cx::Env;
use domain::capabilities::{Capability, Status, area};
use domain::id::{CapabilityId, RoleId};
use domain::page::TOTAL_MAX;
use domain::screens::{
    Affected, AreaPage, CapabilityPage, CatalogueArea, CatalogueKind, CataloguePage, CatalogueRow, DeleteCapability,
    NewCapability, RoleLink, TurnOn,
};
use domain::{fold, query};
use std::collections::HashMap;

/// The catalogue for the query of an address: `q`, and `show` (`available`, `in_flight`, `own`).
pub async fn capabilities_page(env: &Env, search: &str) -> Result<CataloguePage> {
    let list = capabilities::list(env).await?;
    let (mut q, mut kind, mut notices) = (String::new(), None, Vec::new());
    for (name, value) in query::pairs(search) {
        match (name.as_str(), value.as_str()) {
            (_, "") | ("done", _) => {}
            ("q", text) => q = text.chars().take(200).collect(),
            ("show", "available") => kind = Some(CatalogueKind::Available),
            ("show", "in_flight") => kind = Some(CatalogueKind::InFlight),
            ("show", "own") => kind = Some(CatalogueKind::Own),
            _ => notices.push(query::unknown(&name, &value)),
        }
    }
    let in_roles: HashMap<_, _> = store::capabilities::in_roles(&mut env.read().await?, env.id())
        .await?
        .into_iter()
        .collect();
    let (all, ready) = (list.len(), list.iter().filter(|one| one.ready).count());
    let wanted = fold::search(q.trim());
    let mut areas: Vec<CatalogueArea> = Vec::new();
    for one in list.into_iter().filter(|one| matches(one, kind, &wanted)) {
        let key = area(&one.key).to_owned();
        let row = CatalogueRow {
            roles: in_roles.get(&one.id).copied().unwrap_or(0),
            capability: one,
        };
        match areas.last_mut().filter(|last| last.key == key) {
            Some(last) => last.rows.push(row),
            None => areas.push(CatalogueArea {
                name: row.capability.area.clone(),
                own: !row.capability.builtin,
                key,
                rows: vec![row],
            }),
        }
    }
    Ok(CataloguePage {
        shell: shell(env).await?,
        q,
        kind,
        areas,
        all,
        ready,
        may_manage: env.may("capabilities.manage"),
        notices,
    })
}

fn matches(one: &Capability, kind: Option<CatalogueKind>, wanted: &str) -> bool {
    let shown = match kind {
        None => true,
        Some(CatalogueKind::Available) => one.status == Status::Available,
        Some(CatalogueKind::InFlight) => one.status == Status::InFlight,
        Some(CatalogueKind::Own) => !one.builtin,
    };
    let text = || fold::search(&format!("{} {} {} {}", one.key, one.name, one.area, one.description));
    shown && (wanted.is_empty() || text().contains(wanted))
}

fn links(roles: Vec<(RoleId, String)>) -> Vec<RoleLink> {
    roles.into_iter().map(|(id, name)| RoleLink { id, name }).collect()
}

/// The page of a capability.
pub async fn capability(env: &Env, id: CapabilityId) -> Result<CapabilityPage> {
    let capability = capabilities::get(env, id).await?;
    let roles = store::capabilities::holding(&mut env.read().await?, env.id(), id).await?;
    Ok(CapabilityPage {
        shell: shell(env).await?,
        capability,
        roles: links(roles),
        may_manage: env.may("capabilities.manage"),
    })
}

/// The form for a new capability.
pub async fn new_capability(env: &Env) -> Result<NewCapability> {
    env.require("capabilities.manage")?;
    let areas = capabilities::all_areas(&env.catalogue.list);
    Ok(NewCapability {
        shell: shell(env).await?,
        areas: areas.into_iter().filter(|one| !one.builtin).collect(),
    })
}

/// The form of an area of own capabilities.
pub async fn area_page(env: &Env, key: &str) -> Result<AreaPage> {
    env.require("capabilities.manage")?;
    Ok(AreaPage {
        area: capabilities::own_area(&env.catalogue.list, key)?,
        shell: shell(env).await?,
    })
}

/// The page that turns a capability on.
pub async fn turn_on(env: &Env, id: CapabilityId) -> Result<TurnOn> {
    let Gainers {
        capability,
        roles,
        people,
        first,
    } = capabilities::gainers(env, id).await?;
    Ok(TurnOn {
        shell: shell(env).await?,
        capability,
        roles: links(roles),
        people: Affected {
            exact: people <= TOTAL_MAX,
            total: people.min(TOTAL_MAX),
            first,
        },
    })
}

/// The form that deletes a capability.
pub async fn delete_capability(env: &Env, id: CapabilityId) -> Result<DeleteCapability> {
    env.require("capabilities.manage")?;
    env.require("roles.view")?;
    let mut conn = env.read().await?;
    let capability = capabilities::own(&mut conn, env, id).await?;
    let roles = store::capabilities::holding(&mut conn, env.id(), id).await?;
    drop(conn);
    Ok(DeleteCapability {
        shell: shell(env).await?,
        capability,
        roles: links(roles),
    })
}
