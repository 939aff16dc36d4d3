//! Looking for people by what one has: a list of names or addresses. What is found joins the selection; of those
//! who share a name whoever is meant is ticked.

use super::planned::{Next, shown};
use crate::Result;
use crate::cx::Env;
use crate::error::Error;
use crate::identities::{self, Meant};
use domain::email::Email;
use domain::form::Sent;
use domain::problem::Code;
use std::collections::{HashMap, HashSet};

/// Names that an earlier look found several people for, one field each.
pub(crate) const SEVERAL: &str = "several";
/// Those of these names of which nobody is meant.
const NONE: &str = "none";
/// Who was ticked for one of these names: an id, a space and the name.
const TICKED: &str = "meant";

/// All values of a field.
fn fields_of(sent: &Sent, name: &str) -> Vec<String> {
    sent.all(name).map(str::to_owned).collect()
}

/// Whether the form asks to look for people; what was said of an earlier look is forgotten.
pub(super) fn asked(sent: &mut Sent) -> bool {
    sent.values.retain(|(name, _)| name != "missing");
    sent.value("intent") == "find"
}

/// People who were written and not looked for yet come first, so that nobody is left out without a word: the
/// form again where a name means nobody or several, or where what was planned is about fewer.
pub(super) async fn first(env: &Env, sent: &mut Sent) -> Result<Option<Next>> {
    let chosen = settle(sent);
    let planned = !sent.value("plan").is_empty();
    if sent.value("find").trim().is_empty() {
        if chosen && planned {
            sent.values.retain(|(name, _)| name != "plan" && name != "planned");
            return Ok(Some(Next::Show(sent.clone())));
        }
        return Ok(None);
    }
    if let Err(error) = find(env, sent, ADDRESSES_MAX).await {
        sent.problem = Some(shown(env, error)?);
    }
    let whole = sent.value("find").is_empty() && !sent.has(SEVERAL);
    if !whole && sent.problem.is_none() {
        sent.problem = Some(shown(env, open(sent))?);
    }
    Ok((planned || !whole).then(|| Next::Show(sent.clone())))
}

/// What is still to be decided after a look.
pub(super) fn open(sent: &Sent) -> Error {
    let text = match sent.value("find").as_str() {
        "" => "Tick who is meant, or that nobody of them is",
        _ => "Nobody is meant by what still stands here: correct it, or empty the field to go on without",
    };
    Error::at(Code::InvalidValue, "/find", text)
}

/// The form again, with those who were found.
pub(super) async fn show(env: &Env, mut sent: Sent) -> Result<Next> {
    let asked_before = sent.has(SEVERAL);
    if let Err(error) = find(env, &mut sent, ADDRESSES_MAX).await {
        sent.problem = Some(shown(env, error)?);
    } else if asked_before && sent.has(SEVERAL) {
        sent.problem = Some(shown(env, open(&sent))?);
    }
    Ok(Next::Show(sent))
}

/// Takes up what was ticked of those who share a name; a name of which nobody was ticked is looked for again.
/// Whether there were such names.
pub(super) fn settle(sent: &mut Sent) -> bool {
    let names = fields_of(sent, SEVERAL);
    if names.is_empty() {
        return false;
    }
    let (none, ticked) = (fields_of(sent, NONE), fields_of(sent, TICKED));
    let ticked: Vec<(&str, &str)> = ticked.iter().filter_map(|one| one.split_once(' ')).collect();
    let open = |name: &String| !none.contains(name) && !ticked.iter().any(|(_, of)| of == name);
    let mut again: Vec<String> = names.into_iter().filter(open).collect();
    let text = sent.value("find");
    sent.values
        .retain(|(name, _)| !matches!(name.as_str(), SEVERAL | NONE | TICKED) && (again.is_empty() || name != "find"));
    let chosen = ticked.into_iter().map(|(id, _)| ("id".to_owned(), id.to_owned()));
    sent.values.extend(chosen);
    if !again.is_empty() {
        again.insert(0, text);
        sent.values.push(("find".to_owned(), again.join("\n")));
    }
    true
}

/// The most names that are looked for at once.
const NAMES_MAX: usize = 200;
/// The most addresses; a name is looked for in everything, an address is there or not.
pub(super) const ADDRESSES_MAX: usize = 5_000;

/// Puts those whom the lines of `find` name into the selection; what means nobody stays in the field, what
/// means several is asked about, and both are said. At most `most` lines.
pub(super) async fn find(env: &Env, sent: &mut Sent, most: usize) -> Result<()> {
    env.require("users.view")?;
    let settled = settle(sent);
    let text = sent.value("find");
    let mut known = HashSet::new();
    // What is written twice is meant once.
    let terms: Vec<&str> = text
        .split(['\n', ',', ';'])
        .map(str::trim)
        .filter(|term| !term.is_empty() && known.insert(term.to_lowercase()))
        .collect();
    if terms.is_empty() && settled {
        return Ok(());
    }
    if terms.is_empty() {
        let text = "Write names or e-mail addresses, one a line";
        return Err(Error::at(Code::InvalidValue, "/find", text));
    }
    let addresses: HashMap<&str, String> = terms
        .iter()
        .filter_map(|term| Some((*term, Email::new(term).ok()?.folded())))
        .collect();
    if terms.len() > most {
        let text = format!("At most {most} at once; add the others afterwards");
        return Err(Error::at(Code::TooManyItems, "/find", text));
    }
    let known = store::identities::with_emails(&mut env.read().await?, env.id(), addresses.values()).await?;
    let of_address = |term: &str| addresses.get(term).and_then(|folded| known.get(folded)).copied();
    if terms.iter().filter(|term| of_address(term).is_none()).count() > NAMES_MAX {
        let text =
            format!("At most {NAMES_MAX} names and addresses that are not here at once; add the others afterwards");
        return Err(Error::at(Code::TooManyItems, "/find", text));
    }
    let (mut left, mut said) = (Vec::new(), Vec::new());
    for term in terms {
        let meant = match of_address(term) {
            Some(id) => Meant::One(id),
            None => identities::meant(env, term).await?,
        };
        match meant {
            Meant::One(id) => said.push(("id", id.to_string())),
            Meant::Several => said.push((SEVERAL, term.to_owned())),
            Meant::Nobody => {
                said.push(("missing", meant.words(term)));
                left.push(term.to_owned());
            }
        }
    }
    sent.values
        .retain(|(name, _)| name != "find" && name != "plan" && name != "planned");
    sent.values.push(("find".to_owned(), left.join("\n")));
    sent.values
        .extend(said.into_iter().map(|(name, value)| (name.to_owned(), value)));
    Ok(())
}
