//! Roles, as pickers and filters need them.

use crate::Result;
use crate::cx::Env;
use domain::roles::Role;

/// All roles of an environment, the system's first.
///
/// Who may: `roles.view`.
pub async fn list(env: &Env) -> Result<Vec<Role>> {
    env.require("roles.view")?;
    Ok(store::roles::list(&mut env.read().await?, env.id()).await?)
}
