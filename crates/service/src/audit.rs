//! The audit log: reading it, and proving that it is whole.

use crate::Result;
use crate::cx::{Cx, Env};
use domain::events::Event;

/// The newest events of an environment before `before`.
///
/// Who may: `audit.read`.
pub async fn list(env: &Env, before: Option<i64>, limit: u16) -> Result<Vec<Event>> {
    env.require("audit.read")?;
    Ok(store::audit::list(&mut env.read().await?, env.id().0, before, limit).await?)
}

/// Recomputes every hash; for the command line.
pub async fn verify(cx: &Cx) -> Result<store::audit::Verdict> {
    // What is written meanwhile must not look like something missing.
    let mut conn = cx.service.db().snapshot().await?;
    Ok(store::audit::verify(&mut conn).await?)
}
