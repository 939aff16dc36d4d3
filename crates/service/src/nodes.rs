//! Nodes: in a flat environment there is one, the root.

use crate::Result;
use crate::cx::Env;
use domain::nodes::Node;

/// All nodes of an environment, by name.
///
/// Who may: `users.view`, as places in the tree say nothing by themselves.
pub async fn list(env: &Env) -> Result<Vec<Node>> {
    env.require("users.view")?;
    Ok(store::nodes::list(&mut env.read().await?, env.id()).await?)
}
