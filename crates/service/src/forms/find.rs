//! Looking for people by what one has: a list of names or addresses. What is found joins the selection.

use super::planned::{Next, shown};
use crate::cx::Env;
use crate::error::Error;
use crate::{Result, identities};
use domain::form::Sent;
use domain::problem::Code;

/// Whether the form asks to look for people; what was said of an earlier look is forgotten.
pub(super) fn asked(sent: &mut Sent) -> bool {
    sent.values.retain(|(name, _)| name != "missing");
    sent.value("intent") == "find"
}

/// People who were written and not looked for yet come first, so that nobody is left out without a word: the
/// form again where a name means nobody or several, or where what was planned is about fewer.
pub(super) async fn first(env: &Env, sent: &mut Sent) -> Result<Option<Next>> {
    if sent.value("find").trim().is_empty() {
        return Ok(None);
    }
    let planned = !sent.value("plan").is_empty();
    if let Err(error) = find(env, sent).await {
        sent.problem = Some(shown(env, error)?);
    }
    let whole = sent.value("find").is_empty();
    if !whole && sent.problem.is_none() {
        let text = "Nobody is meant by what still stands here: correct it, or empty the field to go on without";
        sent.problem = Some(shown(env, Error::at(Code::InvalidValue, "/find", text))?);
    }
    Ok((planned || !whole).then(|| Next::Show(sent.clone())))
}

/// The form again, with those who were found.
pub(super) async fn show(env: &Env, mut sent: Sent) -> Result<Next> {
    if let Err(error) = find(env, &mut sent).await {
        sent.problem = Some(shown(env, error)?);
    }
    Ok(Next::Show(sent))
}

/// The most names that are looked for at once.
const NAMES_MAX: usize = 200;

/// Puts those whom the lines of `find` name into the selection; what means nobody, or several, stays
/// in the field and is said.
pub(super) async fn find(env: &Env, sent: &mut Sent) -> Result<()> {
    let text = sent.value("find");
    let terms: Vec<&str> = text
        .split(['\n', ',', ';'])
        .map(str::trim)
        .filter(|term| !term.is_empty())
        .collect();
    if terms.is_empty() {
        let text = "Write names or e-mail addresses, one a line";
        return Err(Error::at(Code::InvalidValue, "/find", text));
    }
    if terms.len() > NAMES_MAX {
        let text = format!("At most {NAMES_MAX} lines at once; add the others afterwards");
        return Err(Error::at(Code::TooManyItems, "/find", text));
    }
    let (mut left, mut missing, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    for term in terms {
        match identities::meant(env, term).await? {
            Ok(id) => ids.push(id),
            Err(why) => {
                left.push(term.to_owned());
                missing.push(why);
            }
        }
    }
    sent.values
        .retain(|(name, _)| name != "find" && name != "plan" && name != "planned");
    sent.values.push(("find".to_owned(), left.join("\n")));
    sent.values
        .extend(missing.into_iter().map(|why| ("missing".to_owned(), why)));
    sent.values
        .extend(ids.into_iter().map(|id| ("id".to_owned(), id.to_string())));
    Ok(())
}
