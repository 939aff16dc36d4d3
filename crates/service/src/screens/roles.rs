//! Roles: the list, one of them, a new one.

mod closest;

pub use closest::closest_role;

use super::affected::{affected, several};
use super::identity::{forbidden, log};
use super::{as_tree, role_choices, shell};
use crate::activity::About;
use crate::cx::Env;
use crate::people::count_signed_in;
use crate::{Result, capabilities, roles, words};
use domain::capabilities::Status;
use domain::form::Sent;
use domain::id::{IdentityId, RoleId};
use domain::identities::{Filter, Identity};
use domain::roles::{EXAMPLES, Holders, Role, needs};
use domain::screens::{
    CapabilityArea, CapabilityOption, DeleteRole, DeletedRole, DeletedRoles, NewRole, RoleActivity, RoleHead, RoleKind,
    RoleRow, RoleScreen, RoleStart, Roles,
};
use domain::{fold, query};
use store::sessions::Among;

/// *Roles & scopes* for the query of an address.
pub async fn roles_page(env: &Env, search: &str) -> Result<Roles> {
    let all = roles::list(env).await?;
    let (mut q, mut kind, mut notices) = (String::new(), None, Vec::new());
    for (name, value) in query::pairs(search) {
        let understood = match (name.as_str(), value.as_str()) {
            (_, "") | ("done", _) => true,
            ("q", text) => {
                q = text.chars().take(200).collect();
                true
            }
            ("type", "system") => {
                kind = Some(RoleKind::System);
                true
            }
            ("type", "custom") => {
                kind = Some(RoleKind::Custom);
                true
            }
            _ => false,
        };
        if !understood {
            notices.push(query::unknown(&name, &value));
        }
    }
    let holders = if env.may("users.view") {
        Some(roles::holders(env, None).await?)
    } else {
        None
    };
    let system = all.iter().filter(|role| role.system.is_some()).count();
    let count = all.len();
    let wanted = fold::search(&q);
    let rows = all
        .into_iter()
        .filter(|role| match kind {
            None => true,
            Some(RoleKind::System) => role.system.is_some(),
            Some(RoleKind::Custom) => role.system.is_none(),
        })
        .filter(|role| matches(role, &wanted))
        .map(|role| RoleRow {
            holders: holders
                .as_ref()
                .map(|holders| holders.get(&role.id).copied().unwrap_or_default()),
            role,
        })
        .collect();
    Ok(Roles {
        shell: shell(env).await?,
        q,
        kind,
        rows,
        all: count,
        system,
        catalogue: env.catalogue.list.len(),
        may_create: env.may("roles.create"),
        deleted: roles::gone(env).await?.len(),
        notices,
    })
}

fn matches(role: &Role, wanted: &str) -> bool {
    let text = format!(
        "{} {} {}",
        role.name,
        role.slug,
        role.description.as_deref().unwrap_or_default()
    );
    fold::search(&text).contains(wanted)
}

/// The catalogue to tick, by area.
async fn areas(env: &Env) -> Result<Vec<CapabilityArea>> {
    let mut areas: Vec<CapabilityArea> = Vec::new();
    for one in capabilities::all(&mut env.read().await?, env).await? {
        let name = one.area.clone();
        let option = CapabilityOption {
            key: one.key,
            name: one.name,
            description: one.description,
            sensitive: one.sensitive,
            in_flight: one.status == Status::InFlight,
        };
        match areas.last_mut().filter(|last| last.name == name) {
            Some(last) => last.capabilities.push(option),
            None => areas.push(CapabilityArea {
                name,
                capabilities: vec![option],
            }),
        }
    }
    Ok(areas)
}

/// The form for a new role, from what the address says: `from=blank`, `from=example:…` or
/// `from=copy:slug`; `sent`: what was typed so far.
pub async fn new_role(env: &Env, search: &str, sent: Option<&Sent>) -> Result<NewRole> {
    env.require("roles.create")?;
    let from = query::pairs(search).into_iter().find(|(name, _)| name == "from");
    let from = from.map_or_else(String::new, |(_, value)| value);
    let mut conn = env.read().await?;
    let mut start = RoleStart {
        from: "blank".to_owned(),
        ..RoleStart::default()
    };
    if let Some(example) = EXAMPLES.iter().find(|one| from == format!("example:{}", one.name)) {
        start = RoleStart {
            from,
            name: example.name.to_owned(),
            description: example.description.to_owned(),
            capabilities: example.capabilities.iter().map(|key| (*key).to_owned()).collect(),
        };
    } else if let Some(slug) = from.strip_prefix("copy:").filter(|_| env.may("roles.view")) {
        let all = store::roles::list(&mut conn, env.id()).await?;
        if let Some(role) = all.into_iter().find(|role| role.slug.as_str() == slug) {
            let copied = roles::detail(&mut conn, env, role.id).await?;
            start = RoleStart {
                name: format!("Copy of {}", copied.name),
                description: copied.description.unwrap_or_default(),
                capabilities: copied.capabilities,
                from,
            };
        }
    }
    let roles = role_choices(env, &mut conn).await?;
    let groups = if env.may("members.change_roles") && env.may("groups.view") {
        as_tree(&store::groups::list(&mut conn, env.id()).await?)
    } else {
        Vec::new()
    };
    drop(conn);
    let people = match env.may("members.change_roles") && env.may("users.view") {
        true => Some(chosen(env, sent).await?),
        false => None,
    };
    let ticked: Vec<String> = match sent.filter(|sent| sent.has("name")) {
        Some(sent) => sent.all("capability").map(str::to_owned).collect(),
        None => start.capabilities.clone(),
    };
    Ok(NewRole {
        shell: shell(env).await?,
        closest: match env.may("roles.view") {
            true => closest_role(env, None, &ticked).await?,
            false => None,
        },
        people,
        several: match sent {
            Some(sent) => several(env, sent).await?,
            None => Vec::new(),
        },
        missing: sent
            .map(|sent| sent.all("missing").map(str::to_owned).collect())
            .unwrap_or_default(),
        start,
        roles,
        areas: areas(env).await?,
        groups,
    })
}

