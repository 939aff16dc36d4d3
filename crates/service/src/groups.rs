//! Groups, as filters need them.

use crate::Result;
use crate::cx::Env;
use domain::groups::Group;

/// All groups of an environment, by name.
///
/// Who may: `groups.view`.
pub async fn list(env: &Env) -> Result<Vec<Group>> {
    env.require("groups.view")?;
    Ok(store::groups::list(&mut env.read().await?, env.id()).await?)
}
