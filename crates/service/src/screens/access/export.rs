//! Who can, for a file.

use super::asked::{chosen, instant, node, read};
use super::who;
use crate::Result;
use crate::access::WhoCan;
use crate::cx::Env;
use domain::page::LIMIT_MAX;
use domain::screens::Who;

/// The longest page of those who can, for the query of the explorer's address; `after`: where the last one ended.
///
/// Who may: `access.explain` at the node, `users.view` and `users.bulk_operations`. Fails with `invalid_value` where the
/// question is none.
pub async fn able(env: &Env, search: &str, after: Option<&str>) -> Result<Who> {
    env.require("access.explain")?;
    env.require("users.bulk_operations")?;
    let (asked, _) = read(search);
    chosen(&asked)?;
    let question = WhoCan {
        node_id: node(&asked)?,
        at: instant(env, &asked.on)?.0,
        capability: asked.capability,
    };
    who(env, &question, after, LIMIT_MAX).await
}
