//! Who is meant by what one has of them.

use crate::Result;
use crate::cx::Env;
use domain::fold;
use domain::id::IdentityId;
use domain::identities::{Filter, Identity, Sort};
use domain::page::At;

/// Whom a name, an address or an id means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meant {
    One(IdentityId),
    Several,
    Nobody,
}

impl Meant {
    /// Why it is not one, in a sentence.
    pub fn words(self, term: &str) -> String {
        match self {
            Self::Several => format!("Several are meant by “{term}”: write the e-mail address."),
            _ => format!("Nobody is called “{term}”, and no address is like that."),
        }
    }
}

/// The one person that a name, an address or an id means.
pub(crate) async fn meant(env: &Env, term: &str) -> Result<Meant> {
    Ok(match called(env, term).await?.as_slice() {
        [] => Meant::Nobody,
        [one] => Meant::One(one.id),
        _ => Meant::Several,
    })
}

/// The most people of one name among whom one is chosen.
pub(crate) const CANDIDATES: u16 = 20;

/// Those whom a name, an address or an id means: whoever is called exactly like that, else all of whose name or
/// address it is a part. At most one more than [`CANDIDATES`].
pub(crate) async fn called(env: &Env, term: &str) -> Result<Vec<Identity>> {
    let filter = Filter {
        q: term.chars().take(200).collect(),
        ..Filter::default()
    };
    let found = super::list(env, &filter, Sort::Name, &At::First, CANDIDATES + 1).await?;
    let mut people: Vec<_> = found.page.items.into_iter().map(|row| row.identity).collect();
    let wanted = fold::search(term);
    let exact = |text: &str| fold::search(text) == wanted;
    let whole = |one: &Identity| exact(&one.name) || one.email.as_deref().is_some_and(exact);
    if people.iter().any(whole) {
        people.retain(whole);
    }
    Ok(people)
}
