//! Giving a role: to who was ticked, or, from the page of a role, to those whom names mean or to a group.

use super::find;
use super::groups::by_slug;
use super::planned::{ASSIGN, Next, shown};
use crate::Result;
use crate::cx::Env;
use crate::error::Error;
use domain::form::Sent;
use domain::problem::Code;

/// One step of the form. `via` is the id of the role whose page it began on. `intent` is `find`, which looks
/// for the people that `find` names, one a line, or for the group of the slug in `group`; or what it is in
/// every such form.
pub async fn assign(env: &Env, mut sent: Sent) -> Result<Next> {
    env.require("members.change_roles")?;
    if !find::asked(&mut sent) {
        return match find::first(env, &mut sent).await? {
            Some(shown) => Ok(shown),
            None => ASSIGN.step(env, sent).await,
        };
    }
    if sent.value("group").is_empty() {
        return find::show(env, sent).await;
    }
    if let Err(error) = group(env, &mut sent).await {
        sent.problem = Some(shown(env, error)?);
    }
    Ok(Next::Show(sent))
}

/// Selects the group that was chosen.
async fn group(env: &Env, sent: &mut Sent) -> Result<()> {
    if !sent.value("find").trim().is_empty() || sent.has(find::SEVERAL) {
        let text = "Choose a group or write people, not both: give it to the others afterwards";
        return Err(Error::at(Code::InvalidValue, "/group", text));
    }
    if let Some(id) = by_slug(env, "group", &sent.value("group")).await? {
        sent.values
            .retain(|(name, _)| !matches!(name.as_str(), "id" | "plan" | "planned"));
        sent.values.push(("group_id".to_owned(), id.to_string()));
    }
    Ok(())
}
