//! One's own access, for everyone who may enter an environment.

use super::shell;
use crate::cx::{Env, Who};
use crate::held::{self, Names};
use crate::{Result, sessions, words};
use domain::Time;
use domain::screens::{MyAccess, OwnArea, OwnCapability, OwnGroup, OwnSession};
use policy::{Facts, Rights};
use std::collections::{BTreeSet, HashMap};

/// *My access* in an environment. Who may: everyone who may enter it.
pub async fn my_access(env: &Env) -> Result<MyAccess> {
    let account = env.cx.account()?.clone();
    let mut conn = env.read().await?;
    let everything = (*env.rights == Rights::Everything).then(|| {
        if account.site_admin {
            "You are a site admin, so you may do everything in this console.".to_owned()
        } else {
            format!(
                "You are an admin of {}, so you may do everything in this console.",
                env.tenant.name
            )
        }
    });
    let mut mine = MyAccess {
        shell: shell(env).await?,
        everything,
        identity: None,
        roles: Vec::new(),
        no_effect: None,
        groups: Vec::new(),
        areas: Vec::new(),
        sessions: own_sessions(env).await?,
    };
    let Some(id) = env.identity_id else { return Ok(mine) };
    mine.identity = Some(store::identities::get(&mut conn, env.id(), id).await?);
    let held = held::of_identity(env, &mut conn, id).await?;
    mine.roles = held.roles;
    for source in mine.roles.iter_mut().flat_map(|role| &mut role.sources) {
        // Nobody takes away their own access here.
        source.may_remove = false;
    }
    mine.no_effect = held.no_effect.map(|_| {
        "Nothing of it has effect at the moment. An administrator of this environment can say why.".to_owned()
    });
    let facts = store::facts::of_identity(&mut conn, env.id(), id).await?;
    let names = Names::load(env, &mut conn).await?;
    mine.groups = groups(env, &facts, &names);
    mine.areas = areas(env, &facts, &names);
    Ok(mine)
}

async fn own_sessions(env: &Env) -> Result<Vec<OwnSession>> {
    let this = match env.cx.who() {
        Who::Account { session, .. } => Some(*session),
        _ => None,
    };
    let (now, zone) = (env.cx.now(), &env.environment.time_zone);
    let own = sessions::own(&env.cx).await?;
    Ok(own
        .into_iter()
        .map(|session| OwnSession {
            device: sessions::device(&session.user_agent),
            ip: session.ip,
            last_seen: words::recent(session.last_seen_at, now, zone),
            this: Some(session.id) == this,
        })
        .collect())
}

/// The groups that the identity is in now, own ones first.
fn groups(env: &Env, facts: &Facts, names: &Names) -> Vec<OwnGroup> {
    let (now, zone) = (env.cx.now(), &env.environment.time_zone);
    let until = |at: Option<Time>| at.map(|at| format!("until {}", words::last_day(at, zone)));
    let mut own = Vec::new();
    let mut above = Vec::new();
    let mut seen = Vec::new();
    for one in facts.memberships.iter().filter(|one| one.window.contains(now)) {
        let name = names.groups(&[one.group_id]).concat();
        own.push(OwnGroup {
            name: name.clone(),
            through: None,
            until: until(one.window.to),
        });
        seen.push(one.group_id);
        let mut at = one.group_id;
        let parent = |group| {
            let nesting = facts.nestings.iter();
            let mut nesting = nesting.filter(|one| one.group_id == group && one.window.contains(now));
            nesting.next().map(|one| one.parent_id)
        };
        while let Some(next) = parent(at) {
            at = next;
            if !seen.contains(&at) {
                seen.push(at);
                above.push(OwnGroup {
                    name: names.groups(&[at]).concat(),
                    through: Some(name.clone()),
                    until: until(one.window.to),
                });
            }
        }
    }
    own.into_iter().chain(above).collect()
}

/// What the identity may do now, by area, with the roles that give it.
fn areas(env: &Env, facts: &Facts, names: &Names) -> Vec<OwnArea> {
    let roles: HashMap<_, _> = facts.roles.iter().map(|role| (role.id, role.name.as_str())).collect();
    let mut given: HashMap<_, _> = policy::effective_anywhere(facts, env.cx.now()).into_iter().collect();
    let mut areas: Vec<OwnArea> = Vec::new();
    // In the order of the catalogue.
    for capability in &env.catalogue.list {
        let Some(paths) = given.remove(&capability.id) else {
            continue;
        };
        let by: BTreeSet<&str> = paths.iter().filter_map(|path| roles.get(&path.role).copied()).collect();
        let everywhere = paths.iter().any(|path| path.node == env.root());
        let places: BTreeSet<&str> = paths.iter().filter_map(|path| names.node(path.node)).collect();
        let own = OwnCapability {
            key: capability.key.clone(),
            name: capability.name.clone(),
            roles: by.into_iter().map(str::to_owned).collect(),
            places: places.into_iter().filter(|_| !everywhere).map(str::to_owned).collect(),
        };
        let name = capability.area.clone();
        match areas.last_mut().filter(|last| last.name == name) {
            Some(last) => last.capabilities.push(own),
            None => areas.push(OwnArea {
                name,
                capabilities: vec![own],
            }),
        }
    }
    areas
}
