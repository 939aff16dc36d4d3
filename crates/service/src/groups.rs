//! Groups, as filters need them, and what their members have through them.

use crate::Result;
use crate::cx::Env;
use domain::Window;
use domain::groups::Group;
use domain::id::{GroupId, RoleId};
use policy::{CapSet, Gain};
use std::collections::HashMap;
use store::Conn;

/// All groups of an environment, by name.
///
/// Who may: `groups.view`.
pub async fn list(env: &Env) -> Result<Vec<Group>> {
    env.require("groups.view")?;
    Ok(store::groups::list(&mut env.read().await?, env.id()).await?)
}

/// What someone gains who is put into a group for a time: the roles of the group and of all above.
pub(crate) async fn gains(conn: &mut Conn, env: &Env, group: GroupId, lasts: Window) -> Result<Vec<Gain>> {
    let granted = store::groups::grants(conn, env.id(), group, env.cx.now()).await?;
    let mut roles: HashMap<RoleId, CapSet> = HashMap::new();
    let mut gains = Vec::with_capacity(granted.len());
    for one in granted {
        let capabilities = match roles.get(&one.role_id) {
            Some(known) => known.clone(),
            None => {
                let held = store::roles::capabilities(conn, env.id(), one.role_id).await?;
                let held = env.catalogue.index.set(held);
                roles.insert(one.role_id, held.clone());
                held
            }
        };
        let window = one.window.and(lasts);
        if !window.is_empty() {
            gains.push(Gain {
                capabilities,
                node: one.node_id,
                window,
            });
        }
    }
    Ok(gains)
}
