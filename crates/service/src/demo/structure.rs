//! Roles and groups of the demo.

use super::directory::Directory;
use super::random::Random;
use super::start::{Started, fixed};
use super::structure_list::{GROUPS, RoleEntry};
use crate::Result;
use crate::cx::Env;
use crate::error::Error;
use crate::event::{Change, Description};
use domain::bulk::Status;
use domain::id::{CapabilityId, GroupId, IdentityId, RoleId};
use domain::name::Name;
use domain::slug::Slug;
use std::collections::{HashMap, HashSet};
use store::audit::Child;
use store::groups::Membership;
use uuid::Uuid;

pub(super) type Roles = HashMap<String, RoleId>;
pub(super) type Groups = HashMap<&'static str, GroupId>;

/// Makes the custom roles, with one event, and returns all of the environment by slug.
pub(super) async fn create_roles(env: &Env, started: &Started, entries: &[RoleEntry]) -> Result<Roles> {
    let mut tx = env.write("roles.create", env.root()).await?;
    let mut children = Vec::new();
    for (name, description, keys) in entries {
        let id: RoleId = env.cx.next_id();
        let name = fixed(Name::new(name))?;
        let slug = Slug::from_name(name.as_str()).ok_or_else(|| Error::Internal("a fixed name has letters".into()))?;
        let new = store::roles::New {
            id,
            name: &name,
            slug: &slug,
            description: Some(*description).filter(|text| !text.is_empty()),
            system: None,
            capabilities: &capabilities(env, keys)?,
            now: started.since,
        };
        store::roles::create(&mut tx.tx, env.id(), new).await?;
        children.push(created("role", id.0, None));
    }
    let all = store::roles::list(&mut tx.tx, env.id()).await?;
    commit(tx, env, "roles.created", children).await?;
    Ok(all
        .into_iter()
        .map(|role| (role.slug.as_str().to_owned(), role.id))
        .collect())
}

fn capabilities(env: &Env, keys: &[&str]) -> Result<Vec<CapabilityId>> {
    keys.iter()
        .map(|key| {
            let found = env.catalogue.list.iter().find(|one| one.key == *key);
            found
                .map(|one| one.id)
                .ok_or_else(|| Error::Internal(format!("the catalogue has no {key}")))
        })
        .collect()
}

/// Makes the groups, with one event.
pub(super) async fn create_groups(env: &Env, started: &Started) -> Result<Groups> {
    let mut tx = env.write("groups.manage", env.root()).await?;
    let mut groups = Groups::new();
    let mut children = Vec::new();
    for (slug, name, parent, description, _) in GROUPS {
        let id: GroupId = env.cx.next_id();
        let new = store::groups::New {
            id,
            name: &fixed(Name::new(name))?,
            slug: &fixed(Slug::new(slug))?,
            description: Some(*description).filter(|text| !text.is_empty()),
            parent_id: groups.get(parent).copied(),
            now: started.since,
        };
        store::groups::create(&mut tx.tx, env.id(), new).await?;
        groups.insert(*slug, id);
        children.push(created("group", id.0, None));
    }
    commit(tx, env, "groups.created", children).await?;
    Ok(groups)
}

/// Who is directly in which group.
pub(super) type Members = HashMap<&'static str, Vec<IdentityId>>;

/// Puts people into groups, with one event: each into one, some into a second one until a day.
pub(super) async fn add_members(env: &Env, who: &Directory, groups: &Groups, random: &mut Random) -> Result<Members> {
    let now = env.cx.now();
    let mut pool = who.staff.clone();
    random.shuffle(&mut pool);
    let mut rest = pool.iter().copied();
    let mut members = Members::new();
    for (slug, _, _, _, count) in GROUPS {
        members.insert(*slug, rest.by_ref().take(*count).collect());
    }
    members.insert("external-partners", who.partners.clone());
    for (id, _) in &who.suspended {
        members.entry("engineering-web").or_default().push(*id);
    }
    members
        .entry("engineering-platform")
        .or_default()
        .extend(&who.services[..2]);
    let mut taken: HashSet<(&str, IdentityId)> = members
        .iter()
        .flat_map(|(slug, list)| list.iter().map(|id| (*slug, *id)))
        .collect();
    let mut rows = Vec::new();
    // In the order of the list above, so that every run draws the same.
    for (slug, group_id) in GROUPS.iter().filter_map(|entry| groups.get_key_value(entry.0)) {
        for identity_id in members.get(slug).into_iter().flatten() {
            let until = (*slug == "external-partners").then(|| random.ahead(now, 40, 160));
            rows.push(Membership {
                group_id: *group_id,
                identity_id: *identity_id,
                since: who.came.get(identity_id).copied().unwrap_or(now).plus_seconds(600),
                until,
            });
        }
    }
    for (slug, days) in [
        ("support-emea-night-shift", 5),
        ("engineering-platform-on-call", 6),
        ("finance-audit", 45),
        ("security", 90),
    ] {
        for _ in 0..3 {
            let identity_id = pool[random.below(pool.len())];
            if taken.insert((slug, identity_id)) {
                rows.push(Membership {
                    group_id: groups[slug],
                    identity_id,
                    since: random.ago(now, 2, 20),
                    until: Some(random.ahead(now, days - 3, days)),
                });
            }
        }
    }
    let mut tx = env.write("groups.manage", env.root()).await?;
    store::groups::add_memberships(&mut tx.tx, env.id(), &rows, None).await?;
    let children = rows
        .iter()
        .map(|row| created("identity", row.identity_id.0, Some(row.group_id.0)))
        .collect();
    commit(tx, env, "groups.members_added", children).await?;
    Ok(members)
}

pub(super) fn created(target_kind: &'static str, target_id: Uuid, object_id: Option<Uuid>) -> Child {
    Child {
        target_kind,
        target_id,
        object_id,
        outcome: Status::Created.as_str().into(),
        code: None,
    }
}

/// Keeps a step of many parts with its one event.
pub(super) async fn commit(tx: crate::Tx, env: &Env, action: &str, children: Vec<Child>) -> Result<()> {
    let change = Change {
        touched: children
            .iter()
            .map(|child| (child.target_kind, child.target_id))
            .collect(),
        ..Change::default()
    };
    let count = children.len();
    let event = Description {
        children,
        ..Description::new(action)
    }
    .target("environment", env.id().0, &env.environment.name)
    .after(serde_json::json!({ "count": count }));
    tx.commit(event, change).await?;
    Ok(())
}
