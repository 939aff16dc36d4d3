//! What the explorer's address asks.

use crate::cx::Env;
use crate::error::Error;
use crate::identities::{self, Meant};
use crate::{Result, words};
use domain::id::{IdentityId, NodeId};
use domain::problem::Code;
use domain::screens::Asked;
use domain::{Time, query};

/// The instant that a day of an address means, and the words for it; now for today and for none.
pub(super) fn instant(env: &Env, on: &str) -> Result<(Option<Time>, String)> {
    let (now, zone) = (env.cx.now(), &env.environment.time_zone);
    if on.trim().is_empty() || on == words::date(now, zone) {
        return Ok((None, String::new()));
    }
    let at = words::start_of(on, "", zone).map_err(|text| Error::at(Code::InvalidValue, "/on", text))?;
    Ok((Some(at), format!("as of {}", words::moment(at, zone))))
}

/// What an address asks, and after whom it goes on.
pub(super) fn read(search: &str) -> (Asked, Option<String>) {
    let mut asked = Asked::default();
    let mut after = None;
    for (name, value) in query::pairs(search) {
        match name.as_str() {
            "who" => asked.who = value.chars().take(200).collect(),
            "capability" => asked.capability = value,
            "node" => asked.node = value,
            "on" => asked.on = value,
            "after" => after = Some(value),
            _ => {}
        }
    }
    (asked, after)
}

pub(super) fn node(asked: &Asked) -> Result<Option<NodeId>> {
    let none = |_| {
        let text = "There is no such node; choose from the list";
        Error::at(Code::InvalidValue, "/node", text)
    };
    let text = Some(asked.node.as_str()).filter(|text| !text.is_empty());
    text.map(|text| text.parse().map_err(none)).transpose()
}

pub(super) fn chosen(asked: &Asked) -> Result<()> {
    match asked.capability.is_empty() {
        true => Err(Error::at(Code::InvalidValue, "/capability", "Choose a capability")),
        false => Ok(()),
    }
}

/// The one person that was typed. An id is taken as it is: whoever was deleted since has no other name.
pub(super) async fn meant(env: &Env, text: &str) -> Result<IdentityId> {
    env.require("users.view")?;
    if let Ok(id) = text.trim().parse() {
        return Ok(id);
    }
    if text.trim().is_empty() {
        return Err(Error::at(
            Code::InvalidValue,
            "/who",
            "Say who: a name, an e-mail address or an id",
        ));
    }
    match identities::meant(env, text).await? {
        Meant::One(id) => Ok(id),
        other => Err(Error::at(Code::InvalidValue, "/who", other.words(text))),
    }
}
