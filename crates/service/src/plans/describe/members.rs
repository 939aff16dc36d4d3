//! What being in a group gives, and what leaving it takes.

use crate::Result;
use crate::cx::Env;
use domain::assignments::State;
use domain::id::{CapabilityId, GroupId, IdentityId, RoleId};

/// All that the members of a group have through it, now or later.
pub(super) async fn through(env: &Env, conn: &mut store::Conn, group: GroupId) -> Result<Vec<CapabilityId>> {
    let granted = store::groups::grants(conn, env.id(), group, env.cx.now()).await?;
    let mut roles: Vec<RoleId> = granted.iter().map(|one| one.role_id).collect();
    roles.sort_unstable();
    roles.dedup();
    let mut held = Vec::new();
    for role in roles {
        held.extend(store::roles::capabilities(conn, env.id(), role).await?);
    }
    Ok(held)
}

/// `Loses Operator, keeps Viewer`: what someone has only through a group, and what of it otherwise, too.
pub(super) async fn leaves(env: &Env, conn: &mut store::Conn, group: GroupId, identity: IdentityId) -> Result<String> {
    let facts = store::facts::of_identity(conn, env.id(), identity).await?;
    let held = policy::roles_held(&facts, env.cx.now());
    let live = held
        .into_iter()
        .filter(|held| !matches!(held.state, State::Ended | State::Revoked));
    // The first group of a way is the one that someone is in.
    let (by, otherwise): (Vec<_>, Vec<_>) = live.partition(|held| held.path.groups.first() == Some(&group));
    let (mut keeps, mut loses): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for one in &by {
        let kept = otherwise
            .iter()
            .any(|other| (other.role, other.path.node) == (one.role, one.path.node));
        let side = if kept { &mut keeps } else { &mut loses };
        if !side.contains(&one.name.as_str()) {
            side.push(&one.name);
        }
    }
    Ok(match (loses.is_empty(), keeps.is_empty()) {
        (true, true) => "Had no role through it".to_owned(),
        (false, true) => format!("Loses {}", loses.join(", ")),
        (true, false) => format!("Keeps {} otherwise", keeps.join(", ")),
        (false, false) => format!("Loses {}, keeps {} otherwise", loses.join(", "), keeps.join(", ")),
    })
}

/// `Is in it through Night shift`.
pub(super) async fn nested(
    env: &Env,
    conn: &mut store::Conn,
    group: GroupId,
    identity: IdentityId,
) -> Result<Option<String>> {
    let all = store::groups::within(conn, env.id(), group).await?;
    let inside = all.iter().map(|one| one.id).filter(|id| *id != group);
    let within: Vec<GroupId> = inside.collect();
    let ways = store::groups::ways(conn, env.id(), &within, &[identity], env.cx.now()).await?;
    let from = ways
        .first()
        .and_then(|way| all.iter().find(|one| one.id == way.group_id));
    Ok(from.map(|from| format!("Is in it through {}", from.name)))
}
