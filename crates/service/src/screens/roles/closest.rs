//! The role that comes nearest to what another one holds, or is to hold.

use crate::Result;
use crate::cx::Env;
use domain::id::{CapabilityId, RoleId};
use domain::roles::System;

/// Which other role differs in the fewest capabilities from those of the keys, where the two have some in common:
/// in a sentence. `role`: the one that holds them.
///
/// Who may: `roles.view`. Fails with `not_found`.
pub async fn closest_role(env: &Env, role: Option<RoleId>, keys: &[String]) -> Result<Option<String>> {
    env.require("roles.view")?;
    let all = &env.catalogue.list;
    let held = all.iter().filter(|one| keys.contains(&one.key));
    let held: Vec<CapabilityId> = held.map(|one| one.id).collect();
    if held.is_empty() {
        return Ok(None);
    }
    let mut conn = env.read().await?;
    let found = store::roles::closest(&mut conn, env.id(), role, &held).await?;
    // The Owner holds all, without a list of it.
    let owner = match role {
        Some(id) => {
            let role = store::roles::get(&mut conn, env.id(), id).await;
            crate::error::found(role, "role")?.system == Some(System::Owner)
        }
        None => false,
    };
    let beyond = i64::try_from(all.len() - held.len()).unwrap_or(i64::MAX);
    let nearer = found.as_ref().is_some_and(|(_, differ)| *differ <= beyond);
    let found = match owner || nearer {
        true => found,
        false => Some((System::Owner.name().to_owned(), beyond)),
    };
    Ok(found.map(|(name, differ)| words(&name, differ)))
}

/// A name may run in the other direction than the sentence; it keeps to itself (UAX #9, isolates).
fn words(name: &str, differ: i64) -> String {
    let how = match differ {
        0 => "holds the same".to_owned(),
        1 => "1 capability differs".to_owned(),
        n => format!("{n} capabilities differ"),
    };
    format!("Closest role: \u{2068}{name}\u{2069}, {how}.")
}