/// The people who were chosen in a form, each once.
async fn chosen(env: &Env, sent: Option<&Sent>) -> Result<Vec<Identity>> {
    let mut ids: Vec<IdentityId> = Vec::new();
    for id in sent
        .iter()
        .flat_map(|sent| sent.all("id"))
        .filter_map(|id| id.parse().ok())
    {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(store::identities::by_ids(&mut env.read().await?, env.id(), &ids).await?)
}

/// The page of a role; `sent`: what was ticked so far.
pub async fn role(env: &Env, id: RoleId, sent: Option<&Sent>) -> Result<RoleScreen> {
    let head = head(env, id).await?;
    let ticked = match sent.filter(|sent| sent.has("tag")) {
        Some(sent) => {
            let mut ticked: Vec<String> = sent.all("capability").map(str::to_owned).collect();
            // As the page shows it, with what others need.
            let needed: Vec<String> = ticked.iter().filter_map(|key| needs(key)).collect();
            ticked.extend(needed);
            ticked
        }
        None => head.role.capabilities.clone(),
    };
    Ok(RoleScreen {
        shell: shell(env).await?,
        tag: roles::tag(&head.role),
        closest: closest_role(env, Some(id), &ticked).await?,
        may_edit: env.may("roles.edit") && head.role.system.is_none(),
        areas: areas(env).await?,
        signed_in: match env.may("roles.edit") && head.role.system.is_none() {
            true => count_signed_in(&mut env.read().await?, env, Among::Role(id)).await?,
            false => None,
        },
        head,
    })
}

/// What stands above the tabs of a role.
pub(super) async fn head(env: &Env, id: RoleId) -> Result<RoleHead> {
    let role = roles::get(env, id).await?;
    Ok(RoleHead {
        holders: holders(env, id).await?,
        may_create: env.may("roles.create"),
        may_delete: env.may("roles.delete") && role.system.is_none(),
        role,
    })
}

/// The tab Activity of a role for the query of an address.
pub async fn role_activity(env: &Env, id: RoleId, search: &str) -> Result<RoleActivity> {
    Ok(RoleActivity {
        head: head(env, id).await?,
        shell: shell(env).await?,
        log: forbidden(log(env, About::Role(id), search).await)?,
    })
}

/// Who holds a role, where the numbers of people may be seen.
async fn holders(env: &Env, id: RoleId) -> Result<Option<Holders>> {
    if !env.may("users.view") {
        return Ok(None);
    }
    let all = roles::holders(env, Some(id)).await?;
    Ok(Some(all.get(&id).copied().unwrap_or_default()))
}

/// The form that deletes a role.
pub async fn delete_role(env: &Env, id: RoleId) -> Result<DeleteRole> {
    env.require("roles.delete")?;
    let role = roles::get(env, id).await?;
    let mut conn = env.read().await?;
    let given = store::roles::given(&mut conn, env.id(), id, env.cx.now()).await?;
    let signed_in = count_signed_in(&mut conn, env, Among::Role(id)).await?;
    drop(conn);
    let of_role = Filter {
        role: Some(role.slug.to_string()),
        ..Filter::default()
    };
    Ok(DeleteRole {
        signed_in,
        shell: shell(env).await?,
        holders: holders(env, id).await?,
        people: affected(env, &of_role).await?,
        assignments: given.len(),
        tag: roles::tag(&role),
        role,
    })
}

/// The roles that are deleted.
pub async fn deleted_roles(env: &Env) -> Result<DeletedRoles> {
    let zone = &env.environment.time_zone;
    let gone = roles::gone(env).await?;
    Ok(DeletedRoles {
        shell: shell(env).await?,
        may_restore: env.may("roles.delete"),
        roles: gone
            .into_iter()
            .map(|role| DeletedRole {
                name: role.name,
                slug: role.slug,
                event: role.event,
                words: format!("{} by {}", words::moment(role.at, zone), role.by),
                assignments: role.assignments,
            })
            .collect(),
    })
}
